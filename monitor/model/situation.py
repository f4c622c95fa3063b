"""A situation: an event that matters as a story, with its timeline, its open questions and what would settle each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Message


class SituationKind(StrEnum):
    """What opened a situation. The value is stable and part of the id; words are made in `report/`."""

    DEPARTURE = "departure"
    END = "end"
    LICENCE = "licence"
    SILENCE = "silence"
    TRANSFER = "transfer"
    PUBLISHER = "publisher"
    MODEL_OVERDUE = "model_overdue"
    DEATH = "death"


class SituationState(StrEnum):
    """Where a situation stands, by the criteria below."""

    OPEN = "open"
    LOUDER = "louder"
    COOLING = "cooling"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One written reason why a situation moves `towards` a state; `code` is that of the turn that it makes."""

    code: str
    towards: SituationState
    why: str


# The thresholds behind these are in model/limits.py (`situation_...`).
CRITERIA = (
    Criterion(
        "another_departure",
        SituationState.LOUDER,
        "Several departures close together leave fewer to hand over to than one does.",
    ),
    Criterion(
        "release_overdue",
        SituationState.LOUDER,
        "Work that goes on is released; a wait beyond the usual window says that something is not done any more.",
    ),
    Criterion(
        "reliance_fell",
        SituationState.LOUDER,
        "When users move away, fewer are left to report, to mend and to take over.",
    ),
    Criterion("successor_named", SituationState.COOLING, "A role with a name has somebody to ask."),
    Criterion(
        "rhythm_held",
        SituationState.COOLING,
        "A release in time, one usual gap on, was made without what the situation is about.",
    ),
    Criterion("released_again", SituationState.COOLING, "The release that was waited for has come."),
    Criterion("returned", SituationState.COOLING, "Who had left is seen at work again."),
    Criterion("no_longer_so", SituationState.COOLING, "What opened the situation is not so any more."),
    Criterion(
        "no_further_sign",
        SituationState.COOLING,
        "Longer than most projects need to show a consequence: three of four gaps between releases are shorter.",
    ),
    Criterion(
        "cool_for_long", SituationState.CLOSED, "Nothing came after for a whole quarter, the pace of most readers' reviews."
    ),
    Criterion("all_settled", SituationState.CLOSED, "Every question that a reader would ask has a dated answer."),
    Criterion("too_old", SituationState.CLOSED, "What is known by now is the project's ordinary state, told by its findings."),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What moved a situation `towards` a state on a day. A turn that `stands` holds it there until another turn ends it."""

    code: str
    towards: SituationState
    evidence: Evidence
    on: date
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a situation: its `answer` with date and source (None: open), what was seen so far, what would settle it.

    `code` names the question, `asks` is its words. `so_far` says what our search covered: an open question is about us.
    """

    code: str
    asks: Message
    answer: Evidence | None
    so_far: Message
    settles: Message


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of one project at a moment, computed from its History alone.

    `subject` is a person key or what the event is about; `persons` are all keys it speaks of, each with the role it held in
    `roles`. `because` says what brought it into its `state` on `since`. `summary` is set when it is closed.
    """

    project: str
    kind: SituationKind
    subject: str
    opened_on: date
    title: Message
    state: SituationState
    since: date
    because: Message
    timeline: tuple[Evidence, ...]
    questions: tuple[Question, ...]
    persons: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    summary: Message | None = None
    level: EvidenceLevel = EvidenceLevel.RECORDED

    @property
    def id(self) -> str:
        """Return the stable id: a hash of kind, project, subject and the day on which it opened."""
        text = "\x1f".join((self.kind.value, self.project, self.subject, self.opened_on.isoformat()))
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions without an answer."""
        return tuple(question for question in self.questions if question.answer is None)
