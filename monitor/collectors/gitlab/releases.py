"""Releases of a GitLab project, newest first. A date of release may lie in the future: announced, and not believed yet.

GET /projects/:id/releases: tag_name, released_at, upcoming_release, author, commit, _links.self.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import link, moment, next_page, pages, text, total_in
from monitor.collectors.forge import account, undated_releases
from monitor.collectors.git.versions import parse_tag
from monitor.collectors.gitlab.places import SOURCE, is_project, project_url, source_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.facts import Channel, Note, ReleaseFact, Seen, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 5
SPEC = CollectorSpec(
    id="gitlab_releases",
    signals=frozenset({Signal.FORGE_RELEASES}),
    interval=timedelta(days=1),
    longest=timedelta(days=7),
    handles=is_project,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the releases of a project. Raises SourceError."""
    first = context.http.get(project_url(target, context, "/releases", per_page=100))
    if first.is_unchanged:
        yield Unchanged()
        return
    found: list[ReleaseFact] = []
    listed, undated, last = 0, 0, first
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            listed += 1
            release = _release(shape, data := shape.mapping(entry, "a release"), target, context)
            found += [release] if release else []
            undated += release is None and data.get("upcoming_release") is not True
    yield from found
    if undated:
        yield undated_releases(undated)
    if undated == listed > 0:
        yield Seen(Signal.FORGE_RELEASES, None, context.now, is_complete=False)
        return
    yield from _seen(found, listed, first, last, context)


def _seen(found: list[ReleaseFact], listed: int, first: Answer, last: Answer, context: Context) -> Iterator[Yield]:
    if not listed and total_in(first, "x-total") != 0:
        yield Note("empty_not_confirmed", "an empty list without its count: there may be releases that were not told")
        yield Seen(Signal.FORGE_RELEASES, None, context.now, is_complete=False)
        return
    # Older ones than the last page shows were not looked at.
    since = min((release.released_at for release in found), default=context.now) if next_page(last) else None
    yield Seen(Signal.FORGE_RELEASES, since, context.now, is_complete=True)


def _release(shape: Shape, data: Mapping[str, Any], target: Target, context: Context) -> ReleaseFact | None:
    at, tag = moment(shape, data, "released_at", context.now), text(data, "tag_name")
    if not tag:
        raise shape.wrong("a release has no tag_name")
    if at is None or data.get("upcoming_release") is True:
        return None
    links, commit, version = data.get("_links"), data.get("commit"), parse_tag(tag)
    return ReleaseFact(
        version=tag,
        channel=Channel.FORGE,
        released_at=at,
        link=link(links, "self", target.key) if isinstance(links, dict) else target.key,
        is_prerelease=version is not None and version.is_prerelease,
        by=account(data.get("author"), "username", source_of(target), context),
        digest=text(commit, "id", 64) if isinstance(commit, dict) else "",
    )
