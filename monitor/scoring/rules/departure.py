"""Does a record or a profile tell of somebody's departure? Recorded by a platform it counts, observed it is worth a look.

What is announced or reported is told by the rule on statements; this one adds lists, members, publishers and profiles. Where
they show a departure that was announced, that is said as context: one event never counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model.carrying import OF_DEATH, Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.departed import WHERE, carriers, is_configured, recent, surest
from monitor.scoring.rules.departing import as_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="departure",
    question="Does a record or a profile tell of somebody's departure?",
    why="Lists, memberships and profiles change without any announcement, and who left takes along what nobody wrote down.",
    remedy="The person is listed or seen at work again; a named successor settles who follows.",
    family="people",
    weight=Weight.WARNING,
    needs=(WHERE,),
)
TOLD = ("delisted", "emeritus", "role_lowered", "membership_ended", "publisher_removed", "former")
MESSAGES: Mapping[str, tuple[str, ...]] = {
    **{f"departure.{kind}": ("person", "on") for kind in TOLD},
    "departure.before_watch": ("person", "on"),
    "departure.shown_too": ("person", "on", "shown_on"),
    "departure.came_back": ("person", "on", "back_on"),
    "departure.none": ("days",),
    "departure.not_announced": (),
    "departure.may_be_hidden": (),
    "departure.still_there": (),
    "departure.successor_unknown": (),
    "departure.successor_named": (),
    "departure.seen_again": ("days",),
}
# Whoever held one of these matters in a team of any size; of one list of many, one who goes is ordinary change.
CARRYING = frozenset({"lead", "mainstay", "releaser"})
BY_STATEMENT = frozenset({DepartureKind.ANNOUNCED, DepartureKind.REPORTED, *OF_DEATH})
# Silence is added to what something else tells; it shows no departure.
NO_RECORD = BY_STATEMENT | {DepartureKind.SILENT}
# Told as a warning of its own by the rule on publishers: one event never counts twice.
TOLD_ELSEWHERE = frozenset({DepartureKind.PUBLISHER_REMOVED})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each person of whose departure a record or a profile tells, surest or beside an announcement."""
    sight = look(RULE, history, now, limits)
    told = [one for one in recent(history, now, limits.departure_days) if surest(one).kind not in BY_STATEMENT]
    found = [_judge(history, one, limits) for one in told]
    for one in history.departures:
        signs = _shown(one, now, limits)
        if one not in told and signs:
            found.append(_beside(one, signs, limits))
    if found:
        yield from (sight.from_presence(finding) for finding in found)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("departure.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _shown(one: Departure, now: datetime, limits: Limits) -> list[Sign]:
    """Return the signs of the last months that records and profiles gave of a departure; a death is told alone."""
    since = now.date() - timedelta(days=limits.departure_days)
    signs = [sign for sign in one.signs if sign.kind not in NO_RECORD and since <= sign.on <= now.date()]
    return [] if one.is_death or not one.person else signs


def _beside(one: Departure, signs: Sequence[Sign], limits: Limits) -> Finding:
    """Return that records show what another rule tells, or what was told when it was new."""
    if one.returned_on:
        return _came_back(one)
    first = min(sign.on for sign in signs)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.CONTEXT,
        said("departure.shown_too", person=one.person, on=one.on, shown_on=first),
        evidence=tuple(as_evidence(one.person, sign) for sign in signs),
        unknowns=(said("departing.reason_unknown"),),
        clears=_clears(one, limits),
        started_on=first,
        subject=one.person,
        persons=(one.person,),
    )


def _judge(history: History, one: Departure, limits: Limits) -> Finding:
    if one.returned_on:
        return _came_back(one)
    code = "before_watch" if one.is_before_watch else surest(one).kind.value
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        _weight(history, one, limits),
        said(f"departure.{code}", person=one.person, on=one.on),
        evidence=tuple(as_evidence(one.person, sign) for sign in one.signs),
        unknowns=tuple(_unknowns(one)),
        clears=_clears(one, limits),
        started_on=one.on,
        subject=one.person,
        persons=(one.person,),
    )


def _came_back(one: Departure) -> Finding:
    back = said("departure.came_back", person=one.person, on=one.on, back_on=one.returned_on)
    return Finding(RULE.id, Outcome.OK, RULE.weight, back, started_on=one.on, subject=one.person, persons=(one.person,))


def _clears(one: Departure, limits: Limits) -> tuple[Message, ...]:
    """Return what would change it; that a successor is named only where none is."""
    again = said("departure.seen_again", days=limits.came_back_after_days)
    return (again,) if one.successors else (said("departure.successor_named"), again)


def _weight(history: History, one: Departure, limits: Limits) -> Weight:
    """Return what a departure may do: of a lead a fact, of one of few a warning; told before, or contradicted, it is context."""
    if one.is_before_watch or one.contradicted_by or surest(one).kind in TOLD_ELSEWHERE:
        return Weight.CONTEXT
    if one.level is EvidenceLevel.RECORDED and one.role == "lead":
        return Weight.FACT
    is_small = len(carriers(history, one.on, limits)) <= limits.small_team
    is_listed_role = one.role in ("maintainer", "publisher", "merger")
    is_carrying = one.role in CARRYING or is_configured(history, one.person)
    return Weight.WARNING if is_carrying or (is_listed_role and is_small) else Weight.CONTEXT


def _unknowns(one: Departure) -> Iterable[Message]:
    yield said("departing.reason_unknown")
    yield said("departure.not_announced")
    if any(sign.kind is DepartureKind.MEMBERSHIP_ENDED for sign in one.signs):
        yield said("departure.may_be_hidden")
    if one.contradicted_by:
        yield said("departure.still_there")
    if not one.successors:
        yield said("departure.successor_unknown")
