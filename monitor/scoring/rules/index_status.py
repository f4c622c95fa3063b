"""Does the package index mark the package as ended? Archived, deprecated or quarantined: a recorded fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import current, held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="index_status",
    question="Does the package index mark the package as ended?",
    why="Archived, deprecated and quarantined are the project's or the index's own word: nothing needs to be guessed.",
    remedy="The package is marked active again, or you move to what the project names instead.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.PACKAGE_STATUS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "index_status.archived": ("package", "since"),
    "index_status.deprecated": ("package", "since"),
    "index_status.quarantined": ("package", "since"),
    "index_status.unpublished": ("package", "since"),
    "index_status.other": ("package", "since", "status"),
    "index_status.active": ("packages",),
    "index_status.none_recorded": (),
    "index_status.marked": ("package", "status"),
    "index_status.reason": ("reason",),
    "index_status.active_again": ("package",),
}
ATTRIBUTE, REASON, ACTIVE = "package_status", "package_status_reason", "active"
ENDED = frozenset({"archived", "deprecated", "unpublished"})
WORDED = ENDED | {"quarantined"}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one AT_RISK finding for each package that is not active, or one that all are."""
    sight = look(RULE, history, now, limits)
    statuses = current(history, ATTRIBUTE, now)
    marked = [state for state in statuses if state.value.lower() != ACTIVE]
    # A mark that was seen stays a fact where the index does not answer today; only "active" needs a fresh look.
    if marked:
        yield from (sight.from_presence(_at_risk(history, state, now)) for state in marked)
    elif sight.refusal:
        yield sight.refusal
    elif statuses:
        active = said("index_status.active", packages=len(statuses))
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, active))
    else:
        unknown = said("index_status.none_recorded")
        yield Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, unknown, missing=(Signal.PACKAGE_STATUS,))


def _at_risk(history: History, state: State, now: datetime) -> Finding:
    since, status = held_from(state).date(), state.value.lower()
    code = f"index_status.{status}" if status in WORDED else "index_status.other"
    values: dict[str, Value] = {"package": state.target, "since": since}
    headline = said(code, **values) if status in WORDED else said(code, **values, status=status)
    marked = said("index_status.marked", package=state.target, status=status)
    reasons = (found for found in current(history, REASON, now) if found.target == state.target and found.value)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(
            Evidence(marked, held_from(state), state.link, EvidenceLevel.RECORDED),
            *(
                Evidence(said("index_status.reason", reason=r.value), held_from(r), r.link, EvidenceLevel.ANNOUNCED)
                for r in reasons
            ),
        ),
        clears=(said("index_status.active_again", package=state.target),),
        started_on=since,
        subject=state.target,
    )
