"""Questions that every kind of situation may ask: who else left, is the team changing, did the steward speak, and more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from monitor.model.carrying import Departure
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Message, Value
from monitor.model.history import Statement
from monitor.model.instead import names_instead
from monitor.model.signals import Signal
from monitor.model.situation import Question
from monitor.scoring.metrics.states import current
from monitor.scoring.situations.course import day_of
from monitor.scoring.situations.scene import Scene, fact, message

# Where a project or its index may name what to use instead. An address where a package is developed names nothing of the kind.
NEWER = "new_version"
INSTEAD = ("front_page_replacement", "front_page_notice", "package_status_reason", NEWER)
WHERE_LEFT = (Signal.GOVERNANCE, Signal.LISTS, Signal.MEMBERS, Signal.STATEMENTS, Signal.PROFILES)
WHERE_BUILT = (Signal.GOVERNANCE, Signal.LISTS, Signal.MEMBERS, Signal.REPOSITORY_STATE)


def ask_others(scene: Scene, others: Collection[Departure]) -> Question:
    """Return whether anybody else left since: "nobody" is an answer only after a quarter that we wholly saw."""
    answer: Evidence | None = None
    so_far = message("others.none_yet", days=scene.days, searched=scene.searched(*WHERE_LEFT))
    if others:
        newest = max(others, key=lambda one: one.on)
        sign = min(newest.signs, key=lambda one: (one.level, one.on))
        answer = fact("others.left", sign.on, sign.link, sign.level, departures=len(others), on=sign.on, person=newest.person)
    elif scene.is_quarter_over and scene.is_seen(*WHERE_LEFT):
        page = scene.link(*WHERE_LEFT)
        values: dict[str, Value] = {"since": scene.opened_on, "searched": scene.searched(*WHERE_LEFT)}
        answer = fact("others.none", scene.answer_day, page, EvidenceLevel.OBSERVED, **values)
    elif not scene.searched(*WHERE_LEFT):
        so_far = message("others.not_seen")
    return Question("others", message("others.asks"), answer, so_far, _settles(scene, "others"))


def ask_structure(scene: Scene) -> Question:
    """Return whether the team's structure is changing: governance files, members, owners, since the opening."""
    found = structure_changes(scene)
    answer: Evidence | None = None
    so_far = message("structure.none_yet", days=scene.days, searched=scene.searched(*WHERE_BUILT))
    if found:
        last = found[-1]
        answer = fact("structure.changed", last.at, last.link, changes=len(found), on=day_of(last.at))
    elif scene.is_quarter_over and scene.is_seen(*WHERE_BUILT):
        page = scene.link(*WHERE_BUILT)
        values: dict[str, Value] = {"since": scene.opened_on, "searched": scene.searched(*WHERE_BUILT)}
        answer = fact("structure.none", scene.answer_day, page, EvidenceLevel.OBSERVED, **values)
    elif not scene.searched(*WHERE_BUILT):
        so_far = message("structure.not_seen")
    return Question("structure", message("structure.asks"), answer, so_far, _settles(scene, "structure"))


def _settles(scene: Scene, question: str) -> Message:
    """Return what would settle a question that time may answer; a day that has passed is no day to wait for."""
    if scene.is_quarter_over:
        return message(f"{question}.settles_when_seen")
    return message(f"{question}.settles", on=scene.answer_day)


def structure_changes(scene: Scene) -> list[Evidence]:
    """Return what changed in the team since the opening, oldest first: new people listed, governance files, the owner.

    The very change that a departure consists of is no second one: a person's own listing that ended is left out.
    """
    found = [
        fact("structure.listed", one.since, one.link, person=one.person or one.handle, path=one.path, on=one.since.date())
        for one in scene.history.listings
        if one.since and scene.since(one.since.date()) and one.role == "maintainer" and one.person not in scene.persons
    ]
    for state in scene.history.states:
        at = state.held_from or state.seen_from
        if state.attribute == "owner" and scene.since(at.date()) and _has_before(scene, state.target, state.seen_from):
            found.append(fact("structure.owner", at, state.link, value=state.value, on=at.date()))
    return sorted(found, key=lambda one: (str(one.at), one.link))


def _has_before(scene: Scene, target: str, at: object) -> bool:
    return any(one.target == target and one.seen_from < at for one in scene.history.state("owner"))  # type: ignore[operator]


def ask_steward(scene: Scene, about: re.Pattern[str] | None = None) -> Question:
    """Return whether project or steward spoke on it; `about` are words that tell it, None: words of a departure."""
    spoke = steward_words(scene, about)
    answer = None
    if spoke:
        first = spoke[0]
        on = first.said_at.date()
        answer = fact("steward.spoke", first.said_at, first.link, first.level, on=on, words=quoted(first))
    others = len(list(scene.own_words())) - len(spoke)
    code = "steward.silent" if scene.searched(Signal.STATEMENTS) else "steward.not_seen"
    so_far = message(code, days=scene.days, others=others)
    return Question("steward", message("steward.asks"), answer, so_far, message("steward.settles"))


def steward_words(scene: Scene, about: re.Pattern[str] | None) -> list[Statement]:
    """Return what project or steward said on the event, oldest first."""
    return [one for one in scene.own_words() if _is_on(scene, one, about)]


def _is_on(scene: Scene, one: Statement, about: re.Pattern[str] | None) -> bool:
    if about is not None:
        return bool(about.search(f"{one.title} {one.quote}"))
    return bool(one.about.departure) or bool(scene.persons & set(one.about.persons))


def quoted(one: Statement) -> str:
    """Return title and words of a statement as one text."""
    return ": ".join(part for part in (one.title, one.quote) if part)


def ask_fork(scene: Scene) -> Question:
    """Return whether somebody carries the code on elsewhere: a fork with work of its own since the opening."""
    opened = f"{scene.opened_on:%Y-%m}"
    spans = [one for one in scene.history.state("living_fork") if one.value >= opened and one.seen_from < scene.now]
    answer = None
    if spans:
        first = min(spans, key=lambda one: (one.seen_from, one.subject))
        forks = len({one.subject for one in spans})
        values: dict[str, Value] = {"fork": first.subject, "forks": forks, "on": first.seen_from.date()}
        answer = fact("fork.living", first.seen_from, first.link, EvidenceLevel.OBSERVED, **values)
    code = "fork.none" if scene.searched(Signal.FORKS) else "fork.not_seen"
    return Question("fork", message("fork.asks"), answer, message(code), message("fork.settles"))


def ask_replacement(scene: Scene, about: re.Pattern[str]) -> Question:
    """Return whether the project names what to use instead: on its front page, at its index, or in words on its end."""
    found = (*_states_instead(scene), *_words_instead(scene, about))
    return Question(
        "replacement",
        message("replacement.asks"),
        next(iter(found), None),
        message("replacement.none"),
        message("replacement.settles"),
    )


def _states_instead(scene: Scene) -> Iterator[Evidence]:
    for attribute in INSTEAD:
        for state in current(scene.history, attribute, scene.now):
            # A newer version is a name by itself; elsewhere the words may say no more than that it ended.
            if state.value and (attribute == NEWER or names_instead(state.value)):
                at = state.held_from or state.seen_from
                yield fact("replacement.named", at, state.link, EvidenceLevel.ANNOUNCED, words=state.value, on=at.date())


def _words_instead(scene: Scene, about: re.Pattern[str]) -> Iterator[Evidence]:
    for one in steward_words(scene, about):
        words = quoted(one)
        if names_instead(words):
            yield fact("replacement.named", one.said_at, one.link, one.level, words=words, on=one.said_at.date())
