"""An invented GitHub: a seeded population whose every fact follows from (seed, number, time), and what a test scripts on top.

Nothing is kept but what was scripted: a hundred thousand repositories weigh nothing. About a fifth of them change on a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from tests.fakes.clock import Clock

DAY = timedelta(days=1)
BORN = datetime(2020, 1, 1, tzinfo=UTC)
REPOSITORIES_AN_OWNER = 10
PEOPLE_A_REPOSITORY = 5
MEMBERS_AN_ORGANISATION = 12
USER_IDS, OWNER_IDS, REPOSITORY_IDS = 1_000_000, 500_000, 10_000_000
# Who leaves an organisation, or hides it, does so for a season.
SEASON_DAYS = 90
LOOK_BACK_DAYS = 60
KNOWN = "octocat/Hello-World"
Scripted = Mapping[str, Any]


@lru_cache(maxsize=200_000)
def chance(*what: object) -> int:
    """Return a number from 0 to 999 that is always the same for the same words."""
    return int.from_bytes(hashlib.blake2b(repr(what).encode(), digest_size=4).digest()) % 1000


def sha(*what: object) -> str:
    """Return forty digits that are always the same for the same words."""
    return hashlib.sha1(repr(what).encode(), usedforsecurity=False).hexdigest()


def iso(moment: datetime | None) -> str | None:
    """Return a moment as the interface writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


@dataclass
class World:
    """`size` repositories `org3/r00031`; `changing` of 1,000 change a day, `leaving` of 1,000 members are not listed in a season.

    `moved` maps a name in lower case to the number of the repository that answers to it, `scripted` a number to fields that
    differ from what follows, `hidden` a number to what REST answers (status and body). `github_events` scripts whole histories.
    """

    clock: Clock
    size: int = 0
    seed: int = 1
    changing: int = 200
    leaving: int = 0
    people_a_repository: int = PEOPLE_A_REPOSITORY
    members_an_organisation: int = MEMBERS_AN_ORGANISATION
    scripted: dict[int, dict[str, Any]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    hidden: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    files: dict[int, dict[str, str]] = field(default_factory=dict)
    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: set[tuple[str, int]] = field(default_factory=set)
    tags: dict[int, dict[str, str]] = field(default_factory=dict)
    planned: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    @property
    def today(self) -> int:
        """Return the number of days since the world began."""
        return (self.clock.now - BORN).days

    def plan(self, moment: datetime, event: Callable[[], None]) -> None:
        """Let something happen at a moment: at the first question after it."""
        self.planned.append((moment, event))
        self.planned.sort(key=lambda entry: entry[0])

    def catch_up(self) -> None:
        """Let everything happen whose moment has come. The interfaces do this before they answer."""
        while self.planned and self.planned[0][0] <= self.clock.now:
            self.planned.pop(0)[1]()

    def first_name(self, number: int) -> str:
        """Return the full name under which a repository began."""
        return KNOWN if number == -1 else f"org{number // REPOSITORIES_AN_OWNER}/r{number:05}"

    def name(self, number: int) -> str:
        """Return the full name under which a repository is found now."""
        script = self.scripted.get(number)
        return str(script.get("nameWithOwner", self.first_name(number))) if script else self.first_name(number)

    def url(self, number: int) -> str:
        """Return the page of a repository as it was first called."""
        return f"https://github.com/{self.first_name(number)}"

    def named(self, owner: str, name: str) -> int | None:
        """Return the number of what a name means, visible or not, by a rename too; None where it never meant anything."""
        full = f"{owner}/{name}".casefold()
        if full in self.moved:
            return self.moved[full]
        if full == KNOWN.casefold():
            return -1
        digits = name[1:]
        if name[:1].casefold() != "r" or not digits.isdecimal():
            return None
        number = int(digits)
        return number if number < self.size and self.name(number).casefold() == full else None

    def find(self, owner: str, name: str) -> int | None:
        """Return the number of what answers to a name, by a rename too; None where nothing is visible."""
        number = self.named(owner, name)
        return None if number in self.hidden else number

    def identity(self, number: int) -> int:
        """Return the durable id of a repository."""
        return int(self.scripted.get(number, {}).get("databaseId", REPOSITORY_IDS + number))

    def numbered(self, identity: int) -> int | None:
        """Return the number of the repository with a durable id, None where there is none."""
        for number, fields in self.scripted.items():
            if fields.get("databaseId") == identity:
                return number
        number = identity - REPOSITORY_IDS
        is_there = -1 <= number < self.size and self.identity(number) == identity
        return number if is_there else None

    def changed_on(self, number: int, day: int) -> bool:
        """Return whether anything happened in a repository on a day."""
        return chance(self.seed, "changed", number, day) < self.changing

    def moment_on(self, number: int, day: int) -> datetime:
        """Return when in the day it happened."""
        return BORN + day * DAY + timedelta(minutes=chance(self.seed, "minute", number, day) * 1.4)

    def days_of_work(self, number: int, most: int, look_back: int = 400) -> list[int]:
        """Return the newest days on which something happened, the newest first, at most so many."""
        found: list[int] = []
        for day in range(self.today, self.today - look_back, -1):
            if self.changed_on(number, day) and self.moment_on(number, day) <= self.clock.now:
                found.append(day)
                if len(found) == most:
                    break
        return found

    def last_change(self, number: int) -> datetime:
        """Return when something last happened in a repository."""
        if number < 0:
            return BORN
        days = self.days_of_work(number, 1, LOOK_BACK_DAYS)
        return self.moment_on(number, days[0]) if days else BORN + (self.today // LOOK_BACK_DAYS - 1) * LOOK_BACK_DAYS * DAY

    def person(self, number: int, place: int) -> int:
        """Return the number of one of the people of a repository."""
        return max(number, 0) * self.people_a_repository + place % max(self.people_a_repository, 1)

    def user(self, person: int) -> dict[str, Any]:
        """Return an account by the number of its person."""
        return {"__typename": "User", "login": f"user{person}", "databaseId": USER_IDS + person, "id": f"U_{person}"}

    def members(self, organisation: int) -> list[int]:
        """Return who stands publicly in an organisation now."""
        login = f"org{organisation}"
        first = organisation * REPOSITORIES_AN_OWNER * self.people_a_repository
        season = (self.today + organisation * 7) // SEASON_DAYS
        return [
            person
            for person in range(first, first + self.members_an_organisation)
            if (login, person) not in self.left
            and not (self.leaving and chance(self.seed, "member", person, season) < self.leaving)
        ]

    def file(self, number: int, path: str) -> str | None:
        """Return the text of a file at HEAD."""
        given = self.files.get(number, {})
        if path in given:
            return given[path]
        if path == "README.md":
            return f"# r{number}\n\nAn invented library.\n"
        if path == "LICENSE":
            return "Apache License, Version 2.0"
        return None

    def script(self, number: int, **fields: Any) -> None:
        """Let fields of a repository differ from now on."""
        self.scripted.setdefault(number, {}).update(fields)

    def rename(self, number: int, new: str) -> None:
        """Give a repository another name; the old one leads there."""
        self.moved[self.name(number).casefold()] = number
        self.moved[new.casefold()] = number
        self.script(number, nameWithOwner=new)

    def hide(self, number: int, status: int = 404, body: Scripted | None = None) -> None:
        """Let a repository be deleted, private or blocked: no interface shows it."""
        self.hidden[number] = (status, dict(body or {"message": "Not Found", "status": "404"}))
