"""Reads what collectors remarked on their looks ("the times are those of a mirror's copies"): why a view is not whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.model.attempt import OK
from monitor.store.engine import Database
from monitor.store.tables.facts import SOURCE, SOURCE_RUN, TARGET
from monitor.store.windows import FOREVER

_IDS_A_QUERY = 500


def remarks_of(connection: Connection, source_ids: Collection[int], known_at: datetime = FOREVER) -> dict[int, tuple[str, ...]]:
    """Return the remarks of each source's newest look that brought something; an unchanged answer leaves them as they were."""
    found: dict[int, tuple[str, ...]] = {}
    ids, run = sorted(source_ids), SOURCE_RUN.c
    for start in range(0, len(ids), _IDS_A_QUERY):
        told = (run.source_id.in_(ids[start : start + _IDS_A_QUERY]), run.outcome == OK, run.started_at < known_at)
        newest = select(func.max(run.id)).where(*told).group_by(run.source_id)
        for source_id, notes in connection.execute(select(run.source_id, run.notes).where(run.id.in_(newest), run.notes != "[]")):
            found[source_id] = tuple(dict.fromkeys(str(note["detail"]) for note in json.loads(notes)))
    return found


def load_remarks(db: Database) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the remarks that stand, by (target key, collector id). Raises StoreError."""
    with db.read() as connection:
        rows = connection.execute(select(SOURCE.c.id, TARGET.c.key, SOURCE.c.collector).join_from(SOURCE, TARGET)).all()
        found = remarks_of(connection, [row.id for row in rows])
    return {(row.key, row.collector): found[row.id] for row in rows if row.id in found}
