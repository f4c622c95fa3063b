"""What a rule says: an outcome with evidence, unknowns and typed values. Words are made in `report/`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal

__all__ = [
    "Evidence",
    "EvidenceLevel",
    "Finding",
    "Judge",
    "Level",
    "Message",
    "Outcome",
    "RuleSpec",
    "Value",
    "Weight",
]

Value = str | int | float | date | datetime | None


class Outcome(StrEnum):
    """The answer to a rule's question; UNKNOWN is about us, never about the project."""

    AT_RISK = "at_risk"
    OK = "ok"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Weight(StrEnum):
    """What an AT_RISK may do: context is said and never raises a level by itself."""

    CONTEXT = "context"
    WARNING = "warning"
    FACT = "fact"


class Level(IntEnum):
    """The level of a project on a list; UNKNOWN stands outside of the order and is never compared with the rest."""

    UNKNOWN = -1
    OK = 0
    WATCH = 1
    ALERT = 2

    @property
    def word(self) -> str:
        """Return the level as users write and read it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Message:
    """A message code and typed values; `report/words.py` makes the sentence."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen, when it happened, where to check it, and how it is known."""

    what: Message
    at: date | datetime
    link: str
    level: EvidenceLevel


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer on one subject of one project.

    `started_on` is the start of the episode and part of the id. `persons` are keys of `History.persons` that the finding is
    about: with any, it can never raise a level above watch on E3 or E4 alone. `clears` says what would change this.
    """

    rule: str
    outcome: Outcome
    weight: Weight
    headline: Message
    evidence: tuple[Evidence, ...] = ()
    unknowns: tuple[Message, ...] = ()
    clears: tuple[Message, ...] = ()
    started_on: date | None = None
    subject: str = ""
    persons: tuple[str, ...] = ()
    missing: tuple[Signal, ...] = ()

    def id_in(self, project: str) -> str:
        """Return the stable id, the same in page, mail and `ack`: rule, project, subject and start of the episode."""
        text = "\x1f".join((self.rule, project, self.subject, str(self.started_on or "")))
        return hashlib.sha256(text.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What a rule asks. `family` groups rules that look at the same thing: two families must agree for an alert.

    `needs`: at least one signal of each inner group must be freshly seen, else the answer is UNKNOWN.
    """

    id: str
    question: str
    why: str
    remedy: str
    family: str
    weight: Weight
    needs: tuple[frozenset[Signal], ...]
    lifecycle: str = "stable"


Judge = Callable[[History, datetime, Limits], Iterable[Finding]]
