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
USER_IDS, OWNER_IDS, REPOSITORY_IDS = 1_000_000, 500_000, 10_000_000
Scripted = Mapping[str, Any]


@lru_cache(maxsize=200_000)
def chance(*what: object) -> int:
    """Return a number from 0 to 999 that is always the same for the same words."""
    return int.from_bytes(hashlib.blake2b(repr(what).encode(), digest_size=4).digest()) % 1000


def iso(moment: datetime | None) -> str | None:
    """Return a moment as the interface writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


@dataclass
class World:
    """`size` repositories `org3/r00031`; `changing` of 1,000 change a day.

    `moved` maps an old name to the number of the repository, `scripted` a number to fields that differ from what follows,
    `hidden` a number to what REST answers (status and body).
    """

    clock: Clock
    size: int = 0
    seed: int = 1
    changing: int = 200
    people_a_repository: int = PEOPLE_A_REPOSITORY
    scripted: dict[int, dict[str, Any]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    hidden: dict[int, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    files: dict[int, dict[str, str]] = field(default_factory=dict)
    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: set[tuple[str, int]] = field(default_factory=set)

    @property
    def today(self) -> int:
        """Return the number of days since the world began."""
        return (self.clock.now - BORN).days

    def name(self, number: int) -> str:
        """Return the full name under which a repository is found now."""
        script = self.scripted.get(number, {})
        return str(script.get("nameWithOwner", f"org{number // REPOSITORIES_AN_OWNER}/r{number:05}"))

    def url(self, number: int) -> str:
        """Return the page of a repository as it was first called."""
        return f"https://github.com/org{number // REPOSITORIES_AN_OWNER}/r{number:05}"

    def find(self, owner: str, name: str) -> int | None:
        """Return the number of what answers to a name, by a rename too; None where nothing is visible."""
        full = f"{owner}/{name}"
        if full == "octocat/Hello-World":
            return -1
        if full in self.moved:
            number = self.moved[full]
        else:
            digits = name.removeprefix("r")
            number = int(digits) if name.startswith("r") and digits.isdigit() else -2
            if not 0 <= number < self.size or self.name(number).casefold() != full.casefold():
                return None
        return None if number in self.hidden else number

    def identity(self, number: int) -> int:
        """Return the durable id of a repository."""
        return int(self.scripted.get(number, {}).get("databaseId", REPOSITORY_IDS + number))

    def changed_on(self, number: int, day: int) -> bool:
        """Return whether anything happened in a repository on a day."""
        return chance(self.seed, "changed", number, day) < self.changing

    def last_change(self, number: int) -> datetime:
        """Return when something last happened in a repository."""
        for back in range(60):
            day = self.today - back
            at = BORN + day * DAY + timedelta(minutes=chance(self.seed, "minute", number, day) * 1.4)
            if self.changed_on(number, day) and at <= self.clock.now:
                return at
        return BORN + (self.today - 60) * DAY

    def person(self, number: int, place: int) -> int:
        """Return the number of one of the people of a repository."""
        return number * self.people_a_repository + place

    def user(self, person: int) -> dict[str, Any]:
        """Return an account by the number of its person."""
        return {"__typename": "User", "login": f"user{person}", "databaseId": USER_IDS + person}

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
        self.moved[self.name(number)] = number
        self.moved[new] = number
        self.script(number, nameWithOwner=new)

    def hide(self, number: int, status: int = 404, body: Scripted | None = None) -> None:
        """Let a repository be deleted, private or blocked: no interface shows it."""
        self.hidden[number] = (status, dict(body or {"message": "Not Found"}))


Resolver = Callable[..., Any]
