"""Stores many rows of one table at once, in the way that is fastest on the database at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from monitor.store import postgres

BATCH = 10_000
# Below, it is a matter of two or three milliseconds (tests/bench/bench_store.py).
ENOUGH_FOR_COPY = 200


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, which all give the same columns; none is fine."""
    if connection.dialect.name == postgres.NAME and len(rows) >= ENOUGH_FOR_COPY:
        postgres.copy_rows(connection, table, rows)
        return
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])
