"""The tables of what is counted, asked and said: dated facts that belong to a source, as those in `facts.py` do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint

from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import TicketKind
from monitor.model.history import Measure, Statement, Ticket
from monitor.store.tables.base import Row, key, owned_by, personal_text, points_to, table_of


class MeasureRow(Row, table=True):
    """A number that a source counts, as it stood on a UTC day (date ordinal). A day's last look stands."""

    __tablename__ = "measure"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    metric: str
    subject: str
    day: int
    value: float
    link: str
    seen_at: datetime

    __table_args__ = (UniqueConstraint("source_id", "metric", "subject", "day"),)


class TicketRow(Row, table=True):
    """An issue or change request as we saw it from `seen_at` until it changed at `gone_at`; `seen_until`: our last look."""

    __tablename__ = "ticket"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    kind: str
    number: int
    opened_at: datetime
    link: str
    first_answer_at: datetime | None = None
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    is_inside: bool | None = None
    is_by_bot: bool
    seen_until: datetime
    seen_at: datetime
    gone_at: datetime | None = None

    __table_args__ = (Index(None, "source_id", "opened_at"),)


class StatementRow(Row, table=True):
    """Something said in public, with its evidence level."""

    __tablename__ = "statement"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    kind: str
    author_id: int | None = points_to("identity.id")
    author_name: str = personal_text()
    said_at: datetime
    title: str = personal_text()
    quote: str = personal_text()
    link: str
    evidence_level: str
    # One address a line.
    cites: str = personal_text()
    seen_at: datetime

    __table_args__ = (Index(None, "source_id", "said_at"),)


MEASURE, TICKET, STATEMENT = (table_of(row) for row in (MeasureRow, TicketRow, StatementRow))


def measure_from(row: Any, target: str) -> Measure:
    """Return the count in a row of MEASURE."""
    return Measure(date.fromordinal(row.day), row.metric, row.value, target, row.subject, row.link)


def ticket_from(row: Any, target: str, as_of: datetime) -> Ticket:
    """Return the ticket in a row of TICKET as it stood at `as_of`: what came later had not happened."""
    first, closed, merged = (
        at if at is not None and at < as_of else None for at in (row.first_answer_at, row.closed_at, row.merged_at)
    )
    return Ticket(
        kind=TicketKind(row.kind),
        number=row.number,
        opened_at=row.opened_at,
        link=row.link,
        target=target,
        seen_until=min(row.seen_until, as_of),
        first_answer_at=first,
        closed_at=closed,
        merged_at=merged,
        is_inside=row.is_inside,
        is_by_bot=row.is_by_bot,
    )


def statement_from(row: Any, target: str, author: str) -> Statement:
    """Return what was said in a row of STATEMENT; `author` is its author's place as text."""
    return Statement(
        kind=row.kind,
        said_at=row.said_at,
        title=row.title,
        quote=row.quote,
        link=row.link,
        level=EvidenceLevel(row.evidence_level),
        target=target,
        seen_at=row.seen_at,
        author=author,
        author_name=row.author_name,
        cites=tuple(row.cites.splitlines()),
    )
