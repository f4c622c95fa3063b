"""States of targets as they hold at a moment."""

from __future__ import annotations

from datetime import date, datetime

from monitor.model.history import History, State


def held_from(state: State) -> datetime:
    """Return since when a state holds as the source says, else since when we saw it."""
    return state.held_from or state.seen_from


def last_seen_on(state: State) -> date:
    """Return the last day on which we know to have seen a state in place: never that of the look that found it gone."""
    return (state.last_seen_at or state.seen_from).date()


def current(history: History, attribute: str, now: datetime, *, subject: str | None = None) -> tuple[State, ...]:
    """Return the span of `attribute` that holds at `now` for each target, by target; what was replaced is left out.

    With `subject`, only what is said of that counts; "" is the target itself.
    """
    holding = {
        state.target: state
        for state in sorted(history.state(attribute), key=lambda found: found.seen_from)
        if (state.seen_until is None or state.seen_until >= now) and subject in (None, state.subject)
    }
    return tuple(holding[target] for target in sorted(holding))


def holding(history: History, attribute: str, now: datetime) -> dict[tuple[str, str], State]:
    """Return the span of `attribute` that holds at `now`, by (target, subject)."""
    return {
        (state.target, state.subject): state
        for state in sorted(history.state(attribute), key=lambda found: found.seen_from)
        if state.seen_from < now and (state.seen_until is None or state.seen_until >= now)
    }
