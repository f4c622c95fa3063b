"""CHAOSS Elephant Factor: the fewest organisations that together made half of the commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.model.history import Person

# Mail providers say nothing on an employer, reserved names (RFC 2606, RFC 6761) nothing at all.
_NO_ORGANISATION = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "ymail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "gmx.de",
        "gmx.net",
        "gmx.com",
        "web.de",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "163.com",
        "126.com",
        "foxmail.com",
        "fastmail.com",
        "fastmail.fm",
        "hey.com",
        "posteo.de",
        "mailbox.org",
        "riseup.net",
        "tutanota.com",
        "zoho.com",
        "users.noreply.github.com",
        "noreply.github.com",
        "users.noreply.gitlab.com",
        "noreply.codeberg.org",
        "example.com",
        "example.org",
        "example.net",
        "localhost",
    }
)
_RESERVED_ENDS = (".local", ".localdomain", ".invalid", ".test", ".example", ".internal")


@dataclass(frozen=True, slots=True)
class Organisations:
    """Commits by organisation (a mail domain is only a hint of one) and by people without a hint."""

    commits: Mapping[str, int]
    people: Mapping[str, int]
    unknown_commits: int

    @property
    def total(self) -> int:
        """Return all commits, hint or not."""
        return sum(self.commits.values()) + self.unknown_commits


def organisation_of(person: Person | None) -> str:
    """Return the person's organisation as its mail domain hints, "" where none does."""
    domains = person.domains if person else ()
    known = (domain.lower() for domain in domains)
    return next((d for d in known if d and d not in _NO_ORGANISATION and not d.endswith(_RESERVED_ENDS)), "")


def organisations(commits: Mapping[str, int], persons: Mapping[str, Person]) -> Organisations:
    """Return the commits of each organisation; `commits` is by person."""
    totals: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for person, count in commits.items():
        organisation = organisation_of(persons.get(person))
        totals[organisation] += count
        people[organisation] += 1
    unknown = totals.pop("", 0)
    people.pop("", None)
    return Organisations(totals, people, unknown)


def elephant_factor(found: Organisations, share: float) -> int | None:
    """Return the fewest organisations with at least `share` of all commits; None where too few commits hint at one."""
    wanted = share * found.total
    reached = 0
    for count, commits in enumerate(sorted(found.commits.values(), reverse=True), start=1):
        reached += commits
        if reached >= wanted:
            return count
    return None
