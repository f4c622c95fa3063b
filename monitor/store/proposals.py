"""Addresses that sources name beside what is watched: proposals for the configuration, never followed by themselves."""

from __future__ import annotations

from sqlalchemy import select

from monitor.model.included import Proposal
from monitor.store.engine import Database
from monitor.store.tables.facts import SOURCE, STATE, TARGET

ATTRIBUTE = "proposed_target"


def load_proposals(db: Database) -> tuple[Proposal, ...]:
    """Return what is proposed now, by the target at which it was found. Raises StoreError."""
    query = (
        select(TARGET.c.key, STATE.c.value, STATE.c.link)
        .join_from(STATE, SOURCE)
        .join(TARGET, TARGET.c.id == SOURCE.c.target_id)
        .where(STATE.c.attribute == ATTRIBUTE, STATE.c.closed_at.is_(None))
        .order_by(TARGET.c.key, STATE.c.value)
    )
    with db.read() as connection:
        return tuple(Proposal(*row) for row in connection.execute(query))
