"""Stores and reads which windows of a signal were really looked at: what coverage is made of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from monitor.model.attempt import UNCHANGED, Attempt
from monitor.store.bulk import insert_rows
from monitor.store.tables.facts import SEEN_WINDOW

FOREVER = datetime.max.replace(tzinfo=UTC)


def save_windows(connection: Connection, source_id: int, run_id: int, attempt: Attempt) -> None:
    """Store what `attempt` looked at; an unchanged source was seen as well as the last time, until now."""
    seen = {window.signal.value: (window.seen_from, window.seen_until, window.is_complete) for window in attempt.seen}
    if attempt.outcome == UNCHANGED:
        promised = {signal.value for signal in attempt.promises} - seen.keys()
        for row in newest_windows(connection, [source_id]):
            if row.signal in promised:
                seen[row.signal] = (row.seen_from, attempt.started_at, row.is_complete)
    about = {"run_id": run_id, "source_id": source_id, "seen_at": attempt.started_at}
    rows = [
        {"signal": signal, "seen_from": start, "seen_until": end, "is_complete": is_complete, **about}
        for signal, (start, end, is_complete) in seen.items()
    ]
    insert_rows(connection, SEEN_WINDOW, rows)


def newest_windows(connection: Connection, source_ids: Collection[int], known_at: datetime = FOREVER) -> list[Any]:
    """Return the newest complete and the newest incomplete row of SEEN_WINDOW of each (source, signal), the newest row last.

    Only what was seen before `known_at` is told.
    """
    return list(connection.execute(_NEWEST, {"sources": list(source_ids), "known_at": known_at}))


def _newest() -> Select[Any]:
    places = (SEEN_WINDOW.c.source_id, SEEN_WINDOW.c.signal, SEEN_WINDOW.c.is_complete)
    age = func.row_number().over(partition_by=places, order_by=(SEEN_WINDOW.c.seen_at.desc(), SEEN_WINDOW.c.id.desc()))
    asked = (SEEN_WINDOW.c.source_id.in_(bindparam("sources", expanding=True)), SEEN_WINDOW.c.seen_at < bindparam("known_at"))
    ranked = select(SEEN_WINDOW, age.label("age")).where(*asked).subquery()
    return select(ranked).where(ranked.c.age == 1).order_by(ranked.c.seen_at, ranked.c.id)


# Built once: putting a statement together costs more than running it.
_NEWEST = _newest()
