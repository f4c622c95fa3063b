"""Keeps what teams decided: every decision, of which the last one on a project or finding holds."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from monitor.model.decisions import Decision
from monitor.store.engine import Database
from monitor.store.tables.decisions import DECISION, decision_from, row_of_decision


def save_decision(db: Database, decision: Decision) -> None:
    """Store a decision; an earlier one on the same project or finding holds no longer, and stays on record. Raises StoreError."""
    with db.write() as connection:
        connection.execute(insert(DECISION).values(**row_of_decision(decision)))


def load_decisions(db: Database) -> tuple[Decision, ...]:
    """Return the decisions that hold, by project, then in the order in which they were taken. Raises StoreError."""
    newest = select(func.max(DECISION.c.id)).group_by(DECISION.c.project, DECISION.c.finding)
    query = select(DECISION).where(DECISION.c.id.in_(newest)).order_by(DECISION.c.project, DECISION.c.id)
    with db.read() as connection:
        return tuple(decision_from(row) for row in connection.execute(query))
