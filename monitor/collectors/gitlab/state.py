"""The state of a GitLab project: archived, visibility, owner, licence, whether issues are switched on; moved or not visible.

GET /projects/:id?license=true. What an answer without rights leaves out is not known, never "no".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import bookmark, count, link, name_in, text, to_cursor, yes_no
from monitor.collectors.forge import checked_id
from monitor.collectors.gitlab.places import SOURCE, interface, is_project, object_in, project_url, source_of
from monitor.collectors.shape import Shape
from monitor.collectors.visibility import not_visible
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import Cursor, MeasureFact, Note, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="gitlab_state",
    signals=frozenset({Signal.REPOSITORY_STATE}),
    interval=timedelta(hours=12),
    longest=timedelta(days=7),
    handles=is_project,
    source=SOURCE,
)
# GitLab's keys for licences, where they are not the SPDX name in small letters.
_LICENCES = {
    "mit": "MIT",
    "apache-2.0": "Apache-2.0",
    "gpl-2.0": "GPL-2.0",
    "gpl-3.0": "GPL-3.0",
    "lgpl-2.1": "LGPL-2.1",
    "lgpl-3.0": "LGPL-3.0",
    "agpl-3.0": "AGPL-3.0",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "mpl-2.0": "MPL-2.0",
    "isc": "ISC",
    "other": "NOASSERTION",
}


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the state of a project. Raises SourceError."""
    try:
        answer = context.http.get(project_url(target, context, license="true"))
    except NotFound as error:
        found = _by_number(target, context)
        if found is None:
            yield from _missing(target, context, error)
            return
        answer = found
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape, data = object_in(answer)
    page = link(data, "web_url", target.key)
    number = checked_id(shape, data)
    yield from (StateFact(name, value, page) for name, value in _states(shape, data, target, number) if value)
    for metric, field in (("stars", "star_count"), ("forks", "forks_count")):
        value = count(data, field)
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    is_whole = isinstance(data.get("archived"), bool)
    if not is_whole:
        yield Note("told_in_part", "without a token this host does not say whether a project is archived")
    yield Cursor(to_cursor(id=number))
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=is_whole)


def _by_number(target: Target, context: Context) -> Answer | None:
    """Return what the project that we knew under this name says by its number, None where it says nothing."""
    number = bookmark(context.cursor).get("id")
    if not isinstance(number, int):
        return None
    try:
        return context.http.get(f"{interface(target, context)}/projects/{number}?license=true", is_conditional=False)
    except NotFound:
        return None


def _missing(target: Target, context: Context, error: NotFound) -> Iterator[Yield]:
    """Yield that a project is not visible, where another public one is. Raises `error` where nothing is."""
    answer = context.http.get(f"{interface(target, context)}/projects?per_page=1&visibility=public", is_conditional=False)
    if not Shape.of(answer).sequence(answer.json(), "the answer"):
        raise error
    yield from not_visible(target, context)


def _states(shape: Shape, data: Mapping[str, Any], target: Target, number: int) -> Iterator[tuple[str, str]]:
    yield "visible", "yes"
    yield "repository_id", f"{source_of(target)}:{number}"
    yield "full_name", name_in(shape, data, "path_with_namespace")
    for name, field in (("archived", "archived"), ("has_issues", "issues_enabled"), ("mirror", "mirror")):
        yield name, yes_no(data.get(field))
    yield "visibility", text(data, "visibility")
    yield "default_branch", text(data, "default_branch")
    yield "licence", _licence(data)
    parent = data.get("forked_from_project")
    yield "fork_of", text(parent, "path_with_namespace") if isinstance(parent, dict) else ""
    namespace = data.get("namespace")
    if namespace is not None:
        yield from _owner(shape.mapping(namespace, "namespace"), target)


def _owner(namespace: Mapping[str, Any], target: Target) -> Iterator[tuple[str, str]]:
    yield "owner", text(namespace, "full_path") or text(namespace, "path")
    yield "owner_type", {"group": "organisation", "user": "user"}.get(text(namespace, "kind"), "")
    number = count(namespace, "id")
    yield "owner_id", f"{source_of(target)}:namespace-{number}" if number else ""


def _licence(data: Mapping[str, Any]) -> str:
    """Return the licence, "none" where the host found no file, "" where it does not say."""
    if "license" not in data:
        return ""
    licence = data["license"]
    key = text(licence, "key", 60) if isinstance(licence, dict) else ""
    return _LICENCES.get(key, key) or "none"
