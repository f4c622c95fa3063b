"""Stores what a cycle decided in one transaction: no judgement without its messages, no message without its judgement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select

from monitor.model.outbox import Judged, Telling
from monitor.store.alerts import save_notices, save_states
from monitor.store.engine import Database
from monitor.store.judgements import is_news, save_assessment, save_report
from monitor.store.outbox import save_messages
from monitor.store.tables.outbox import WATCHLIST_SEEN


def save_telling(db: Database, telling: Telling) -> int:
    """Store judgements, reports, alerts and messages; return of how many projects the judgement changed.

    Where nothing is new nothing is written. Raises StoreError, and then nothing is stored.
    """
    with db.read() as connection:
        new = [judged for judged in telling.judged if is_news(connection, *judged)]
        unknown = set(telling.watchlists) - set(connection.execute(select(WATCHLIST_SEEN.c.watchlist)).scalars())
    if new or unknown or telling.reports or telling.alerts or telling.states or telling.notices:
        with db.write() as connection:
            _save(connection, telling, new, sorted(unknown))
    return len(new)


def _save(connection: Connection, telling: Telling, new: Iterable[Judged], unknown: Iterable[str]) -> None:
    for assessment, verdicts in new:
        save_assessment(connection, assessment, verdicts)
    for report in telling.reports:
        save_messages(connection, report.messages, save_report(connection, report.report, report.period_at))
    save_messages(connection, telling.alerts)
    save_states(connection, telling.states)
    save_notices(connection, telling.notices)
    for watchlist in unknown:
        connection.execute(insert(WATCHLIST_SEEN).values(watchlist=watchlist, first_seen_at=telling.at))


def load_first_seen(db: Database) -> dict[str, datetime]:
    """Return when each list was first seen. Raises StoreError."""
    with db.read() as connection:
        rows = connection.execute(select(WATCHLIST_SEEN))
        return {row.watchlist: row.first_seen_at for row in rows}
