"""Did the licence change? Another licence is recorded than before, by the forge, the registry or the hub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.licences import is_nothing, is_same
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="licence_changed",
    question="Did the licence change?",
    why="What you may do with later versions can differ from what you agreed to; projects that end often begin with this.",
    remedy="Let those read it who answer for licences; until then stay on the last version under the licence of before.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.REPOSITORY_STATE, Signal.PACKAGE_STATUS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "licence_changed.changed": ("target", "before", "after", "seen_on"),
    "licence_changed.not_recognised": ("target", "before", "seen_on"),
    "licence_changed.same": (),
    "licence_changed.before": ("licence",),
    "licence_changed.after": ("licence",),
    "licence_changed.read_by_machine": (),
    "licence_changed.time_passes": ("until_on",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each change of the last half year, or one that there was none."""
    sight = look(RULE, history, now, limits)
    found = [
        change
        for change in changes(history, "licence", now, limits.licence_changed_days)
        if not change.after.subject and not is_same(change.before.value, change.after.value)
    ]
    if found:
        yield from (sight.from_presence(_at_risk(change, limits)) for change in found)
    else:
        same = Finding(RULE.id, Outcome.OK, RULE.weight, said("licence_changed.same"))
        yield sight.refusal or sight.from_presence(same)


def _at_risk(change: Change, limits: Limits) -> Finding:
    seen_on, target = change.at.date(), change.after.target
    is_lost = is_nothing(change.after.value)
    headline = said(
        "licence_changed.changed", target=target, before=change.before.value, after=change.after.value, seen_on=seen_on
    )
    if is_lost:
        headline = said("licence_changed.not_recognised", target=target, before=change.before.value, seen_on=seen_on)
    before = said("licence_changed.before", licence=change.before.value)
    after = said("licence_changed.after", licence=change.after.value)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        # A text that no machine knows may be another licence, or the same in other words or another place.
        Weight.WARNING if is_lost else RULE.weight,
        headline,
        evidence=(
            Evidence(before, change.before.seen_from, change.before.link, EvidenceLevel.RECORDED),
            Evidence(after, change.at, change.after.link, EvidenceLevel.RECORDED),
        ),
        unknowns=(said("licence_changed.read_by_machine"),),
        clears=(said("licence_changed.time_passes", until_on=seen_on + timedelta(days=limits.licence_changed_days)),),
        started_on=seen_on,
        subject=target,
    )
