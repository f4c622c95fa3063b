"""Did the licence change? Another licence is recorded than before, by the forge, the registry or the hub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.licences import is_again, is_nothing, is_same
from monitor.scoring.metrics.state_changes import Change, changes, lasting
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
    "licence_changed.back": ("target", "licence", "seen_on"),
    "licence_changed.not_seen_twice": ("target", "licence"),
    "licence_changed.before": ("licence",),
    "licence_changed.after": ("licence",),
    "licence_changed.read_by_machine": (),
    "licence_changed.time_passes": ("until_on",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each change of the last half year, or one that there was none."""
    sight = look(RULE, history, now, limits)
    seen = [one for one in changes(history, "licence", now, limits.licence_changed_days) if not one.after.subject]
    held, back = lasting(seen, is_again)
    found = [change for change in _bridged(held) if not is_same(change.before.value, change.after.value)]
    sure = [change for change in found if not is_nothing(change.after.value) or _is_seen_twice(history, change)]
    if sure:
        yield from (sight.from_presence(_at_risk(change, limits)) for change in sure)
    else:
        yield sight.refusal or sight.from_presence(_ok(found, back))


def _bridged(held: Iterable[Change]) -> list[Change]:
    """Return the changes with those put together between which no licence was recognised for a while."""
    found: list[Change] = []
    for change in held:
        if found and found[-1].after == change.before and is_nothing(change.before.value):
            found[-1] = Change(found[-1].before, change.after)
        else:
            found.append(change)
    return found


def _is_seen_twice(history: History, change: Change) -> bool:
    """Return whether a later look saw it too: that no licence is recognised may be one answer's fault."""
    if change.after.seen_until is not None:
        return change.after.last_seen_at is None or change.after.last_seen_at > change.after.seen_from
    looks = [
        line.seen_until
        for need in RULE.needs
        for signal in need
        for line in history.seen(signal)
        if line.target == change.after.target and line.seen_until
    ]
    return any(at > change.after.seen_from for at in looks)


def _ok(unsure: Sequence[Change], back: Sequence[Change]) -> Finding:
    headline = said("licence_changed.same")
    if unsure:
        headline = said("licence_changed.not_seen_twice", target=unsure[-1].after.target, licence=unsure[-1].before.value)
    elif back:
        last = back[-1].after
        headline = said("licence_changed.back", target=last.target, licence=last.value, seen_on=back[-1].at.date())
    return Finding(RULE.id, Outcome.OK, RULE.weight, headline)


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
