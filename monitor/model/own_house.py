"""What a report says of our own doings, and what it is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.alerts import AlertState, Notice, Silence
from monitor.model.outbox import Undelivered


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """How a finding was answered ("ack", "snooze", "dispute"): by whom, why and until when; `text` says it in a sentence."""

    finding: str
    project: str
    kind: str
    owner: str
    reason: str
    at: datetime
    until: datetime
    text: str


@dataclass(frozen=True, slots=True)
class OwnHouse:
    """What a report is told of our own doings. `due_at`: it is late; `states` are by project, `silences` by finding."""

    due_at: datetime | None = None
    undelivered: tuple[Undelivered, ...] = ()
    silences: Mapping[str, Silence] = field(default_factory=dict)
    states: Mapping[str, AlertState] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
