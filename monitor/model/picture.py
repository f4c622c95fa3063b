"""The pure description of what is drawn: series and dates, no ink. Made by scoring, drawn by `report/charts.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RiverMonth:
    """Active days in one calendar month by role (sums over people); `is_seen` False: a blind spot of ours."""

    month: date
    mainstays: int
    maintainers: int
    others: int
    bots: int
    is_seen: bool


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """One release on the time axis."""

    on: date
    version: str
    is_prerelease: bool


@dataclass(frozen=True, slots=True)
class EventMark:
    """A labelled vertical: `code` is a message code, worded by the report."""

    on: date
    code: str


@dataclass(frozen=True, slots=True)
class KeyMonth:
    """How many different hands merged, tagged and published in one month (None: cannot be seen)."""

    month: date
    mergers: int | None
    taggers: int | None
    publishers: int | None


@dataclass(frozen=True, slots=True)
class ReleaseRhythm:
    """Past gaps between releases in days, the current wait, and the usual window of the next (days since the last)."""

    gaps_days: tuple[int, ...]
    wait_days: int
    usual_from_days: int
    usual_until_days: int


@dataclass(frozen=True, slots=True)
class Picture:
    """36 months of one project, oldest first; empty tuples where nothing was seen."""

    river: tuple[RiverMonth, ...] = ()
    releases: tuple[ReleaseMark, ...] = ()
    events: tuple[EventMark, ...] = ()
    keys: tuple[KeyMonth, ...] = ()
    rhythm: ReleaseRhythm | None = None
