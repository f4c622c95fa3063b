"""Stores one look at one target, all or nothing, and tells what is remembered of earlier looks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from monitor.model.attempt import CLOCK_SLIP, OK, UNCHANGED, Attempt, LastRun, Validators
from monitor.model.facts import ActivityFact, LinkFact, MeasureFact, ReleaseFact, StateFact, StatementFact, TicketFact
from monitor.model.forgetting import Forgotten
from monitor.model.target import Target
from monitor.store.engine import Database
from monitor.store.identities import save_identities
from monitor.store.ledger import save_activity
from monitor.store.look import Look, load_marks, new_id, storable
from monitor.store.records import save_measures, save_statements, save_tickets
from monitor.store.spans import save_links, save_releases, save_states
from monitor.store.tables.facts import SOURCE, SOURCE_RUN, TARGET
from monitor.store.tables.upkeep import HTTP_VALIDATOR
from monitor.store.windows import save_windows

# SQLite takes at most 32,766 values in a statement; older ones 999.
_KEYS_A_QUERY = 500
T = TypeVar("T")
# Statements are built once: putting one together costs more than running it.
_TARGET_ID = select(TARGET.c.id).where(TARGET.c.key == bindparam("key"))
_SOURCE_ID = select(SOURCE.c.id).where(SOURCE.c.target_id == bindparam("target"), SOURCE.c.collector == bindparam("collector"))
_OLD_VALIDATORS = delete(HTTP_VALIDATOR).where(HTTP_VALIDATOR.c.source_id == bindparam("source"))
_UPDATED_SOURCE = update(SOURCE).where(SOURCE.c.id == bindparam("row_id"))


def load_last_runs(db: Database, target_keys: Collection[str]) -> Mapping[tuple[str, str], LastRun]:
    """Return the newest attempt of each collector on each of these targets, by (target key, collector id)."""
    keys = sorted(set(target_keys))
    runs: dict[tuple[str, str], LastRun] = {}
    with db.read() as connection:
        for start in range(0, len(keys), _KEYS_A_QUERY):
            wanted = TARGET.c.key.in_(keys[start : start + _KEYS_A_QUERY])
            query = select(TARGET.c.key.label("target"), SOURCE).join_from(TARGET, SOURCE).where(wanted)
            runs |= {(row.target, row.collector): _last_run(row) for row in connection.execute(query)}
    return runs


def load_waiting(db: Database, target_keys: Collection[str], now: datetime) -> set[tuple[str, str]]:
    """Return (target key, collector id) of what was looked at and is not due yet, of these targets. Raises StoreError.

    What was looked at under a clock that stood far ahead is due: it could wait for years.
    """
    keys = sorted(set(target_keys))
    found: set[tuple[str, str]] = set()
    with db.read() as connection:
        for start in range(0, len(keys), _KEYS_A_QUERY):
            waits = (SOURCE.c.next_check_at > now, SOURCE.c.finished_at <= now + CLOCK_SLIP)
            wanted = TARGET.c.key.in_(keys[start : start + _KEYS_A_QUERY])
            query = select(TARGET.c.key, SOURCE.c.collector).join_from(TARGET, SOURCE).where(wanted, *waits)
            found.update((key, collector) for key, collector in connection.execute(query))
    return found


def count_looks(db: Database, collector: str, since: datetime) -> tuple[int, datetime | None]:
    """Return how many looks of `collector` began at or after `since`, and when the last of them. Raises StoreError."""
    of_it = select(SOURCE.c.id).where(SOURCE.c.collector == collector)
    begun = (SOURCE_RUN.c.started_at >= since, SOURCE_RUN.c.source_id.in_(of_it))
    with db.read() as connection:
        row = connection.execute(select(func.count(), func.max(SOURCE_RUN.c.started_at)).where(*begun)).one()
    return row[0], row[1]


def _last_run(row: Row[Any]) -> LastRun:
    return LastRun(
        target=row.target,
        collector=row.collector,
        finished_at=row.finished_at,
        outcome=row.outcome,
        detail=row.detail,
        failures=row.failures,
        cursor=row.cursor,
        next_check_at=row.next_check_at,
    )


def save_attempt(db: Database, attempt: Attempt) -> None:
    """Store `attempt` in one transaction, as `save_attempts` does. Raises StoreError, and then nothing of it is stored."""
    save_attempts(db, (attempt,))


def save_attempts(db: Database, attempts: Iterable[Attempt]) -> None:
    """Store `attempts` in one transaction: a batch costs one write to the disk. Raises StoreError, and then nothing is stored.

    OK: the facts are the truth of what was completely seen; what is absent there is gone. UNCHANGED: facts stand, coverage moves
    on. Anything else: only the attempt itself is remembered.
    """
    with db.write() as connection:
        forgotten = load_marks(connection)
        for attempt in attempts:
            _save(connection, attempt, forgotten)


def _save(connection: Connection, attempt: Attempt, forgotten: Forgotten) -> None:
    target_id = _target_id(connection, attempt.target)
    source_id = _remember(connection, target_id, attempt)
    run_id = _log(connection, source_id, attempt)
    if attempt.outcome == OK:
        _save_validators(connection, source_id, attempt)
    elif attempt.outcome != UNCHANGED:
        return
    _save_facts(connection, Look.of(target_id, source_id, attempt, forgotten), attempt)
    save_windows(connection, source_id, run_id, attempt)
    _wake(connection, target_id, attempt)


def _wake(connection: Connection, target_id: int, attempt: Attempt) -> None:
    """Make other collectors of this target due, unless they wait because a source asked them to."""
    for collector, rest in attempt.wakes.items():
        other = (SOURCE.c.target_id == target_id, SOURCE.c.collector == collector, SOURCE.c.failures == 0)
        for row in connection.execute(select(SOURCE.c.id, SOURCE.c.finished_at, SOURCE.c.next_check_at).where(*other)).all():
            soonest = max(attempt.finished_at, row.finished_at + rest)
            if soonest < row.next_check_at:
                connection.execute(update(SOURCE).where(SOURCE.c.id == row.id).values(next_check_at=soonest))


def _target_id(connection: Connection, target: Target) -> int:
    found = connection.execute(_TARGET_ID, {"key": target.key}).scalar()
    return int(found) if found else new_id(connection, TARGET, key=target.key, kind=target.kind.value)


def _remember(connection: Connection, target_id: int, attempt: Attempt) -> int:
    """Bring the source's own row up to date; return its id."""
    remembered = _outcome_of(attempt)
    found = connection.execute(_SOURCE_ID, {"target": target_id, "collector": attempt.collector}).scalar()
    # A failure brings no bookmark, and an unchanged source may not repeat it.
    is_bookmark = attempt.outcome == OK or (attempt.outcome == UNCHANGED and attempt.cursor)
    if not found:
        cursor = storable(attempt.cursor) if is_bookmark else ""
        return new_id(connection, SOURCE, target_id=target_id, collector=attempt.collector, cursor=cursor, **remembered)
    bookmark = {"cursor": storable(attempt.cursor)} if is_bookmark else {}
    connection.execute(_UPDATED_SOURCE, {"row_id": found, **remembered, **bookmark})
    return int(found)


def _outcome_of(attempt: Attempt) -> dict[str, Any]:
    return {
        "finished_at": attempt.finished_at,
        "outcome": attempt.outcome,
        "detail": storable(attempt.detail),
        "failures": attempt.failures,
        "next_check_at": attempt.next_check_at,
    }


def _log(connection: Connection, source_id: int, attempt: Attempt) -> int:
    notes = json.dumps([{"code": note.code, "detail": storable(note.detail)} for note in attempt.notes], ensure_ascii=False)
    return new_id(connection, SOURCE_RUN, source_id=source_id, started_at=attempt.started_at, notes=notes, **_outcome_of(attempt))


def _save_facts(connection: Connection, look: Look, attempt: Attempt) -> None:
    ids = save_identities(connection, look, attempt.facts)
    save_activity(connection, look, ids, _of_type(attempt.facts, ActivityFact))
    save_releases(connection, look, ids, _of_type(attempt.facts, ReleaseFact))
    save_states(connection, look, _of_type(attempt.facts, StateFact))
    save_links(connection, look, ids, _of_type(attempt.facts, LinkFact))
    save_measures(connection, look, _of_type(attempt.facts, MeasureFact))
    save_tickets(connection, look, _of_type(attempt.facts, TicketFact))
    save_statements(connection, look, ids, _of_type(attempt.facts, StatementFact))


def _of_type(facts: Iterable[object], kind: type[T]) -> list[T]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _save_validators(connection: Connection, source_id: int, attempt: Attempt) -> None:
    """Keep what this look was given, and nothing from before: that vouched for facts which these have replaced."""
    connection.execute(_OLD_VALIDATORS, {"source": source_id})
    given = ((key, value) for key, value in attempt.validators.items() if value != Validators())
    rows = [
        {
            "source_id": source_id,
            "credential": credential,
            "url": url,
            "etag": storable(value.etag),
            "last_modified": storable(value.last_modified),
            "seen_at": attempt.started_at,
        }
        for (credential, url), value in given
    ]
    if rows:
        connection.execute(insert(HTTP_VALIDATOR), rows)
