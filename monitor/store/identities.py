"""Stores the accounts that a target shows: new ones added, changed names replaced, nothing kept of a former name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from monitor.model.facts import ActivityFact, LinkFact, Observation, RawIdentity, ReleaseFact, StatementFact
from monitor.store.bulk import insert_rows
from monitor.store.look import COUNTED, WITHHELD, Look, storable
from monitor.store.tables.facts import IDENTITY

Accounts = Mapping[tuple[str, str], int]
# Built once: putting a statement together costs more than running it.
_OF_TARGET = select(IDENTITY).where(IDENTITY.c.target_id == bindparam("target"))


def save_identities(connection: Connection, look: Look, facts: Iterable[Observation]) -> Accounts:
    """Store every account that `facts` name; return row numbers by (source, stable id), also of those stored before."""
    shown = {look.account(identity): identity for identity in _named_by(facts)}
    # Where activity is counted, those are asked for too whom nothing names any more.
    if not shown and look.complete.keys().isdisjoint(COUNTED):
        return {}
    stored = {(row.source, row.stable_id): row for row in _stored(connection, look)}
    fresh, changed = [], []
    for account, identity in shown.items():
        label = _label(WITHHELD if identity.stable_id in look.forgotten else identity)
        known = stored.get(account)
        if known is None:
            fresh.append(
                {"target_id": look.target_id, "source": account[0], "stable_id": account[1], "seen_at": look.at, **label}
            )
        elif identity.name and (known.name, known.domain, known.is_bot) != tuple(label.values()):
            changed.append({"row_id": known.id, **label})
    if changed:
        connection.execute(update(IDENTITY).where(IDENTITY.c.id == bindparam("row_id")), changed)
    if fresh:
        insert_rows(connection, IDENTITY, fresh)
        return {(row.source, row.stable_id): row.id for row in _stored(connection, look)}
    return {account: row.id for account, row in stored.items()}


def _named_by(facts: Iterable[Observation]) -> Iterable[RawIdentity]:
    last: RawIdentity | None = None
    for fact in facts:
        if isinstance(fact, ActivityFact):
            # Collectors yield an account's days in a row, as one object.
            if fact.identity is not last:
                last = fact.identity
                yield last
        elif isinstance(fact, ReleaseFact):
            if fact.by:
                yield fact.by
        elif isinstance(fact, StatementFact):
            if fact.author:
                yield fact.author
        elif isinstance(fact, LinkFact):
            yield fact.first
            yield fact.second


def _stored(connection: Connection, look: Look) -> Iterable[Any]:
    return connection.execute(_OF_TARGET, {"target": look.target_id}).all()


def _label(identity: RawIdentity) -> dict[str, Any]:
    return {"name": storable(identity.name), "domain": storable(identity.domain), "is_bot": identity.is_bot}
