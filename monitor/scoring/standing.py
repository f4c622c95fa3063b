"""How a project stands beside its level: active, quiet, ended or unknown. Quiet calms what release and activity rules say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model.assessment import Standing
from monitor.model.finding import Finding, Message, Outcome, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import current
from monitor.scoring.rules import RULES, history_rewritten, index_status, quiet
from monitor.scoring.sight import is_fresh

# What a quiet project is expected to do less of; who is there, and what is recorded, is said as before.
CALMED_FAMILIES = frozenset({"activity", "releases"})
# What a rewritten branch no longer shows as it was.
REWRITTEN_FAMILIES = frozenset({"activity", "mainstays"})


def standing_of(history: History, findings: Sequence[Finding], now: datetime, limits: Limits) -> tuple[Standing, Message | None]:
    """Return how the project stands, and the message that says why (of a finding, None where nothing needs saying)."""
    ended = [finding for finding in findings if finding.rule == index_status.RULE.id and finding.outcome is Outcome.AT_RISK]
    if ended and _is_ended(history, now):
        return Standing.ENDED, ended[0].headline
    calm = next((f for f in findings if f.rule == quiet.RULE.id and f.outcome is Outcome.OK), None)
    if calm is not None:
        return Standing.QUIET, calm.headline
    views = [line for line in history.coverage if line.signal in (Signal.ACTIVITY, Signal.TAGS, Signal.PACKAGE_RELEASES)]
    activity = [line for line in views if line.signal is Signal.ACTIVITY] or views
    if not (history.activity or history.releases) or not any(is_fresh(line, now, limits) for line in activity):
        return Standing.UNKNOWN, None
    return Standing.ACTIVE, None


def _is_ended(history: History, now: datetime) -> bool:
    """Return whether every package of the project is marked as ended: one old name of a living project is no end."""
    statuses = current(history, index_status.ATTRIBUTE, now)
    return bool(statuses) and all(status.value.lower() in index_status.ENDED for status in statuses)


def calmed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a quiet project: release and activity warnings are still said, as context."""
    return tuple(replace(finding, weight=Weight.CONTEXT) if _is_calmed(finding) else finding for finding in findings)


def uncompared(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings after a rewrite: silence cannot be told from commits that were taken away, so it is UNKNOWN."""
    if not any(f.rule == history_rewritten.RULE.id and f.outcome is Outcome.AT_RISK for f in findings):
        return tuple(findings)
    return tuple(_unknown(finding) if _is_about_going_on(finding) else finding for finding in findings)


def _is_about_going_on(finding: Finding) -> bool:
    return finding.outcome is Outcome.AT_RISK and RULES[finding.rule].RULE.family in REWRITTEN_FAMILIES


def _unknown(finding: Finding) -> Finding:
    message = Message("history_rewritten.not_compared")
    return Finding(finding.rule, Outcome.UNKNOWN, finding.weight, message, started_on=finding.started_on, subject=finding.subject)


def _is_calmed(finding: Finding) -> bool:
    return finding.outcome is Outcome.AT_RISK and RULES[finding.rule].RULE.family in CALMED_FAMILIES
