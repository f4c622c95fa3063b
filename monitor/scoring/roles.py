"""Who holds which role in a project, each with its evidence and its days. Roles are no ranks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from monitor.model.assessment import RoleHolder
from monitor.model.carrying import Listing
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import (
    YEAR_DAYS,
    bots_of,
    end_day,
    human_commits,
    last_year,
    nobody_of,
    person_days,
    rows_between,
)
from monitor.scoring.metrics.contributor_absence_factor import mainstays_of
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.metrics.inactive_contributors import recent_mainstays
from monitor.scoring.sight import link_of

# A title that says who leads: of a configured role, or of a heading in a governance file.
_LEADS = re.compile(r"\b(lead|leads|leader|leaders|bdfl)\b|负责人|带头人", re.IGNORECASE)
RECORDED = EvidenceLevel.RECORDED


def role_holders(history: History, now: datetime, limits: Limits) -> Iterator[RoleHolder]:
    """Yield who holds which role, by key within each role.

    Mainstays are those of the last three years; releasers (who tags), publishers (who uploads), mergers and reviewers those of
    the last; leads and maintainers whom the configuration or a file of the project names so now; members whom an organisation
    shows in public, as far as they were ever seen at work here. A mainstay's days are of any public activity.
    """
    yield from _leads(history)
    yield from _mainstays(history, now, limits)
    start, end = end_day(now) - timedelta(days=YEAR_DAYS), end_day(now)
    hands = hands_on_keys(history, start, end)
    yield from _holders("releaser", _released(history, Channel.TAG, hands.taggers), link_of(history, Signal.TAGS))
    published = _released(history, Channel.PACKAGE, hands.publishers)
    yield from _holders("publisher", published, link_of(history, Signal.PACKAGE_RELEASES), RECORDED)
    for role, kind in (("merger", ActivityKind.MERGE), ("reviewer", ActivityKind.REVIEW)):
        yield from _holders(role, _did(history, kind, start, end), link_of(history, Signal.ACTIVITY))
    yield from _listed(history)
    yield from _members(history)


def _holders(
    role: str, seen: Mapping[str, list[date]], link: str, level: EvidenceLevel = EvidenceLevel.OBSERVED
) -> Iterator[RoleHolder]:
    for person, days in sorted(seen.items()):
        yield RoleHolder(person, role, days[0] if days else None, days[-1] if days else None, level, link)


def _leads(history: History) -> Iterator[RoleHolder]:
    """Yield the leads: whom the configuration calls so, and whom a file of the project lists under such a heading."""
    configured = {key for key, person in history.persons.items() if person.named and _LEADS.search(" ".join(person.named.roles))}
    yield from (RoleHolder(key, "lead") for key in sorted(configured))
    for listing in _standing(history):
        if listing.role != "emeritus" and _LEADS.search(listing.listed_as) and listing.person not in configured:
            since = listing.since.date() if listing.since else None
            yield RoleHolder(listing.person, "lead", since, None, RECORDED, listing.link, listing.listed_as)


def _listed(history: History) -> Iterator[RoleHolder]:
    for listing in _standing(history):
        if listing.role in ("maintainer", "reviewer"):
            since = listing.since.date() if listing.since else None
            yield RoleHolder(listing.person, listing.role, since, None, RECORDED, listing.link, listing.listed_as)


def _standing(history: History) -> list[Listing]:
    """Return who is listed now, once for each list, by key."""
    found = [listing for listing in history.listings if listing.until is None and listing.person]
    return sorted(found, key=lambda listing: (listing.person, listing.role, listing.path, listing.group))


def _mainstays(history: History, now: datetime, limits: Limits) -> Iterator[RoleHolder]:
    year = human_commits(last_year(history, now), bots_of(history))
    lately = mainstays_of(year, limits, nobody_of(history))
    carrying = frozenset({*lately, *(found.person for found in recent_mainstays(history, now, limits))})
    days = person_days(rows_between(history, date.min, end_day(now)), carrying)
    yield from _holders("mainstay", {person: days.get(person, []) for person in carrying}, link_of(history, Signal.ACTIVITY))


def _released(history: History, channel: Channel, hands: Collection[str] | None) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {person: [] for person in hands or ()}
    for release in sorted(history.releases, key=lambda release: release.released_at):
        if release.channel is channel and release.by in found:
            found[release.by].append(release.released_at.date())
    return found


def _did(history: History, kind: ActivityKind, start: date, end: date) -> dict[str, list[date]]:
    """Return the days on which people did things of a kind, of those who did in the span."""
    lately = {row.person for row in rows_between(history, start, end) if row.kind is kind} - nobody_of(history)
    rows = (row for row in rows_between(history, date.min, end) if row.kind is kind)
    return person_days(rows, frozenset(lately))


def _members(history: History) -> Iterator[RoleHolder]:
    at_work = {row.person for row in history.activity} - nobody_of(history)
    owner = {account.key: key for key, person in history.persons.items() for account in person.accounts if not account.is_by_name}
    standing = (state for state in history.state("member") if state.seen_until is None)
    members = {(owner.get(state.value.partition(" ")[0], ""), state.target): state for state in standing}
    for (person, target), state in sorted(members.items(), key=lambda item: item[0]):
        if person in at_work or (person and history.persons[person].named):
            yield RoleHolder(person, "member", state.seen_from.date(), None, RECORDED, state.link or target, target)
