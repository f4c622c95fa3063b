"""Does the project itself say that it ends? Its README's notice or its state file (repostatus): its own word, so a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import current, held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="statement_of_end",
    question="Does the project itself say that it ends, moves, or seeks a maintainer?",
    why="It is the project's own word: nothing needs to be guessed.",
    remedy="The project takes the notice back, or you move to what it names instead.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.GOVERNANCE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "statement_of_end.unmaintained": ("since",),
    "statement_of_end.maintainers_sought": ("since",),
    "statement_of_end.deprecated": ("since",),
    "statement_of_end.moved": ("since",),
    "statement_of_end.archived": ("since",),
    "statement_of_end.notice": ("since",),
    "statement_of_end.status": ("since", "status"),
    "statement_of_end.none": (),
    "statement_of_end.said": ("words",),
    "statement_of_end.plan_unknown": (),
    "statement_of_end.taken_back": (),
}
NOTICE, ATTRIBUTE = "front_page_notice", "repostatus"
# Of repostatus.org: work has ended, or goes on elsewhere; work rests, or goes on as time allows.
ENDED = frozenset({"abandoned", "unsupported", "moved"})
RESTING = frozenset({"suspended", "inactive"})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one AT_RISK finding for each notice of an end that a front page holds, and for the state it marks; else one."""
    sight = look(RULE, history, now, limits)
    found = [*_from_notices(history, now), *_from_states(history, now)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        none = Finding(RULE.id, Outcome.OK, RULE.weight, said("statement_of_end.none"))
        yield sight.refusal or sight.from_presence(none)


def _from_notices(history: History, now: datetime) -> Iterable[Finding]:
    """Yield a finding for each front page that holds a notice now: taken away, it is taken back."""
    kinds = {said.quote: said.about.ending for said in history.statements if said.kind == "notice"}
    for state in current(history, NOTICE, now):
        kind = kinds.get(state.value) or "notice"
        yield _finding(state, said(f"statement_of_end.{kind}", since=held_from(state).date()), Weight.FACT)


def _from_states(history: History, now: datetime) -> Iterable[Finding]:
    for state in current(history, ATTRIBUTE, now):
        status = state.value.lower()
        if status in ENDED | RESTING:
            headline = said("statement_of_end.status", since=held_from(state).date(), status=status)
            yield _finding(state, headline, Weight.FACT if status in ENDED else Weight.WARNING)


def _finding(state: State, headline: Message, weight: Weight) -> Finding:
    """Return what a state of the project's own front page says of its end, since we saw it there."""
    words = said("statement_of_end.said", words=state.value)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        weight,
        headline,
        evidence=(Evidence(words, held_from(state), state.link, EvidenceLevel.ANNOUNCED),),
        unknowns=(said("statement_of_end.plan_unknown"),),
        clears=(said("statement_of_end.taken_back"),),
        started_on=held_from(state).date(),
        subject=f"{state.target} {state.attribute}",
    )
