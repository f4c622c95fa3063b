"""The public repositories of an organisation on Forgejo or Gitea, for lists that watch all of them.

GET /orgs/:org/repos, and GET /users/:username/repos for a person. Forks and archived ones are left out by us.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from monitor.collectors.fields import link, name_in, next_page, pages
from monitor.collectors.forge import number_of
from monitor.collectors.forgejo.places import PAGE_SIZE, SOURCE, interface
from monitor.collectors.listing import is_doubted, listed_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

MOST_PAGES = 40


def is_organisation(target: Target) -> bool:
    """Return whether `target` is the page of an organisation or person on such a host, to be told the repositories of."""
    return target.kind is TargetKind.ACCOUNT and target.forge == SOURCE and target.is_listed


SPEC = CollectorSpec(
    id="forgejo_organisations",
    signals=frozenset({Signal.REPOSITORIES}),
    interval=timedelta(days=1),
    handles=is_organisation,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the public repositories of an organisation or person. Raises SourceError."""
    first = _first(target, context)
    if first.is_unchanged:
        yield Unchanged()
        return
    last, listed = first, 0
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            data = shape.mapping(entry, "a repository")
            listed += 1
            if not _is_left_out(data):
                page, name = link(data, "html_url", target.key), name_in(shape, data, "full_name")
                yield StateFact("repository", name, page, subject=number_of(data))
    yield from listed_seen(Signal.REPOSITORIES, context, listed, is_whole=not next_page(last))


def _first(target: Target, context: Context) -> Answer:
    base, name = interface(target, context), quote(urlsplit(target.key).path.strip("/"), safe="")
    try:
        return _asked(context, f"{base}/orgs/{name}/repos?limit={PAGE_SIZE}")
    except NotFound:
        return _asked(context, f"{base}/users/{name}/repos?limit={PAGE_SIZE}")


def _asked(context: Context, url: str) -> Answer:
    return context.http.get(url, is_conditional=not is_doubted(context))


def _is_left_out(data: Mapping[str, Any]) -> bool:
    return any(data.get(mark) is True for mark in ("fork", "archived", "private", "internal"))
