"""Does the project itself say that it ends? Its README's notice or its state file (repostatus): its own word, so a fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State, Statement
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
    "statement_of_end.status": ("since", "status"),
    "statement_of_end.none": (),
    "statement_of_end.said": ("words",),
    "statement_of_end.marked": ("status",),
    "statement_of_end.plan_unknown": (),
    "statement_of_end.taken_back": (),
}
ATTRIBUTE = "repostatus"
# Of repostatus.org: work has ended, or goes on elsewhere; work rests, or goes on as time allows.
ENDED = frozenset({"abandoned", "unsupported", "moved"})
RESTING = frozenset({"suspended", "inactive"})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one AT_RISK finding for each kind of end that the project's notices speak of, and for its state; else one."""
    sight = look(RULE, history, now, limits)
    found = [*_from_notices(history, now), *_from_states(history, now)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        none = Finding(RULE.id, Outcome.OK, RULE.weight, said("statement_of_end.none"))
        yield sight.refusal or sight.from_presence(none)


def _from_notices(history: History, now: datetime) -> Iterable[Finding]:
    kinds: dict[str, Statement] = {}
    for statement in history.statements:
        if statement.kind == "notice" and statement.about.ending and statement.said_at <= now:
            kinds.setdefault(statement.about.ending, statement)
    for kind, notice in sorted(kinds.items()):
        since = notice.said_at.date()
        words = notice.quote or notice.title
        evidence = Evidence(said("statement_of_end.said", words=words), notice.said_at, notice.link, EvidenceLevel.ANNOUNCED)
        yield Finding(
            RULE.id,
            Outcome.AT_RISK,
            Weight.FACT,
            said(f"statement_of_end.{kind}", since=since),
            evidence=(evidence,),
            unknowns=(said("statement_of_end.plan_unknown"),),
            clears=(said("statement_of_end.taken_back"),),
            started_on=since,
            subject=kind,
        )


def _from_states(history: History, now: datetime) -> Iterable[Finding]:
    for state in current(history, ATTRIBUTE, now):
        status = state.value.lower()
        if status in ENDED | RESTING:
            yield _of_state(state, status)


def _of_state(state: State, status: str) -> Finding:
    since = held_from(state).date()
    marked = said("statement_of_end.marked", status=status)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.FACT if status in ENDED else Weight.WARNING,
        said("statement_of_end.status", since=since, status=status),
        evidence=(Evidence(marked, held_from(state), state.link, EvidenceLevel.ANNOUNCED),),
        unknowns=(said("statement_of_end.plan_unknown"),),
        clears=(said("statement_of_end.taken_back"),),
        started_on=since,
        subject=state.target,
    )
