"""The state of repositories without a token: one conditional request for each, within the sixty an hour that anybody has.

The most important projects come first; git tells the rest. With a token, `github_state` does this a hundred at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.collectors.fields import link, text, yes_no
from monitor.collectors.github.places import HEADERS, SOURCE, is_repository, path_of, repository_of, rest_base
from monitor.collectors.github.presence import block_in
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied
from monitor.model.facts import MeasureFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

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
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    data = shape.mapping(answer.json(), "the answer")
    page = link(data, "html_url", target.key)
    shape.text(data.get("full_name"), "full_name")
    yield from (StateFact(name, value, page) for name, value in _states(shape, data) if value)
    for metric, field in (("stars", "stargazers_count"), ("forks", "forks_count")):
        if isinstance(data.get(field), int) and 0 <= data[field] < 2**53:
            yield MeasureFact(metric, context.now.date(), data[field], page)
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=True)


def _states(shape: Shape, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "visible", "yes"
    for name, field in (("archived", "archived"), ("disabled", "disabled"), ("has_issues", "has_issues")):
        yield name, yes_no(data.get(field))
    yield "mirror", "yes" if data.get("mirror_url") else "no"
    yield "visibility", text(data, "visibility") or ("private" if data.get("private") is True else "public")
    yield "repository_id", f"{SOURCE}:{data['id']}" if isinstance(data.get("id"), int) else ""
    yield "full_name", text(data, "full_name")
    yield "default_branch", text(data, "default_branch")
    owner = shape.mapping(data.get("owner"), "owner")
    yield "owner", text(owner, "login")
    yield "owner_type", {"Organization": "organisation", "User": "user"}.get(str(owner.get("type")), "")
    yield "owner_id", f"{SOURCE}:{owner['id']}" if isinstance(owner.get("id"), int) else ""
    licence, parent = data.get("license"), data.get("parent")
    yield "licence", (text(licence, "spdx_id") or "NOASSERTION") if isinstance(licence, dict) else "none"
    yield "fork_of", text(parent, "full_name") if isinstance(parent, dict) else ""


def _blocked(error: AccessDenied, target: Target, context: Context) -> Iterator[Yield]:
    """Yield what a block is. Raises the error where it is none."""
    block = block_in(error)
    if block is None:
        raise error
    reason, since, address = block
    yield StateFact("visible", reason, address or target.key, held_from=since)
    yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=True)
