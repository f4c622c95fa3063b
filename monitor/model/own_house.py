"""What a report says of our own doings, and what it is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.alerts import AlertState, Notice, Silence
from monitor.model.decisions import Decision
from monitor.model.forecast import TrackRecord
from monitor.model.included import Proposal, Unresolved
from monitor.model.outbox import Undelivered
from monitor.model.usage import Usage


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
    """What a report is told of our own doings. `due_at`: it is late; `states` are by project, `silences` by finding.

    `usage` is what sources were asked lately, `unresolved` what of included files is not watched, `proposals` are by
    project; `track` is how forecasts of the model in use came out.
    """

    due_at: datetime | None = None
    undelivered: tuple[Undelivered, ...] = ()
    silences: Mapping[str, Silence] = field(default_factory=dict)
    states: Mapping[str, AlertState] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    usage: tuple[Usage, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    proposals: Mapping[str, tuple[Proposal, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    track: TrackRecord | None = None
