"""The outbox: messages stored with their bytes, who has yet to accept them, and how each attempt ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from monitor.model.outbox import NewMessage, RecipientState, Tried, Undelivered, Waiting
from monitor.store.engine import Database
from monitor.store.look import new_id
from monitor.store.tables.outbox import DELIVERY, MESSAGE, RECIPIENT, undelivered_from, waiting_from

_PENDING = RecipientState.PENDING.value


def save_messages(connection: Connection, messages: Iterable[NewMessage], report_id: int | None = None) -> None:
    """Store messages with their recipients, due at once. One whose key is stored already stays as it is."""
    for message in messages:
        if connection.execute(select(MESSAGE.c.id).where(MESSAGE.c.key == message.key)).first():
            continue
        message_id = new_id(
            connection,
            MESSAGE,
            key=message.key,
            report_id=report_id,
            watchlist=message.watchlist,
            channel=message.channel,
            occasion=message.occasion.value,
            reason=message.reason,
            subject=message.subject,
            body=message.body,
            created_at=message.created_at,
        )
        state = RecipientState.REFUSED if message.refused else RecipientState.PENDING
        connection.execute(
            insert(RECIPIENT).values(
                message_id=message_id,
                recipient=message.recipient,
                state=state.value,
                attempts=0,
                next_try_at=None if message.refused else message.created_at,
                tried_at=message.created_at if message.refused else None,
                detail=message.refused,
            )
        )


def load_waiting(db: Database) -> tuple[Waiting, ...]:
    """Return whoever has yet to accept a message, the oldest message first. Raises StoreError."""
    columns = (MESSAGE.c.key, MESSAGE.c.channel, MESSAGE.c.watchlist, MESSAGE.c.created_at)
    query = select(RECIPIENT, *columns).join(MESSAGE).where(RECIPIENT.c.state == _PENDING).order_by(MESSAGE.c.id, RECIPIENT.c.id)
    with db.read() as connection:
        return tuple(waiting_from(row) for row in connection.execute(query))


def load_body(db: Database, waiting: Waiting) -> bytes:
    """Return the bytes of a message that waits. Raises StoreError."""
    with db.read() as connection:
        body: bytes = connection.execute(select(MESSAGE.c.body).where(MESSAGE.c.id == waiting.message_id)).scalar_one()
    return body


def save_tried(db: Database, waiting: Waiting, tried: Tried, *, everyone: bool = False) -> None:
    """Store how an attempt ended. With `everyone`, whoever waits for the same channel waits as long. Raises StoreError."""
    with db.write() as connection:
        connection.execute(
            insert(DELIVERY).values(
                message_id=waiting.message_id,
                recipient=waiting.recipient,
                attempt=waiting.attempts + 1,
                outcome=tried.state.value,
                detail=tried.detail,
                tried_at=tried.at,
                next_try_at=tried.next_try_at,
            )
        )
        if everyone and tried.next_try_at:
            _postpone(connection, waiting.channel, tried.next_try_at)
        connection.execute(
            update(RECIPIENT)
            .where(RECIPIENT.c.id == waiting.id)
            .values(
                state=tried.state.value,
                attempts=waiting.attempts + 1,
                next_try_at=tried.next_try_at,
                tried_at=tried.at,
                accepted_at=tried.at if tried.state == RecipientState.SENT else None,
                detail=tried.detail,
            )
        )


def _postpone(connection: Connection, channel: str, until: datetime) -> None:
    same = select(MESSAGE.c.id).where(MESSAGE.c.channel == channel)
    sooner = (RECIPIENT.c.state == _PENDING, RECIPIENT.c.next_try_at < until, RECIPIENT.c.message_id.in_(same))
    connection.execute(update(RECIPIENT).where(*sooner).values(next_try_at=until))


def load_undelivered(db: Database, since: datetime) -> tuple[Undelivered, ...]:
    """Return what was refused or given up since `since`, and what waits after a failure, newest first. Raises StoreError."""
    given_up = RECIPIENT.c.state.in_([RecipientState.REFUSED.value, RecipientState.EXPIRED.value])
    which = or_(and_(given_up, RECIPIENT.c.tried_at >= since), and_(RECIPIENT.c.state == _PENDING, RECIPIENT.c.attempts > 0))
    columns = (MESSAGE.c.channel, MESSAGE.c.watchlist, MESSAGE.c.subject, MESSAGE.c.created_at)
    query = select(RECIPIENT, *columns).join(MESSAGE).where(which).order_by(RECIPIENT.c.tried_at.desc(), RECIPIENT.c.id)
    with db.read() as connection:
        return tuple(undelivered_from(row) for row in connection.execute(query))


def rewrite_bodies(db: Database, rewrite: Callable[[str, bytes], bytes]) -> int:
    """Put `rewrite(channel, bytes)` in the place of all stored bytes; return how many changed. Raises StoreError."""
    changed = 0
    with db.write() as connection:
        keys = connection.execute(select(MESSAGE.c.id).where(MESSAGE.c.body != b"")).scalars().all()
        for key in keys:
            row = connection.execute(select(MESSAGE.c.channel, MESSAGE.c.body).where(MESSAGE.c.id == key)).one()
            body = rewrite(row.channel, row.body)
            if body != row.body:
                connection.execute(update(MESSAGE).where(MESSAGE.c.id == key).values(body=body))
                changed += 1
    return changed


def empty_bodies(connection: Connection, before: datetime) -> int:
    """Drop the bytes of messages made before `before` that wait for nobody; what became of them is kept."""
    waited_for = exists().where(RECIPIENT.c.message_id == MESSAGE.c.id, RECIPIENT.c.state == _PENDING)
    where = (MESSAGE.c.created_at < before, MESSAGE.c.body != b"", ~waited_for)
    return int(connection.execute(update(MESSAGE).where(*where).values(body=b"")).rowcount)
