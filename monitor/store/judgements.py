"""Stores what was judged and what was told: a judgement when it says something new, findings over their life, reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, or_, select, update

from monitor.model.assessment import Assessment, Verdict
from monitor.model.finding import Finding, Level, Outcome
from monitor.model.outbox import RecipientState
from monitor.model.stored import OpenFinding, StoredReport
from monitor.store.canonical import canonical_json, digest_of, document_of
from monitor.store.engine import Database
from monitor.store.look import new_id
from monitor.store.tables.judgements import ASSESSMENT, FINDING, REPORT, VERDICT, finding_from, report_from
from monitor.store.tables.outbox import MESSAGE, RECIPIENT

# The channel that there was before messages were stored.
PAGES = "files"


def save_assessment(connection: Connection, assessment: Assessment, verdicts: Mapping[str, Verdict]) -> bool:
    """Store a judgement and its `verdicts` by list if it says something else than the newest stored one; return whether it did.

    A finding at risk opens or stays open; one that is answered otherwise is cleared; UNKNOWN neither opens nor clears.
    """
    digest = digest_of(assessment, verdicts)
    if _newest_digest(connection, assessment.project) == digest:
        return False
    assessment_id = new_id(
        connection,
        ASSESSMENT,
        project=assessment.project,
        as_of=assessment.as_of,
        method=assessment.method,
        digest=digest,
        document=document_of(assessment),
    )
    rows = [_verdict(assessment_id, watchlist, verdict) for watchlist, verdict in sorted(verdicts.items())]
    if rows:
        connection.execute(insert(VERDICT), rows)
    _save_findings(connection, assessment)
    return True


def is_news(connection: Connection, assessment: Assessment, verdicts: Mapping[str, Verdict]) -> bool:
    """Return whether a judgement says something else than the newest stored one."""
    return _newest_digest(connection, assessment.project) != digest_of(assessment, verdicts)


def _newest_digest(connection: Connection, project: str) -> str | None:
    query = select(ASSESSMENT.c.digest).where(ASSESSMENT.c.project == project).order_by(ASSESSMENT.c.id.desc()).limit(1)
    found: str | None = connection.execute(query).scalar()
    return found


def _verdict(assessment_id: int, watchlist: str, verdict: Verdict) -> dict[str, Any]:
    because = canonical_json(verdict.because)
    return {"assessment_id": assessment_id, "watchlist": watchlist, "level": verdict.level.value, "because": because}


def _save_findings(connection: Connection, assessment: Assessment) -> None:
    at_risk = {f.id_in(assessment.project): f for f in assessment.findings if f.outcome == Outcome.AT_RISK}
    rows = connection.execute(select(FINDING).where(FINDING.c.project == assessment.project)).all()
    known = {row.id for row in rows}
    for finding_id, finding in at_risk.items():
        about = _about(assessment, finding)
        if finding_id in known:
            connection.execute(update(FINDING).where(FINDING.c.id == finding_id).values(cleared_at=None, **about))
        else:
            fixed = {"id": finding_id, "project": assessment.project, "first_seen_at": assessment.as_of, **_EMPTY}
            connection.execute(insert(FINDING).values(**fixed, **about))
    for row in rows:
        if row.cleared_at is None and row.id not in at_risk and _is_answered(row, assessment):
            connection.execute(update(FINDING).where(FINDING.c.id == row.id).values(cleared_at=assessment.as_of))


_EMPTY = {"acknowledged_as": "", "acknowledged_by": "", "acknowledged_reason": ""}


def _about(assessment: Assessment, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "started_on": finding.started_on,
        "weight": finding.weight.value,
        "method": assessment.method,
        "document": canonical_json(finding),
        "last_seen_at": assessment.as_of,
    }


def _is_answered(row: Any, assessment: Assessment) -> bool:
    """Return whether the rule of an open finding answers, and no longer with this finding.

    A rule that another method no longer has will never answer: its findings end with it.
    """
    answers: Iterable[Finding] = [finding for finding in assessment.findings if finding.rule == row.rule]
    if not answers:
        return bool(assessment.method != row.method)
    return not any(f.outcome == Outcome.UNKNOWN and f.subject in ("", row.subject) for f in answers)


def load_open_findings(db: Database, project: str) -> tuple[OpenFinding, ...]:
    """Return the findings on the project `project` (its key) that are at risk and not cleared, oldest first."""
    where = (FINDING.c.project == project, FINDING.c.cleared_at.is_(None))
    with db.read() as connection:
        rows = connection.execute(select(FINDING).where(*where).order_by(FINDING.c.first_seen_at, FINDING.c.id))
        return tuple(finding_from(row) for row in rows)


def load_levels(db: Database) -> Mapping[tuple[str, str], Level]:
    """Return the level of each project on each list as last judged, by (watchlist, project). Raises StoreError."""
    newest = select(func.max(ASSESSMENT.c.id)).group_by(ASSESSMENT.c.project)
    query = select(VERDICT.c.watchlist, ASSESSMENT.c.project, VERDICT.c.level).join_from(VERDICT, ASSESSMENT)
    with db.read() as connection:
        rows = connection.execute(query.where(ASSESSMENT.c.id.in_(newest))).all()
    return {(row.watchlist, row.project): Level(row.level) for row in rows}


def save_report(connection: Connection, report: StoredReport, period_at: datetime | None = None) -> int:
    """Remember a report that is told: its JSON document and where its page is; return its number.

    `period_at` is when its period began, None for a page made at once.
    """
    return new_id(
        connection,
        REPORT,
        watchlist=report.watchlist,
        period_key=report.period_key,
        created_at=report.created_at,
        as_of=report.as_of,
        method=report.method,
        document=report.document,
        path=report.path,
        period_at=period_at,
    )


def load_last_report(
    db: Database, watchlist: str, channels: Collection[str] | None = None, before: datetime | None = None
) -> StoredReport | None:
    """Return the report of this list that was stored last, or last before a moment; None if there is none. Raises StoreError.

    With `channels`, the last one that somebody accepted through one of them. A report without any message was made before there
    were messages, when a page was written first and remembered then.
    """
    where = [REPORT.c.watchlist == watchlist, *([REPORT.c.created_at < before] if before else [])]
    if channels is not None:
        of_it = MESSAGE.c.report_id == REPORT.c.id
        accepted = (RECIPIENT.c.message_id == MESSAGE.c.id, RECIPIENT.c.state == RecipientState.SENT.value)
        sent = exists().where(of_it, MESSAGE.c.channel.in_(channels), *accepted)
        where.append(or_(sent, ~exists().where(of_it)) if PAGES in channels else sent)
    query = select(REPORT).where(*where).order_by(REPORT.c.id.desc()).limit(1)
    with db.read() as connection:
        row = connection.execute(query).first()
    return None if row is None else report_from(row)


def load_baseline(db: Database, watchlist: str, channels: Collection[str]) -> StoredReport | None:
    """Return what readers compare with who got no report through `channels` yet, None before the first look. Raises StoreError.

    That is the last report of a period before those channels had any, when the list reported by others; else the first look.
    """
    in_them = select(func.min(MESSAGE.c.report_id)).where(MESSAGE.c.watchlist == watchlist, MESSAGE.c.channel.in_(channels))
    query = select(REPORT).where(REPORT.c.watchlist == watchlist)
    with db.read() as connection:
        began = connection.execute(in_them).scalar()
        of_periods = query.where(REPORT.c.period_at.is_not(None), *([REPORT.c.id < began] if began is not None else []))
        row = connection.execute(of_periods.order_by(REPORT.c.id.desc()).limit(1)).first()
        row = row or connection.execute(query.order_by(REPORT.c.id).limit(1)).first()
    return None if row is None else report_from(row)


def load_periods(db: Database, watchlist: str) -> tuple[datetime, ...]:
    """Return when the periods of this list began that were told, newest first. Raises StoreError."""
    query = select(REPORT.c.period_at).where(REPORT.c.watchlist == watchlist, REPORT.c.period_at.is_not(None))
    with db.read() as connection:
        return tuple(connection.execute(query.order_by(REPORT.c.period_at.desc())).scalars())
