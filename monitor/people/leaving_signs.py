"""A sign of somebody's departure with what belongs to it, and whose each account is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.model.carrying import Sign
from monitor.model.history import Person


@dataclass(frozen=True, slots=True)
class Told:
    """A sign of the departure of `person` (a key, "" = nobody whom we can tell); `role` as the source says it, "" = it does not.

    `successors` are persons or handles that the same source names. `bearer`: who the key stands for, where no account told of
    them before.
    """

    person: str
    sign: Sign
    role: str = ""
    successors: tuple[str, ...] = ()
    bearer: Person | None = None


def owner_of(persons: Mapping[str, Person]) -> dict[str, str]:
    """Return the person's key of each account that is proven to be theirs, bots and forgotten ones left out."""
    return {
        account.key: key
        for key, person in persons.items()
        if not (person.is_bot or person.is_withheld)
        for account in person.accounts
        if not account.is_by_name
    }
