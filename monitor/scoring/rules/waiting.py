"""What the rules on waiting share: one share of the last half year against the same share of the two years before.

At risk where it fell by a third and by more than chance: twice the error of the difference (Greenwood's, both curves).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from math import sqrt

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import end_day
from monitor.scoring.metrics.answers import RECENT_DAYS, Compared
from monitor.scoring.sight import link_of, said

_SHARES = ("recent", "past", "within_days", "tickets", "tickets_before")


def MESSAGES_OF(rule: str) -> Mapping[str, tuple[str, ...]]:  # noqa: N802 - it stands for a constant of each rule
    """Return the codes of a rule on waiting with the names of their values."""
    return {
        f"{rule}.fell": _SHARES,
        f"{rule}.holds": _SHARES,
        f"{rule}.too_few": ("tickets", "tickets_before", "least"),
        f"{rule}.nothing": (),
        f"{rule}.median": ("recent_days", "past_days"),
        f"{rule}.never_half": ("past_days",),
        f"{rule}.elsewhere_unknown": (),
        f"{rule}.share_back": ("past", "within_days"),
    }


def judged(rule: RuleSpec, history: History, found: Compared, within_days: int, limits: Limits, now: datetime) -> Finding:
    """Return the answer of a rule on waiting."""
    recent, past, least = found.recent, found.past, limits.waiting_min_tickets
    if not recent.count and not past.count:
        return Finding(rule.id, Outcome.NOT_APPLICABLE, rule.weight, said(f"{rule.id}.nothing"))
    if min(recent.count, past.count) < least:
        few = said(f"{rule.id}.too_few", tickets=recent.count, tickets_before=past.count, least=least)
        return Finding(rule.id, Outcome.OK, rule.weight, few)
    now_share, then_share = recent.happened_by(within_days), past.happened_by(within_days)
    error = sqrt(recent.error_by(within_days) ** 2 + past.error_by(within_days) ** 2)
    is_lower = now_share <= then_share * (1 - limits.waiting_fall_share)
    has_fallen = is_lower and then_share - now_share > limits.waiting_errors * error
    code = "fell" if has_fallen else "holds"
    values = {
        "recent": now_share,
        "past": then_share,
        "within_days": within_days,
        "tickets": recent.count,
        "tickets_before": past.count,
    }
    headline = said(f"{rule.id}.{code}", **values)
    if not has_fallen:
        return Finding(rule.id, Outcome.OK, rule.weight, headline)
    median = (
        said(f"{rule.id}.never_half", past_days=past.median)
        if recent.median is None
        else said(f"{rule.id}.median", recent_days=recent.median, past_days=past.median)
    )
    return Finding(
        rule.id,
        Outcome.AT_RISK,
        rule.weight,
        headline,
        evidence=(Evidence(median, end_day(now), link_of(history, Signal.RESPONSIVENESS), EvidenceLevel.OBSERVED),),
        unknowns=(said(f"{rule.id}.elsewhere_unknown"),),
        clears=(said(f"{rule.id}.share_back", past=then_share, within_days=within_days),),
        # An episode begins with its half year: a share that sinks further is no new finding.
        started_on=_half_year(now),
    )


def _half_year(now: datetime) -> date:
    day = end_day(now)
    return day.replace(month=1 if day.month <= RECENT_DAYS // 30 else 7, day=1)
