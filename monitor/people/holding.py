"""The highest role that somebody held in a project before a day: as configured, as listed, else by what they did. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.history import History

YEAR = timedelta(days=365)
HALF = 0.5
# The order in which one role counts more for the question who follows; it is none of persons.
ORDER = ("lead", "maintainer", "mainstay", "releaser", "publisher", "merger", "reviewer", "member")
_LEADS = re.compile(r"\b(lead|leads|leader|leaders|bdfl)\b|负责人|带头人", re.IGNORECASE)


def role_before(history: History, person: str, on: date, told: Iterable[str] = ()) -> str:
    """Return the highest role of `person` before `on`, `told` being roles that sources name; "" where none is known."""
    known = history.persons.get(person)
    if known is None:
        return ""
    roles = {role for role in told if role}
    titles = [*(known.named.roles if known.named else ()), *_headings(history, person)]
    if any(_LEADS.search(title) for title in titles):
        roles.add("lead")
    roles |= {one.role for one in history.listings if one.person == person and (one.since is None or one.since.date() <= on)}
    roles |= set(_by_work(history, person, on))
    return next((role for role in ORDER if role in roles), "")


def _headings(history: History, person: str) -> list[str]:
    return [one.listed_as for one in history.listings if one.person == person and one.role != "emeritus"]


def _by_work(history: History, person: str, on: date) -> Iterable[str]:
    year = [row for row in history.activity if on - YEAR <= row.on < on]
    if person in _mainstays(history, on):
        yield "mainstay"
    if any(release.by == person and on - YEAR <= release.released_at.date() < on for release in history.releases):
        yield "releaser"
    kinds = {row.kind for row in year if row.person == person}
    yield from (role for role, kind in (("merger", ActivityKind.MERGE), ("reviewer", ActivityKind.REVIEW)) if kind in kinds)


def _mainstays(history: History, on: date) -> frozenset[str]:
    """Return who made half of the commits of the year before `on`, the most active first (CHAOSS Contributor Absence Factor)."""
    counts = Counter[str]()
    for row in history.activity:
        person = history.persons.get(row.person)
        if on - YEAR <= row.on < on and row.kind is ActivityKind.COMMIT and person and not (person.is_bot or person.is_withheld):
            counts[row.person] += row.amount
    total, chosen = counts.total(), set[str]()
    for key, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if sum(counts[one] for one in chosen) >= HALF * total:
            break
        chosen.add(key)
    return frozenset(chosen)
