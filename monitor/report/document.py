"""The report as the versioned JSON document `mainstay.report/1`: RFC 3339 times in Z, integer days, null = unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from monitor.model.assessment import KeyNumbers
from monitor.model.decisions import DecisionLine
from monitor.model.finding import Level, Value
from monitor.model.own_house import AnswerLine
from monitor.model.report import Change, FindingLine, HeldFinding, ProjectLine, Report, StatementLine
from monitor.model.report_coverage import CoverageSummary, SourceLine
from monitor.model.report_evidence import EvidenceLine
from monitor.model.report_situation import QuestionLine, SituationLine
from monitor.report.previous import SCHEMA

Json = dict[str, Any]


def to_document(report: Report) -> Json:
    """Return the document of `report`, ready for json.dumps; its schema is config/schema/report.schema.json."""
    return {
        "schema": SCHEMA,
        "created_at": moment(report.created_at),
        "as_of": moment(report.as_of),
        "known_at": moment(report.known_at),
        "method": report.method,
        "watchlist": {"key": report.watchlist, "title": report.title, "names": report.names, "zone": report.zone},
        "headline": report.headline,
        "is_baseline": report.is_baseline,
        "compared_with": moment(report.compared_with),
        "counts": {level.word: count for level, count in report.counts.items()},
        "coverage": _coverage(report.coverage),
        "situations": [_situation(line) for line in report.situations],
        "changes": [_change(change) for change in report.changes],
        "projects": [_project(project) for project in report.projects],
        "held_back": list(report.held_back),
        "notes": list(report.notes),
        "decisions": [_decision(line) for line in report.decisions],
        "answered": [_answer(line) for line in report.answered],
        "costs": list(report.costs),
        "not_watched": list(report.not_watched),
        "proposed": list(report.proposed),
        "limits": {line.key: line.value for line in report.limits},
    }


def moment(value: datetime | None) -> str | None:
    """Return an aware moment as RFC 3339 in Z to the second, None for unknown."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _value(value: Value) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _at(value: date | datetime) -> str | None:
    return moment(value) if isinstance(value, datetime) else _day(value)


def _level(level: Level | None) -> str | None:
    return level.word if level is not None else None


def _coverage(coverage: CoverageSummary) -> Json:
    return {
        "projects": coverage.projects,
        "fully_seen": coverage.fully_seen,
        "asked": coverage.asked,
        "answered": coverage.answered,
        "share": coverage.share,
        "is_low": coverage.is_low,
        "sources": [
            {
                "source": line.source,
                "asked": line.asked,
                "answered": line.answered,
                "fresh": line.fresh,
                "unknown": line.asked - line.answered,
                "oldest_seen_until": moment(line.oldest_seen_until),
                "reasons": dict(line.reasons),
            }
            for line in coverage.sources
        ],
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "project": change.project,
        "name": change.name,
        "text": change.text,
        "level": change.level.word,
        "was": _level(change.was),
        "finding": change.finding or None,
    }


def _project(project: ProjectLine) -> Json:
    return {
        "key": project.key,
        "name": project.name,
        "level": project.level.word,
        "last_known_level": _level(project.last_known_level),
        "standing": project.standing.value,
        "impact": project.impact.name.lower(),
        "headline": project.headline,
        "forecast": None,
        "family": project.family or None,
        "newer_sibling": project.newer_sibling or None,
        "owner": project.owner or None,
        "systems": list(project.systems),
        "plan": project.plan or None,
        "because": list(project.because),
        "actions": list(project.actions),
        "numbers": _numbers(project.numbers),
        "findings": [_finding(finding) for finding in project.findings],
        "held_open": [_held(held) for held in project.held],
        "people": [
            {
                "label": person.label,
                "roles": list(person.roles),
                "first_seen_on": _day(person.first_seen_on),
                "last_seen_on": _day(person.last_seen_on),
            }
            for person in project.people
        ],
        "coverage": [_source(line) for line in project.sources],
        "alerts": list(project.alerts),
        "statements": [_statement(line) for line in project.said.lines],
    }


def _statement(line: StatementLine) -> Json:
    return {
        "on": _day(line.on),
        "level": line.level.value,
        "source": line.source,
        "words": line.words,
        "link": line.link or None,
        "more_places": line.more_places,
    }


def _numbers(numbers: KeyNumbers) -> Json:
    return {
        "last_activity_on": _day(numbers.last_activity_on),
        "active_days_year": numbers.active_days_year,
        "people_year": numbers.people_year,
        "absence_factor": numbers.absence_factor,
        "releasers_year": numbers.releasers_year,
        "mergers_year": numbers.mergers_year,
        "last_release_on": _day(numbers.last_release_on),
        "last_version": numbers.last_version or None,
        "release_expected_from": _day(numbers.release_expected_from),
        "release_expected_by": _day(numbers.release_expected_by),
    }


def _finding(finding: FindingLine) -> Json:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "subject": finding.subject,
        "outcome": finding.outcome.value,
        "weight": finding.weight.value,
        "is_reason": finding.is_reason,
        "code": finding.code,
        "values": _values(finding.values),
        "text": finding.text,
        "started_on": _day(finding.started_on),
        "evidence": [_evidence(line) for line in finding.evidence],
        "unknowns": list(finding.unknowns),
        "clears": list(finding.clears),
        "missing": list(finding.missing),
        "people": list(finding.people),
        "disputed": finding.disputed or None,
    }


def _values(values: Mapping[str, Value]) -> Json:
    return {key: _value(value) for key, value in sorted(values.items())}


def _evidence(line: EvidenceLine) -> Json:
    return {"text": line.text, "at": _at(line.at), "link": line.link or None, "level": line.level.value}


def _situation(line: SituationLine) -> Json:
    return {
        "id": line.id,
        "project": line.project,
        "name": line.name,
        "kind": line.kind.value,
        "title": line.title,
        "opened_on": _day(line.opened_on),
        "state": line.state.value,
        "since": _day(line.since),
        "because": line.because,
        "level": line.level.value,
        "timeline": [_evidence(fact) for fact in line.timeline],
        "questions": [_question(question) for question in line.questions],
        "would_change": list(line.would_change),
        "summary": line.summary or None,
        "change": line.change.value or None,
        "news": list(line.news),
    }


def _question(line: QuestionLine) -> Json:
    return {
        "code": line.code,
        "asks": line.asks,
        "answer": _evidence(line.answer) if line.answer else None,
        "so_far": line.so_far,
        "settles": line.settles,
        "is_new": line.is_new,
    }


def _held(held: HeldFinding) -> Json:
    return {"id": held.id, "rule": held.rule, "subject": held.subject, "text": held.text, "weight": held.weight}


def _answer(line: AnswerLine) -> Json:
    return {
        "finding": line.finding,
        "project": line.project,
        "kind": line.kind,
        "owner": line.owner,
        "reason": line.reason,
        "at": moment(line.at),
        "until": moment(line.until),
    }


def _decision(line: DecisionLine) -> Json:
    return {
        "project": line.project,
        "finding": line.finding or None,
        "choice": line.choice,
        "owner": line.owner,
        "reason": line.reason,
        "at": moment(line.at),
        "review_on": _day(line.review_on),
        "is_due": line.is_due,
        "since": list(line.since),
    }


def _source(line: SourceLine) -> Json:
    return {
        "collector": line.collector,
        "signal": line.signal,
        "target": line.target,
        "view": line.view.value,
        "seen_from": moment(line.seen_from),
        "seen_until": moment(line.seen_until),
        "tried_at": moment(line.tried_at),
        "is_complete": line.is_complete,
        "is_frozen": line.is_frozen,
        "reason": line.reason or None,
        "detail": line.detail or None,
    }
