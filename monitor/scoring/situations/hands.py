"""Who takes over what was carried: a named successor, the owner of the roadmap, each function, and the releases."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.model.carrying import Departure, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence
from monitor.model.history import Statement
from monitor.model.signals import Signal
from monitor.model.situation import Question, SituationState, Turn
from monitor.scoring.metrics.activity import nobody_of
from monitor.scoring.metrics.departed import naming
from monitor.scoring.situations.asking import quoted
from monitor.scoring.situations.departing import SURE, Leaving
from monitor.scoring.situations.scene import Scene, fact, message

WHERE_NAMED = (Signal.GOVERNANCE, Signal.LISTS, Signal.STATEMENTS, Signal.MEMBERS)
MOST_FUNCTIONS = 4
LEADING = re.compile(r"\blead|\bowner\b|\bchair\b|\bdirector\b|\bbdfl\b|负责人|主管", re.IGNORECASE)
# "technical lead" is a role in general, and asked for as the roadmap; "pre-training lead" is a function of its own.
GENERAL = re.compile(r"^(technical |tech |project |core |team )?(leads?|leaders?|maintainers?|owners?|chairs?)$", re.IGNORECASE)

ROLE_WORD = re.compile(r"\s+(leads?|leaders?|owners?|maintainers?)$", re.IGNORECASE)


def successor_of(scene: Scene, story: Leaving) -> Evidence | None:
    """Return where a successor of who opened the situation is named, by a source or by taking over the same place in a list."""
    first = story.first
    told = naming(scene.history, first, scene.limits.situation_before_days) if first.successors else None
    if told is not None:
        return _named(scene, first.successors[0], told)
    if first.successors:
        # No words name them, so a list does, where one shows the departure.
        sign = min((one for one in first.signs if one.level in SURE), key=lambda one: (not one.path, one.on), default=None)
        if sign is not None:
            return _by_sign(sign, first.successors[0])
    for listing in _ended(scene, first):
        for key in listing.successors:
            if listing.until is not None and scene.since(listing.until.date()):
                on = listing.until.date()
                return fact("successor.listed", on, listing.link, person=key, path=listing.path, on=on)
    return None


def _by_sign(sign: Sign, successor: str) -> Evidence:
    """Return who follows as the sign of the departure shows it: a list names nobody as successor, it only holds who came."""
    if sign.path:
        return fact("successor.listed", sign.on, sign.link, sign.level, person=successor, path=sign.path, on=sign.on)
    return fact("successor.named", sign.on, sign.link, sign.level, person=successor, on=sign.on)


def _named(scene: Scene, successor: str, told: Statement) -> Evidence:
    """Return who is named, where it is somebody whom the history knows; else the words that name them."""
    on = told.said_at.date()
    if successor in scene.history.persons:
        return fact("successor.named", told.said_at, told.link, told.level, person=successor, on=on)
    return fact("successor.named_in_words", told.said_at, told.link, told.level, words=quoted(told), on=on)


def _ended(scene: Scene, first: Departure) -> Iterable[Listing]:
    return (one for one in scene.history.listings if one.person and one.person == first.person and one.until is not None)


def successor_turns(found: Evidence | None) -> list[Turn]:
    """Return how a named successor cools the situation."""
    if found is None:
        return []
    on = found.what.values["on"]
    return [Turn("successor_named", SituationState.COOLING, found, on)]  # type: ignore[arg-type]


def ask_successor(scene: Scene, found: Evidence | None) -> Question:
    """Return whether a successor is named: "none found" is a statement about our search."""
    searched = scene.searched(*WHERE_NAMED)
    so_far = message("successor.none", searched=searched) if searched else message("successor.not_seen")
    return Question("successor", message("successor.asks"), found, so_far, message("successor.settles"))


def ask_roadmap(scene: Scene, story: Leaving, successor: Evidence | None) -> Question:
    """Return who owns the roadmap: who is listed as lead now, else the successor that a source names."""
    answer = _lead_listed(scene) or _as_owner(story, successor)
    searched = scene.searched(*WHERE_NAMED, Signal.ROADMAP)
    so_far = message("roadmap.none", searched=searched) if searched else message("roadmap.not_seen")
    return Question("roadmap", message("roadmap.asks"), answer, so_far, message("roadmap.settles"))


def _lead_listed(scene: Scene) -> Evidence | None:
    for one in _standing(scene):
        if one.person not in scene.persons and LEADING.search(one.listed_as):
            on = one.since.date() if one.since else scene.opened_on
            who = one.person or one.handle
            return fact("roadmap.listed", on, one.link, person=who, path=one.path, heading=one.listed_as, on=on)
    return None


def _as_owner(story: Leaving, successor: Evidence | None) -> Evidence | None:
    if successor is None or story.first.role != "lead":
        return None
    values = dict(successor.what.values)
    if "words" in values:
        return fact("roadmap.successor_in_words", successor.at, successor.link, successor.level, **values)
    values.pop("path", None)
    return fact("roadmap.successor", successor.at, successor.link, successor.level, **values)


def _standing(scene: Scene) -> list[Listing]:
    """Return who is listed now in a role of the project, those listed first first."""
    now = [
        one
        for one in scene.history.listings
        if one.role in ("maintainer", "reviewer")
        and (one.until is None or one.until >= scene.now)
        and (one.since is None or one.since < scene.now)
    ]
    return sorted(now, key=lambda one: (one.since.timestamp() if one.since else 0.0, one.handle))


def ask_functions(scene: Scene, story: Leaving) -> list[Question]:
    """Return one question for each function that who departed held in public: who runs it now?"""
    return [_ask_function(scene, story, name) for name in sorted(_functions(scene, story))[:MOST_FUNCTIONS]]


def _functions(scene: Scene, story: Leaving) -> set[str]:
    found = {one.listed_as or one.group for one in scene.history.listings if one.person and one.person in story.persons}
    for key in story.persons:
        person = scene.history.persons.get(key)
        found |= set(person.named.roles) if person and person.named else set()
    named = {name.strip() for name in found if name.strip() and not GENERAL.match(name.strip())}
    return {ROLE_WORD.sub("", name) or name for name in named}


def _ask_function(scene: Scene, story: Leaving, name: str) -> Question:
    answer = next((_runs(one, name, scene) for one in _standing(scene) if _is_for(one, name, story)), None)
    searched = scene.searched(*WHERE_NAMED)
    so_far = message("function.none", searched=searched) if searched else message("function.not_seen")
    return Question(
        f"function {name}", message("function.asks", name=name), answer, so_far, message("function.settles", name=name)
    )


def _is_for(one: Listing, name: str, story: Leaving) -> bool:
    named = (ROLE_WORD.sub("", text.strip()).casefold() for text in (one.listed_as, one.group))
    return one.person not in story.persons and name.casefold() in named


def _runs(one: Listing, name: str, scene: Scene) -> Evidence:
    on = one.since.date() if one.since else scene.opened_on
    return fact("function.listed", on, one.link, person=one.person or one.handle, path=one.path, name=name, on=on)


def ask_releases(scene: Scene) -> Question:
    """Return who makes the releases since: the first release by a hand that did not depart answers it."""
    nobody = nobody_of(scene.history) | {""}
    since = [one for one in (*scene.history.releases, *scene.history.models) if scene.since(one.released_at.date())]
    others = [one for one in since if one.by not in scene.persons | nobody and one.released_at.date() > scene.opened_on]
    first = min(others, key=lambda one: one.released_at, default=None)
    answer = None
    if first is not None:
        hands = len({one.by for one in others})
        on = first.released_at.date()
        answer = fact("releases.others", on, first.link, EvidenceLevel.RECORDED, hands=hands, version=first.version, on=on)
    so_far = message("releases.by_unknown", releases=len(since)) if since else message("releases.none")
    return Question("releases", message("releases.asks"), answer, so_far, message("releases.settles"))
