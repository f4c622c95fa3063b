"""Whose accounts the configuration says they are: by the mail address, the name in git, the page or the id. Pure.

A login alone is taken for the platform it was written for: the same login elsewhere may be somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.model.facts import RawIdentity
from monitor.model.joins import CONFIGURED, Join
from monitor.model.target import NamedPerson, Project
from monitor.people.pages import Page, address_of

GIT = "git"


def owners_of(
    identities: Mapping[str, RawIdentity], pages: Mapping[str, Page], project: Project, named: Mapping[str, NamedPerson]
) -> dict[str, NamedPerson]:
    """Return the configured person of each account (by key) that the user wrote down as theirs.

    `named` maps a stable id or a lower-cased account name to the person whom the configuration names so.
    """
    people = {person.name: person for person in project.people}
    written = {address_of(text): person for person in project.people for text in person.accounts if "://" in text}
    by_key = {text.casefold(): person for person in project.people for text in person.accounts if ":" in text}
    found: dict[str, NamedPerson] = {}
    for key, identity in identities.items():
        page = pages.get(key)
        by_page = [people[name] for name in sorted(page.owners) if name in people] if page else []
        owner = (
            named.get(identity.stable_id)
            or by_key.get(key.casefold())
            or _by_name(identity, named)
            or (written.get(page.address) if page and page.address else None)
            or next(iter(by_page), None)
        )
        if owner:
            found[key] = owner
    return found


def _by_name(identity: RawIdentity, named: Mapping[str, NamedPerson]) -> NamedPerson | None:
    """Return whom the user gave this name to as a name in git; the name that reports use is no account."""
    name = identity.name.casefold()
    owner = named.get(name) if identity.source == GIT else None
    is_written = owner is not None and any(account.casefold() == name for account in owner.accounts)
    return owner if is_written else None


def configured_joins(owners: Mapping[str, NamedPerson]) -> Iterator[Join]:
    """Yield the joins that the configuration makes: all accounts of one person with the first of them."""
    first: dict[str, str] = {}
    for key, owner in owners.items():
        if first.setdefault(owner.name, key) != key:
            yield Join(first[owner.name], key, CONFIGURED)
