"""A judgement on one project at one moment, and the level that it has on one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Level, Message
from monitor.model.forecast import Forecast
from monitor.model.history import Statement
from monitor.model.model_families import ModelRollUp
from monitor.model.picture import Picture
from monitor.model.signals import Coverage
from monitor.model.situation import Situation


class Standing(StrEnum):
    """How a project stands beside its level; QUIET is low but steady, SUPERSEDED has a newer sibling in its family."""

    ACTIVE = "active"
    QUIET = "quiet"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """The numbers of the portfolio table; None = unknown. Days are whole days before `as_of`.

    `release_expected_from` and `_by` are the ends of the usual window after the last release (past when overdue);
    `release_expected_on` is the even chance given the wait so far, None where that is too far away to plan with.
    """

    last_activity_on: date | None = None
    active_days_year: int | None = None
    people_year: int | None = None
    absence_factor: int | None = None
    releasers_year: int | None = None
    mergers_year: int | None = None
    last_release_on: date | None = None
    last_version: str = ""
    release_expected_from: date | None = None
    release_expected_by: date | None = None
    release_expected_on: date | None = None
    first_activity_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """One person (a key of `History.persons`) in one role of a project: "lead", "maintainer", "mainstay", "releaser", ...

    Listed in the order of the keys, which is no ranking. The days are of public activity in that role, or since when a source
    lists them in it; None = unknown. `level` is how it is known, None where the user's configuration says so; `link` shows it,
    `listed_as` are the words of that source.
    """

    person: str
    role: str
    first_seen_on: date | None = None
    last_seen_on: date | None = None
    level: EvidenceLevel | None = None
    link: str = ""
    listed_as: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing that was said, by its first and surest statement; `places` counts the pages that tell it, this one included."""

    statement: Statement
    places: int = 1


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about a project in the last `days`: how often, of how many origins, and the newest of them.

    `publishers` are the sources of these origins; they are `is_by_others` where none of them is the project's, its steward's or
    its people's own. Words of a departure or an end are among `newest` however much was said since.
    """

    days: int = 0
    statements: int = 0
    origins: int = 0
    newest: tuple[Origin, ...] = ()
    publishers: int = 0
    is_by_others: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings on one project at `as_of`, without regard to any list. `newer_sibling` is set when superseded."""

    project: str
    as_of: datetime
    method: str
    standing: Standing
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    numbers: KeyNumbers
    picture: Picture
    standing_reason: Message | None = None
    newer_sibling: str = ""
    people: tuple[RoleHolder, ...] = ()
    heard: Heard = Heard()
    situations: tuple[Situation, ...] = ()
    models: ModelRollUp | None = None
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level of a project on one list, and the findings (by rule id) that made it."""

    level: Level
    because: tuple[str, ...] = ()
