"""Deletes what is older than it is needed. Runs once a day at most; otherwise a second run would write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, func, insert, or_, select, update

from monitor.model.attempt import OK, UNCHANGED
from monitor.model.options import Retention
from monitor.store.engine import Database
from monitor.store.ledger import HORIZON
from monitor.store.look import WITHHELD
from monitor.store.outbox import empty_bodies
from monitor.store.tables.alerts import NOTICE
from monitor.store.tables.facts import (
    ACTIVITY,
    IDENTITY,
    IDENTITY_LINK,
    RELEASE,
    SEEN_WINDOW,
    SOURCE,
    SOURCE_RUN,
    STATE,
    TARGET,
)
from monitor.store.tables.judgements import ASSESSMENT, FINDING, REPORT, SITUATION
from monitor.store.tables.outbox import MESSAGE
from monitor.store.tables.records import MEASURE, STATEMENT, TICKET
from monitor.store.tables.upkeep import HOST_BUDGET, HTTP_VALIDATOR, INSTALLATION, USAGE

_LAST_PURGE = "last_purge"
_BATCH = 500
# What was sent can be looked at for a month; after that the report itself, and who accepted it when, are enough.
BYTES_KEPT = timedelta(days=30)
LONGEST_LEAP = timedelta(days=400)


def purge(db: Database, retention: Retention, now: datetime) -> int:
    """Delete what `retention` no longer allows at `now`; return how many rows went. Raises StoreError.

    After a leap of more than a year since the last purge nothing goes at first: a wrong clock must not cost us what we know.
    Kept whatever their age: what holds now, the newest judgement of a project and report of a list, and of older attempts the
    last good one of each source and month, from which coverage at that time is told.
    """
    done = f"{now.astimezone(UTC).date()} {retention}"
    with db.read() as connection:
        last = _remembered(connection, _LAST_PURGE)
    if last == done:
        return 0
    with db.write() as connection:
        if last and now.astimezone(UTC).date() - date.fromisoformat(last.split()[0]) > LONGEST_LEAP:
            _remember(connection, _LAST_PURGE, done)
            return 0
        deleted = _purge_activity(connection, now - timedelta(days=retention.activity_days))
        deleted += _purge_ended(connection, now - timedelta(days=retention.state_days))
        deleted += _purge_unwatched(connection, timedelta(days=retention.state_days))
        deleted += _purge_runs(connection, now - timedelta(days=retention.run_days))
        deleted += _purge_reports(connection, now - timedelta(days=retention.report_days))
        deleted += _purge_nameless(connection) if deleted else 0
        empty_bodies(connection, now - BYTES_KEPT)
        _remember(connection, _LAST_PURGE, done)
    return deleted


def _delete(connection: Connection, table: Table, *where: Any) -> int:
    return int(connection.execute(delete(table).where(*where)).rowcount)


def _purge_activity(connection: Connection, before: datetime) -> int:
    """Delete old days, and remember up to where: the next complete look would bring them back."""
    horizon = before.astimezone(UTC).toordinal()
    # By source, because the index begins with it.
    sources = connection.execute(select(SOURCE.c.id)).scalars().all()
    deleted = sum(_delete(connection, ACTIVITY, ACTIVITY.c.source_id == source, ACTIVITY.c.day < horizon) for source in sources)
    _remember(connection, HORIZON, str(horizon))
    return (
        deleted
        + _delete(connection, STATEMENT, STATEMENT.c.said_at < before)
        + _delete(connection, MEASURE, MEASURE.c.day < horizon)
        + _delete(connection, TICKET, TICKET.c.opened_at < before)
    )


def _purge_ended(connection: Connection, before: datetime) -> int:
    """Delete what ended long ago: states, links, releases that vanished, findings cleared, judgements followed by newer ones."""
    newest = select(func.max(ASSESSMENT.c.id)).group_by(ASSESSMENT.c.project)
    return (
        _delete(connection, STATE, STATE.c.closed_at < before)
        + _delete(connection, IDENTITY_LINK, IDENTITY_LINK.c.gone_at < before)
        + _delete(connection, RELEASE, RELEASE.c.gone_at < before)
        + _delete(connection, FINDING, FINDING.c.cleared_at < before)
        + _delete(connection, SITUATION, SITUATION.c.cleared_at < before)
        + _delete(connection, ASSESSMENT, ASSESSMENT.c.as_of < before, ASSESSMENT.c.id.not_in(newest))
        + _delete(connection, HTTP_VALIDATOR, HTTP_VALIDATOR.c.seen_at < before)
        + _delete(connection, HOST_BUDGET, HOST_BUDGET.c.not_before < before)
        + _delete(connection, TICKET, TICKET.c.gone_at < before)
        + _delete(connection, USAGE, USAGE.c.day < before.astimezone(UTC).toordinal())
    )


def _purge_unwatched(connection: Connection, age: timedelta) -> int:
    """Delete all facts of sources that nobody looks at any more, counted from our own last look: a long sleep deletes nothing."""
    last = connection.execute(select(func.max(SOURCE.c.finished_at))).scalar()
    if last is None:
        return 0
    deleted = _delete(connection, SOURCE, SOURCE.c.finished_at < last - age)
    return deleted + _delete(connection, TARGET, ~exists().where(SOURCE.c.target_id == TARGET.c.id))


def _purge_runs(connection: Connection, before: datetime) -> int:
    old = select(SOURCE_RUN.c.id, SOURCE_RUN.c.source_id, SOURCE_RUN.c.started_at, SOURCE_RUN.c.outcome)
    rows = connection.execute(old.where(SOURCE_RUN.c.started_at < before).order_by(SOURCE_RUN.c.id)).all()
    last_good = {(r.source_id, r.started_at.year, r.started_at.month): r.id for r in rows if r.outcome in (OK, UNCHANGED)}
    kept = {*last_good.values(), *_runs_still_shown(connection)}
    gone = [row.id for row in rows if row.id not in kept]
    batches = (gone[start : start + _BATCH] for start in range(0, len(gone), _BATCH))
    return sum(_delete(connection, SOURCE_RUN, SOURCE_RUN.c.id.in_(batch)) for batch in batches)


def _runs_still_shown(connection: Connection) -> Iterable[int]:
    """Return the attempts in which a signal was last seen: coverage ends there, however long ago."""
    places = (SEEN_WINDOW.c.source_id, SEEN_WINDOW.c.signal, SEEN_WINDOW.c.is_complete)
    return connection.execute(select(func.max(SEEN_WINDOW.c.run_id)).group_by(*places)).scalars().all()


def _purge_reports(connection: Connection, before: datetime) -> int:
    newest = select(func.max(REPORT.c.id)).group_by(REPORT.c.watchlist)
    deleted = _delete(connection, REPORT, REPORT.c.created_at < before, REPORT.c.id.not_in(newest))
    deleted += _delete(connection, NOTICE, NOTICE.c.at < before)
    return deleted + _delete(connection, MESSAGE, MESSAGE.c.created_at < before)


def _purge_nameless(connection: Connection) -> int:
    """Delete accounts of which no fact is left."""
    uses = (
        (ACTIVITY, ACTIVITY.c.identity_id == IDENTITY.c.id),
        (RELEASE, RELEASE.c.by_id == IDENTITY.c.id),
        (IDENTITY_LINK, or_(IDENTITY_LINK.c.first_id == IDENTITY.c.id, IDENTITY_LINK.c.second_id == IDENTITY.c.id)),
        (STATEMENT, STATEMENT.c.author_id == IDENTITY.c.id),
    )
    unused = and_(*(~exists(select(table.c.id).where(used).correlate(IDENTITY)) for table, used in uses))
    return _delete(connection, IDENTITY, unused, IDENTITY.c.stable_id != WITHHELD.stable_id)


def _remembered(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(select(INSTALLATION.c.value).where(INSTALLATION.c.name == name)).scalar()
    return found


def _remember(connection: Connection, name: str, value: str) -> None:
    if not connection.execute(update(INSTALLATION).where(INSTALLATION.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(INSTALLATION).values(name=name, value=value))
