"""When what is gone was last seen: a state ends between two looks, and only the later one found it gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, false, func, select

from monitor.store.tables.facts import SEEN_WINDOW

Looks = Mapping[int, Sequence[datetime]]


def load_looks(connection: Connection, sources: Collection[int]) -> Looks:
    """Return when each of these sources was looked at and nothing that it shows was left out, oldest first."""
    if not sources:
        return {}
    window = SEEN_WINDOW.c
    in_part = func.count().filter(window.is_complete.is_(false()))
    looks = (
        select(window.source_id, func.min(window.seen_at).label("at"))
        .where(window.source_id.in_(sources))
        .group_by(window.source_id, window.run_id)
        .having(in_part == 0)
        .order_by("at")
    )
    found: dict[int, list[datetime]] = {}
    for source, at in connection.execute(looks):
        found.setdefault(source, []).append(at)
    return found


def last_look(looks: Looks, row: Any) -> datetime | None:
    """Return the last look that found a closed state in place, None where it is open or that is not kept."""
    return look_before(looks.get(row.source_id, ()), row.seen_at, row.closed_at) if row.closed_at is not None else None


def look_before(times: Sequence[datetime], seen_at: datetime, ended_at: datetime) -> datetime | None:
    """Return the last of some looks before what was first seen at `seen_at` was found gone; None where that is not kept."""
    before = bisect_left(times, ended_at) - 1
    return times[before] if before >= 0 and times[before] >= seen_at else None
