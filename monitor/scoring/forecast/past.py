"""The commits and releases of a History laid out for many dates: every window is cut by bisection, nothing later is looked at."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate, pairwise

from monitor.model.facts import ActivityKind
from monitor.model.history import History
from monitor.scoring.metrics.activity import bots_of
from monitor.scoring.metrics.contributor_absence_factor import mainstays
from monitor.scoring.metrics.own_rhythm import quantile
from monitor.scoring.metrics.release_frequency import finals, merged_releases

YEAR, QUARTER = 365, 90
# Later than any release: windows are cut when a date is asked for.
EVER = datetime.max.replace(tzinfo=UTC)
HALF_OF_COMMITS = 0.5


@dataclass(frozen=True, slots=True)
class Days:
    """Active days in ascending order (ordinals), and how many commits were made until each, that day included."""

    on: tuple[int, ...]
    until: tuple[int, ...]

    @classmethod
    def of(cls, counted: Mapping[int, int]) -> Days:
        """Return the days of a count by ordinal."""
        ordered = sorted(counted)
        return cls(tuple(ordered), tuple(accumulate(counted[day] for day in ordered)))

    def place(self, day: int) -> int:
        """Return how many active days lie before `day`."""
        return bisect_left(self.on, day)

    def days(self, start: int, end: int) -> int:
        """Return the number of active days with start <= day < end."""
        return self.place(end) - self.place(start)

    def commits(self, start: int, end: int) -> int:
        """Return the number of commits with start <= day < end."""
        return self._before(end) - self._before(start)

    def _before(self, day: int) -> int:
        place = self.place(day)
        return self.until[place - 1] if place else 0

    def last(self, day: int) -> int | None:
        """Return the last active day before `day`, None where there is none."""
        place = self.place(day)
        return self.on[place - 1] if place else None

    def gaps(self, day: int, most: int) -> list[int]:
        """Return the last gaps, at most `most`, between active days before `day`."""
        place = self.place(day)
        recent = self.on[max(0, place - most - 1) : place]
        return [later - earlier for earlier, later in pairwise(recent)]

    def active_months(self, day: int, months: int) -> int:
        """Return in how many of the last `months` twelfths of a year before `day` there was an active day."""
        edges = [self.place(day - round(YEAR * place / 12)) for place in range(months + 1)]
        return sum(later > earlier for later, earlier in pairwise(edges))


@dataclass(frozen=True, slots=True)
class Past:
    """`project`: all human commits; `people`: those of each person; `rows`: (day, person, commits), oldest first."""

    project: Days
    people: Mapping[str, Days]
    rows: tuple[tuple[int, str, int], ...]
    releases: tuple[int, ...]
    merges: Mapping[str, Days]

    @classmethod
    def of(cls, history: History) -> Past:
        """Return the past of a whole history, to be asked at dates."""
        bots = bots_of(history)
        rows = sorted(
            (row.on.toordinal(), row.person, row.amount)
            for row in history.activity
            if row.kind is ActivityKind.COMMIT and row.person not in bots
        )
        merged = [row for row in history.activity if row.kind is ActivityKind.MERGE and row.person not in bots]
        released = sorted(release.released_at.date().toordinal() for release in finals(merged_releases(history, EVER)))
        return cls(
            project=Days.of(_counted((day, amount) for day, _, amount in rows)),
            people=_by_person(rows),
            rows=tuple(rows),
            releases=tuple(released),
            merges=_by_person((row.on.toordinal(), row.person, row.amount) for row in merged),
        )

    def commits_of_people(self, start: int, end: int) -> dict[str, int]:
        """Return the commits of each person who made any with start <= day < end."""
        found: dict[str, int] = {}
        for _, person, amount in self._rows(start, end):
            found[person] = found.get(person, 0) + amount
        return found

    def days_of_people(self, start: int, end: int) -> dict[str, int]:
        """Return the active days of each person with start <= day < end."""
        found: dict[str, int] = {}
        for _, person, _ in self._rows(start, end):
            found[person] = found.get(person, 0) + 1
        return found

    def _rows(self, start: int, end: int) -> Sequence[tuple[int, str, int]]:
        low = bisect_left(self.rows, (start,))
        return self.rows[low : bisect_left(self.rows, (end,), lo=low)]

    def mainstays(self, day: int) -> tuple[str, ...]:
        """Return the fewest people with half of the commits of the year before `day`."""
        return mainstays(self.commits_of_people(day - YEAR, day), HALF_OF_COMMITS)


def _counted(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for day, amount in pairs:
        found[day] = found.get(day, 0) + amount
    return found


def _by_person(rows: Iterable[tuple[int, str, int]]) -> dict[str, Days]:
    found: dict[str, dict[int, int]] = {}
    for day, person, amount in rows:
        days = found.setdefault(person, {})
        days[day] = days.get(day, 0) + amount
    return {person: Days.of(days) for person, days in found.items()}


def ordinal(day: date) -> int:
    """Return the number of a day, as windows are cut by it."""
    return day.toordinal()


def log(value: float) -> float:
    """Return log(1 + value), of a value below 0 as of 0."""
    return math.log1p(max(0.0, value))


def since(last: int | None, day: int) -> int:
    """Return the days since `last`, ten years where there is none."""
    return 10 * YEAR if last is None else day - last


def usual_gap(own: Days, day: int) -> float:
    """Return the days that nine in ten of the last 50 own gaps are within, a year where there is no gap."""
    gaps = own.gaps(day, 50)
    return quantile(gaps, 0.9) if gaps else YEAR
