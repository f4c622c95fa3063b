"""Is what you watch itself a fork? Then the work that counts may be done where it was forked from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import current
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="is_fork",
    question="Is what you watch itself a fork?",
    why="A fork that only follows lives as long as what it follows; a name alone does not tell the one from the other.",
    remedy="You watch the place where the work is done, or the host no longer calls this one a fork.",
    family="status",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.REPOSITORY_STATE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "is_fork.fork": ("repository", "upstream"),
    "is_fork.none": (),
    "is_fork.shown": ("repository", "upstream"),
    "is_fork.where_unknown": (),
    "is_fork.watched_elsewhere": ("upstream",),
}
NONE = "none"


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each watched repository that its host calls a fork, or one that none is."""
    sight = look(RULE, history, now, limits)
    forks = [state for state in current(history, "fork_of", now, subject="") if state.value not in ("", NONE)]
    if forks:
        yield from (sight.from_presence(_finding(state)) for state in forks)
    else:
        yield sight.refusal or sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, said("is_fork.none")))


def _finding(state: State) -> Finding:
    shown = said("is_fork.shown", repository=state.target, upstream=state.value)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("is_fork.fork", repository=state.target, upstream=state.value),
        evidence=(Evidence(shown, state.seen_from, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("is_fork.where_unknown"),),
        clears=(said("is_fork.watched_elsewhere", upstream=state.value),),
        started_on=state.seen_from.date(),
        subject=state.target,
    )
