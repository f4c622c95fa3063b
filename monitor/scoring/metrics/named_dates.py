"""Dates that a project names itself: the open milestones of its forge, each with the day on which it is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model.history import History, State
from monitor.scoring.metrics.states import holding

# As collectors write an open milestone: "open, due 2026-03-31" or "open, no date".
_DUE = re.compile(r"open, due (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class NamedDate:
    """An open milestone and the day on which it is due."""

    on: date
    state: State

    @property
    def title(self) -> str:
        """Return the milestone's title."""
        return self.state.subject


def named_dates(history: History, now: datetime) -> list[NamedDate]:
    """Return the dates that open milestones name at `now`, the earliest first; those without a date are left out."""
    return sorted(_dated(history, now), key=lambda named: (named.on, named.title))


def day_in(value: str) -> date | None:
    """Return the day on which a milestone is due by its state, None for one without a date."""
    found = _DUE.fullmatch(value)
    return date.fromisoformat(found[1]) if found else None


def _dated(history: History, now: datetime) -> Iterator[NamedDate]:
    for state in holding(history, "milestone", now).values():
        due = day_in(state.value)
        if due:
            yield NamedDate(due, state)
