"""The own rhythm of a person or a project: gaps between active days, so that slow is told apart from silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil

from monitor.model.limits import Limits

USUAL_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class OwnRhythm:
    """`usual_days`: nine of ten own gaps are no longer; `patience_days`: silence is told only after as many days."""

    last_on: date
    usual_days: float
    longest_days: int
    patience_days: int
    # The shortest own gap that nine of ten are within: what a reader can count again.
    told_days: int = 0


def quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile of non-empty `values`, linear between the nearest two (Hyndman and Fan's type 7)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _counted(gaps: Sequence[int]) -> int:
    return sorted(gaps)[ceil(USUAL_SHARE * len(gaps)) - 1] if gaps else 0


def own_rhythm(days: Sequence[date], limits: Limits) -> OwnRhythm:
    """Return the rhythm of non-empty ascending `days`. With one day only there are no gaps and the floor alone holds."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    recent = gaps[-limits.rhythm_gaps :]
    usual = quantile(recent, USUAL_SHARE) if recent else 0.0
    patience = max(limits.silence_floor_days, round(limits.silence_gap_factor * usual))
    return OwnRhythm(days[-1], usual, max(gaps, default=0), patience, _counted(recent))
