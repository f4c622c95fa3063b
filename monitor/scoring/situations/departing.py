"""Departures that open a situation, those that belong to it, and its timeline: acts with date, source and level; no motive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.model.carrying import OF_DEATH, Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Value
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.situation import SituationState, Turn
from monitor.scoring.metrics.activity import YEAR_DAYS, nobody_of
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.situations.scene import Scene, fact

SURE = (EvidenceLevel.ANNOUNCED, EvidenceLevel.RECORDED)
# Whoever led, carried or alone released: their departure matters however many are listed.
CARRYING = frozenset({"lead", "mainstay"})
KEEPING = frozenset({"maintainer", "releaser", "publisher", "merger"})
# Where lists of people are seen.
OF_LISTS = frozenset({Signal.LISTS, Signal.GOVERNANCE})


@dataclass(frozen=True, slots=True)
class Leaving:
    """Departures that are one story: `first` opened it on `opened_on`, the `others` came after, oldest first.

    `unnamed` are told of near it without saying whose they are: they may be one of those, so they count as no further one.
    """

    first: Departure
    opened_on: date
    others: tuple[Departure, ...] = ()
    unnamed: tuple[Departure, ...] = ()

    @property
    def everybody(self) -> tuple[Departure, ...]:
        """Return all departures of the story, the one that opened it first."""
        return (self.first, *self.others)

    @property
    def persons(self) -> frozenset[str]:
        """Return the keys of all who departed."""
        return frozenset(one.person for one in self.everybody if one.person)


def leavings(history: History, today: date, limits: Limits) -> list[Leaving]:
    """Return the stories that departures known before `today` tell, oldest first.

    A story opens with the departure of a lead, a mainstay, the only releaser or one of few who keep the project, announced or
    recorded. What follows within the cluster window belongs to it, however it is known, but for reactions. A death is told alone.
    """
    known = [(on, one) for one in history.departures if (on := _first_day(history, one, today)) is not None]
    known.sort(key=lambda pair: (pair[0], pair[1].person))
    stories: list[Leaving] = []
    for on, one in (pair for pair in known if pair[1].person):
        _tell_named(stories, one, on, history, limits)
    for on, one in (pair for pair in known if not pair[1].person):
        _tell_unnamed(stories, one, on, history, limits)
    return sorted(stories, key=lambda story: story.opened_on)


def _tell_named(stories: list[Leaving], one: Departure, on: date, history: History, limits: Limits) -> None:
    last = stories[-1] if stories else None
    is_alone = one.is_death or (last is not None and last.first.is_death)
    is_within = last is not None and on <= _last_day(last) + timedelta(days=limits.cluster_days)
    if last and is_within and not is_alone and one.person not in last.persons:
        if _is_news(history, one, limits):
            stories[-1] = replace(last, others=(*last.others, one))
    elif one.level in SURE and _matters(history, one, on, limits):
        stories.append(Leaving(one, on))


def _tell_unnamed(stories: list[Leaving], one: Departure, on: date, history: History, limits: Limits) -> None:
    window = timedelta(days=limits.cluster_days)
    for place, story in enumerate(stories):
        is_near = story.opened_on - window <= on <= _last_day(story) + window
        if is_near and one.is_death == story.first.is_death:
            stories[place] = replace(story, unnamed=(*story.unnamed, one))
            return
    if one.level in SURE and _matters(history, one, on, limits):
        stories.append(Leaving(one, on))


def told_apart(departures: Sequence[Departure]) -> Sequence[Departure]:
    """Return the departures that are surely different ones: of named persons, or one whose person nobody names."""
    return [one for one in departures if one.person] or departures[:1]


def _first_day(history: History, one: Departure, today: date) -> date | None:
    """Return the day of the first announced or recorded sign, else of the first one; None for who is nobody, or not yet."""
    person = history.persons.get(one.person)
    if person is not None and (person.is_bot or person.is_withheld):
        return None
    signs = [sign for sign in one.signs if sign.level is not EvidenceLevel.REACTION and sign.on < today]
    sure = [sign.on for sign in signs if sign.level in SURE]
    return min(sure or [sign.on for sign in signs], default=None)


def _last_day(story: Leaving) -> date:
    return max(story.opened_on, *(one.on for one in story.everybody))


def _is_news(history: History, one: Departure, limits: Limits) -> bool:
    """Return whether a further departure makes the story louder: in a large team only who led, carried or keeps the keys does."""
    return one.role in CARRYING | KEEPING - {"maintainer"} or _is_small(history, one.on, limits)


def _matters(history: History, one: Departure, on: date, limits: Limits) -> bool:
    if one.role in CARRYING or _is_only_releaser(history, one.person, on):
        return True
    return one.role in KEEPING and _is_small(history, on, limits)


def _is_small(history: History, on: date, limits: Limits) -> bool:
    listed = {
        one.person or one.handle
        for one in history.listings
        if one.role == "maintainer"
        and (one.since is None or one.since.date() <= on)
        and (one.until is None or one.until.date() >= on)
    }
    return len(listed) <= limits.small_team


def _is_only_releaser(history: History, person: str, on: date) -> bool:
    releasers = hands_on_keys(history, on - timedelta(days=YEAR_DAYS), on + timedelta(days=1)).releasers
    return bool(person) and person not in nobody_of(history) and releasers == frozenset({person})


def departure_turns(story: Leaving, today: date) -> list[Turn]:
    """Return what further departures, and returns, did to the situation."""
    turns = [Turn("another_departure", SituationState.LOUDER, _told(one), _best(one).on) for one in story.others]
    back = story.first.returned_on
    if back and back < today:
        again = fact("returned", back, _best(story.first).link, EvidenceLevel.OBSERVED, person=story.first.person, on=back)
        turns.append(Turn("returned", SituationState.COOLING, again, back))
    return turns


def departure_timeline(scene: Scene, story: Leaving) -> list[Evidence]:
    """Return the signs of the departure that opened the situation, the surest one of each other, and what speaks against it."""
    own = [told(story.first.person, sign) for sign in story.first.signs if sign.on < scene.today and _is_input(sign)]
    others = [_told(one) for one in (*story.others, *story.unnamed)]
    against = [_against(scene, story.first, link) for link in story.first.contradicted_by]
    return [*_of_origins(own), *others, *against]


def _against(scene: Scene, first: Departure, link: str) -> Evidence:
    """Return what speaks for staying, as of the day on which it was seen: a list that holds them still, or work since."""
    person = first.person
    of_theirs = (one for one in scene.history.listings if one.person == person and one.link == link and one.until is None)
    listed = next((one for one in of_theirs if one.role != "emeritus"), None)
    if listed is not None:
        lines = (one for one in scene.history.coverage if one.target == listed.target and one.signal in OF_LISTS)
        seen = max((one.seen_until.date() for one in lines if one.seen_until), default=first.on)
        return fact("contradicted.listed", seen, link, EvidenceLevel.RECORDED, person=person, path=listed.path, on=seen)
    last = max((row.on for row in scene.history.activity if row.person == person and row.on < scene.today), default=first.on)
    return fact("contradicted.at_work", last, link, EvidenceLevel.OBSERVED, person=person, on=last)


def _is_input(sign: Sign) -> bool:
    return sign.level is not EvidenceLevel.REACTION


def _of_origins(facts: Iterable[Evidence]) -> list[Evidence]:
    """Return facts on one person with the same words, day and level once."""
    return list({(one.what.code, one.at, one.link): one for one in facts}.values())


def _told(one: Departure) -> Evidence:
    return told(one.person, _best(one))


def _best(one: Departure) -> Sign:
    signs: Sequence[Sign] = [sign for sign in one.signs if _is_input(sign)] or one.signs
    return min(signs, key=lambda sign: (sign.level, sign.on))


def told(person: str, sign: Sign) -> Evidence:
    """Return one sign of a departure in words: its act, and the interval in which it happened where the day is not known."""
    kind = "announced_by_self" if sign.kind is DepartureKind.ANNOUNCED and sign.by_self else sign.kind.value
    is_interval = sign.not_before is not None and sign.not_before < sign.on
    values: dict[str, Value] = {"person": person, "on": sign.on}
    if sign.kind in PLACED:
        values["path"] = sign.path
    if is_interval:
        values["not_before"] = sign.not_before
    is_quoted = bool(sign.quote) and sign.kind not in OF_DEATH
    if is_quoted:
        values["words"] = sign.quote
    code = f"sign.{kind}{'.between' if is_interval else ''}{'.quoted' if is_quoted else ''}"
    return fact(code, sign.on, sign.link, sign.level, **values)


# Signs that a file shows: its path is part of what is said.
PLACED = frozenset({DepartureKind.EMERITUS, DepartureKind.DELISTED, DepartureKind.ROLE_LOWERED})
