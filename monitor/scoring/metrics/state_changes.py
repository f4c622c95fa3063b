"""Changes of states that we saw happen: one attribute of one thing with another value. What a first look finds is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model.history import History, State


@dataclass(frozen=True, slots=True)
class Change:
    """`before` was last seen until `seen_between[0]`, `after` first at `seen_between[1]`: the change lies between."""

    before: State
    after: State

    @property
    def at(self) -> datetime:
        """Return when it happened as the source says, else when we first saw it."""
        return self.after.held_from or self.after.seen_from


def changes(history: History, attribute: str, now: datetime, within_days: int) -> Iterator[Change]:
    """Yield the changes of an attribute that holds one value at a time, seen in the last `within_days`, oldest first."""
    spans: dict[tuple[str, str], list[State]] = {}
    for state in sorted(history.state(attribute), key=lambda found: found.seen_from):
        if state.seen_from <= now:
            spans.setdefault((state.target, state.subject), []).append(state)
    found = [Change(*pair) for line in spans.values() for pair in pairwise(line) if pair[0].value != pair[1].value]
    since = now - timedelta(days=within_days)
    yield from sorted((change for change in found if change.after.seen_from > since), key=lambda change: change.after.seen_from)


def lasting(found: Iterable[Change], is_again: Callable[[str, str], bool]) -> tuple[list[Change], list[Change]]:
    """Return the changes that still hold, and those by which a value came back: from A to B and back to A is no change.

    `is_again` says whether two values mean the same.
    """
    held: dict[tuple[str, str], list[Change]] = {}
    back = []
    for change in found:
        line = held.setdefault((change.after.target, change.after.subject), [])
        since = next((place for place, one in enumerate(line) if is_again(one.before.value, change.after.value)), None)
        if since is None:
            line.append(change)
        else:
            del line[since:]
            back.append(change)
    return [change for line in held.values() for change in line], back


def ended(history: History, attribute: str, now: datetime, within_days: int) -> Iterator[State]:
    """Yield the states that ended in the last `within_days` and were followed by none: what was there is there no more."""
    holding = {(s.target, s.subject) for s in history.state(attribute) if s.seen_from <= now and _holds(s, now)}
    since = now - timedelta(days=within_days)
    latest: dict[tuple[str, str], State] = {}
    for state in history.state(attribute):
        if state.seen_until is not None and since < state.seen_until <= now:
            latest[state.target, state.subject] = state
    yield from (state for place, state in sorted(latest.items()) if place not in holding)


def _holds(state: State, now: datetime) -> bool:
    return state.seen_until is None or state.seen_until > now
