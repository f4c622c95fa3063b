"""Accounts to persons within one project: proofs first, then equal full names for counting only.

A published link (`.mailmap`), or the same full name of two or more words within one project (the heuristics that gambit, 2021,
measures at F1 0.985). One-word names never join. Every join keeps its reason in `Person.proofs`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind, Channel, RawIdentity
from monitor.model.history import Activity, History, Person, Release
from monitor.model.target import NamedPerson, Project
from monitor.model.text import MASK

SAME_NAME = "same full name"
WITHHELD = "withheld"
ELSEWHERE = frozenset({Channel.FORGE, Channel.MODEL})
FULL_NAME_WORDS = 2


def build_history(facts: ProjectFacts, project: Project, named: Mapping[str, NamedPerson]) -> History:
    """Return the project's History with accounts merged to persons.

    `named` maps a stable id or a lower-cased account name to the person whom the configuration names so.
    """
    groups = _merge(facts)
    persons, key_of = _persons(facts, groups, named)
    published = tuple(_with_person(release, key_of) for release in facts.releases)
    return History(
        project=project,
        as_of=facts.as_of,
        activity=_activity(facts, key_of),
        releases=tuple(release for release in published if release.channel not in ELSEWHERE),
        states=facts.states,
        persons=persons,
        coverage=facts.coverage,
        forge_releases=tuple(release for release in published if release.channel is Channel.FORGE),
        models=tuple(release for release in published if release.channel is Channel.MODEL),
        measures=facts.measures,
        tickets=facts.tickets,
        statements=tuple(replace(said, author=key_of[int(said.author)]) if said.author else said for said in facts.statements),
    )


def _with_person(release: Release, key_of: Sequence[str]) -> Release:
    return replace(release, by=key_of[int(release.by)]) if release.by else release


def _activity(facts: ProjectFacts, key_of: Sequence[str]) -> tuple[Activity, ...]:
    sums: dict[tuple[date, str, ActivityKind], int] = {}
    for place, on, kind, count in facts.activity:
        key = (on, key_of[place], kind)
        sums[key] = sums.get(key, 0) + count
    return tuple(sorted(Activity(on, person, kind, amount) for (on, person, kind), amount in sums.items() if amount > 0))


class _Groups:
    """Union-find over places in `identities`, keeping each join's reason."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))
        self.proofs: dict[int, set[str]] = {}

    def root(self, place: int) -> int:
        while self.parent[place] != place:
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place

    def join(self, first: int, second: int, proof: str) -> None:
        one, other = sorted((self.root(first), self.root(second)))
        reasons = self.proofs.pop(one, set()) | self.proofs.pop(other, set()) | {proof}
        self.parent[other] = one
        self.proofs[one] = reasons


def _merge(facts: ProjectFacts) -> _Groups:
    groups = _Groups(len(facts.identities))
    for first, second, proof in facts.links:
        if facts.identities[first].is_bot == facts.identities[second].is_bot:
            groups.join(first, second, proof)
    by_name: dict[str, int] = {}
    for place, identity in enumerate(facts.identities):
        name = _full_name(identity)
        if not name:
            continue
        other = by_name.setdefault(name, place)
        if groups.root(other) != groups.root(place):
            groups.join(other, place, SAME_NAME)
    return groups


def _full_name(identity: RawIdentity) -> str:
    """Return the name to join on, or "" for bots, masked names and names of one word."""
    words = identity.name.casefold().split()
    if identity.is_bot or identity.stable_id == WITHHELD or MASK in identity.name or len(words) < FULL_NAME_WORDS:
        return ""
    return " ".join(words)


def _persons(facts: ProjectFacts, groups: _Groups, named: Mapping[str, NamedPerson]) -> tuple[dict[str, Person], list[str]]:
    members: dict[int, list[int]] = {}
    for place in range(len(facts.identities)):
        members.setdefault(groups.root(place), []).append(place)
    first_day, commits = _first_days_and_commits(facts)
    persons: dict[str, Person] = {}
    key_of = [""] * len(facts.identities)
    for root, places in members.items():
        # The account seen first anchors the key, so that a later account does not rename the person.
        anchor = min(places, key=lambda place: (first_day.get(place, date.max), facts.identities[place].stable_id))
        key = person_key(facts.identities[anchor])
        for place in places:
            key_of[place] = key
        persons[key] = _person(
            key, [facts.identities[p] for p in sorted(places, key=lambda p: -commits.get(p, 0))], named, groups.proofs.get(root)
        )
    return persons, key_of


def _first_days_and_commits(facts: ProjectFacts) -> tuple[dict[int, date], dict[int, int]]:
    first: dict[int, date] = {}
    commits: dict[int, int] = {}
    for place, on, kind, count in facts.activity:
        first.setdefault(place, on)
        if kind == ActivityKind.COMMIT:
            commits[place] = commits.get(place, 0) + count
    return first, commits


def _person(key: str, accounts: Sequence[RawIdentity], named: Mapping[str, NamedPerson], proofs: set[str] | None) -> Person:
    hits = (named.get(account.stable_id) or named.get(account.name.casefold()) for account in accounts)
    return Person(
        key=key,
        name=accounts[0].name,
        domains=tuple(sorted({account.domain for account in accounts if account.domain})),
        is_bot=any(account.is_bot for account in accounts),
        is_withheld=any(account.stable_id == WITHHELD for account in accounts),
        named=next((hit for hit in hits if hit), None),
        proofs=tuple(sorted(proofs or ())),
    )


def person_key(anchor: RawIdentity) -> str:
    """Return the opaque, stable key of the person whose first account is `anchor`."""
    return hashlib.sha256(f"{anchor.source}\x1f{anchor.stable_id}".encode()).hexdigest()[:12]
