"""Signs of departures in what was said: announced by the person or project, reported by others, or filed by hand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from monitor.model.carrying import DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History, Statement
from monitor.model.origins import origins
from monitor.people.leaving_signs import Told
from monitor.people.relays import own_post_in

_LEVELS = tuple(EvidenceLevel)
# What is left stands right behind the words of a departure: "stepping down as the technical lead".
_AS_LEAD = re.compile(
    r"\s+(?:as|from)\s+(?:being\s+|(?:my|his|her|their|the)\s+role\s+(?:as|of)\s+)?(?:(?:the|its|our|a|an|my|your)\s+)?"
    r"(?:(?!takes?\b|is\b|has\b)[\w/-]+\s+){0,2}(?:co-?)?(?:leads?|leaders?|bdfl)\b",
    re.IGNORECASE,
)


def told_in_statements(history: History, now: datetime) -> Iterator[Told]:
    """Yield a sign for each statement that speaks of a departure and each person it speaks of; reactions are input to nothing."""
    spoken = [said for said in history.statements if said.said_at <= now and _speaks(said)]
    for group in origins(spoken, [target.key for target in history.project.targets]):
        named = dict.fromkeys(person for said in group for person in said.about.persons)
        surest = min(group, key=lambda said: (_LEVELS.index(said.level), said.said_at))
        for said in group:
            for person in said.about.persons or named or ("",):
                yield _told(said, person, surest, history)


def _speaks(said: Statement) -> bool:
    is_theirs = said.level is EvidenceLevel.ANNOUNCED and bool(said.about.persons)
    is_about = said.about.is_project or is_theirs
    return bool(said.about.departure) and is_about and said.level is not EvidenceLevel.REACTION


def _told(said: Statement, person: str, surest: Statement, history: History) -> Told:
    relayed = own_post_in(said, person, history) if person else ""
    is_announced = said.level is EvidenceLevel.ANNOUNCED or bool(relayed)
    sign = Sign(
        kind=_kind(said, is_announced=is_announced),
        level=EvidenceLevel.ANNOUNCED if relayed else said.level,
        on=said.said_at.date(),
        link=said.link,
        quote=said.quote or said.title,
        origin=relayed or surest.link,
        by_self=True if relayed or said.about.is_by_them else None,
    )
    followers = named_to_follow(said, (person,), history) if is_announced else ()
    return Told(person, sign, "lead" if is_announced and _led(said) else "", followers)


def _led(said: Statement) -> bool:
    """Return whether the words of the departure are followed by what was left: the lead."""
    words = said.about.departure
    return any(_AS_LEAD.match(text, found.end()) for text in (said.title, said.quote) for found in _places(words, text))


def _places(words: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(words), text, re.IGNORECASE)


def _kind(said: Statement, *, is_announced: bool) -> DepartureKind:
    if said.about.is_death:
        return DepartureKind.DIED if is_announced else DepartureKind.DEATH_REPORTED
    return DepartureKind.ANNOUNCED if is_announced else DepartureKind.REPORTED


def named_to_follow(said: Statement, leavers: Sequence[str], history: History) -> tuple[str, ...]:
    """Return whom a statement names to follow: keys, of somebody at work here too whose full name nobody else bears."""
    keys: dict[str, list[str]] = {}
    for key, person in history.persons.items():
        if not (person.is_bot or person.is_withheld):
            keys.setdefault(person.name.casefold(), []).append(key)
    found = (keys.get(name.casefold(), []) for name in said.about.successors)
    names = (known[0] if len(known) == 1 else name for known, name in zip(found, said.about.successors, strict=True))
    return tuple(dict.fromkeys(name for name in names if name not in leavers))


def announcements_of_successors(history: History, persons: Sequence[str], since: datetime, now: datetime) -> Iterable[str]:
    """Yield whom the project, its steward or its people named as a successor between two moments, in words of their own."""
    for said in history.statements:
        if said.level is EvidenceLevel.ANNOUNCED and said.about.is_project and since <= said.said_at <= now:
            yield from named_to_follow(said, persons, history)
