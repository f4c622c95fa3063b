"""A situation as a report tells it: every sentence worded, every date still typed, and what is new since the last report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.report_evidence import EvidenceLine
from monitor.model.situation import SituationKind, SituationState


class SituationNews(StrEnum):
    """What happened to a situation since the last report; NOTHING also where there is no report to compare with."""

    NOTHING = ""
    NEW = "new"
    MOVED = "moved"
    SETTLED = "settled"
    HELD = "held"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in words. `answer` None: open; `is_new`: settled since the last report."""

    code: str
    asks: str
    answer: EvidenceLine | None
    so_far: str
    settles: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class SituationLine:
    """Everything a report says about one situation; `news` tells in words what is new since the last report."""

    id: str
    project: str
    name: str
    kind: SituationKind
    title: str
    opened_on: date
    days: int
    state: SituationState
    since: date
    because: str
    level: EvidenceLevel
    timeline: tuple[EvidenceLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    would_change: tuple[str, ...] = ()
    summary: str = ""
    change: SituationNews = SituationNews.NOTHING
    news: tuple[str, ...] = ()

    @property
    def settled(self) -> tuple[QuestionLine, ...]:
        """Return the questions with an answer."""
        return tuple(question for question in self.questions if question.answer)

    @property
    def open(self) -> tuple[QuestionLine, ...]:
        """Return the questions without one."""
        return tuple(question for question in self.questions if not question.answer)

    @property
    def is_changed(self) -> bool:
        """Return whether it leads the report: something is new since the last one."""
        return self.change not in (SituationNews.NOTHING, SituationNews.HELD)
