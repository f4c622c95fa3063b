"""Stores and reads which windows of a signal were really looked at: what coverage is made of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from monitor.model.attempt import UNCHANGED, Attempt
from monitor.store.tables.facts import SEEN_WINDOW


def save_windows(connection: Connection, source_id: int, run_id: int, attempt: Attempt) -> None:
    """Store what `attempt` looked at; an unchanged source was seen as well as the last time, until now."""
    seen = {window.signal.value: (window.seen_from, window.seen_until, window.is_complete) for window in attempt.seen}
    if attempt.outcome == UNCHANGED:
        promised = {signal.value for signal in attempt.promises} - seen.keys()
        for row in newest_windows(connection, [source_id], None):
            if row.signal in promised:
                seen[row.signal] = (row.seen_from, attempt.started_at, row.is_complete)
    about = {"run_id": run_id, "source_id": source_id, "seen_at": attempt.started_at}
    rows = [
        {"signal": signal, "seen_from": start, "seen_until": end, "is_complete": is_complete, **about}
        for signal, (start, end, is_complete) in seen.items()
    ]
    if rows:
        connection.execute(insert(SEEN_WINDOW), rows)


def newest_windows(
    connection: Connection, source_ids: Collection[int], known_at: datetime | None, *, complete: bool = False
) -> list[Any]:
    """Return the newest row of SEEN_WINDOW of each (source, signal) seen before `known_at`; with `complete`, of complete ones."""
    places = (SEEN_WINDOW.c.source_id, SEEN_WINDOW.c.signal)
    age = func.row_number().over(partition_by=places, order_by=(SEEN_WINDOW.c.seen_at.desc(), SEEN_WINDOW.c.id.desc()))
    query = select(SEEN_WINDOW, age.label("age")).where(SEEN_WINDOW.c.source_id.in_(source_ids))
    if known_at is not None:
        query = query.where(SEEN_WINDOW.c.seen_at < known_at)
    if complete:
        query = query.where(SEEN_WINDOW.c.is_complete)
    ranked = query.subquery()
    return list(connection.execute(select(ranked).where(ranked.c.age == 1)))
