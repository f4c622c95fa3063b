"""Stores activity as an append-only ledger: only what differs from the sums so far is written.

So a look with nothing new writes nothing, and what was known before a rewritten history can still be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, bindparam, func, select

from monitor.model.facts import ActivityFact, ActivityKind
from monitor.model.signals import Signal
from monitor.store.bulk import insert_rows
from monitor.store.identities import Accounts
from monitor.store.look import COUNTED, WITHHELD, Look
from monitor.store.tables.facts import ACTIVITY
from monitor.store.tables.upkeep import INSTALLATION

# Days before this ordinal were erased by retention and are not stored again.
HORIZON = "activity_horizon"
_SIGNAL = {ActivityKind.PUBLISH.value: Signal.PUBLISHERS}
# Statements are built once: putting one together costs more than running it.
_STORED_HORIZON = select(INSTALLATION.c.value).where(INSTALLATION.c.name == HORIZON)
_PLACE = (ACTIVITY.c.identity_id, ACTIVITY.c.day, ACTIVITY.c.kind)
_SUMS = select(*_PLACE, func.sum(ACTIVITY.c.delta)).where(ACTIVITY.c.source_id == bindparam("source")).group_by(*_PLACE)

# (identity row, day ordinal, kind) -> count
Counts = Mapping[tuple[int, int, str], int]


def save_activity(connection: Connection, look: Look, ids: Accounts, facts: Sequence[ActivityFact]) -> None:
    """Add the lines that bring the sums of this source to what `facts` say.

    Where the signal was completely seen, what is absent or smaller is taken back; elsewhere counts only grow.
    """
    if not facts and look.complete.keys().isdisjoint(COUNTED):
        return
    truth = _counts(look, ids, facts, _horizon(connection))
    stored = _sums(connection, look)
    withheld = ids.get((WITHHELD.source, WITHHELD.stable_id))
    # A collector that skips erased accounts says nothing about what they did: their sum stands.
    kept = withheld if not any(identity == withheld for identity, _, _ in truth) else None
    rows = [
        {
            "source_id": look.source_id,
            "identity_id": place[0],
            "day": place[1],
            "kind": place[2],
            "delta": delta,
            "seen_at": look.at,
        }
        for place, delta in _differences(look, truth, stored).items()
        if place[0] != kept
    ]
    insert_rows(connection, ACTIVITY, rows)


def _counts(look: Look, ids: Accounts, facts: Iterable[ActivityFact], horizon: int) -> Counts:
    counts: Counter[tuple[int, int, str]] = Counter()
    for fact in facts:
        day = fact.on.toordinal()
        if day >= horizon:
            counts[ids[look.account(fact.identity)], day, fact.kind.value] += fact.count
    return counts


def _horizon(connection: Connection) -> int:
    value = connection.execute(_STORED_HORIZON).scalar()
    return int(value or 0)


def _sums(connection: Connection, look: Look) -> Counts:
    rows = connection.execute(_SUMS, {"source": look.source_id})
    return {(identity, day, kind): int(total) for identity, day, kind, total in rows}


def _differences(look: Look, truth: Counts, stored: Counts) -> Counts:
    grown = {place: count - stored.get(place, 0) for place, count in truth.items() if count > stored.get(place, 0)}
    shrunk = {
        place: truth.get(place, 0) - count
        for place, count in stored.items()
        if truth.get(place, 0) < count and look.saw(_SIGNAL.get(place[2], Signal.ACTIVITY), _start_of(place[1]))
    }
    return grown | shrunk


def _start_of(day: int) -> datetime:
    """Return the start of a day: a window that begins within it has not seen all of it."""
    return datetime.combine(date.fromordinal(day), time.min, UTC)
