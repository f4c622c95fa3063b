"""A sign of somebody's departure with what belongs to it, and on which day we first looked at a project. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitor.model.carrying import Sign
from monitor.model.history import History, Person


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


def first_look_on(history: History) -> date | None:
    """Return the day of our first look at the project, as what it found says; None where that is not told, or after `as_of`.

    A history that was collected later than it is judged for tells of no watch: then nothing was "before" it.
    """
    looks = [state.seen_from.date() for state in history.states if state.held_from is None or state.seen_from >= state.held_from]
    looks += [measure.on for measure in history.measures] + [said.seen_at.date() for said in history.statements]
    first = min(looks, default=None)
    return None if first is None or first > history.as_of.date() else first


def owner_of(persons: Mapping[str, Person]) -> dict[str, str]:
    """Return the person's key of each account that is proven to be theirs, bots and forgotten ones left out."""
    return {
        account.key: key
        for key, person in persons.items()
        if not (person.is_bot or person.is_withheld)
        for account in person.accounts
        if not account.is_by_name
    }
