"""Does a public statement speak of a departure? Announced by the person or project it is a fact, reported worth a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.model.carrying import Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Statement
from monitor.model.limits import Limits
from monitor.model.origins import origins, publishers
from monitor.model.signals import Signal
from monitor.scoring.metrics.origins import is_about
from monitor.scoring.rules.departing import as_evidence, is_relayed
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="statement_of_departure",
    question="Does a public statement speak of somebody's departure?",
    why="Who leaves takes along what nobody wrote down, and the roadmap may lose its owner.",
    remedy="The person is seen at work in the project again; a named successor settles who follows.",
    family="people",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.STATEMENTS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "statement_of_departure.announced": ("person", "on"),
    "statement_of_departure.announced_of_somebody": ("on",),
    "statement_of_departure.project_not_named": ("person", "on"),
    "statement_of_departure.relayed": ("person", "on"),
    "statement_of_departure.recorded": ("person", "on"),
    "statement_of_departure.reported": ("person", "on", "origins"),
    "statement_of_departure.reported_of_somebody": ("on", "origins"),
    "statement_of_departure.came_back": ("person", "on", "back_on"),
    "statement_of_departure.none": ("since",),
    "statement_of_departure.said": ("words",),
    "statement_of_departure.unconfirmed": (),
    "statement_of_departure.whose_unknown": (),
    "statement_of_departure.from_what_unknown": (),
    "statement_of_departure.successor_unknown": (),
    "statement_of_departure.successor_named": (),
    "statement_of_departure.seen_again": ("days",),
    "statement_of_departure.time_passes": ("until_on",),
    "statement_of_departure.denied": (),
    "statement_of_departure.post_not_watched": (),
}
# The newest are shown; all of one origin say the same.
MOST_EVIDENCE = 5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each person whose departure was spoken of, and one for those whom nobody named."""
    sight = look(RULE, history, now, limits)
    since = now - timedelta(days=limits.statement_days)
    heard = [statement for statement in history.statements if since <= statement.said_at <= now and _speaks(statement)]
    found = [_judge(history, person, group, limits) for person, group in _by_person(heard).items()]
    if found:
        # What was heard stays heard where a source does not answer today.
        yield from (sight.from_presence(finding) for finding in found)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("statement_of_departure.none", since=since.date()))
    yield sight.refusal or sight.from_presence(none)


def _speaks(statement: Statement) -> bool:
    is_departure = bool(statement.about.departure) and not statement.about.is_death
    return is_departure and is_about(statement) and statement.level is not EvidenceLevel.REACTION


def _by_person(heard: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Return the statements by person; what names nobody belongs to those who are named by the same origin, else to ""."""
    groups: dict[str, list[Statement]] = {}
    for members in origins(heard):
        named = dict.fromkeys(person for statement in members for person in statement.about.persons)
        for statement in members:
            for person in statement.about.persons or named or ("",):
                groups.setdefault(person, []).append(statement)
    return {person: groups[person] for person in sorted(groups)}


def _judge(history: History, person: str, group: Sequence[Statement], limits: Limits) -> Finding:
    relays = _relays(history, person)
    announced = [one for one in group if one.level is EvidenceLevel.ANNOUNCED or one.link in relays]
    telling = sorted(announced or group, key=lambda statement: statement.said_at)
    on = telling[0].said_at.date()
    back_on = _seen_again(history, person, telling[-1].said_at.date(), limits)
    if back_on:
        headline = said("statement_of_departure.came_back", person=person, on=on, back_on=back_on)
        return Finding(RULE.id, Outcome.OK, RULE.weight, headline, subject=person, persons=(person,))
    is_fact = any(statement.about.is_project for statement in announced)
    is_relayed = all(statement.link in relays for statement in announced) and bool(announced)
    headline = (
        said("statement_of_departure.relayed", person=person, on=on)
        if is_relayed and is_fact
        else _headline(history, person, telling, on, is_fact=is_fact)
    )
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.FACT if is_fact else Weight.WARNING,
        headline,
        evidence=tuple(_evidences(person, group, relays)),
        unknowns=(*_of_relays(is_relayed=is_relayed), *_unknowns(history, person, announced, is_fact=is_fact)),
        clears=tuple(_clears(history, person, announced, limits)),
        started_on=on,
        subject=person,
        persons=(person,) if person else (),
    )


def _seen_again(history: History, person: str, after: date, limits: Limits) -> date | None:
    """Return the first day on which who leaves was seen at work well after the last word on it, None = not seen."""
    since = after + timedelta(days=limits.came_back_after_days)
    return min((row.on for row in history.activity if person and row.person == person and row.on > since), default=None)


def _headline(history: History, person: str, telling: Sequence[Statement], on: date, *, is_fact: bool) -> Message:
    if telling[0].level is EvidenceLevel.ANNOUNCED and not is_fact:
        return said("statement_of_departure.project_not_named", person=person, on=on)
    if telling[0].level is EvidenceLevel.ANNOUNCED:
        code = "announced" if person else "announced_of_somebody"
        return said(f"statement_of_departure.{code}", on=on, **({"person": person} if person else {}))
    if person and telling[0].level is EvidenceLevel.RECORDED:
        return said("statement_of_departure.recorded", person=person, on=on)
    count = publishers(origins(telling, [target.key for target in history.project.targets]))
    code = "reported" if person else "reported_of_somebody"
    return said(f"statement_of_departure.{code}", on=on, origins=count, **({"person": person} if person else {}))


def _relays(history: History, person: str) -> Mapping[str, Sign]:
    """Return the pages that quote and link what a person themselves announced, by address, as the people stage tells."""
    signs = (sign for one in history.departures if person and one.person == person for sign in one.signs)
    return {sign.link: sign for sign in signs if is_relayed(sign)}


def _is_followed(history: History, person: str) -> bool:
    """Return whether a source names a successor of who leaves."""
    return any(one.successors for one in history.departures if person and one.person == person)


def _evidences(person: str, group: Sequence[Statement], relays: Mapping[str, Sign]) -> Iterable[Evidence]:
    newest = sorted(group, key=lambda one: one.said_at, reverse=True)[:MOST_EVIDENCE]
    for statement in newest:
        yield as_evidence(person, relays[statement.link]) if statement.link in relays else _evidence(statement)


def _evidence(statement: Statement) -> Evidence:
    words = ": ".join(part for part in (statement.title, statement.quote) if part)
    return Evidence(said("statement_of_departure.said", words=words), statement.said_at, statement.link, statement.level)


def _of_relays(*, is_relayed: bool) -> Iterable[Message]:
    return (said("statement_of_departure.post_not_watched"),) if is_relayed else ()


def _unknowns(history: History, person: str, announced: Sequence[Statement], *, is_fact: bool) -> Iterable[Message]:
    if not announced:
        yield said("statement_of_departure.unconfirmed")
    if not person:
        yield said("statement_of_departure.whose_unknown")
    if announced and not is_fact:
        yield said("statement_of_departure.from_what_unknown")
    if not _is_followed(history, person):
        yield said("statement_of_departure.successor_unknown")


def _clears(history: History, person: str, announced: Sequence[Statement], limits: Limits) -> Iterable[Message]:
    if not announced:
        yield said("statement_of_departure.denied")
    if _is_followed(history, person):
        last = max(statement.said_at.date() for statement in announced) if announced else history.as_of.date()
        yield said("statement_of_departure.time_passes", until_on=last + timedelta(days=limits.statement_days))
    else:
        yield said("statement_of_departure.successor_named")
    if person:
        yield said("statement_of_departure.seen_again", days=limits.came_back_after_days)
