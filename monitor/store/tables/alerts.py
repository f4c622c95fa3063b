"""The tables of alerts between reports: what readers know of each project on each list, and each time they were told."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlmodel import Field

from monitor.model.alerts import AlertState, Fact, Held, Notice, Reason
from monitor.model.finding import Level
from monitor.store.tables.base import Row, key, long_text, table_of


class AlertStateRow(Row, table=True):
    """What is remembered of one project on one list; flips are a JSON list of moments, facts of [kind, finding]."""

    __tablename__ = "alert_state"

    watchlist: str = Field(primary_key=True)
    project: str = Field(primary_key=True)
    method: str
    told: int
    seen: int
    streak: int
    towards: int
    counted_at: datetime | None = None
    flips: str = long_text("[]")
    is_unstable: bool
    facts: str = long_text("[]")
    held: str
    held_at: datetime | None = None


class NoticeRow(Row, table=True):
    """One change of level that was told; `occasion` is part of the key of the messages that told it."""

    __tablename__ = "notice"

    id: int | None = key()
    watchlist: str = Field(index=True)
    project: str
    level: int
    was: int | None
    reason: str
    occasion: str
    at: datetime


ALERT_STATE, NOTICE = (table_of(row) for row in (AlertStateRow, NoticeRow))


def row_of_state(state: AlertState) -> dict[str, Any]:
    """Return the values of a row of ALERT_STATE."""
    return {
        "watchlist": state.watchlist,
        "project": state.project,
        "method": state.method,
        "told": state.told.value,
        "seen": state.seen.value,
        "streak": state.streak,
        "towards": state.towards.value,
        "counted_at": state.counted_at,
        "flips": json.dumps([at.isoformat() for at in state.flips]),
        "is_unstable": state.is_unstable,
        "facts": json.dumps([[fact.kind, fact.finding] for fact in state.facts]),
        "held": state.held.value,
        "held_at": state.held_at,
    }


def state_from(row: Any) -> AlertState:
    """Return the state in a row of ALERT_STATE."""
    return AlertState(
        watchlist=row.watchlist,
        project=row.project,
        method=row.method,
        told=Level(row.told),
        seen=Level(row.seen),
        streak=row.streak,
        towards=Level(row.towards),
        counted_at=row.counted_at,
        flips=tuple(datetime.fromisoformat(at) for at in json.loads(row.flips)),
        is_unstable=row.is_unstable,
        facts=tuple(Fact(kind, finding) for kind, finding in json.loads(row.facts)),
        held=Held(row.held),
        held_at=row.held_at,
    )


def row_of_notice(notice: Notice) -> dict[str, Any]:
    """Return the values of a row of NOTICE."""
    return {
        "watchlist": notice.watchlist,
        "project": notice.project,
        "level": notice.level.value,
        "was": None if notice.was is None else notice.was.value,
        "reason": notice.reason.value,
        "occasion": notice.occasion,
        "at": notice.at,
    }


def notice_from(row: Any) -> Notice:
    """Return the notice in a row of NOTICE."""
    was = None if row.was is None else Level(row.was)
    return Notice(row.watchlist, row.project, Level(row.level), was, Reason(row.reason), row.occasion, row.at)
