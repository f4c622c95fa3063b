"""Activity in windows of days: who committed when, cut out of a History by bisection. CHAOSS: Activity Dates and Times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity, History

YEAR_DAYS = 365
# Behind the key of a person, it says that only the name is theirs.
BY_NAME = "="
_DAY = attrgetter("on")


def end_day(now: datetime) -> date:
    """Return the first day that lies wholly after `now`: windows end before it. At midnight that is the day itself."""
    return (now - timedelta(microseconds=1)).date() + timedelta(days=1)


def days_between(earlier: date, now: datetime) -> int:
    """Return whole days from a day to the day of `now`, never negative."""
    return max(0, (now.date() - earlier).days)


def rows_between(history: History, start: date, end: date) -> Sequence[Activity]:
    """Return the activity with start <= day < end, oldest first."""
    low = bisect_left(history.activity, start, key=_DAY)
    return history.activity[low : bisect_left(history.activity, end, lo=low, key=_DAY)]


def last_year(history: History, now: datetime, years_ago: int = 0) -> Sequence[Activity]:
    """Return the activity of the 365 days before `now`, or of such a year further back."""
    end = end_day(now) - timedelta(days=YEAR_DAYS * years_ago)
    return rows_between(history, end - timedelta(days=YEAR_DAYS), end)


def bots_of(history: History) -> frozenset[str]:
    """Return the keys of persons that are bots."""
    return frozenset(key for key, person in history.persons.items() if person.is_bot)


def nobody_of(history: History) -> frozenset[str]:
    """Return the keys that hold no role: bots, and the sum of forgotten accounts. The latter's work still counts."""
    return frozenset(key for key, person in history.persons.items() if person.is_bot or person.is_withheld)


def human_commits(rows: Iterable[Activity], bots: frozenset[str]) -> list[Activity]:
    """Return the commits by people: the only activity that makes a day active or counts for the Absence Factor."""
    return [row for row in rows if row.kind is ActivityKind.COMMIT and row.person not in bots]


def told_apart(rows: Iterable[Activity]) -> list[Activity]:
    """Return the rows, those of accounts that only bear somebody's full name under a key of their own: one that is nobody's.

    So they count for the project, and for no person: names collide.
    """
    return [row._replace(person=f"{row.person}{BY_NAME}") if row.is_by_name else row for row in rows]


def active_days(commits: Iterable[Activity]) -> int:
    """Return on how many different days there was one of `commits`."""
    return len({row.on for row in commits})


def commits_by_person(commits: Iterable[Activity]) -> dict[str, int]:
    """Return how many commits each person made."""
    counts: dict[str, int] = {}
    for row in commits:
        counts[row.person] = counts.get(row.person, 0) + row.amount
    return counts


def person_days(rows: Iterable[Activity], persons: frozenset[str]) -> dict[str, list[date]]:
    """Return the days, ascending and unique, on which each of `persons` was seen doing anything."""
    days: dict[str, list[date]] = {}
    for row in rows:
        if row.person in persons:
            seen = days.setdefault(row.person, [])
            if not seen or seen[-1] != row.on:
                seen.append(row.on)
    return days


def active_dates(history: History, now: datetime) -> list[date]:
    """Return all days before `now` with a commit by a person, ascending."""
    rows = rows_between(history, date.min, end_day(now))
    return sorted({row.on for row in human_commits(rows, bots_of(history))})
