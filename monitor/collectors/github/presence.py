"""A repository that GraphQL does not show: taken down, as REST says, or no longer visible to us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.collectors.fields import believed
from monitor.collectors.forge import host_of
from monitor.collectors.github.places import HEADERS, path_of, repository_of, rest_base
from monitor.collectors.visibility import not_visible
from monitor.model.collecting import Context
from monitor.model.errors import AccessDenied, NotFound, SourceError, Unavailable
from monitor.model.facts import Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

BLOCKED = {"dmca": "blocked_dmca", "tos": "blocked_tos", "unavailable": "blocked_unavailable"}
LEGAL, FORBIDDEN = 451, 403


def missing(target: Target, context: Context, error: SourceError) -> Iterator[Yield]:
    """Yield what a repository that GraphQL does not show is: blocked, gone after enough checks, or not told yet.

    `error` is NotFound only where something else was shown. Raises it where nothing can be said: then the look failed;
    Unavailable where REST shows what GraphQL does not.
    """
    if not isinstance(error, NotFound | AccessDenied):
        raise error
    block = _block_of(target, context)
    if block:
        reason, since, link = block
        yield StateFact("visible", reason, link or target.key, held_from=believed(since, context.now))
        yield Seen(Signal.REPOSITORY_STATE, None, context.now, is_complete=True)
        return
    if not isinstance(error, NotFound):
        raise error
    yield from not_visible(target, context)


def _block_of(target: Target, context: Context) -> tuple[str, datetime | None, str] | None:
    """Return (reason, since, link) where the host says that it blocks the repository, None where it shows none.

    Raises Unavailable where it shows the repository after all.
    """
    url = f"{rest_base(target, context.bases)}/repos/{path_of(*repository_of(target))}"
    try:
        context.http.get(url, headers=HEADERS, is_conditional=False)
    except (AccessDenied, NotFound) as error:
        return block_in(error)
    raise Unavailable(f"{host_of(target)}: one interface shows it and the other does not")


def block_in(error: SourceError) -> tuple[str, datetime | None, str] | None:
    """Return what a refusal of 451 or 403 says of a block, None where it is no block."""
    if error.status not in (LEGAL, FORBIDDEN):
        return None
    try:
        said: Any = json.loads(error.said)
    except ValueError:
        said = {}
    block = said.get("block") if isinstance(said, dict) else None
    if not isinstance(block, dict):
        return ("blocked_dmca", None, "") if error.status == LEGAL else None
    link = block.get("html_url")
    return (
        BLOCKED.get(str(block.get("reason")), "blocked_unavailable"),
        _since(block.get("created_at")),
        link if isinstance(link, str) and link.startswith("https://") else "",
    )


def _since(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
