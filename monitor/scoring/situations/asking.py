"""Questions that every kind of situation may ask: who else left, is the team changing, did the steward speak, and more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from monitor.model.carrying import Departure
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Message, Value
from monitor.model.history import State, Statement
from monitor.model.instead import names_instead
from monitor.model.joins import Account
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
    if others:
        newest = max(others, key=lambda one: one.on)
        sign = min(newest.signs, key=lambda one: (one.level, one.on))
        answer = fact("others.left", sign.on, sign.link, sign.level, departures=len(others), on=sign.on, person=newest.person)
    return _asked(scene, "others", WHERE_LEFT, answer)


def ask_structure(scene: Scene) -> Question:
    """Return whether the team's structure is changing: governance files, members, owners, since the opening."""
    found = structure_changes(scene)
    answer: Evidence | None = None
    if found:
        last = found[-1]
        answer = fact("structure.changed", last.at, last.link, changes=len(found), on=day_of(last.at))
    return _asked(scene, "structure", WHERE_BUILT, answer)


def _asked(scene: Scene, code: str, where: tuple[Signal, ...], answer: Evidence | None) -> Question:
    """Return a question that time may answer, with what was seen so far, or that nothing came in a quarter that we saw."""
    searched = scene.searched(*where)
    is_over = scene.is_quarter_over(*where)
    if answer is None and is_over and scene.is_seen(*where):
        values: dict[str, Value] = {"since": scene.watched_from(*where), "searched": searched}
        answer = fact(f"{code}.none", scene.answer_day(*where), scene.link(*where), EvidenceLevel.OBSERVED, **values)
    # A day that has passed is no day to wait for.
    settles = message(f"{code}.settles_when_seen") if is_over else message(f"{code}.settles", on=scene.answer_day(*where))
    return Question(code, message(f"{code}.asks"), answer, _so_far(scene, code, where), settles)


def _so_far(scene: Scene, code: str, where: tuple[Signal, ...]) -> Message:
    """Return that nothing was seen yet, in days that we looked on: what came before our first look nobody told us."""
    searched, since = scene.searched(*where), scene.watched_from(*where)
    if not searched:
        return message(f"{code}.not_seen")
    if since > scene.opened_on:
        return message(f"{code}.none_since", since=since, searched=searched)
    return message(f"{code}.none_yet", days=scene.days, searched=searched)


def structure_changes(scene: Scene) -> list[Evidence]:
    """Return what changed in the team since the opening, oldest first: people listed, members, the owner.

    The very change that a departure consists of is no second one: the listing or membership of who left is left out.
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
    return sorted([*found, *_members_changed(scene)], key=lambda one: (str(one.at), one.link))


def _members_changed(scene: Scene) -> Iterator[Evidence]:
    """Yield who became or was a member of the organisation on its page, without a name: most of them are strangers here."""
    theirs = {account.key for key in scene.persons & scene.history.persons.keys() for account in _accounts(scene, key)}
    spans = [state for state in scene.history.state("member") if state.value.partition(" ")[0] not in theirs]
    for state in spans:
        others = [one for one in spans if one.target == state.target and _account(one) != _account(state)]
        is_known = any(_account(one) == _account(state) and one != state and _follows(state, one) for one in spans)
        if scene.since(state.seen_from.date()) and not is_known and any(one.seen_from < state.seen_from for one in others):
            yield fact("structure.member", state.seen_from, state.target, on=state.seen_from.date())


def _accounts(scene: Scene, key: str) -> tuple[Account, ...]:
    return scene.history.persons[key].accounts


def _account(state: State) -> str:
    return state.value.partition(" ")[0]


def _follows(state: State, before: State) -> bool:
    return before.seen_from < state.seen_from


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
    so_far = _silence(scene, others)
    return Question("steward", message("steward.asks"), answer, so_far, message("steward.settles"))


def _silence(scene: Scene, others: int) -> Message:
    since = scene.watched_from(Signal.STATEMENTS)
    if not scene.searched(Signal.STATEMENTS):
        return message("steward.not_seen", days=scene.days, others=others)
    if since > scene.opened_on:
        return message("steward.silent_since", since=since, others=others)
    return message("steward.silent", days=scene.days, others=others)


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
