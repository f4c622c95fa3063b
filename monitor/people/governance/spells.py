"""From versions of a project's governance files to the time that each person stood on its lists, and what ended it. Pure.

A change is told over all files together: who moves from one to another has not left. Who leaves the lists of the whole
repository has, whatever lists of single folders still hold: those are often forgotten. What is no departure is named: files
deleted or moved, people replaced by a team, who is back within days, who was listed for days, helpers of one release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from monitor.people.governance.listed import EMERITUS, HELPER, RANKS, Listed

REMOVED, LOWERED, RAISED, BELOW = "removed", "role_lowered", "raised", "below"
DEPARTURES = frozenset({REMOVED, EMERITUS, LOWERED})
# Back within a month: the file was being put in order. Listed for less than two weeks: it was tried, or a slip.
BACK, BRIEF = timedelta(days=30), timedelta(days=14)
# Emeritus lists are often kept up weeks later; a step down and an exit within a month are one departure.
EMERITUS_WITHIN, FOLLOWED = timedelta(days=60), timedelta(days=30)
SUCCESSORS_WITHIN = timedelta(days=30)
# Files of the whole repository stand in its root, or in one of these folders.
WHOLE = frozenset({"", ".github", ".gitlab", ".gitea", ".forgejo", "docs"})
WIDER = 2
_TEAM = re.compile(r"(?<![\w.])@[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it stood from `at` on: whom it lists, None where it was deleted. `is_first_look`: since when is not known."""

    path: str
    at: datetime
    listed: tuple[Listed, ...] | None
    link: str = ""
    has_team: bool = False
    is_first_look: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """The unbroken time of one person on the lists of a project, in their highest role. `ended_by` "": it goes on."""

    person: str
    listed: Listed
    path: str
    link: str
    since: datetime | None
    until: datetime | None = None
    ended_by: str = ""
    successors: tuple[str, ...] = ()


Person = Callable[[Listed], str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a person stands: rank first, so that the highest is found. A list of the whole repository goes before all others."""

    rank: int
    path: str
    listed: Listed


@dataclass
class _Lists:
    """All files as they stand, and what became of those that changed last."""

    person_of: Person
    files: dict[str, Version] = field(default_factory=dict)
    standing: dict[str, _Place] = field(default_factory=dict)
    emeriti: dict[str, list[datetime]] = field(default_factory=dict)
    # path -> who came upon its lists, or rose on them: when, and how high.
    arrivals: dict[str, list[tuple[datetime, str, int]]] = field(default_factory=dict)

    def take(self, versions: Sequence[Version]) -> dict[str, _Place]:
        """Take the versions of one change; return where everybody stands now."""
        for version in versions:
            self.files[version.path] = version
        found: dict[str, _Place] = {}
        for path, version in sorted(self.files.items()):
            for one in version.listed or ():
                person = self.person_of(one)
                place = _Place(rank_of(one.role, path), path, one)
                if one.role == EMERITUS:
                    self.emeriti.setdefault(person, []).append(versions[0].at)
                elif person not in found or found[person].rank < place.rank:
                    found[person] = place
        return found

    def new_on(self, spell: Spell) -> tuple[str, ...]:
        """Return who came upon the list that a spell ended on: in the same change, or else within a month."""
        until = spell.until
        own = rank_of(spell.listed.role, spell.path)
        came = [(at, person) for at, person, rank in self.arrivals.get(spell.path, ()) if rank >= own]
        same = [person for at, person in came if at == until]
        later = [person for at, person in came if until and until < at <= until + SUCCESSORS_WITHIN]
        return tuple(sorted({person for person in same or later if person != spell.person}))


def rank_of(role: str, path: str) -> int:
    """Return how much a role decides: of the whole repository before any in one folder, helpers last."""
    is_whole = path.rpartition("/")[0] in WHOLE
    return RANKS[role] + (WIDER if is_whole and RANKS[role] > RANKS[HELPER] else 0)


def has_team(text: str) -> bool:
    """Return whether a text names a team of accounts."""
    return bool(_TEAM.search(text))


def spells_of(versions: Iterable[Version], person_of: Person) -> list[Spell]:
    """Return the spells of all persons, by their beginning; who is emeritus has one of that role."""
    lists = _Lists(person_of)
    done: list[Spell] = []
    running: dict[str, Spell] = {}
    ordered = sorted(versions, key=lambda version: (version.at, version.path))
    for at, group in groupby(ordered, key=attrgetter("at")):
        changed = list(group)
        before, files = dict(lists.standing), dict(lists.files)
        lists.standing = lists.take(changed)
        for person in sorted({*before, *lists.standing}):
            done += _turn(person, before.get(person), lists, files, running, at)
    finished = _judged([*done, *running.values()], lists)
    return sorted([*finished, *_emeriti(lists, ordered)], key=lambda one: (one.since is not None, str(one.since), one.person))


def _turn(
    person: str,
    was: _Place | None,
    lists: _Lists,
    files: Mapping[str, Version],
    running: dict[str, Spell],
    at: datetime,
) -> Iterator[Spell]:
    """Open, go on with or close the spell of a person at one change; yield what was closed."""
    now = lists.standing.get(person)
    if now and (was is None or now.rank > was.rank):
        lists.arrivals.setdefault(now.path, []).append((at, person, now.rank))
    if was and (now is None or now.rank < was.rank):
        cause = LOWERED if now and _is_like(now, was) else _cause(person, was, lists, files)
        yield replace(running.pop(person), listed=was.listed, path=was.path, link=files[was.path].link, until=at, ended_by=cause)
    elif now and was and now.rank > was.rank:
        yield replace(running.pop(person), until=at, ended_by=RAISED)
    if now and person not in running:
        is_known = not lists.files[now.path].is_first_look
        running[person] = Spell(person, now.listed, now.path, lists.files[now.path].link, at if is_known else None)


def _is_like(now: _Place, was: _Place) -> bool:
    """Return whether both stand for the whole repository, or both for less."""
    return (now.rank > RANKS["maintainer"]) == (was.rank > RANKS["maintainer"])


def _cause(person: str, was: _Place, lists: _Lists, files: Mapping[str, Version]) -> str:
    """Return what ended a spell, as far as the change itself tells."""
    stood = [path for path, version in files.items() if any(lists.person_of(one) == person for one in _active(version))]
    now = [lists.files[path] for path in stood if all(lists.person_of(one) != person for one in _active(lists.files[path]))]
    if all(version.listed is None for version in now):
        return "file_gone"
    standing = [version for version in now if version.listed is not None]
    if not any(version.listed for version in standing):
        return "team" if any(version.has_team for version in standing) else "moved"
    if was.listed.role == HELPER:
        return HELPER
    return "renamed" if _is_renamed(was.listed, standing, files) else REMOVED


def _active(version: Version) -> Iterator[Listed]:
    return (one for one in version.listed or () if one.role != EMERITUS)


def _is_renamed(was: Listed, standing: Sequence[Version], files: Mapping[str, Version]) -> bool:
    """Return whether the same name stands there with another account, that was not there before."""
    known = {one.login.casefold() for version in files.values() for one in version.listed or ()}
    new = (one for version in standing for one in _active(version) if one.login and one.login.casefold() not in known)
    return bool(was.name and was.login) and any(one.name.casefold() == was.name.casefold() for one in new)


def _judged(spells: Sequence[Spell], lists: _Lists) -> Iterator[Spell]:
    """Yield the spells with what only time tells: who came back, who was there for days, who is emeritus, who followed."""
    own: dict[str, list[Spell]] = {}
    for spell in spells:
        own.setdefault(spell.person, []).append(spell)
    for person, mine in own.items():
        for place, spell in enumerate(mine):
            ended_by = _in_time(spell, mine[:place], mine[place + 1 :], lists.emeriti.get(person, ()))
            found = replace(spell, ended_by=ended_by)
            yield replace(found, successors=lists.new_on(found)) if ended_by in DEPARTURES else found


def _in_time(spell: Spell, before: Sequence[Spell], later: Sequence[Spell], emeriti: Sequence[datetime]) -> str:
    until = spell.until
    if until is None or spell.ended_by not in (REMOVED, LOWERED):
        return spell.ended_by
    rank = rank_of(spell.listed.role, spell.path)
    reasons = {
        HELPER: spell.listed.role == HELPER,
        "returned": any(one.since and until <= one.since <= until + BACK and _rank(one) >= rank for one in later),
        "brief": bool(spell.since and until - spell.since < BRIEF and not before),
        "followed": any(one.until and one.ended_by == LOWERED and until - one.until < FOLLOWED for one in before),
        BELOW: not _is_whole(spell) and any(_is_whole(one) and one.until and one.until == spell.since for one in before),
        EMERITUS: any(until - FOLLOWED <= at <= until + EMERITUS_WITHIN for at in emeriti),
    }
    return next((reason for reason, holds in reasons.items() if holds), spell.ended_by)


def _is_whole(spell: Spell) -> bool:
    return _rank(spell) > RANKS["maintainer"]


def _rank(spell: Spell) -> int:
    return rank_of(spell.listed.role, spell.path)


def _emeriti(lists: _Lists, versions: Sequence[Version]) -> Iterator[Spell]:
    """Yield one spell for each person whom a file calls emeritus now, from the first version that did."""
    first: dict[tuple[str, str], Version] = {}
    for version in versions:
        for one in version.listed or ():
            if one.role == EMERITUS:
                first.setdefault((lists.person_of(one), version.path), version)
    for path, standing in sorted(lists.files.items()):
        for one in standing.listed or ():
            began = first.get((lists.person_of(one), path))
            if one.role == EMERITUS and began:
                yield Spell(lists.person_of(one), one, path, standing.link, None if began.is_first_look else began.at)
