"""Projects that follow one another: an older member with a newer sibling is superseded, see the family, and never stalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.model.assessment import Assessment, Standing, Verdict
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.target import Portfolio
from monitor.scoring.rules import RULES

# What is expected of an older member; facts and a rewritten history hold for it as for any other.
INHIBITED_FAMILIES = frozenset({"activity", "releases", "mainstays"})


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day with a commit by a person; None where none was seen."""

    first_on: date | None
    last_on: date | None


def superseded_by(spans: Mapping[str, Span], limits: Limits = DEFAULT_LIMITS) -> dict[str, str]:
    """Return, for each superseded member of one family, the key of the newest sibling that began later and went on longer.

    Longer by a margin: two members that are both alive today follow no one another.
    """
    found = {key: _newest_after(spans, key, limits) for key in spans}
    return {key: sibling for key, sibling in found.items() if sibling}


def _newest_after(spans: Mapping[str, Span], key: str, limits: Limits) -> str:
    own = spans[key]
    if own.first_on is None or own.last_on is None:
        return ""
    outlived = own.last_on + timedelta(days=limits.superseded_margin_days)
    newer = [
        (span.first_on, sibling)
        for sibling, span in spans.items()
        if span.first_on and span.last_on and span.first_on > own.first_on and span.last_on > outlived
    ]
    return max(newer)[1] if newer else ""


def with_family(assessment: Assessment, newer_sibling: str) -> Assessment:
    """Return the assessment of a member that `newer_sibling` supersedes: its warnings of going on do not apply."""
    if assessment.standing is Standing.ENDED:
        return replace(assessment, newer_sibling=newer_sibling)
    findings = tuple(_inhibited(finding) for finding in assessment.findings)
    return replace(assessment, standing=Standing.SUPERSEDED, newer_sibling=newer_sibling, findings=findings, standing_reason=None)


def _inhibited(finding: Finding) -> Finding:
    is_expected = RULES[finding.rule].RULE.family not in INHIBITED_FAMILIES
    if is_expected or finding.outcome is not Outcome.AT_RISK or finding.weight is Weight.FACT:
        return finding
    return replace(finding, outcome=Outcome.NOT_APPLICABLE)


def with_families(assessments: Mapping[str, Assessment], portfolio: Portfolio) -> dict[str, Assessment]:
    """Return all assessments with the superseded members of each family told so."""
    result = dict(assessments)
    for family in sorted({project.family for project in portfolio.projects.values()} - {""}):
        members = [key for key in assessments if key in portfolio.projects and portfolio.projects[key].family == family]
        spans = {key: span_of(assessments[key]) for key in members}
        for key, sibling in superseded_by(spans).items():
            result[key] = with_family(assessments[key], sibling)
    return result


def span_of(assessment: Assessment) -> Span:
    """Return the first and last active day of an assessed project."""
    return Span(assessment.numbers.first_activity_on, assessment.numbers.last_activity_on)


def family_level(members: Iterable[tuple[Assessment, Verdict]]) -> Verdict:
    """Return the worst verdict of the members that are not superseded, or superseded and held by a fact; else of all.

    UNKNOWN stands below every level that was judged above ok, and above ok: a family is ok only where all were seen.
    """
    everybody = list(members)
    counting = [verdict for assessment, verdict in everybody if assessment.standing is not Standing.SUPERSEDED or verdict.because]
    chosen = counting or [verdict for _, verdict in everybody]
    return max(chosen, key=lambda verdict: _RANK[verdict.level], default=Verdict(Level.UNKNOWN))


_RANK = {Level.OK: 0, Level.UNKNOWN: 1, Level.WATCH: 2, Level.ALERT: 3}
