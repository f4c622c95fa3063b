"""Projects that follow one another: an older member with a newer sibling is superseded, see the family, and never stalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.model.assessment import Assessment, Standing, Verdict
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.situation import SituationKind
from monitor.model.target import Portfolio
from monitor.scoring.rules import RULES

# What is expected of an older member; facts and a rewritten history hold for it as for any other.
INHIBITED_FAMILIES = frozenset({"activity", "releases", "mainstays"})

EXPECTED_KINDS = frozenset({SituationKind.SILENCE, SituationKind.MODEL_OVERDUE})

# Who carries a family today is asked of one year.
WORK_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day with a commit by a person (None: none was seen), and active days by calendar month, latest last."""

    first_on: date | None
    last_on: date | None
    work: Mapping[date, int] = field(default_factory=dict)


def superseded_by(spans: Mapping[str, Span], limits: Limits = DEFAULT_LIMITS) -> dict[str, str]:
    """Return, for each superseded member of one family, the key of the newest sibling that began later and goes on more.

    More: its last commit is later by a margin, or, with both last seen at about the same time, it had several times the active
    days since it began (within the last year): a late word in an old generation's notes does not make it the newest.
    """
    found = {key: _newest_after(spans, key, limits) for key in spans}
    return {key: sibling for key, sibling in found.items() if sibling}


def _newest_after(spans: Mapping[str, Span], key: str, limits: Limits) -> str:
    newer = [(span.first_on, sibling) for sibling, span in spans.items() if span.first_on and _follows(span, spans[key], limits)]
    return max(newer)[1] if newer else ""


def _follows(newer: Span, own: Span, limits: Limits) -> bool:
    if not (own.first_on and own.last_on and newer.first_on and newer.last_on) or newer.first_on <= own.first_on:
        return False
    margin = timedelta(days=limits.superseded_margin_days)
    if abs(newer.last_on - own.last_on) > margin:
        return newer.last_on > own.last_on
    began = newer.first_on.replace(day=1)
    months = [month for month in sorted({*newer.work, *own.work})[-WORK_MONTHS:] if month >= began]
    work, own_work = (sum(span.work.get(month, 0) for month in months) for span in (newer, own))
    return work > 0 and work >= limits.superseded_work_factor * own_work


def with_family(assessment: Assessment, newer_sibling: str) -> Assessment:
    """Return the assessment of a member that `newer_sibling` supersedes: its warnings of going on do not apply."""
    if assessment.standing is Standing.ENDED:
        return replace(assessment, newer_sibling=newer_sibling)
    findings = tuple(_inhibited(finding) for finding in assessment.findings)
    return replace(
        assessment,
        standing=Standing.SUPERSEDED,
        newer_sibling=newer_sibling,
        findings=findings,
        standing_reason=None,
        situations=tuple(one for one in assessment.situations if one.kind not in EXPECTED_KINDS),
    )


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
        following = superseded_by(spans)
        for key in members:
            # An older member that slows down is followed by its youngest sibling, whoever does more: never stalled.
            sibling = following.get(key) or (_youngest_after(spans, key) if _slows_down(assessments[key]) else "")
            if sibling:
                result[key] = with_family(assessments[key], sibling)
    return result


def _slows_down(assessment: Assessment) -> bool:
    return any(_inhibited(finding) is not finding for finding in assessment.findings)


def _youngest_after(spans: Mapping[str, Span], key: str) -> str:
    own = spans[key].first_on
    newer = [(span.first_on, sibling) for sibling, span in spans.items() if own and span.first_on and span.first_on > own]
    return max(newer)[1] if newer else ""


def span_of(assessment: Assessment) -> Span:
    """Return the first and last active day of an assessed project, and its work by month (active days, summed over people)."""
    work = {month.month: month.mainstays + month.maintainers + month.others for month in assessment.picture.river}
    return Span(assessment.numbers.first_activity_on, assessment.numbers.last_activity_on, work)


def family_level(members: Iterable[tuple[Assessment, Verdict]]) -> Verdict:
    """Return the worst verdict of the members that are not superseded, or superseded and held by a fact; else of all.

    UNKNOWN stands below every level that was judged above ok, and above ok: a family is ok only where all were seen.
    """
    everybody = list(members)
    counting = [verdict for assessment, verdict in everybody if assessment.standing is not Standing.SUPERSEDED or verdict.because]
    chosen = counting or [verdict for _, verdict in everybody]
    return max(chosen, key=lambda verdict: _RANK[verdict.level], default=Verdict(Level.UNKNOWN))


_RANK = {Level.OK: 0, Level.UNKNOWN: 1, Level.WATCH: 2, Level.ALERT: 3}
