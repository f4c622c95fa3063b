"""Departures as rules ask for them: the recent ones that are announced or recorded, their surest sign, who could have left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from math import comb, fsum

from monitor.model.carrying import Departure, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History, Statement
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, bots_of, human_commits, nobody_of, person_days, rows_between

SURE = frozenset({EvidenceLevel.ANNOUNCED, EvidenceLevel.RECORDED})
_LEVELS = tuple(EvidenceLevel)
# Where departures can be seen at all; one of them is enough to look, each that is not seen is said.
WHERE = frozenset({Signal.STATEMENTS, Signal.GOVERNANCE, Signal.LISTS, Signal.MEMBERS, Signal.PUBLISHERS, Signal.PROFILES})


def surest(departure: Departure) -> Sign:
    """Return the first of the signs of the highest level."""
    return min(departure.signs, key=lambda sign: (_LEVELS.index(sign.level), sign.on))


def recent(history: History, now: datetime, days: int) -> list[Departure]:
    """Return the departures of the last so many days, oldest first; those of nobody in particular are left out."""
    since = now.date() - timedelta(days=days)
    return [one for one in history.departures if one.person and since <= one.on <= now.date()]


def sure(history: History, now: datetime, days: int) -> list[Departure]:
    """Return the recent departures that were announced or recorded, and from which nobody came back; no death is one."""
    return [one for one in lost(history, now, days) if not one.is_death]


def lost(history: History, now: datetime, days: int) -> list[Departure]:
    """Return the recent departures that were announced or recorded and from which nobody came back, and who died."""
    return [one for one in recent(history, now, days) if one.level in SURE and one.returned_on is None]


def dead(history: History) -> frozenset[str]:
    """Return who is said to have died: of them neither silence nor unheard channels are told."""
    return frozenset(one.person for one in history.departures if one.person and one.is_death)


def is_seen_before(history: History, person: str, on: date) -> bool:
    """Return whether somebody was seen at work in the year before a day."""
    return any(row.person == person for row in rows_between(history, on - timedelta(days=YEAR_DAYS), on))


def carriers(history: History, on: date, limits: Limits) -> frozenset[str]:
    """Return who could leave on a day: whom lists name, or where nobody is listed, who committed on several days of the year.

    Whom the configuration names with a function carries the project by the word of who uses it; of several accounts once.
    """
    named = frozenset(
        {person.named: key for key, person in history.persons.items() if person.named and person.named.roles}.values()
    )
    held = frozenset(one.person or one.handle for one in history.listings if _stands(one, on))
    if held:
        return held | named
    year = human_commits(rows_between(history, on - timedelta(days=YEAR_DAYS), on), bots_of(history))
    days = person_days(year, frozenset(row.person for row in year) - nobody_of(history))
    return named | {person for person, seen in days.items() if len(seen) >= limits.mainstay_min_days}


def is_configured(history: History, person: str) -> bool:
    """Return whether the configuration names somebody with a function in the project."""
    known = history.persons.get(person)
    return bool(known and known.named and known.named.roles)


def _stands(one: Listing, on: date) -> bool:
    is_begun = one.since is None or one.since.date() <= on
    return one.role in ("maintainer", "reviewer") and is_begun and (one.until is None or one.until.date() >= on)


def chance_of(leavers: int, people: int, share: float) -> float:
    """Return the binomial chance that at least so many of `people` leave where each does with the chance `share`."""
    everybody = max(people, leavers)
    counts = range(leavers, everybody + 1)
    return fsum(comb(everybody, count) * share**count * (1 - share) ** (everybody - count) for count in counts)


def share_within(rate_year: float, days: int) -> float:
    """Return the share that leaves within so many days at a yearly rate."""
    return 1.0 - float((1.0 - rate_year) ** (days / YEAR_DAYS))


def persons_of(departures: Iterable[Departure]) -> tuple[str, ...]:
    """Return the keys of all who departed, once each, in the order of the keys."""
    return tuple(sorted({one.person for one in departures}))


def first_on(departures: Sequence[Departure]) -> date:
    """Return the day of the first of some departures."""
    return min(one.on for one in departures)


def naming(history: History, one: Departure, before_days: int) -> Statement | None:
    """Return the first statement of project, steward or people since shortly before a departure that names who follows."""
    since = one.on - timedelta(days=before_days)
    return next((said for said in history.statements if _names_successor(said) and said.said_at.date() >= since), None)


def _names_successor(said: Statement) -> bool:
    return said.level is EvidenceLevel.ANNOUNCED and said.about.is_project and bool(said.about.successors)
