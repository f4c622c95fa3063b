"""A report as built, before any format: every sentence worded, every date and number still typed. No markup in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.model.assessment import KeyNumbers, Standing
from monitor.model.decisions import DecisionLine
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level, Outcome, Value, Weight
from monitor.model.own_house import AnswerLine
from monitor.model.picture import Picture
from monitor.model.report_coverage import CoverageSummary, SourceLine
from monitor.model.report_evidence import EvidenceLine
from monitor.model.report_forecast import NO_FORECAST, NO_TRACK, ForecastPart, TrackPart
from monitor.model.report_models import NO_MODELS, ModelsPart
from monitor.model.report_situation import SituationLine
from monitor.model.target import Impact


@dataclass(frozen=True, slots=True)
class PreviousReport:
    """The last report of the same list: its JSON document, parsed, and when it was made.

    `is_unsent`: its readers got none yet, and this is what was seen when they were to hear of the list first.
    """

    document: Mapping[str, Any]
    created_at: datetime
    is_unsent: bool = False


class ChangeKind(StrEnum):
    """What happened to a project since the last report; UNSEEN and SEEN are about our view, never about the project."""

    WORSE = "worse"
    ADDED = "added"
    BETTER = "better"
    CLEARED = "cleared"
    UNSEEN = "unseen"
    SEEN = "seen"
    WATCHED = "watched"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of "since the last report"; `was` None: nothing to compare with.

    `is_first_sight`: no report before could say a level.
    """

    kind: ChangeKind
    project: str
    name: str
    text: str
    level: Level
    was: Level | None = None
    finding: str = ""
    is_first_sight: bool = False


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words; `code` and `values` are what the words were made of, `open_codes` those of what it leaves open.

    `disputed` says who disputes it, and why; `answered` who acknowledged or snoozed it, until when, and why.
    """

    id: str
    rule: str
    subject: str
    outcome: Outcome
    weight: Weight
    code: str
    values: Mapping[str, Value]
    text: str
    question: str
    why: str
    remedy: str
    is_reason: bool
    started_on: date | None = None
    evidence: tuple[EvidenceLine, ...] = ()
    unknowns: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    disputed: str = ""
    answered: str = ""
    open_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldFinding:
    """A finding that was open when it could last be judged; while it cannot be judged it is neither cleared nor raised."""

    id: str
    rule: str
    subject: str
    text: str
    weight: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in their roles: `label` is a name only where the names policy permits, else "mainstay 1 of 2"."""

    label: str
    is_named: bool
    roles: tuple[str, ...]
    first_seen_on: date | None
    last_seen_on: date | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Something said in public, in its own `words`: when, at which page, how it is known; `more_places` tell the same."""

    on: date
    level: EvidenceLevel
    source: str
    words: str
    link: str
    more_places: int = 0


@dataclass(frozen=True, slots=True)
class SaidPart:
    """What was lately said about a project: the newest lines, how many more there are, and all of it in one sentence."""

    text: str = ""
    lines: tuple[StatementLine, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Stamp:
    """A fact that overrides any score, with its date: "archived", "deprecated", "announced end"."""

    text: str
    on: date | None
    link: str


@dataclass(frozen=True, slots=True)
class EventLabel:
    """A numbered vertical of the activity river, in words."""

    number: int
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """Everything a report says about one project. `last_known_level`: the level when it could last be judged.

    `alerts` says what readers were told between reports, and why nothing is told now.
    """

    key: str
    name: str
    level: Level
    last_known_level: Level | None
    standing: Standing
    standing_text: str
    impact: Impact
    headline: str
    todo: str
    numbers: KeyNumbers
    picture: Picture
    owner: str = ""
    systems: tuple[str, ...] = ()
    plan: str = ""
    steward: str = ""
    family: str = ""
    newer_sibling: str = ""
    newer_sibling_name: str = ""
    because: tuple[str, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    held: tuple[HeldFinding, ...] = ()
    known: tuple[EvidenceLine, ...] = ()
    unknown: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    people: tuple[PersonLine, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    events: tuple[EventLabel, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    is_fully_seen: bool = False
    alerts: tuple[str, ...] = ()
    said: SaidPart = SaidPart()
    situations: tuple[SituationLine, ...] = ()
    models: ModelsPart = NO_MODELS
    forecast: ForecastPart = NO_FORECAST


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the portfolio: a project, or a family with its members."""

    key: str
    name: str
    level: Level
    impact: Impact
    risk: int
    members: tuple[ProjectLine, ...]
    is_family: bool = False


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A threshold in words, its value and where it comes from."""

    key: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What we ask of the reader: one project ("" = our sources), one thing to do, who owns it."""

    project: str
    name: str
    level: Level
    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class Report:
    """One list at one moment; `projects` are in the order of the portfolio (risk times impact).

    `notes` is what readers must know of this report and earlier ones, `answered` how findings were answered,
    `costs` what sources were asked, `not_watched` and `proposed` what nobody watches of what files and sources name. With
    `is_look_back` it speaks of the past day `as_of`; with `known_at`, only of what had been seen before that moment.
    `kinds_for_alert` says how many kinds of warning make an alert, by impact. `situations` lead the report, those that changed
    first; `criteria` are (what moves one, why).
    """

    watchlist: str
    title: str
    zone: str
    names: str
    subject: str
    headline: str
    created_at: datetime
    as_of: datetime
    method: str
    is_baseline: bool
    compared_with: datetime | None
    comparison: str
    counts: Mapping[Level, int]
    coverage: CoverageSummary
    changes: tuple[Change, ...]
    asks: tuple[Ask, ...]
    rows: tuple[Row, ...]
    projects: tuple[ProjectLine, ...]
    held_back: tuple[str, ...]
    limits: tuple[LimitLine, ...]
    rules: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    answered: tuple[AnswerLine, ...] = ()
    costs: tuple[str, ...] = ()
    not_watched: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    is_look_back: bool = False
    known_at: datetime | None = None
    kinds_for_alert: str = ""
    situations: tuple[SituationLine, ...] = ()
    criteria: tuple[tuple[str, str], ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    track: TrackPart = NO_TRACK
