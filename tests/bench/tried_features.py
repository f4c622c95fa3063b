"""Features that were tried for the forecast and did not earn their place: the table in README.md shows what they brought."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from monitor.scoring.forecast.past import YEAR, Past, log, since
from monitor.scoring.metrics.own_rhythm import quantile

FEW_COMMITS = 5
KEPT_MONTHS = 3
NEVER_DAYS = 10 * YEAR
HALF_YEAR = 180
WEEK = 7
PEOPLE = (
    "people_half_year",
    "people",
    "people_at_work",
    "people_trend",
    "newcomers",
    "newcomers_kept",
    "top_share",
    "spread",
    "others_recency",
)
RELEASES = ("release_wait", "releases", "release_late", "has_releases")


def tried_at(past: Past, day: int) -> dict[str, float]:
    """Return the features of all people and of releases at `day`."""
    return {**_of_people(past, day, past.commits_of_people(day - YEAR, day)), **_of_releases(past.releases, day)}


def _of_people(past: Past, day: int, year: Mapping[str, int]) -> dict[str, float]:
    half = past.commits_of_people(day - HALF_YEAR, day)
    before = past.commits_of_people(day - 2 * YEAR, day - YEAR)
    total = sum(year.values()) or 1
    young = [person for person in year if past.people[person].on[0] >= day - 2 * YEAR]
    return {
        "people_half_year": log(len(half)),
        "people": log(len(year)),
        "people_at_work": log(sum(amount >= FEW_COMMITS for amount in year.values())),
        "people_trend": log(len(year)) - log(len(before)),
        "newcomers": log(sum(past.people[person].on[0] >= day - YEAR for person in young)),
        "newcomers_kept": log(sum(past.people[person].active_months(day, 12) >= KEPT_MONTHS for person in young)),
        "top_share": max(year.values(), default=0) / total,
        "spread": -sum(amount / total * math.log(amount / total) for amount in year.values()),
        "others_recency": log(_others_recency(past, day, year)),
    }


def _others_recency(past: Past, day: int, year: Mapping[str, int]) -> int:
    """Return the days since anybody but the busiest person was active: how soon a second hand would be there."""
    busiest = max(sorted(year), key=lambda person: year[person], default="")
    return min((since(past.people[person].last(day), day) for person in year if person != busiest), default=YEAR)


def _of_releases(releases: tuple[int, ...], day: int) -> dict[str, float]:
    before = [on for on in releases if on < day]
    gaps = [later - earlier for earlier, later in pairwise(before[-13:]) if later - earlier > 1]
    wait = day - before[-1] if before else NEVER_DAYS
    return {
        "release_wait": log(min(wait, NEVER_DAYS)),
        "releases": log(sum(on >= day - 2 * YEAR for on in before)),
        "release_late": math.log((wait + 2 * WEEK) / (quantile(gaps, 0.9) + 2 * WEEK)) if gaps else 0.0,
        "has_releases": float(bool(before)),
    }
