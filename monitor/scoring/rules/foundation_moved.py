"""Did the project's foundation retire it? Archived at the CNCF, in the Attic or retired from the Incubator at Apache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import current, held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="foundation_moved",
    question="Did the project's foundation retire it?",
    why="A foundation retires a project when too few are left to carry it: its own committee's word, after a vote.",
    remedy="Ask who carries on elsewhere; a foundation names forks and successors where it knows of them.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.FOUNDATION}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "foundation_moved.retired": ("foundation", "state", "since"),
    "foundation_moved.hosted": ("foundation", "state"),
    "foundation_moved.no_foundation": (),
    "foundation_moved.recorded": ("foundation", "state"),
    "foundation_moved.hosted_again": ("foundation",),
}
ATTRIBUTE = "foundation_status"
ENDED = frozenset({"archived", "attic", "retired"})
NAMES: Mapping[str, str] = {"cncf": "CNCF", "apache": "Apache Software Foundation"}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each repository that a foundation retired, or one on where the project stands."""
    sight = look(RULE, history, now, limits)
    states = current(history, ATTRIBUTE, now)
    ended = [state for state in states if _parts(state)[1] in ENDED]
    if ended:
        yield from (sight.from_presence(_at_risk(state)) for state in ended)
    elif sight.refusal:
        yield sight.refusal
    elif states:
        foundation, stage = _parts(states[0])
        hosted = said("foundation_moved.hosted", foundation=foundation, state=stage)
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, hosted))
    else:
        none = Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("foundation_moved.no_foundation"))
        yield sight.from_presence(none)


def _parts(state: State) -> tuple[str, str]:
    """Return (name of the foundation, stage there) of a value like "cncf:archived"."""
    foundation, _, stage = state.value.partition(":")
    return NAMES.get(foundation, foundation), stage


def _at_risk(state: State) -> Finding:
    foundation, stage = _parts(state)
    since = held_from(state).date()
    recorded = said("foundation_moved.recorded", foundation=foundation, state=stage)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("foundation_moved.retired", foundation=foundation, state=stage, since=since),
        evidence=(Evidence(recorded, held_from(state), state.link, EvidenceLevel.RECORDED),),
        clears=(said("foundation_moved.hosted_again", foundation=foundation),),
        started_on=since,
        subject=state.target,
    )
