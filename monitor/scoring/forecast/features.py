"""What is asked of a past at a date. Each feature is one number; nothing later is looked at.

After the list of the study in reference (science, section 1.3). Logarithms are log(1 + x), spans are days before the date.
"""

from __future__ import annotations

import math
from itertools import pairwise

from monitor.scoring.forecast.carrying import of_mainstays
from monitor.scoring.forecast.past import QUARTER, YEAR, Days, Past, log, since, usual_gap

SATURDAY = 5
WEEK = 7
# Mainstay's week begins on Monday; day 1 of the calendar was one.
FIRST_WEEKDAY = 6


def features_at(past: Past, day: int) -> dict[str, float]:
    """Return the features of a project on the day with ordinal `day`; some active day must lie before it."""
    return {**features_of_project(past, day), **of_mainstays(past, day)}


def features_of_project(past: Past, day: int) -> dict[str, float]:
    """Return the features that ask nothing about its mainstays: all that P(stall) looks at."""
    return {**_of_activity(past.project, day), **_of_rhythm(past.project, day)}


def _of_activity(own: Days, day: int) -> dict[str, float]:
    c90, c365, c730 = (own.commits(day - span, day) for span in (QUARTER, YEAR, 2 * YEAR))
    d30, d90, d180, d365, d730 = (own.days(day - span, day) for span in (30, QUARTER, 2 * QUARTER, YEAR, 2 * YEAR))
    return {
        "recency": log(since(own.last(day), day)),
        "active_months": own.active_months(day, 12),
        "active_days": log(d365),
        "active_days_30": log(d30),
        "active_days_90": log(d90),
        "active_days_180": log(d180),
        "commits": log(c365),
        "days_trend_90": log(d90) - log(d365 / 4),
        "days_trend_year": log(d365) - log(d730 - d365),
        "commits_trend_90": log(c90) - log(c365 / 4),
        "commits_trend_year": log(c365) - log(c730 - c365),
    }


def _of_rhythm(own: Days, day: int) -> dict[str, float]:
    recency, usual = since(own.last(day), day), usual_gap(own, day)
    quarters = [own.days(day - QUARTER * (place + 1), day - QUARTER * place) for place in range(8)]
    years = [own.days(day - YEAR * (place + 1), day - YEAR * place) for place in range(3)]
    return {
        "own_gap": math.log((recency + WEEK) / (usual + WEEK)),
        "usual_gap": log(usual),
        "longest_gap": log(_longest_pause(own, day)),
        "age": log(day - own.on[0]),
        "months_two_years": own.active_months(day, 24),
        "same_season": log(own.days(day - YEAR, day - YEAR + QUARTER)),
        "burst": max(quarters[:4]) / max(1, years[0]),
        "silent_quarters": float(quarters.count(0)),
        "year_before": log(years[1]),
        "thinnest_year": log(min(years)),
        "weekend": _weekend(own, day),
    }


def _longest_pause(own: Days, day: int) -> int:
    """Return the longest pause that ended in the last two years, in days."""
    recent = own.on[max(0, own.place(day - 2 * YEAR) - 1) : own.place(day)]
    return max((later - earlier for earlier, later in pairwise(recent)), default=0)


def _weekend(own: Days, day: int) -> float:
    """Return the share of the year's active days that are Saturdays or Sundays: work in spare time ends otherwise than paid."""
    recent = own.on[own.place(day - YEAR) : own.place(day)]
    return sum((on + FIRST_WEEKDAY) % WEEK >= SATURDAY for on in recent) / len(recent) if recent else 0.0
