"""The same thing less at many unrelated projects in one cycle is our trouble, not theirs: it is UNKNOWN until it lasts.

An outage that answers with empty pages, a changed interface or a wrong clock shows at once everywhere; people do not leave so.
What sources record (archived, a new owner, words of a departure) is a fact wherever it stands and is never held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from monitor.model.assessment import Assessment
from monitor.model.finding import Finding, Message, Outcome
from monitor.model.limits import Limits
from monitor.model.target import Portfolio
from monitor.scoring.sight import said
from monitor.scoring.situations.holding import held_situations

# The rules that conclude from less of something being seen.
FALLING = frozenset(
    {
        "activity_falling",
        "answers_slower",
        "backlog_growing",
        "changes_waiting",
        "mainstays_silent",
        "model_overdue",
        "only_bots_alive",
        "project_silent",
        "release_overdue",
        "reliance_falling",
        "stall_foretold",
    }
)
SUSPECTED = "view.common_mode"
COMPARED = frozenset({Outcome.AT_RISK, Outcome.OK})


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier cycles said: the rules with an open finding, by each project that was judged; and since when we suspect us.

    `suspected` maps (project, rule) to the day on which that was first held.
    """

    open_rules: Mapping[str, Collection[str]] = field(default_factory=dict)
    suspected: Mapping[tuple[str, str], date] = field(default_factory=dict)


def guarded(
    assessments: Mapping[str, Assessment], portfolio: Portfolio, before: Before, now: datetime, limits: Limits
) -> dict[str, Assessment]:
    """Return the assessments with what fell at too many unrelated projects at once as UNKNOWN.

    Too many: more than `common_mode_share` of at least `common_mode_min` groups. What lasts for `common_mode_days` is believed.
    """
    result = dict(assessments)
    for rule in sorted(FALLING):
        fallen, of = _fallen(rule, assessments, portfolio, before)
        groups = {_group(portfolio, key) for key in fallen}
        if of < limits.common_mode_min or len(groups) <= limits.common_mode_share * of:
            continue
        for key in fallen:
            since = before.suspected.get((key, rule), now.date())
            if now.date() - since < timedelta(days=limits.common_mode_days):
                result[key] = _held(result[key], rule, _message(rule, len(groups), of, since), since)
    return result


def _message(rule: str, projects: int, of: int, since: date) -> Message:
    return said(SUSPECTED, what=rule.replace("_", " "), projects=projects, of=of, suspected_on=since)


def _fallen(rule: str, assessments: Mapping[str, Assessment], portfolio: Portfolio, before: Before) -> tuple[frozenset[str], int]:
    """Return the projects where the rule newly finds a risk, and at how many unrelated ones it was answered."""
    answers = {
        key: finding.outcome
        for key, assessment in assessments.items()
        if key in before.open_rules
        for finding in _of_rule(assessment, rule)
        if finding.outcome in COMPARED
    }
    fallen = {key for key, outcome in answers.items() if outcome is Outcome.AT_RISK and rule not in before.open_rules[key]}
    return frozenset(fallen), len({_group(portfolio, key) for key in answers})


def _of_rule(assessment: Assessment, rule: str) -> Iterator[Finding]:
    """Yield the rule's findings, those at risk last."""
    found = (finding for finding in assessment.findings if finding.rule == rule)
    yield from sorted(found, key=lambda finding: finding.outcome is Outcome.AT_RISK)


def _group(portfolio: Portfolio, key: str) -> str:
    """Return what related projects share: their steward, or their family, else a project stands alone."""
    project = portfolio.projects.get(key)
    if project is None:
        return key
    return project.steward.organisation.casefold() or project.family or key


def _held(assessment: Assessment, rule: str, message: Message, since: date) -> Assessment:
    return replace(
        assessment,
        findings=tuple(_unknown(assessment.findings, rule, message)),
        situations=tuple(held_situations(assessment.situations, rule, since)),
    )


def _unknown(findings: Iterable[Finding], rule: str, message: Message) -> Iterator[Finding]:
    for finding in findings:
        if finding.rule == rule and finding.outcome is Outcome.AT_RISK:
            yield Finding(rule, Outcome.UNKNOWN, finding.weight, message, started_on=finding.started_on, subject=finding.subject)
        else:
            yield finding
