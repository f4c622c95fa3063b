"""The tables of what leaves the house: messages with their bytes, who accepted them, each attempt; alerts and why; lists seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from monitor.model.outbox import RecipientState, Undelivered, Waiting
from monitor.store.tables.base import Row, key, long_text, owned_by, personal_text, points_to, table_of


class MessageRow(Row, table=True):
    """The outbox: bytes made once, so that every attempt sends the same; `key` makes a message unique.

    `body` is encoded for its channel, so no search for a name finds it: `forget` has its channel make it anew.
    """

    __tablename__ = "message"

    id: int | None = key()
    key: str
    report_id: int | None = points_to("report.id")
    watchlist: str
    channel: str
    occasion: str
    reason: str
    subject: str = personal_text()
    body: bytes
    created_at: datetime

    __table_args__ = (UniqueConstraint("key"),)


class RecipientRow(Row, table=True):
    """Whether one message was accepted for one recipient, who stands in the configuration as well; nobody else does here."""

    __tablename__ = "recipient"

    id: int | None = key()
    message_id: int = owned_by("message.id")
    recipient: str
    state: str = Field(index=True)
    attempts: int
    next_try_at: datetime | None = None
    tried_at: datetime | None = None
    accepted_at: datetime | None = None
    detail: str = long_text()

    __table_args__ = (UniqueConstraint("message_id", "recipient"),)


class DeliveryRow(Row, table=True):
    """One attempt to bring one message to one recipient."""

    __tablename__ = "delivery"

    id: int | None = key()
    message_id: int = owned_by("message.id")
    recipient: str
    attempt: int
    outcome: str
    detail: str = long_text()
    tried_at: datetime
    next_try_at: datetime | None = None

    __table_args__ = (UniqueConstraint("message_id", "recipient", "attempt"),)


class WatchlistSeenRow(Row, table=True):
    """When a list was first seen: what its schedule asked for before that is not caught up with."""

    __tablename__ = "watchlist_seen"

    watchlist: str = Field(primary_key=True)
    first_seen_at: datetime


MESSAGE, RECIPIENT, DELIVERY, WATCHLIST_SEEN = (
    table_of(row) for row in (MessageRow, RecipientRow, DeliveryRow, WatchlistSeenRow)
)


def waiting_from(row: Any) -> Waiting:
    """Return the recipient in a row of RECIPIENT and MESSAGE."""
    return Waiting(
        row.id, row.message_id, row.key, row.channel, row.watchlist, row.recipient, row.attempts, row.created_at, row.next_try_at
    )


def undelivered_from(row: Any) -> Undelivered:
    """Return what became of a message in a row of RECIPIENT and MESSAGE."""
    return Undelivered(
        watchlist=row.watchlist,
        channel=row.channel,
        recipient=row.recipient,
        subject=row.subject,
        state=RecipientState(row.state),
        attempts=row.attempts,
        detail=row.detail,
        created_at=row.created_at,
        tried_at=row.tried_at,
        next_try_at=row.next_try_at,
    )
