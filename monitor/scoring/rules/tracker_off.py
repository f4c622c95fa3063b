"""Can users still report problems where they used to? The issue tracker was switched on, and is switched off now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.metrics.states import current, last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="tracker_off",
    question="Can users still report problems where they used to?",
    why="Who closes the door for reports has moved them elsewhere, or takes none any more.",
    remedy="The tracker is switched on again, or the project says where reports belong.",
    family="status",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.REPOSITORY_STATE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "tracker_off.off": ("target", "not_before", "seen_on"),
    "tracker_off.elsewhere": ("target", "tracker", "not_before", "seen_on"),
    "tracker_off.always": ("targets",),
    "tracker_off.on": (),
    "tracker_off.was_on": (),
    "tracker_off.is_off": (),
    "tracker_off.elsewhere_unknown": (),
    "tracker_off.back": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each tracker that was switched off in the last year, or one that says what there is."""
    sight = look(RULE, history, now, limits)
    off = {state.target: state for state in current(history, "has_issues", now, subject="") if state.value == "no"}
    seen = changes(history, "has_issues", now, limits.moved_days)
    switched = {one.after.target: one for one in seen if one.after.value == "no" and one.after == off.get(one.after.target)}
    if switched:
        places = {state.target: state.value for state in current(history, "tracker", now, subject="")}
        found = (_finding(change, places.get(target, "")) for target, change in sorted(switched.items()))
        yield from (sight.from_presence(finding) for finding in found)
    else:
        headline = said("tracker_off.always", targets=len(off)) if off else said("tracker_off.on")
        yield sight.refusal or sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, headline))


def _finding(change: Change, tracker: str) -> Finding:
    values: dict[str, Value] = {
        "target": change.after.target,
        "not_before": last_seen_on(change.before),
        "seen_on": change.at.date(),
    }
    is_elsewhere = said("tracker_off.elsewhere", tracker=tracker, **values) if tracker else None
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        is_elsewhere or said("tracker_off.off", **values),
        evidence=(
            Evidence(said("tracker_off.was_on"), change.before.seen_from, change.before.link, EvidenceLevel.RECORDED),
            Evidence(said("tracker_off.is_off"), change.at, change.after.link, EvidenceLevel.RECORDED),
        ),
        unknowns=() if tracker else (said("tracker_off.elsewhere_unknown"),),
        clears=(said("tracker_off.back"),),
        started_on=change.at.date(),
        subject=change.after.target,
    )
