"""Fills History.listings: who stood on the lists in a project's governance files, and whose account that is, where proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model.carrying import Listing
from monitor.model.history import History, State
from monitor.model.joins import parts_of
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Target, TargetKind
from monitor.people.governance.listed import Listed, Words
from monitor.people.governance.reading import read_listed
from monitor.people.governance.spells import Spell, Version, has_team, spells_of

TEXT, PAST_TEXT, PAST_GONE = "governance_text", "governance_version", "governance_gone"
# Marks the oldest version that was read: since when it stood is not known.
START = "start"
GIT = "git"


def with_listings(history: History, words: Words) -> History:
    """Return `history` with who is and was listed; bots and the forgotten are left out."""
    known = _Accounts.of(history)
    targets = _targets(history)
    found = [listing for target in targets for listing in _listings(history, target, known, words)]
    listings = tuple(sorted(found, key=lambda one: (one.target, one.path, one.handle, str(one.since))))
    return replace(history, listings=listings, coverage=_of_lists(history.coverage, {target.key for target in targets}))


def _of_lists(coverage: Iterable[Coverage], with_lists: Collection[str]) -> tuple[Coverage, ...]:
    """Return how well we see, without the lists of those who hold none: there is nothing to see, so nothing was seen there."""
    return tuple(
        line for line in coverage if line.signal is not Signal.LISTS or line.target in with_lists or not line.is_complete
    )


def _targets(history: History) -> list[Target]:
    read = {state.target for state in history.states if state.attribute in (TEXT, PAST_TEXT)}
    return [target for target in history.project.targets if target.kind is TargetKind.GIT and target.key in read]


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The person of each login by its platform, and of each full name that one person alone bears and the user configured."""

    by_login: Mapping[tuple[str, str], str]
    by_name: Mapping[str, str]
    left_out: frozenset[str]

    @classmethod
    def of(cls, history: History) -> _Accounts:
        """Return the proven accounts of a project's persons: what a page is called now goes before what it was called once."""
        owner = {a.key: key for key, person in history.persons.items() for a in person.accounts if not a.is_by_name}
        earlier = {
            (parts_of(state.subject)[0], state.value.casefold()): owner[state.subject]
            for state in history.states
            if state.attribute == "login" and state.subject in owner
        }
        now = {
            (account.source, account.name.casefold()): key
            for key, person in history.persons.items()
            for account in person.accounts
            if account.name and not account.is_by_name and account.source != GIT
        }
        hidden = frozenset(key for key, person in history.persons.items() if person.is_bot or person.is_withheld)
        return cls(earlier | _configured_pages(history) | now, _configured_names(history), hidden)

    def person_of(self, listed: Listed, source: str) -> str:
        """Return the key of a listed person, "" where no account is proven to be theirs."""
        if listed.login:
            # Beside a login a name proves nothing: another one of that name has another login.
            return self.by_login.get((source, listed.login.casefold()), "")
        return self.by_name.get(listed.name.casefold(), "")


def _named(history: History) -> Mapping[str, str]:
    """Return the key of each person whom the configuration names and whom we know."""
    return {person.named.name: key for key, person in history.persons.items() if person.named is not None}


def _configured_pages(history: History) -> dict[tuple[str, str], str]:
    """Return whose the pages are that the configuration names, by platform and login, also where nobody looked at them yet."""
    named = _named(history)
    return {
        (target.forge, target.key.rpartition("/")[2].casefold()): named[target.person]
        for target in history.project.targets
        if target.kind is TargetKind.ACCOUNT and target.forge and target.person in named
    }


def _configured_names(history: History) -> Mapping[str, str]:
    """Return the key of each person with a full name that the configuration gives and nobody else of the project bears."""
    bearers = Counter(name for person in history.persons.values() for name in {person.name.casefold()})
    return {name.casefold(): key for name, key in _named(history).items() if " " in name and bearers[name.casefold()] <= 1}


def _listings(history: History, target: Target, known: _Accounts, words: Words) -> Iterator[Listing]:
    source = target.forge or "github"

    def key_of(listed: Listed) -> str:
        return known.person_of(listed, source) or listed.handle.casefold()

    versions = tuple(_versions(history, target, words))
    for spell in spells_of(versions, key_of):
        person = known.person_of(spell.listed, source)
        if person not in known.left_out:
            yield _listing(spell, person, target)


def _listing(spell: Spell, person: str, target: Target) -> Listing:
    return Listing(
        person=person,
        handle=spell.listed.handle,
        role=spell.listed.role,
        listed_as=spell.listed.listed_as,
        path=spell.path,
        target=target.key,
        link=spell.link,
        since=spell.since,
        until=spell.until,
        ended_by=spell.ended_by,
        group=spell.listed.group,
        successors=spell.successors,
    )


def _versions(history: History, target: Target, words: Words) -> Iterator[Version]:
    """Yield the versions of a target's files: the past that its history tells, and what we saw ourselves since."""
    past = [state for state in history.states if state.target == target.key and state.attribute == PAST_TEXT and state.held_from]
    for state in past:
        path = state.subject.rpartition("@")[0] or state.subject
        if state.held_from and state.held_from <= history.as_of:
            yield _version(path, state.held_from, state.value, state.link, words, is_first=state.subject.endswith(f"@{START}"))
    for state in history.states:
        if state.target == target.key and state.attribute == PAST_GONE and state.held_from and state.held_from <= history.as_of:
            yield Version(state.value, state.held_from, None, state.link)
    own = [state for state in history.states if state.target == target.key and state.attribute == TEXT]
    first = min((state.seen_from for state in own), default=history.as_of)
    read_until = max((state.held_from for state in past if state.held_from), default=None)
    told = {state.subject.rpartition("@")[0] for state in past}
    for path in sorted({state.subject for state in own}):
        spans = sorted((state for state in own if state.subject == path), key=lambda state: state.seen_from)
        yield from _seen(path, spans, first, read_until if path in told else None, words, history.as_of)


def _seen(
    path: str, spans: Sequence[State], first: datetime, read_until: datetime | None, words: Words, as_of: datetime
) -> Iterator[Version]:
    for place, span in enumerate(spans):
        is_first = span.seen_from == first and read_until is None
        # What the history of commits told already is no second change on the day of our own look.
        if read_until is None or span.seen_from > read_until:
            yield _version(path, span.held_from or span.seen_from, span.value, span.link, words, is_first=is_first)
        following = spans[place + 1].seen_from if place + 1 < len(spans) else None
        if span.seen_until and span.seen_until <= as_of and (following is None or following > span.seen_until):
            yield Version(path, span.seen_until, None, span.link)


def _version(path: str, at: datetime, text: str, link: str, words: Words, *, is_first: bool) -> Version:
    listed = read_listed(path, text, words) if text else None
    return Version(path, at, listed, link, has_team(text), is_first_look=is_first)
