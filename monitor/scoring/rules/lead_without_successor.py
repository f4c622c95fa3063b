"""Did a lead depart without a named successor? That none was found is a statement about our search, which is told with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.carrying import Departure
from monitor.model.finding import Evidence, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Statement
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import days_between
from monitor.scoring.metrics.departed import WHERE, lost, naming
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
    "lead_without_successor.after_death": ("on", "days"),
    "lead_without_successor.named_after_death": ("successor",),
    "lead_without_successor.named": ("person", "successor"),
    "lead_without_successor.named_in_words": ("on",),
    "lead_without_successor.said": ("words",),
    "lead_without_successor.no_lead_departed": ("days",),
    "lead_without_successor.nobody_led": ("departures", "days"),
    "lead_without_successor.searched": ("signal",),
    "lead_without_successor.not_searched": ("signal",),
    "lead_without_successor.candidate": ("person",),
    "lead_without_successor.candidates_are_no_forecast": (),
    "lead_without_successor.named_somewhere": (),
}
SEARCHED = (Signal.STATEMENTS, Signal.GOVERNANCE, Signal.LISTS, Signal.MEMBERS, Signal.PUBLISHERS)


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each lead whose departure was announced or recorded; a warning once a month has passed."""
    sight = look(RULE, history, now, limits)
    departed = lost(history, now, limits.departure_days)
    leads = [one for one in departed if one.role == "lead"]
    if leads:
        yield from (sight.from_presence(_judge(history, one, now, limits)) for one in leads)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, _no_lead(len(departed), limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _no_lead(departures: int, days: int) -> Message:
    """Return that no lead left; where others did, that none of them is known to have led."""
    if departures:
        return said("lead_without_successor.nobody_led", departures=departures, days=days)
    return said("lead_without_successor.no_lead_departed", days=days)


def _judge(history: History, one: Departure, now: datetime, limits: Limits) -> Finding:
    if one.successors:
        told = naming(history, one, limits.situation_before_days)
        named = _named(history, one, told)
        return Finding(
            RULE.id,
            Outcome.OK,
            RULE.weight,
            named,
            evidence=(best_evidence(one), *_words(told)),
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
        _none_found(one, days),
        evidence=(best_evidence(one),),
        unknowns=tuple(_unknowns(history, one, now, limits)),
        clears=(said("lead_without_successor.named_somewhere"),),
        started_on=one.on,
        subject=one.person,
        persons=(one.person,),
    )


def _named(history: History, one: Departure, told: Statement | None) -> Message:
    """Return who follows by name where it is somebody whom the history knows, else that words of the project name them."""
    successor = one.successors[0]
    if told is not None and successor not in history.persons:
        return said("lead_without_successor.named_in_words", on=told.said_at.date())
    if one.is_death:
        return said("lead_without_successor.named_after_death", successor=successor)
    return said("lead_without_successor.named", person=one.person, successor=successor)


def _words(told: Statement | None) -> Iterable[Evidence]:
    if told is not None:
        words = ": ".join(part for part in (told.title, told.quote) if part)
        yield Evidence(said("lead_without_successor.said", words=words), told.said_at, told.link, told.level)


def _none_found(one: Departure, days: int) -> Message:
    """Return that nobody is named; beside the name of somebody who died nothing is said of who follows."""
    if one.is_death:
        return said("lead_without_successor.after_death", on=one.on, days=days)
    return said("lead_without_successor.none_found", person=one.person, on=one.on, days=days)


def _unknowns(history: History, one: Departure, now: datetime, limits: Limits) -> Iterable[Message]:
    for signal in SEARCHED:
        is_seen = any(is_fresh(line, now, limits) for line in history.seen(signal))
        yield said(f"lead_without_successor.{'searched' if is_seen else 'not_searched'}", signal=signal.value)
    yield from (said("lead_without_successor.candidate", person=person) for person in sorted(one.candidates))
    if one.candidates:
        yield said("lead_without_successor.candidates_are_no_forecast")
