"""The state of repositories without a token: one conditional request for each, within the sixty an hour that anybody has.

The most important projects come first; git tells the rest. With a token, `github_state` does this a hundred at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import believed, bookmark, count, link, text, to_cursor, yes_no
from monitor.collectors.forge import checked_id
from monitor.collectors.github.places import HEADERS, SOURCE, is_repository, path_of, repository_of, rest_base
from monitor.collectors.github.presence import block_in
from monitor.collectors.shape import Shape
from monitor.collectors.visibility import not_visible
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.facts import Cursor, MeasureFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

# What is told of every repository: where one of these is missing, the answer is not whole, and no state may end by it.
FLAGS = ("archived", "disabled", "has_issues")
# Public as long as the host has shown repositories: one more request, and only after a look that found nothing.
KNOWN = "octocat/Hello-World"
SPEC = CollectorSpec(
    id="github_plain",
    signals=frozenset({Signal.REPOSITORY_STATE}),
    interval=timedelta(days=1),
    handles=is_repository,
    source=SOURCE,
    token="absent",  # noqa: S106 - says that there is none
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the state of one repository as anybody may ask for it. Raises SourceError."""
    url = f"{rest_base(target, context.bases)}/repos/{path_of(*repository_of(target))}"
    try:
        answer = context.http.get(url, headers=HEADERS)
    except AccessDenied as error:
        yield from _blocked(error, target, context)
        return
    except NotFound as error:
        yield from _missing(error, target, context)
        return
    if bookmark(context.cursor):
        # What is shown was not missing after all: looks without it are counted anew.
        yield Cursor(to_cursor())
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    data = shape.mapping(answer.json(), "the answer")
    page = link(data, "html_url", target.key)
    shape.text(data.get("full_name"), "full_name")
    yield from (StateFact(name, value, page) for name, value in _states(shape, data) if value)
    for metric, field in (("stars", "stargazers_count"), ("forks", "forks_count")):
        value = count(data, field)
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=_is_whole(data))


def _is_whole(data: Mapping[str, Any]) -> bool:
    is_told = all(isinstance(data.get(name), bool) for name in FLAGS) and bool(_visibility(data))
    return is_told and bool(_licence(data)) and "mirror_url" in data


def _states(shape: Shape, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "visible", "yes"
    yield from ((name, yes_no(data.get(name))) for name in FLAGS)
    yield "mirror", yes_no(bool(data["mirror_url"])) if "mirror_url" in data else ""
    yield "visibility", _visibility(data)
    yield "repository_id", f"{SOURCE}:{checked_id(shape, data)}"
    yield "full_name", text(data, "full_name")
    yield "default_branch", text(data, "default_branch")
    owner = shape.mapping(data.get("owner"), "owner")
    yield "owner", text(owner, "login")
    yield "owner_type", {"Organization": "organisation", "User": "user"}.get(str(owner.get("type")), "")
    number, parent = count(owner, "id"), data.get("parent")
    yield "owner_id", f"{SOURCE}:{number}" if number else ""
    yield "licence", _licence(data)
    yield "fork_of", text(parent, "full_name") if isinstance(parent, dict) else ""


def _visibility(data: Mapping[str, Any]) -> str:
    """Return who may see it, "" where the answer does not say."""
    private = data.get("private")
    return text(data, "visibility") or ({True: "private", False: "public"}[private] if isinstance(private, bool) else "")


def _licence(data: Mapping[str, Any]) -> str:
    """Return the licence, "none" where the host found none, "" where it does not say."""
    licence = data.get("license")
    if isinstance(licence, dict):
        return text(licence, "spdx_id") or "NOASSERTION"
    return "none" if "license" in data and licence is None else ""


def _missing(error: NotFound, target: Target, context: Context) -> Iterator[Yield]:
    """Yield what one more look without a repository means. Raises `error` where nothing at all is shown."""
    try:
        context.http.get(f"{rest_base(target, context.bases)}/repos/{KNOWN}", headers=HEADERS)
    except NotFound:
        raise error from None
    yield from not_visible(target, context)


def _blocked(error: AccessDenied, target: Target, context: Context) -> Iterator[Yield]:
    """Yield what a block is. Raises the error where it is none."""
    block = block_in(error)
    if block is None:
        raise error
    reason, since, address = block
    yield StateFact("visible", reason, address or target.key, held_from=believed(since, context.now))
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=True)
