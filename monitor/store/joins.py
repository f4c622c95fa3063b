"""The operator's corrections of who is who: stored, taken back by their opposite, and erased with the account."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, or_, select

from monitor.model.joins import Correction, CorrectionKind
from monitor.store.engine import Database
from monitor.store.tables.joins import CORRECTION, correction_from


def load_corrections(db: Database, project: str) -> tuple[Correction, ...]:
    """Return the corrections of one project, oldest first. Raises StoreError."""
    with db.read() as connection:
        return corrections_in(connection, project)


def corrections_in(connection: Connection, project: str) -> tuple[Correction, ...]:
    """Return the corrections of one project, oldest first."""
    rows = connection.execute(select(CORRECTION).where(CORRECTION.c.project == project).order_by(CORRECTION.c.id))
    return tuple(correction_from(row) for row in rows)


def save_correction(db: Database, project: str, said: Correction) -> None:
    """Store a correction. A split takes back what was joined by hand with its account. Raises StoreError."""
    columns = CORRECTION.c
    if said.kind is CorrectionKind.SPLIT:
        former = or_(columns.first == said.first, columns.second == said.first)
    else:
        pairs = ((said.first, said.second), (said.second, said.first))
        same = or_(*((columns.first == first) & (columns.second == second) for first, second in pairs))
        former = same & (columns.kind == CorrectionKind.JOIN.value)
    with db.write() as connection:
        connection.execute(delete(CORRECTION).where(columns.project == project, former))
        connection.execute(
            insert(CORRECTION).values(
                project=project, kind=said.kind.value, first=said.first, second=said.second, reason=said.reason, at=said.at
            )
        )


def erase_corrections(connection: Connection, account: str) -> None:
    """Delete every correction that names an account ("source:stable id")."""
    connection.execute(delete(CORRECTION).where(or_(CORRECTION.c.first == account, CORRECTION.c.second == account)))
