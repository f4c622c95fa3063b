"""What changed at a target or in it: spans of a state whose place another value took, and what holds of many subjects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.history import History, State


@dataclass(frozen=True, slots=True)
class Change:
    """`before` ended, and `after` is what the same source said next; seen at `seen_at`, the first look that showed it."""

    before: State
    after: State

    @property
    def seen_at(self) -> datetime:
        """Return when we first saw the new value; where the source dates it, that date."""
        return self.after.held_from or self.after.seen_from


def changes(history: History, attribute: str, now: datetime, *, same: Callable[[str, str], bool] | None = None) -> list[Change]:
    """Return each change of `attribute` that was seen before `now`, by target and subject, oldest first.

    `same` says which values mean the same; such a change is none. A value that was seen again later, while another one held in
    between, counts both times.
    """
    lines: dict[tuple[str, str], list[State]] = {}
    for state in sorted(history.state(attribute), key=lambda found: found.seen_from):
        if state.seen_from < now:
            lines.setdefault((state.target, state.subject), []).append(state)
    found = [change for spans in lines.values() for change in _pairs(spans, same or str.__eq__)]
    return sorted(found, key=lambda change: (change.seen_at, change.after.target))


def _pairs(spans: list[State], same: Callable[[str, str], bool]) -> list[Change]:
    """Return the changes among the spans of one subject; several values that hold at once are no change of one another."""
    found = []
    for after in spans[1:]:
        ended = [before for before in spans if before.seen_until is not None and before.seen_until <= after.seen_from]
        if ended and not same(ended[-1].value, after.value):
            found.append(Change(max(ended, key=lambda before: before.seen_until or before.seen_from), after))
    return found


def is_recent(at: datetime, now: datetime, days: int) -> bool:
    """Return whether `at` lies within the last `days`."""
    return now - timedelta(days=days) <= at < now


def holding(history: History, attribute: str, now: datetime) -> dict[tuple[str, str], State]:
    """Return the span of `attribute` that holds at `now`, by (target, subject)."""
    return {
        (state.target, state.subject): state
        for state in sorted(history.state(attribute), key=lambda found: found.seen_from)
        if state.seen_from < now and (state.seen_until is None or state.seen_until >= now)
    }
