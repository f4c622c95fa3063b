"""Releases of a repository on Forgejo or Gitea: GET /repos/:owner/:name/releases, newest first; drafts are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import link, moment, next_page, pages, text, total_in
from monitor.collectors.forge import account, undated_releases
from monitor.collectors.forgejo.places import PAGE_SIZE, SOURCE, TOTAL, is_repository, repository_url, source_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Channel, Note, ReleaseFact, Seen, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 5
SPEC = CollectorSpec(
    id="forgejo_releases",
    signals=frozenset({Signal.FORGE_RELEASES}),
    interval=timedelta(days=1),
    longest=timedelta(days=7),
    handles=is_repository,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the releases of a repository. Raises SourceError."""
    first = context.http.get(repository_url(target, context, "/releases", limit=PAGE_SIZE))
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
            undated += release is None and data.get("draft") is not True
    yield from found
    if undated:
        yield undated_releases(undated)
    total = total_in(first, TOTAL)
    if not listed and total != 0:
        yield Note("empty_not_confirmed", "an empty list without its count: there may be releases that were not told")
    is_cut = bool(next_page(last)) or (total is not None and total > listed > 0)
    since = min((release.released_at for release in found), default=context.now) if is_cut else None
    yield Seen(Signal.FORGE_RELEASES, since, context.now, is_complete=bool(found or listed > undated) or total == 0)


def _release(shape: Shape, data: Mapping[str, Any], target: Target, context: Context) -> ReleaseFact | None:
    at, tag = moment(shape, data, "published_at", context.now), text(data, "tag_name")
    if not tag:
        raise shape.wrong("a release has no tag_name")
    if data.get("draft") is True or at is None:
        return None
    return ReleaseFact(
        version=tag,
        channel=Channel.FORGE,
        released_at=at,
        link=link(data, "html_url", target.key),
        is_prerelease=data.get("prerelease") is True,
        by=account(data.get("author"), "login", source_of(target), context),
    )
