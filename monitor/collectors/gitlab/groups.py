"""The public projects of a group on GitLab, for lists that watch all of them, those of its subgroups included.

GET /groups/:id/projects, and GET /users/:id/projects for a person: archived ones are left out by the host, forks by us.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from monitor.collectors.fields import link, name_in, next_page, pages
from monitor.collectors.forge import base_of, number_of
from monitor.collectors.gitlab.places import HOME, INTERFACE, SOURCE
from monitor.collectors.listing import is_doubted, listed_seen
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

MOST_PAGES = 20
ASKED = {"visibility": "public", "archived": "false", "order_by": "last_activity_at", "per_page": "100"}


def is_group(target: Target) -> bool:
    """Return whether `target` is the page of a group or person on a host that runs GitLab, to be told the projects of."""
    return target.kind is TargetKind.ACCOUNT and target.forge == SOURCE and target.is_listed


SPEC = CollectorSpec(
    id="gitlab_groups",
    signals=frozenset({Signal.REPOSITORIES}),
    interval=timedelta(days=1),
    handles=is_group,
    source=SOURCE,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the public projects of a group or person; archived ones and forks are left out. Raises SourceError."""
    first = _first(target, context)
    if first.is_unchanged:
        yield Unchanged()
        return
    last, listed = first, 0
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for entry in shape.sequence(last.json(), "the answer"):
            data = shape.mapping(entry, "a project")
            listed += 1
            if not _is_left_out(data):
                page, name = link(data, "web_url", target.key), name_in(shape, data, "path_with_namespace")
                yield StateFact("repository", name, page, subject=number_of(data))
    yield from listed_seen(Signal.REPOSITORIES, context, listed, is_whole=not next_page(last))


def _first(target: Target, context: Context) -> Answer:
    base = base_of(target, context.bases, SOURCE, HOME, INTERFACE)
    name = quote(urlsplit(target.key).path.strip("/"), safe="")
    try:
        return _asked(context, f"{base}/groups/{name}/projects?{urlencode({'include_subgroups': 'true', **ASKED})}")
    except NotFound:
        return _asked(context, f"{base}/users/{name}/projects?{urlencode(ASKED)}")


def _asked(context: Context, url: str) -> Answer:
    return context.http.get(url, is_conditional=not is_doubted(context))


def _is_left_out(data: Mapping[str, Any]) -> bool:
    """Return whether a project is a fork, archived, or not shown to everybody: older hosts leave the query's words aside."""
    is_shown = data.get("visibility", "public") == "public"
    return bool(data.get("forked_from_project")) or data.get("archived") is True or not is_shown
