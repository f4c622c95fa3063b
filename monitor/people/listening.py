"""Hears what was said about a project: each statement read for it, and those spoken of as persons of its history. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from monitor.model.facts import RawIdentity
from monitor.model.history import History, Person
from monitor.model.name_words import NameWords
from monitor.model.target import NamedPerson
from monitor.people.mentions import Listener, Readers
from monitor.people.names import Names
from monitor.people.persons import person_key

CONFIGURED = "configured"


def listen(history: History, words: NameWords, readers: Readers, since: datetime) -> History:
    """Return `history` with its statements since then, each read as `Statement.about` tells; older ones are left out, but for
    notices, which hold as long as they stand.

    A person whom the configuration names and a statement speaks of is in `persons`, also where no account of theirs was seen. Who
    speaks at an account that the configuration calls a person's own is that person.
    """
    recent = tuple(said for said in history.statements if said.said_at >= since or said.kind == "notice")
    if not recent:
        return replace(history, statements=())
    persons = _with_owners(history)
    key_of = _keys(history, persons)
    listener = Listener(history.project, Names.of(history.project, words), words, readers, key_of)
    statements = tuple(listener.read(said) for said in recent)
    spoken_of = {key for said in statements for key in said.about.persons}
    added = {
        key: Person(key, person.name, named=person)
        for person in history.project.people
        if (key := key_of[person.name]) in spoken_of and key not in persons
    }
    return replace(history, statements=statements, persons={**persons, **added})


def _with_owners(history: History) -> dict[str, Person]:
    """Return the persons, those who speak at a configured person's own account named as that person."""
    people = {person.name: person for person in history.project.people}
    owners = {target.key: people[target.person] for target in history.project.targets if target.person in people}
    persons = dict(history.persons)
    for said in history.statements:
        if said.target in owners and said.author in persons and persons[said.author].named is None:
            persons[said.author] = replace(persons[said.author], named=owners[said.target])
    return persons


def _keys(history: History, persons: Mapping[str, Person]) -> dict[str, str]:
    """Return the key of each configured person: of their most active account, else one of their own."""
    active = Counter(row.person for row in history.activity)
    return {person.name: _key(person, persons, active) for person in history.project.people}


def _key(person: NamedPerson, persons: Mapping[str, Person], active: Mapping[str, int]) -> str:
    own = sorted((key for key, found in persons.items() if found.named == person), key=lambda key: (-active.get(key, 0), key))
    return own[0] if own else person_key(RawIdentity(CONFIGURED, person.name, person.name))
