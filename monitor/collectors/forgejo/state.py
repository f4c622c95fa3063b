"""The state of a repository on Forgejo or Gitea: archived, mirror, visibility, owner; moved or not visible.

GET /repos/:owner/:name (schema Repository of the published description), and once in a while /version, which tells the two apart:
Forgejo adds "+gitea-" to its own number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from monitor.collectors.fields import bookmark, count, link, moment, name_in, text, to_cursor, yes_no
from monitor.collectors.forge import checked_id
from monitor.collectors.forgejo.places import SOURCE, interface, is_repository, object_in, repository_url, source_of
from monitor.collectors.shape import Shape
from monitor.collectors.visibility import not_visible
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import Cursor, MeasureFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="forgejo_state",
    signals=frozenset({Signal.REPOSITORY_STATE}),
    interval=timedelta(hours=12),
    longest=timedelta(days=7),
    handles=is_repository,
    source=SOURCE,
)
Said = tuple[str, str, datetime | None]


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the state of a repository. Raises SourceError."""
    try:
        answer = context.http.get(repository_url(target, context))
    except NotFound as error:
        yield from _missing(target, context, error)
        return
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape, data = object_in(answer)
    page = link(data, "html_url", target.key)
    yield from (StateFact(name, value, page, since) for name, value, since in _states(shape, data, target, context.now) if value)
    for metric, field in (("stars", "stars_count"), ("forks", "forks_count")):
        value = count(data, field)
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    software = _software(target, context)
    yield StateFact("forge_software", software, page)
    yield Cursor(to_cursor(software=software))
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=True)


def _software(target: Target, context: Context) -> str:
    """Return "forgejo" or "gitea", from the cursor where it was told before."""
    known = bookmark(context.cursor).get("software")
    if known in ("forgejo", "gitea"):
        return str(known)
    shape, data = object_in(context.http.get(f"{interface(target, context)}/version", is_conditional=False))
    return "forgejo" if "+gitea-" in shape.text(data.get("version"), "version") else "gitea"


def _missing(target: Target, context: Context, error: NotFound) -> Iterator[Yield]:
    """Yield that a repository is not visible, where another public one is. Raises `error` where nothing is."""
    answer = context.http.get(f"{interface(target, context)}/repos/search?limit=1", is_conditional=False)
    shape, data = object_in(answer)
    if not shape.sequence(data.get("data"), "data"):
        raise error
    yield from not_visible(target, context)


def _states(shape: Shape, data: Mapping[str, Any], target: Target, now: datetime) -> Iterator[Said]:
    yield "visible", "yes", None
    yield "repository_id", f"{source_of(target)}:{checked_id(shape, data)}", None
    yield "full_name", name_in(shape, data, "full_name"), None
    archived = data.get("archived")
    if not isinstance(archived, bool):
        raise shape.wrong("archived is neither true nor false")
    yield "archived", yes_no(archived), moment(shape, data, "archived_at", now) if archived else None
    yield "mirror", yes_no(data.get("mirror")), None
    yield "has_issues", "no" if data.get("external_tracker") else yes_no(data.get("has_issues")), None
    elsewhere = data.get("external_tracker")
    yield "tracker", link(elsewhere, "external_tracker_url") if isinstance(elsewhere, dict) else "", None
    yield "visibility", _visibility(data), None
    yield "default_branch", text(data, "default_branch"), None
    parent, owner = data.get("parent"), shape.mapping(data.get("owner"), "owner")
    yield "fork_of", text(parent, "full_name") if isinstance(parent, dict) else "", None
    yield "owner", text(owner, "login"), None
    number = count(owner, "id")
    yield "owner_id", f"{source_of(target)}:{number}" if number else "", None


def _visibility(data: Mapping[str, Any]) -> str:
    """Return who may see it; a public repository of an owner who is not is internal."""
    if data.get("private") is True:
        return "private"
    return "internal" if data.get("internal") is True else "public"
