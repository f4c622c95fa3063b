"""Did the project tell that somebody who carried it has died? Told once, in plain words, and with nothing of anybody's grief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.carrying import OF_DEATH, Departure, DepartureKind
from monitor.model.finding import Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.departed import recent
from monitor.scoring.rules.departing import as_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="death",
    question="Did the project tell that somebody who carried it has died?",
    why="They are missed; and what only they knew or could do has to be found anew, in its own time.",
    remedy="The project says who carries on.",
    family="people",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.STATEMENTS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "death.announced": ("person", "on"),
    "death.reported": ("person", "on", "origins"),
    "death.none": ("days",),
    "death.unconfirmed": (),
    "death.who_carries_on": (),
    "death.denied": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each person: announced by the project it is a fact, only reported it is worth a look."""
    sight = look(RULE, history, now, limits)
    found = [_judge(one) for one in recent(history, now, limits.departure_days) if one.is_death]
    if found:
        yield from map(sight.from_presence, found)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("death.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _judge(one: Departure) -> Finding:
    signs = [sign for sign in one.signs if sign.kind in OF_DEATH]
    announced = [sign for sign in signs if sign.kind is DepartureKind.DIED]
    on = (announced or signs)[0].on
    reported = said("death.reported", person=one.person, on=on, origins=len({sign.origin or sign.link for sign in signs}))
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.FACT if announced else Weight.WARNING,
        said("death.announced", person=one.person, on=on) if announced else reported,
        evidence=tuple(as_evidence(one.person, sign) for sign in signs),
        unknowns=tuple(_unknowns(is_announced=bool(announced))),
        clears=(said("death.who_carries_on" if announced else "death.denied"),),
        started_on=on,
        subject=one.person,
        persons=(one.person,),
    )


def _unknowns(*, is_announced: bool) -> Iterable[Message]:
    if not is_announced:
        yield said("death.unconfirmed")
