"""What waits to leave the house and what became of it: the seam of pipeline, store and channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.alerts import AlertState, Notice
from monitor.model.assessment import Assessment, Verdict
from monitor.model.letter import Letter
from monitor.model.rendered import Rendered
from monitor.model.stored import StoredReport


class RecipientState(StrEnum):
    """What became of one message for one recipient; only PENDING is tried again."""

    PENDING = "pending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"


class Occasion(StrEnum):
    """Why a message was made: its period was due, a page was asked for at once, or levels changed between reports."""

    PERIOD = "period"
    PAGE = "page"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Edition:
    """What a channel makes its bytes of; each is there only where a channel of the list asks for it."""

    page: Rendered | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message to one recipient, ready to be stored. `key` is unique for ever; one that is stored already is not stored again.

    `reason` names why it is sent ("period_due", "late", "page", "crossed"), `refused` why there are no bytes for this recipient.
    """

    key: str
    occasion: Occasion
    reason: str
    watchlist: str
    channel: str
    recipient: str
    subject: str
    created_at: datetime
    body: bytes = field(repr=False)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report and the messages that carry it. `period_at` is the moment its period began, None for a page made at once."""

    report: StoredReport
    period_at: datetime | None
    messages: tuple[NewMessage, ...]


Judged = tuple[Assessment, Mapping[str, Verdict]]


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that a cycle decided, stored in one transaction: judgements, reports, alerts, and every message of them."""

    at: datetime
    judged: tuple[Judged, ...]
    watchlists: tuple[str, ...] = ()
    reports: tuple[NewReport, ...] = ()
    alerts: tuple[NewMessage, ...] = ()
    states: tuple[AlertState, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient who has not accepted a message yet; the bytes are read when it is sent."""

    id: int
    message_id: int
    key: str
    channel: str
    watchlist: str
    recipient: str
    attempts: int
    created_at: datetime
    next_try_at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """How one attempt ended. `next_try_at` None: there will be no other."""

    state: RecipientState
    at: datetime
    detail: str = ""
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that a recipient did not accept, or not yet, for whoever runs this installation."""

    watchlist: str
    channel: str
    recipient: str
    subject: str
    state: RecipientState
    attempts: int
    detail: str
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
