"""The tables of what was judged and told: assessments, findings, situations and reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from monitor.model.stored import OpenFinding, StoredReport
from monitor.store.tables.base import Row, key, long_text, owned_by, personal_text, table_of


class AssessmentRow(Row, table=True):
    """One judgement on one project, stored when it differs from the one before (`digest`)."""

    __tablename__ = "assessment"

    id: int | None = key()
    project: str
    as_of: datetime
    method: str
    digest: str
    document: str = personal_text()

    __table_args__ = (Index(None, "project", "id"),)


class VerdictRow(Row, table=True):
    """The level that a judgement has on one list, and the rules that made it (JSON list)."""

    __tablename__ = "verdict"

    id: int | None = key()
    assessment_id: int = owned_by("assessment.id", index=True)
    watchlist: str
    level: int
    because: str = long_text("[]")


class FindingRow(Row, table=True):
    """One finding over its life; `id` is the hash that page, mail and `ack` show.

    `acknowledged_as` says how its owner answered ("ack", "snooze", "dispute", "" for not at all); it is no news until
    `snoozed_until`.
    """

    __tablename__ = "finding"

    id: str = Field(primary_key=True)
    project: str = Field(index=True)
    rule: str
    subject: str = personal_text()
    started_on: date | None
    weight: str
    method: str
    document: str = personal_text()
    first_seen_at: datetime
    last_seen_at: datetime
    cleared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_as: str = ""
    acknowledged_by: str = long_text()
    acknowledged_reason: str = personal_text()
    snoozed_until: datetime | None = None


class SituationRow(Row, table=True):
    """Findings of several projects that are one story."""

    __tablename__ = "situation"

    id: str = Field(primary_key=True)
    code: str
    document: str = personal_text()
    first_seen_at: datetime
    last_seen_at: datetime
    cleared_at: datetime | None = None


class ReportRow(Row, table=True):
    """One report of one list, as its JSON document; `path` is where its page is written.

    `period_key` is the local moment at which its period began (`period_at`), or the local day of a page made at once.
    """

    __tablename__ = "report"

    id: int | None = key()
    watchlist: str
    period_key: str
    created_at: datetime
    as_of: datetime
    method: str
    document: str = personal_text()
    path: str = long_text()
    period_at: datetime | None = None

    __table_args__ = (Index(None, "watchlist", "period_key"),)


ASSESSMENT, VERDICT, FINDING = (table_of(row) for row in (AssessmentRow, VerdictRow, FindingRow))
SITUATION, REPORT = (table_of(row) for row in (SituationRow, ReportRow))


def finding_from(row: Any) -> OpenFinding:
    """Return the open finding in a row of FINDING."""
    return OpenFinding(
        row.id, row.project, row.rule, row.subject, row.started_on, row.weight, row.first_seen_at, row.last_seen_at
    )


def report_from(row: Any) -> StoredReport:
    """Return the report in a row of REPORT."""
    return StoredReport(row.watchlist, row.period_key, row.created_at, row.as_of, row.method, row.document, row.path)
