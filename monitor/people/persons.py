"""Accounts to persons within one project, and the History that speaks of persons: by proof, and by full name for counting only.

Every join keeps its reason in `Person.joins`; `merging.py` joins, `links.py` and `owners.py` say what proves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind, Channel, RawIdentity
from monitor.model.history import Activity, History, Person, Release
from monitor.model.joins import Account, Join, parts_of
from monitor.model.target import NamedPerson, Project, TargetKind
from monitor.model.text import MASK
from monitor.people.affiliations import of_domains
from monitor.people.links import published_joins
from monitor.people.merging import FULL_NAME_WORDS, WITHHELD, Merged, merge
from monitor.people.owners import GIT, configured_joins, owners_of
from monitor.people.pages import Page, account_key, pages_of

MAILMAP = "mailmap"
ELSEWHERE = frozenset({Channel.FORGE, Channel.MODEL})


def build_history(facts: ProjectFacts, project: Project, named: Mapping[str, NamedPerson]) -> History:
    """Return the project's History with accounts merged to persons.

    `named` maps a stable id or a lower-cased account name to the person whom the configuration names so.
    """
    people = _People.of(facts, project, named)
    persons, key_of, by_name = people.persons()
    published = tuple(_with_person(release, key_of) for release in facts.releases)
    repository = next((target.key for target in project.targets if target.kind is TargetKind.GIT), "")
    return History(
        project=project,
        as_of=facts.as_of,
        activity=_activity(facts, key_of, by_name),
        releases=tuple(release for release in published if release.channel not in ELSEWHERE),
        states=facts.states,
        persons=persons,
        coverage=facts.coverage,
        forge_releases=tuple(release for release in published if release.channel is Channel.FORGE),
        models=tuple(release for release in published if release.channel is Channel.MODEL),
        measures=facts.measures,
        tickets=facts.tickets,
        statements=tuple(replace(said, author=key_of[int(said.author)]) if said.author else said for said in facts.statements),
        affiliations=of_domains(facts, key_of, by_name, repository),
    )


def _with_person(release: Release, key_of: Sequence[str]) -> Release:
    return replace(release, by=key_of[int(release.by)]) if release.by else release


def _activity(facts: ProjectFacts, key_of: Sequence[str], by_name: Collection[int]) -> tuple[Activity, ...]:
    sums: dict[tuple[date, str, ActivityKind, bool], int] = {}
    for place, on, kind, count in facts.activity:
        key = (on, key_of[place], kind, place in by_name)
        sums[key] = sums.get(key, 0) + count
    rows = (Activity(on, person, kind, amount, weak) for (on, person, kind, weak), amount in sums.items() if amount > 0)
    return tuple(sorted(rows))


@dataclass(frozen=True, slots=True)
class _People:
    """All accounts of a project by key, in the order of their places and behind them those that only have a page."""

    identities: Mapping[str, RawIdentity]
    places: Sequence[str]
    pages: Mapping[str, Page]
    owners: Mapping[str, NamedPerson]
    named: Mapping[str, NamedPerson]
    merged: Merged
    first_day: Mapping[str, date] = field(repr=False)
    last_day: Mapping[str, date] = field(repr=False)
    commits: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(cls, facts: ProjectFacts, project: Project, named: Mapping[str, NamedPerson]) -> _People:
        places = [account_key(identity) for identity in facts.identities]
        pages = pages_of(facts.states, facts.identities, project.targets)
        identities = dict(zip(places, facts.identities, strict=True)) | _paged(pages, places)
        owners = owners_of(identities, pages, project, named)
        linked = [Join(places[first], places[second], proof) for first, second, proof in facts.links]
        proofs = (*linked, *published_joins(pages), *configured_joins(owners))
        merged = merge(identities, proofs, {key: owner.name for key, owner in owners.items()}, facts.corrections)
        return cls(identities, places, pages, owners, named, merged, *_days_and_commits(facts, places))

    def persons(self) -> tuple[dict[str, Person], list[str], frozenset[int]]:
        """Return the persons, the person's key of each place, and the places that are counted with a person by name alone."""
        persons: dict[str, Person] = {}
        person_of: dict[str, str] = {}
        joins = self._joins()
        bearers = self._bearers()
        for root, keys in self.merged.counted.members().items():
            # The account seen first anchors the key, so that a later account does not rename the person.
            anchor = min(keys, key=lambda key: (self.first_day.get(key, date.max), self.identities[key].stable_id))
            person = self._person(person_key(self.identities[anchor]), keys, joins.get(root, ()), bearers.get(root))
            persons[person.key] = person
            person_of |= dict.fromkeys(keys, person.key)
        weak = {account.key for person in persons.values() for account in person.accounts if account.is_by_name}
        by_name = frozenset(place for place, key in enumerate(self.places) if key in weak)
        return persons, [person_of[key] for key in self.places], by_name

    def _joins(self) -> Mapping[str, Sequence[Join]]:
        found: dict[str, list[Join]] = {}
        for join in self.merged.joins:
            found.setdefault(self.merged.counted.root(join.first), []).append(join)
        return {root: sorted(set(joins)) for root, joins in found.items()}

    def _bearers(self) -> Mapping[str, NamedPerson]:
        """Return who bears the very name that the configuration gives, by group; nobody where two do, or accounts are written."""
        written = {owner.name for owner in self.owners.values()}
        groups: dict[str, set[str]] = {}
        for key, identity in self.identities.items():
            person = self.named.get(identity.name.casefold())
            if person and person.name not in written and person.name.casefold() == identity.name.casefold():
                groups.setdefault(person.name, set()).add(self.merged.counted.root(key))
        people = {person.name: person for person in self.named.values()}
        return {root: people[name] for name, roots in groups.items() if len(roots) == 1 for root in roots}

    def _person(self, key: str, keys: Sequence[str], joins: Sequence[Join], bearer: NamedPerson | None) -> Person:
        ordered = sorted(keys, key=lambda key: -self.commits.get(key, 0))
        core = self._core(ordered)
        name = self._name([own for own in ordered if self.merged.proven.root(own) == core], joins)
        accounts = [self._account(own, name, is_by_name=self.merged.proven.root(own) != core) for own in ordered]
        identities = [self.identities[own] for own in ordered]
        return Person(
            key=key,
            name=name or next((account.name for account in accounts if account.name), ""),
            domains=tuple(sorted({identity.domain for identity in identities if identity.domain})),
            is_bot=any(identity.is_bot for identity in identities),
            is_withheld=any(identity.stable_id == WITHHELD for identity in identities),
            named=next((self.owners[own] for own in ordered if own in self.owners), bearer),
            proofs=tuple(sorted({join.proof for join in joins})),
            accounts=tuple(accounts),
            joins=tuple(joins),
        )

    def _name(self, keys: Sequence[str], joins: Iterable[Join]) -> str:
        """Return what a person is called: as the project's own `.mailmap` says, else as they call themselves last; never by a
        former name, however much was done under it.
        """
        later = {join.second for join in joins if join.proof == MAILMAP}
        given = {join.first for join in joins if join.proof == MAILMAP and join.first not in later}
        known = [key for key in keys if self.identities[key].name]
        profiles = (self.pages[key].name for key in keys if key in self.pages and not given & set(keys))
        shown = next((name for name in profiles if len(name.split()) >= FULL_NAME_WORDS), "")
        # A login is no name, as long as there is one.
        by_use = max(known, key=lambda key: (key in given, self.identities[key].source == GIT, *self._use(key)), default="")
        return shown or (self.identities[by_use].name if by_use else "")

    def _use(self, key: str) -> tuple[date, int]:
        return self.last_day.get(key, date.min), self.commits.get(key, 0)

    def _core(self, ordered: Sequence[str]) -> str:
        """Return the group that a person is for sure: what the configuration says, else where most of the work is."""
        root = self.merged.proven.root
        commits: dict[str, int] = {}
        for key in ordered:
            commits[root(key)] = commits.get(root(key), 0) + self.commits.get(key, 0)
        owned = {root(key) for key in ordered if key in self.owners}
        return max(commits, key=lambda group: (group in owned, commits[group]))

    def _account(self, key: str, name: str, *, is_by_name: bool) -> Account:
        """Return an account of a person; one in git, which bears a name and no login, is called as they are called now."""
        page, own = self.pages.get(key), self.identities[key]
        called = name if own.source == GIT and own.name and not is_by_name else own.name
        return Account(key, called, page.link if page else "", is_by_name)


def _paged(pages: Mapping[str, Page], places: Sequence[str]) -> dict[str, RawIdentity]:
    """Return the accounts of people that were seen by their page alone."""
    known = set(places)
    shown = (page for key, page in pages.items() if key not in known and not page.is_organisation and MASK not in key)
    return {page.key: RawIdentity(page.source, parts_of(page.key)[1], page.login) for page in shown}


def _days_and_commits(facts: ProjectFacts, places: Sequence[str]) -> tuple[dict[str, date], dict[str, date], dict[str, int]]:
    """Return the first and the last day of each account, and how many commits it made."""
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    commits: dict[str, int] = {}
    for place, on, kind, count in facts.activity:
        key = places[place]
        first.setdefault(key, on)
        last[key] = max(on, last.get(key, on))
        if kind == ActivityKind.COMMIT:
            commits[key] = commits.get(key, 0) + count
    return first, last, commits


def person_key(anchor: RawIdentity) -> str:
    """Return the opaque, stable key of the person whose first account is `anchor`."""
    return hashlib.sha256(f"{anchor.source}\x1f{anchor.stable_id}".encode()).hexdigest()[:12]
