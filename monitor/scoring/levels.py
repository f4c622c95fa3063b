"""From findings to the level of a project on one list. Memoryless and pure: hysteresis lives where messages are sent."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model.assessment import Assessment, Standing, Verdict
from monitor.model.finding import EvidenceLevel, Finding, Level, Outcome, Weight
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.target import Impact
from monitor.scoring.rules import RULES
from monitor.scoring.rules.stall_foretold import RULE as FORETOLD_RULE
from monitor.scoring.sight import RELEASES, has_whole_signal

# What a project must be seen doing before it can be called ok.
CORE = (frozenset({Signal.ACTIVITY}), RELEASES)
FORETOLD = FORETOLD_RULE.id
REPORTS = frozenset({EvidenceLevel.REPORTED, EvidenceLevel.REACTION})
ANNOUNCED = frozenset({EvidenceLevel.ANNOUNCED, EvidenceLevel.RECORDED})


def judge_level(assessment: Assessment, impact: Impact, limits: Limits) -> Verdict:
    """Return the level of a project that matters as much as `impact`, and the ids of the rules that made it.

    A fact alerts (watch where the impact is low). One warning is worth watching; warnings of enough families, not counting
    what is observed about persons or reported by others, alert. A forecast is worth watching from the probability that the limits
    name for the impact, and never alerts. Context never raises. Unknown neither raises nor clears.
    """
    risks = [
        finding for finding in assessment.findings if finding.outcome is Outcome.AT_RISK and _counts(finding, impact, limits)
    ]
    facts = [finding for finding in risks if finding.weight is Weight.FACT]
    warnings = [finding for finding in risks if finding.weight is Weight.WARNING]
    if any(not is_capped(fact) for fact in facts):
        return Verdict(Level.WATCH if impact is Impact.LOW else Level.ALERT, _rules(facts))
    calm = Verdict(Level.OK if is_core_seen(assessment, limits) else Level.UNKNOWN)
    if assessment.standing is Standing.SUPERSEDED and not facts:
        return calm
    counting = {RULES[f.rule].RULE.family for f in warnings if not is_capped(f) and f.rule != FORETOLD}
    if len(counting) >= limits.families_for_alert[impact]:
        return Verdict(Level.ALERT, _rules(warnings))
    if warnings or facts:
        return Verdict(Level.WATCH, _rules([*facts, *warnings]))
    return calm


def _counts(finding: Finding, impact: Impact, limits: Limits) -> bool:
    if finding.rule != FORETOLD:
        return True
    probability = finding.headline.values.get("probability")
    return isinstance(probability, float) and probability >= limits.forecast_for_watch[impact]


def is_capped(finding: Finding) -> bool:
    """Return whether a finding stays at watch, whatever stands beside it: observed about persons, or only reported by others."""
    return rests_on_observation_of_persons(finding) or rests_on_reports(finding)


def rests_on_reports(finding: Finding) -> bool:
    """Return whether a finding has nothing but the words of others to stand on."""
    return bool(finding.evidence) and all(item.level in REPORTS for item in finding.evidence)


def rests_on_observation_of_persons(finding: Finding) -> bool:
    """Return whether a finding is about persons and has nothing announced or recorded to stand on: never above watch."""
    return bool(finding.persons) and not any(item.level in ANNOUNCED for item in finding.evidence)


def is_core_seen(assessment: Assessment, limits: Limits) -> bool:
    """Return whether activity and releases were freshly and wholly seen, as far as any target promises them; none promised: no.

    Tags or packages are releases enough, but every repository counts: what may hold in an unseen one is not cleared. Where a
    whole look shows neither work nor release, there is nothing to call ok. A project of models alone is ok by its models: weights
    that lie still are normal.
    """
    groups = [[line for line in assessment.coverage if line.signal in group] for group in CORE]
    promised = [lines for lines in groups if lines]
    models = [line for line in assessment.coverage if line.signal is Signal.MODELS]
    if models and not promised:
        return has_whole_signal(models, assessment.as_of, limits)
    if assessment.numbers.last_activity_on is None and assessment.numbers.last_release_on is None:
        return False
    return bool(promised) and all(has_whole_signal(lines, assessment.as_of, limits) for lines in promised)


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule for finding in findings))
