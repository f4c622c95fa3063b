"""The last report of a list, read back from its JSON document. What does not fit is left out: a broken document is a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Level, Outcome
from monitor.model.report import HeldFinding, PreviousReport
from monitor.model.situation import SituationKind, SituationState
from monitor.model.text import clean

SCHEMA = "mainstay.report/1"
Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PreviousProject:
    """What the last report said of one project; `open` are findings at risk and those held open, by (rule, subject)."""

    key: str
    name: str
    level: Level
    last_known_level: Level | None
    open: Mapping[Subject, HeldFinding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviousSituation:
    """What the last report said of one situation; `settled` are the codes of its answered questions, None where it asked none."""

    id: str
    project: str
    kind: str
    title: str
    state: str
    opened_on: date
    since: date
    level: EvidenceLevel
    settled: frozenset[str] | None

    def state_as_known(self) -> SituationState:
        """Return the state; one that we do not know any more counts as open."""
        return SituationState(self.state) if self.state in set(SituationState) else SituationState.OPEN

    def kind_as_known(self) -> SituationKind | None:
        """Return the kind, None for one that we do not know any more."""
        return SituationKind(self.kind) if self.kind in set(SituationKind) else None


@dataclass(frozen=True, slots=True)
class Previous:
    """The last report as far as it can be compared with."""

    created_at: datetime
    method: str
    projects: Mapping[str, PreviousProject]
    situations: Mapping[str, PreviousSituation] = field(default_factory=dict)
    is_unsent: bool = False


def read_previous(previous: PreviousReport | None) -> Previous | None:
    """Return the last report, or None when there is none or its document is not one that we can compare with."""
    if previous is None or previous.document.get("schema") != SCHEMA:
        return None
    projects = [_project(item) for item in _list(previous.document, "projects")]
    situations = [_situation(item) for item in _list(previous.document, "situations")]
    return Previous(
        previous.created_at,
        _text(previous.document, "method"),
        {p.key: p for p in projects if p is not None},
        {s.id: s for s in situations if s is not None},
        previous.is_unsent,
    )


def _situation(item: Any) -> PreviousSituation | None:
    if not isinstance(item, Mapping):
        return None
    opened_on, since = _day(item.get("opened_on")), _day(item.get("since"))
    level = _text(item, "level")
    if not _text(item, "id") or opened_on is None or since is None or level not in set(EvidenceLevel):
        return None
    asked = [q for q in _list(item, "questions") if isinstance(q, Mapping)]
    return PreviousSituation(
        id=_text(item, "id"),
        project=_text(item, "project"),
        kind=_text(item, "kind"),
        title=_text(item, "title"),
        state=_text(item, "state"),
        opened_on=opened_on,
        since=since,
        level=EvidenceLevel(level),
        settled=frozenset(_text(q, "code") for q in asked if q.get("answer")) if asked else None,
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _project(item: Any) -> PreviousProject | None:
    if not isinstance(item, Mapping):
        return None
    key, level = _text(item, "key"), _level(item.get("level"))
    if not key or level is None:
        return None
    findings = [f for f in _list(item, "findings") if isinstance(f, Mapping) and f.get("outcome") == Outcome.AT_RISK.value]
    held = [f for f in _list(item, "held_open") if isinstance(f, Mapping)]
    return PreviousProject(
        key=key,
        name=_text(item, "name") or key,
        level=level,
        last_known_level=_level(item.get("last_known_level")),
        open={(_text(f, "rule"), _text(f, "subject")): _held(f) for f in (*held, *findings)},
    )


def _held(item: Mapping[str, Any]) -> HeldFinding:
    return HeldFinding(_text(item, "id"), _text(item, "rule"), _text(item, "subject"), _text(item, "text"), _text(item, "weight"))


def _level(word: Any) -> Level | None:
    found = [level for level in Level if level.word == word]
    return found[0] if found else None


def _list(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return clean(value, limit=500) if isinstance(value, str) else ""
