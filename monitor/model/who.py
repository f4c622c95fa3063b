"""Who is who in one project, as the operator asks: persons with their accounts and roles, and whose hands are on the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.model.assessment import RoleHolder
from monitor.model.history import Person
from monitor.model.joins import Correction


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who could and did not: a key of `History.persons`, or `handle` where no account of the project is theirs.

    `why` is "listed", "member", "publisher" (the index says so) or "before" (they did so earlier, last `on`); `link` shows it.
    """

    person: str
    why: str
    link: str
    on: date | None = None
    handle: str = ""


@dataclass(frozen=True, slots=True)
class KeyHands:
    """One key of a project ("merge", "tag", "publish"): who used it in the last 12 months, and who could have.

    Persons by key, in no order of worth; `did` None: no source says who.
    """

    key: str
    did: frozenset[str] | None
    could: tuple[Able, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """The people of one project; `roles` by person."""

    project: str
    name: str
    as_of: datetime
    persons: Mapping[str, Person]
    roles: Mapping[str, tuple[RoleHolder, ...]] = field(default_factory=dict)
    keys: tuple[KeyHands, ...] = ()
    corrections: tuple[Correction, ...] = ()
