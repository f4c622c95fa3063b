"""Can the project still be funded as it was? The links that its host shows for sponsors were there, and are there no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import ended
from monitor.scoring.metrics.states import last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="funding_gone",
    question="Can the project still be funded as it was?",
    why="Who takes the last link for sponsors away has other plans, other means, or no time for either.",
    remedy="A way to fund the project is shown again.",
    family="status",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.REPOSITORY_STATE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "funding_gone.gone": ("last_seen_on",),
    "funding_gone.shown": ("links",),
    "funding_gone.none": (),
    "funding_gone.link": ("address",),
    "funding_gone.last_seen": ("address",),
    "funding_gone.elsewhere_unknown": (),
    "funding_gone.back": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each repository whose last link went in the last year, or one that says what is shown."""
    sight = look(RULE, history, now, limits)
    gone = list(ended(history, "funding", now, limits.moved_days))
    if gone:
        yield from (sight.from_presence(_gone(state)) for state in gone)
    elif sight.refusal:
        yield sight.refusal
    else:
        yield sight.from_presence(_shown([s for s in history.state("funding") if s.seen_until is None or s.seen_until > now]))


def _shown(links: list[State]) -> Finding:
    if not links:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("funding_gone.none"))
    shown = sorted(links, key=lambda state: state.value)
    evidence = tuple(
        Evidence(said("funding_gone.link", address=s.value), s.seen_from, s.link, EvidenceLevel.RECORDED) for s in shown
    )
    return Finding(RULE.id, Outcome.OK, RULE.weight, said("funding_gone.shown", links=len(shown)), evidence=evidence)


def _gone(state: State) -> Finding:
    at = state.seen_until or state.seen_from
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("funding_gone.gone", last_seen_on=last_seen_on(state)),
        evidence=(Evidence(said("funding_gone.last_seen", address=state.value), at, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("funding_gone.elsewhere_unknown"),),
        clears=(said("funding_gone.back"),),
        started_on=at.date(),
        subject=state.target,
    )
