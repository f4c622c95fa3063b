"""What readers know of each project between reports, each time they were told, and how findings were answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.model.alerts import AlertState, Notice, Silence, Silencing
from monitor.model.stored import OpenFinding
from monitor.store.engine import Database
from monitor.store.tables.alerts import ALERT_STATE, NOTICE, notice_from, row_of_notice, row_of_state, state_from
from monitor.store.tables.judgements import FINDING, finding_from


def load_states(db: Database, watchlist: str) -> dict[str, AlertState]:
    """Return what is remembered of the projects of a list, by project. Raises StoreError."""
    with db.read() as connection:
        rows = connection.execute(select(ALERT_STATE).where(ALERT_STATE.c.watchlist == watchlist))
        return {row.project: state_from(row) for row in rows}


def save_states(connection: Connection, states: Iterable[AlertState]) -> None:
    """Remember states in the place of those before."""
    for state in states:
        values = row_of_state(state)
        place = (ALERT_STATE.c.watchlist == state.watchlist, ALERT_STATE.c.project == state.project)
        if not connection.execute(update(ALERT_STATE).where(*place).values(**values)).rowcount:
            connection.execute(insert(ALERT_STATE).values(**values))


def save_notices(connection: Connection, notices: Iterable[Notice]) -> None:
    """Remember what was told between reports."""
    rows = [row_of_notice(notice) for notice in notices]
    if rows:
        connection.execute(insert(NOTICE), rows)


def load_notices(db: Database, watchlist: str, since: datetime) -> tuple[Notice, ...]:
    """Return what the readers of a list were told between reports after `since`, oldest first. Raises StoreError."""
    query = select(NOTICE).where(NOTICE.c.watchlist == watchlist, NOTICE.c.at > since).order_by(NOTICE.c.id)
    with db.read() as connection:
        return tuple(notice_from(row) for row in connection.execute(query))


def load_finding(db: Database, finding: str) -> OpenFinding | None:
    """Return the finding with this id, open or cleared, None if there is none. Raises StoreError."""
    with db.read() as connection:
        row = connection.execute(select(FINDING).where(FINDING.c.id == finding)).first()
    return None if row is None else finding_from(row)


def save_silence(db: Database, silence: Silence) -> None:
    """Store the answer to a finding in the place of an earlier one. Raises StoreError."""
    with db.write() as connection:
        connection.execute(
            update(FINDING)
            .where(FINDING.c.id == silence.finding)
            .values(
                acknowledged_as=silence.kind.value,
                acknowledged_by=silence.owner,
                acknowledged_reason=silence.reason,
                acknowledged_at=silence.at,
                snoozed_until=silence.until,
            )
        )


def load_silences(db: Database, now: datetime) -> dict[str, Silence]:
    """Return the answers that still hold at `now`, by finding; cleared findings are left out. Raises StoreError."""
    where = (FINDING.c.acknowledged_as != "", FINDING.c.snoozed_until > now, FINDING.c.cleared_at.is_(None))
    with db.read() as connection:
        rows = connection.execute(select(FINDING).where(*where).order_by(FINDING.c.id)).all()
    return {
        row.id: Silence(
            finding=row.id,
            kind=Silencing(row.acknowledged_as),
            owner=row.acknowledged_by,
            reason=row.acknowledged_reason,
            at=row.acknowledged_at,
            until=row.snoozed_until,
        )
        for row in rows
    }
