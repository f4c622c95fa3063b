"""A list without entries where there were some before is believed only when it comes again: a fault looks the same."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.collectors.fields import bookmark, to_cursor
from monitor.model.collecting import Context
from monitor.model.facts import Cursor, Seen, Yield
from monitor.model.signals import Signal


def members_seen(context: Context, listed: int, *, is_whole: bool, **held: object) -> Iterator[Yield]:
    """Yield how whole a view of `listed` members is, and what the next look must know beside `held`."""
    yield from listed_seen(Signal.MEMBERS, context, listed, is_whole=is_whole, **held)


def listed_seen(signal: Signal, context: Context, listed: int, *, is_whole: bool, **held: object) -> Iterator[Yield]:
    """Yield the same of a list of anything that `signal` stands for."""
    before = bookmark(context.cursor).get("listed")
    doubted = not listed and isinstance(before, int) and before > 0
    if listed or before is not None or held:
        yield Cursor(to_cursor(**held, listed=listed, doubted=doubted))
    yield Seen(signal, None, context.now, is_complete=is_whole and not doubted)


def is_doubted(context: Context) -> bool:
    """Return whether the last view was not believed: "unchanged since" would say nothing then."""
    return bookmark(context.cursor).get("doubted") is True
