"""How soon something happens, where it has not happened yet for some: Kaplan and Meier's product limit (1958), Greenwood's error.

What is still open is censored at our last look, not left out: averaging only what was answered makes a dying project look faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Wait:
    """How many days something waited, and whether it then happened (else we looked no further)."""

    days: float
    has_happened: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Steps (days, share still waiting, Greenwood's variance), the days of events in order; `count` waits in all."""

    steps: tuple[tuple[float, float, float], ...]
    count: int

    def happened_by(self, days: float) -> float:
        """Return the share for which it had happened by `days`, 0 to 1."""
        return 1 - self._at(days)[0]

    def error_by(self, days: float) -> float:
        """Return the standard error of `happened_by`."""
        return sqrt(max(self._at(days)[1], 0.0))

    @property
    def median(self) -> float | None:
        """Return the days by which it had happened for half, None where half was never reached."""
        return next((days for days, waiting, _ in self.steps if waiting <= HALF), None)

    def _at(self, days: float) -> tuple[float, float]:
        reached = [(waiting, variance) for at, waiting, variance in self.steps if at <= days]
        return reached[-1] if reached else (1.0, 0.0)


def kaplan_meier(waits: Sequence[Wait]) -> Curve:
    """Return the curve of `waits`; without any, nothing is known of it and it has no step."""
    ordered = sorted(waits, key=lambda wait: wait.days)
    steps = []
    waiting, sum_of_terms, at_risk = 1.0, 0.0, len(ordered)
    place = 0
    while place < len(ordered):
        days = ordered[place].days
        same = [wait for wait in ordered[place:] if wait.days == days]
        events = sum(wait.has_happened for wait in same)
        if events:
            waiting *= 1 - events / at_risk
            sum_of_terms += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
            steps.append((days, waiting, waiting * waiting * sum_of_terms))
        at_risk -= len(same)
        place += len(same)
    return Curve(tuple(steps), len(ordered))
