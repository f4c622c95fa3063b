"""The report as the versioned JSON document `mainstay.report/1`: RFC 3339 times in Z, integer days, null = unknown."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.assessment import KeyNumbers
from monitor.model.finding import Level, Value
from monitor.model.own_house import AnswerLine
from monitor.model.report import Change, FindingLine, HeldFinding, ProjectLine, Report
from monitor.model.report_coverage import CoverageSummary, SourceLine
from monitor.report.document_stories import decision, forecast, models, situation, statement
from monitor.report.document_values import Json, evidence, iso_day, moment, plain
from monitor.report.previous import SCHEMA


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
        "situations": [situation(line) for line in report.situations],
        "changes": [_change(change) for change in report.changes],
        "projects": [_project(project) for project in report.projects],
        "held_back": list(report.held_back),
        "notes": list(report.notes),
        "decisions": [decision(line) for line in report.decisions],
        "answered": [_answer(line) for line in report.answered],
        "costs": list(report.costs),
        "not_watched": list(report.not_watched),
        "proposed": list(report.proposed),
        "limits": {line.key: line.value for line in report.limits},
    }


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
        "forecast": forecast(project.forecast) if project.forecast.text else None,
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
                "first_seen_on": iso_day(person.first_seen_on),
                "last_seen_on": iso_day(person.last_seen_on),
            }
            for person in project.people
        ],
        "coverage": [_source(line) for line in project.sources],
        "alerts": list(project.alerts),
        "models": models(project.models) if project.models.text else None,
        "statements": [statement(line) for line in project.said.lines],
    }


def _numbers(numbers: KeyNumbers) -> Json:
    return {
        "last_activity_on": iso_day(numbers.last_activity_on),
        "active_days_year": numbers.active_days_year,
        "people_year": numbers.people_year,
        "absence_factor": numbers.absence_factor,
        "releasers_year": numbers.releasers_year,
        "mergers_year": numbers.mergers_year,
        "last_release_on": iso_day(numbers.last_release_on),
        "last_version": numbers.last_version or None,
        "release_expected_from": iso_day(numbers.release_expected_from),
        "release_expected_by": iso_day(numbers.release_expected_by),
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
        "started_on": iso_day(finding.started_on),
        "evidence": [evidence(line) for line in finding.evidence],
        "unknowns": list(finding.unknowns),
        "clears": list(finding.clears),
        "missing": list(finding.missing),
        "people": list(finding.people),
        "disputed": finding.disputed or None,
    }


def _values(values: Mapping[str, Value]) -> Json:
    return {key: plain(value) for key, value in sorted(values.items())}


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
