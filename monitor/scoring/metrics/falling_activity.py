"""Is activity falling against the project's own two years? A negative-binomial tail on active days, for a quarter and a year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean, variance

from monitor.scoring.metrics.activity import YEAR_DAYS, end_day
from monitor.scoring.metrics.special import negative_binomial_cdf

QUARTER_DAYS = 90
BASELINE_QUARTERS = 8
# With fewer quarters of life before the last one there is no own level yet.
LEAST_QUARTERS = 4
# The prior of the dispersion, worth four quarters: rates of one project vary by about half between quarters.
PRIOR_DISPERSION, PRIOR_QUARTERS = 0.25, 4


@dataclass(frozen=True, slots=True)
class Fall:
    """Active days in the last `period_days`, how many were usual before, and the chance of so few by chance."""

    period_days: int
    active_days: int
    usual_days: float
    tail: float


def fall_in_quarter(days: Sequence[date], now: datetime) -> Fall | None:
    """Return the last 90 days against the 24 months before them; `days` are active, ascending. None: too young to tell."""
    return _fall(days, now, QUARTER_DAYS)


def fall_in_year(days: Sequence[date], now: datetime) -> Fall | None:
    """Return the last 365 days against the 24 months before them. None: too young to tell."""
    return _fall(days, now, YEAR_DAYS)


def _fall(days: Sequence[date], now: datetime, period_days: int) -> Fall | None:
    end = end_day(now)
    start = end - timedelta(days=period_days)
    quarters = _quarters_before(days, start)
    if len(quarters) < LEAST_QUARTERS:
        return None
    found = _count(days, start, end)
    usual = fmean(quarters) * period_days / QUARTER_DAYS
    tail = negative_binomial_cdf(found, usual, _dispersion(quarters)) if usual > 0 else 1.0
    return Fall(period_days, found, usual, tail)


def _quarters_before(days: Sequence[date], end: date) -> list[int]:
    """Return active days a quarter, newest first, as far as the project had begun."""
    counts = []
    for number in range(BASELINE_QUARTERS):
        start = end - timedelta(days=QUARTER_DAYS * (number + 1))
        if not days or start < days[0]:
            break
        counts.append(_count(days, start, start + timedelta(days=QUARTER_DAYS)))
    return counts


def _count(days: Sequence[date], start: date, end: date) -> int:
    low = bisect_left(days, start)
    return bisect_left(days, end, lo=low) - low


def _dispersion(quarters: Sequence[int]) -> float:
    """Return how much more than Poisson the quarters vary (variance = mean + d * mean^2), shrunk to the prior."""
    mean = fmean(quarters)
    own = max(0.0, (variance(quarters) - mean) / mean**2) if mean > 0 else 0.0
    weight = len(quarters) - 1
    return (weight * own + PRIOR_QUARTERS * PRIOR_DISPERSION) / (weight + PRIOR_QUARTERS)
