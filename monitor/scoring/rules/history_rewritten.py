"""Was the public history rewritten lately? Commits that we had seen are gone from the default branch: an event, for 90 days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import days_between
from monitor.scoring.metrics.states import held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="history_rewritten",
    question="Was the public history rewritten lately?",
    why="What was built from the old history can no longer be compared with the new one; stolen keys show that way too.",
    remedy="Compare what you use with the new history; the warning ends by itself after 90 days.",
    family="integrity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.HISTORY_INTEGRITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "history_rewritten.rewritten": ("seen_on",),
    "history_rewritten.intact": ("since",),
    "history_rewritten.seen": ("what",),
    "history_rewritten.why_unknown": (),
    "history_rewritten.time_passes": ("until_on",),
    "history_rewritten.not_compared": (),
}
ATTRIBUTE = "history_rewritten"
NOT_REWRITTEN = frozenset({"", "no", "none", "false", "0"})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each day with a rewrite in the last 90 days, or one that there was none."""
    sight = look(RULE, history, now, limits)
    events = [state for state in history.state(ATTRIBUTE) if is_rewrite(state)]
    # One finding a day and repository: several rewrites of a day are one piece of work.
    latest = {(state.target, held_from(state).date()): state for state in events}
    warned = [state for (_, on), state in latest.items() if days_between(on, now) <= limits.rewritten_days]
    if warned:
        yield from (sight.from_presence(_at_risk(state, limits)) for state in warned)
    else:
        first = min((line.seen_from for line in history.seen(Signal.HISTORY_INTEGRITY) if line.seen_from), default=now)
        intact = Finding(RULE.id, Outcome.OK, RULE.weight, said("history_rewritten.intact", since=first.date()))
        yield sight.refusal or sight.from_presence(intact)


def is_rewrite(state: State) -> bool:
    """Return whether a state of ATTRIBUTE tells of a rewrite."""
    return state.value.strip().lower() not in NOT_REWRITTEN


def _at_risk(state: State, limits: Limits) -> Finding:
    seen_on = held_from(state).date()
    until_on = seen_on + timedelta(days=limits.rewritten_days)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("history_rewritten.rewritten", seen_on=seen_on),
        evidence=(
            Evidence(said("history_rewritten.seen", what=state.value), held_from(state), state.link, EvidenceLevel.RECORDED),
        ),
        unknowns=(said("history_rewritten.why_unknown"),),
        clears=(said("history_rewritten.time_passes", until_on=until_on),),
        started_on=seen_on,
        subject=state.target,
    )
