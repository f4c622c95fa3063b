"""Did a lead depart without a named successor? That none was found is a statement about our search, which is told with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.carrying import Departure
from monitor.model.finding import Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import days_between
from monitor.scoring.metrics.departed import WHERE, sure
from monitor.scoring.rules.departing import best_evidence
from monitor.scoring.sight import is_fresh, look, said

RULE = RuleSpec(
    id="lead_without_successor",
    question="Did a lead depart without a named successor?",
    why="Somebody must decide what comes next; a roadmap without an owner stands still, or goes where nobody agreed.",
    remedy="The project or the person names who leads now.",
    family="people",
    weight=Weight.WARNING,
    needs=(WHERE,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "lead_without_successor.none_found": ("person", "on", "days"),
    "lead_without_successor.named": ("person", "successor"),
    "lead_without_successor.no_lead_departed": ("days",),
    "lead_without_successor.searched": ("signal",),
    "lead_without_successor.not_searched": ("signal",),
    "lead_without_successor.candidate": ("person",),
    "lead_without_successor.candidates_are_no_forecast": (),
    "lead_without_successor.named_somewhere": (),
}
SEARCHED = (Signal.STATEMENTS, Signal.GOVERNANCE, Signal.MEMBERS, Signal.PUBLISHERS)


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each lead whose departure was announced or recorded; a warning once a month has passed."""
    sight = look(RULE, history, now, limits)
    leads = [one for one in sure(history, now, limits.departure_days) if one.role == "lead"]
    if leads:
        yield from (sight.from_presence(_judge(history, one, now, limits)) for one in leads)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("lead_without_successor.no_lead_departed", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _judge(history: History, one: Departure, now: datetime, limits: Limits) -> Finding:
    if one.successors:
        named = said("lead_without_successor.named", person=one.person, successor=one.successors[0])
        return Finding(
            RULE.id,
            Outcome.OK,
            RULE.weight,
            named,
            evidence=(best_evidence(one),),
            started_on=one.on,
            subject=one.person,
            persons=(one.person,),
        )
    days = days_between(one.on, now)
    is_late = days > limits.successor_days and not one.is_before_watch
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.WARNING if is_late else Weight.CONTEXT,
        said("lead_without_successor.none_found", person=one.person, on=one.on, days=days),
        evidence=(best_evidence(one),),
        unknowns=tuple(_unknowns(history, one, now, limits)),
        clears=(said("lead_without_successor.named_somewhere"),),
        started_on=one.on,
        subject=one.person,
        persons=(one.person,),
    )


def _unknowns(history: History, one: Departure, now: datetime, limits: Limits) -> Iterable[Message]:
    for signal in SEARCHED:
        is_seen = any(is_fresh(line, now, limits) for line in history.seen(signal))
        yield said(f"lead_without_successor.{'searched' if is_seen else 'not_searched'}", signal=signal.value)
    yield from (said("lead_without_successor.candidate", person=person) for person in sorted(one.candidates))
    if one.candidates:
        yield said("lead_without_successor.candidates_are_no_forecast")
