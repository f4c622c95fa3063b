"""When what is gone was last seen: a state ends between two looks, and only the later one found it gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from monitor.model.signals import Signal
from monitor.store.tables.facts import SEEN_WINDOW

SIGNALS = (Signal.PROFILES.value, Signal.MEMBERS.value)
Looks = Mapping[int, Sequence[datetime]]


def is_of_person(row: Any) -> bool:
    """Return whether a row of STATE is about an account: what its page says, or that it is a member."""
    return ":" in row.subject or row.attribute == "member"


def load_looks(connection: Connection, sources: Collection[int]) -> Looks:
    """Return when the pages or members of each of these sources were wholly seen, oldest first."""
    if not sources:
        return {}
    window = SEEN_WINDOW.c
    where = (window.source_id.in_(sources), window.signal.in_(SIGNALS), window.is_complete.is_(True))
    found: dict[int, list[datetime]] = {}
    for source, at in connection.execute(select(window.source_id, window.seen_at).where(*where).order_by(window.seen_at)):
        found.setdefault(source, []).append(at)
    return found


def last_look(looks: Looks, row: Any) -> datetime | None:
    """Return the last look that found a closed state of an account in place, None where it is open or that is not kept."""
    times = looks.get(row.source_id, ()) if row.closed_at is not None and is_of_person(row) else ()
    before = bisect_left(times, row.closed_at) - 1 if times else -1
    return times[before] if before >= 0 and times[before] >= row.seen_at else None
