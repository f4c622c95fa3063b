"""Alerts between reports: what a list's readers were told of each project, why they are told now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.finding import Level


class Reason(StrEnum):
    """Why a change of level is told now; put into words by the report."""

    CONFIRMED = "confirmed"
    FACT = "fact"
    LEFT = "left"
    UNSTABLE = "unstable"


class Held(StrEnum):
    """Why a change of level is not told, or not yet; put into words by the report. NOTHING: there is nothing to tell."""

    NOTHING = ""
    BASELINE = "baseline"
    UNKNOWN = "unknown"
    FIRST = "first_evaluation"
    LEAVING = "leaving"
    UNSTABLE = "unstable"
    SILENCED = "silenced"


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A finding that was announced or recorded; `kind` is its rule and subject, the same when it comes again."""

    kind: str
    finding: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule answered in an earlier look."""

    rule: str
    outcome: str
    subject: str


@dataclass(frozen=True, slots=True)
class EarlierLook:
    """One earlier judgement on a project: by which method, which places were seen, and what each rule answered."""

    at: datetime
    method: str
    seen: frozenset[str]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one cycle says of one project on one list, as far as alerts go.

    `facts` are the findings behind the level that were announced or recorded; of these, an earlier look saw it otherwise of those
    that `came`, and had never seen the place of those at `new_places`. `silenced_until`: every finding behind the level was
    acknowledged, snoozed or disputed, at least until then.
    """

    watchlist: str
    project: str
    method: str
    level: Level
    facts: tuple[Fact, ...] = ()
    silenced_until: datetime | None = None
    came: frozenset[Fact] = frozenset()
    new_places: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class AlertState:
    """What is remembered of one project on one list.

    `method` judged it: another one begins anew. `told` and `seen` are the levels that readers know and that was seen last, OK
    where it is below the list's `alert_at`. `streak` evaluations, each a day after the one before, spoke for a move to
    `towards`, the last at `counted_at`. `flips` are the moments at which `seen` changed, `facts` what readers know. `held` says
    why nothing is told now, since `held_at`.
    """

    watchlist: str
    project: str
    method: str
    told: Level
    seen: Level
    streak: int = 0
    towards: Level = Level.OK
    counted_at: datetime | None = None
    flips: tuple[datetime, ...] = ()
    is_unstable: bool = False
    facts: tuple[Fact, ...] = ()
    held: Held = Held.NOTHING
    held_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One change of level that was told: in which message (an occasion, unique in its list), and why."""

    watchlist: str
    project: str
    level: Level
    was: Level | None
    reason: Reason
    occasion: str
    at: datetime


class Silencing(StrEnum):
    """How a reader answered a finding: known and owned, not now, or wrong."""

    ACKNOWLEDGED = "ack"
    SNOOZED = "snooze"
    DISPUTED = "dispute"


@dataclass(frozen=True, slots=True)
class Silence:
    """One answer to one finding: by whom, why, and until when it is not news again."""

    finding: str
    kind: Silencing
    owner: str
    reason: str
    at: datetime
    until: datetime
