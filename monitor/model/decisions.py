"""What a team decided about a project: the choice, who owns it, why, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Choice(StrEnum):
    """What can be decided; put into words by the report."""

    ACCEPT = "accept"
    PIN = "pin"
    MIRROR = "mirror"
    SPONSOR = "sponsor"
    SECOND = "second"
    FORK = "fork"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about a project, or about one of its findings ("" = the project as a whole).

    `known` are the ids of the facts at risk that stood when it was taken: whatever comes later was not known to whoever decided.
    """

    project: str
    finding: str
    choice: Choice
    owner: str
    reason: str
    at: datetime
    review_on: date
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as a report tells it; `since` are the facts that came after it, in words: decided before they were known."""

    project: str
    name: str
    finding: str
    choice: str
    owner: str
    reason: str
    at: datetime
    review_on: date
    is_due: bool
    since: tuple[str, ...]
    text: str
