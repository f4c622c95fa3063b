"""CHAOSS Elephant Factor: the fewest organisations that together made half of the commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model.history import History, Person
from monitor.scoring.metrics.activity import YEAR_DAYS, bots_of, commits_by_person, end_day, human_commits, last_year

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
DOMAIN = "domain"
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

    @property
    def largest(self) -> str:
        """Return the organisation with most commits, "" where none is known."""
        return min(self.commits, key=lambda name: (-self.commits[name], name), default="")


def organisation_of(person: Person | None) -> str:
    """Return the person's organisation as its mail domain hints, "" where none does."""
    return _first_known(person.domains if person else ())


def _first_known(domains: tuple[str, ...]) -> str:
    known = (domain.lower() for domain in domains)
    return next((d for d in known if d and d not in _NO_ORGANISATION and not d.endswith(_RESERVED_ENDS)), "")


def organisations(commits: Mapping[str, int], persons: Mapping[str, Person]) -> Organisations:
    """Return the commits of each organisation; `commits` is by person."""
    return _counted(commits, {person: organisation_of(persons.get(person)) for person in commits})


def organisations_in(history: History, now: datetime, years_ago: int = 0) -> Organisations:
    """Return the commits of each organisation in a year before `now`, by the mail domain that each person last used in it."""
    commits = commits_by_person(human_commits(last_year(history, now, years_ago), bots_of(history)))
    end = end_day(now) - timedelta(days=YEAR_DAYS * years_ago)
    start, used = end - timedelta(days=YEAR_DAYS), {line.person for line in history.affiliations if line.kind == DOMAIN}
    shown: dict[str, str] = {}
    for line in sorted(history.affiliations, key=lambda line: line.seen_from):
        is_then = line.seen_from.date() < end and (line.seen_until is None or line.seen_until.date() >= start)
        if line.kind == DOMAIN and is_then and (domain := _first_known((line.organisation,))):
            shown[line.person] = domain
    # Where nobody dated the domains, those of the person stand for all times.
    told = {p: shown.get(p, "") if p in used else organisation_of(history.persons.get(p)) for p in commits}
    return _counted(commits, told)


def _counted(commits: Mapping[str, int], organisation: Mapping[str, str]) -> Organisations:
    totals: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for person, count in commits.items():
        totals[organisation[person]] += count
        people[organisation[person]] += 1
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
