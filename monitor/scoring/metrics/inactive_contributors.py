"""CHAOSS Inactive Contributors, for mainstays: who carried the project lately and is silent beyond their own rhythm.

Who carried it, and in which rhythm, is told from accounts that are proven to be theirs; that somebody is silent, only where no
account of that full name was seen either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.model.history import Activity, History
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import (
    YEAR_DAYS,
    active_days,
    bots_of,
    commits_by_person,
    days_between,
    end_day,
    human_commits,
    last_year,
    nobody_of,
    person_days,
    rows_between,
    told_apart,
)
from monitor.scoring.metrics.contributor_absence_factor import mainstays_of
from monitor.scoring.metrics.own_rhythm import OwnRhythm, own_rhythm

MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Tenure:
    """The 12-month window in which a mainstay was active on most days: the person's part of it, and the project's."""

    start: date
    end: date
    own_days: int
    project_days: int
    share: float


@dataclass(frozen=True, slots=True)
class Mainstay:
    """A mainstay of some window of the last three years. `carried_on`: others kept up the work since."""

    person: str
    tenure: Tenure
    rhythm: OwnRhythm
    wait_days: int
    carried_on: bool

    @property
    def is_silent(self) -> bool:
        """Return whether the person has not been seen for longer than their own rhythm explains."""
        return self.wait_days > self.rhythm.patience_days


def recent_mainstays(history: History, now: datetime, limits: Limits) -> tuple[Mainstay, ...]:
    """Return the mainstays of any 12-month window in the last three years, by key; visits of a few days are no tenure."""
    tenures = {
        person: tenure
        for person, tenure in _tenures(history, now, limits).items()
        if tenure.own_days >= limits.mainstay_min_active_days
    }
    rows = rows_between(history, date.min, end_day(now))
    own, seen = (person_days(found, frozenset(tenures)) for found in (told_apart(rows), rows))
    current = active_days(human_commits(last_year(history, now), bots_of(history)))
    found = []
    released = _released_last(history, now)
    for person, tenure in sorted(tenures.items()):
        last_on = max(seen[person][-1], released.get(person, date.min))
        rhythm = replace(own_rhythm(own[person], limits), last_on=last_on)
        carried_on = current >= limits.carried_on_share * tenure.project_days
        found.append(Mainstay(person, tenure, rhythm, days_between(rhythm.last_on, now), carried_on))
    return tuple(found)


def _released_last(history: History, now: datetime) -> dict[str, date]:
    """Return the day of the last release that each person made: who tags is there, although no commit is theirs."""
    made = sorted(
        (release.released_at.date(), release.by) for release in history.releases if release.by and release.released_at < now
    )
    return {person: on for on, person in made}


def _tenures(history: History, now: datetime, limits: Limits) -> dict[str, Tenure]:
    best: dict[str, Tenure] = {}
    windows, nobody = list(_windows(now, limits)), nobody_of(history)
    commits = human_commits(rows_between(history, windows[-1][0], windows[0][1]), bots_of(history))
    apart, days = told_apart(commits), [row.on for row in commits]
    named = frozenset(row.person for row in apart if row.is_by_name)
    for start, end in windows:
        inside = slice(bisect_left(days, start), bisect_left(days, end))
        counted = frozenset(mainstays_of(commits[inside], limits, nobody)) if named else None
        for person, tenure in _tenures_in(apart[inside], start, end, nobody | named, limits):
            # Nobody becomes a mainstay because another one's work was told apart.
            is_counted = counted is None or person in counted
            if is_counted and (person not in best or tenure.own_days > best[person].own_days):
                best[person] = tenure
    return best


def _windows(now: datetime, limits: Limits) -> Iterator[tuple[date, date]]:
    """Yield the windows of 365 days, newest first, a month apart, all within the years looked at."""
    newest = end_day(now)
    for months in range(12 * (limits.mainstay_years - 1) + 1):
        end = newest - timedelta(days=round(months * MONTH_DAYS))
        yield end - timedelta(days=YEAR_DAYS), end


def _tenures_in(
    commits: Sequence[Activity], start: date, end: date, nobody: frozenset[str], limits: Limits
) -> Iterator[tuple[str, Tenure]]:
    counts = commits_by_person(commits)
    chosen = mainstays_of(commits, limits, nobody)
    own = person_days(commits, frozenset(chosen))
    total, days = sum(counts.values()), active_days(commits)
    for person in chosen:
        yield person, Tenure(start, end, len(own[person]), days, counts[person] / total)
