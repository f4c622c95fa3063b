"""Signs of departures that platforms record: lists of maintainers, public members, who may publish. Pure.

Whom a source shows no longer was taken off or went: which of both it does not say. Memberships can be hidden by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from monitor.model.carrying import DepartureKind, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import RawIdentity
from monitor.model.history import History, Person, State
from monitor.model.joins import Account, parts_of
from monitor.model.target import TargetKind
from monitor.people.leaving_signs import Told, owner_of
from monitor.people.persons import person_key

KINDS = {
    "removed": DepartureKind.DELISTED,
    "emeritus": DepartureKind.EMERITUS,
    "role_lowered": DepartureKind.ROLE_LOWERED,
}
LISTED_ROLES = ("maintainer", "reviewer")
LISTED = "listed"
# All members gone at one look, the last two at least: the page changed, or hides them now.
WHOLE_TEAM = 2
# On a model hub nobody is seen at work: who belongs to the house is all that shows. Of a large house that says little.
SMALL_HOUSE = 50


def told_in_records(history: History, now: datetime) -> Iterator[Told]:
    """Yield a sign for each listing that ended as a departure, each public member no longer shown, each publisher taken off."""
    yield from _of_lists(history.listings, now)
    owners = owner_of(history.persons)
    yield from _of_members(history, owners, now)
    yield from _of_publishers(history, owners, now)


def _of_lists(listings: Iterable[Listing], now: datetime) -> Iterator[Told]:
    for one in listings:
        kind = KINDS.get(one.ended_by)
        if kind is None or one.until is None or one.until > now or one.role not in LISTED_ROLES:
            continue
        bearer = None if one.person else _bearer(one)
        person = bearer.key if bearer else one.person
        sign = Sign(kind, EvidenceLevel.RECORDED, one.until.date(), one.link, path=one.path, origin=f"{one.target} {one.path}")
        yield Told(person, sign, one.role, tuple(name for name in one.successors if name != person), bearer)


def _bearer(one: Listing) -> Person:
    """Return whom a list names and no account of the project could be proven to be: a person by that handle, and no more."""
    return Person(person_key(RawIdentity(LISTED, one.handle.casefold(), one.handle)), one.handle)


def _of_members(history: History, owners: dict[str, str], now: datetime) -> Iterator[Told]:
    at_work = {row.person for row in history.activity}
    spans = history.state("member")
    hubs = {target.key for target in history.project.targets if target.kind is TargetKind.HUB}
    for target in sorted({span.target for span in spans}):
        held = [span for span in spans if span.target == target and span.seen_from <= now]
        standing = {_account(span) for span in held if _holds(span, now)}
        ended = {_account(span): span for span in held if not _holds(span, now) and _account(span) not in standing}
        last = max((span.seen_until for span in ended.values() if span.seen_until), default=None)
        at_once = {account for account, span in ended.items() if span.seen_until == last}
        if not standing and len(at_once) >= WHOLE_TEAM:
            ended = {account: span for account, span in ended.items() if account not in at_once}
        is_house = target in hubs and len(standing | ended.keys()) <= SMALL_HOUSE
        for account, span in sorted(ended.items()):
            person = owners.get(account, "")
            bearer = _member(span) if is_house and not person else None
            is_known = person in at_work or (person and (is_house or history.persons[person].named))
            if (bearer or is_known) and span.seen_until:
                sign = _sign(DepartureKind.MEMBERSHIP_ENDED, span, span.seen_until, target)
                yield Told(bearer.key if bearer else person, sign, "member", bearer=bearer)


def _member(span: State) -> Person:
    """Return whom a house showed as a member: the account, and no more."""
    key, _, login = span.value.partition(" ")
    return Person(person_key(RawIdentity(*parts_of(key), login)), login, accounts=(Account(key, login, span.link),))


def _account(span: State) -> str:
    return span.value.partition(" ")[0]


def _holds(span: State, now: datetime) -> bool:
    return span.seen_until is None or span.seen_until > now


def _sign(kind: DepartureKind, span: State, seen_at: datetime, origin: str) -> Sign:
    last = (span.last_seen_at or span.seen_from).date()
    return Sign(kind, EvidenceLevel.RECORDED, seen_at.date(), span.link or span.target, not_before=last, origin=origin)


def _of_publishers(history: History, owners: dict[str, str], now: datetime) -> Iterator[Told]:
    """Yield who may publish no longer, of those who ever published: the names are accounts of the index."""
    lines: dict[str, list[State]] = {}
    for span in sorted(history.state("publishers"), key=lambda span: span.seen_from):
        if span.seen_from <= now:
            lines.setdefault(span.target, []).append(span)
    for target, spans in lines.items():
        last = _names(spans[-1])
        for before, after in pairwise(spans):
            for name in sorted(_names(before) - _names(after) - last):
                person = _publisher(name, owners)
                if person and last:
                    sign = _sign(DepartureKind.PUBLISHER_REMOVED, before, after.seen_from, target)
                    yield Told(person, sign, "publisher", _newcomers(before, after, owners))


def _names(span: State) -> set[str]:
    return {name.strip() for name in span.value.split(",")} - {""}


def _publisher(name: str, owners: dict[str, str]) -> str:
    """Return who has the account `name` at an index; "" where no one index has it, or two persons do."""
    found = {person for key, person in owners.items() if key.partition(":")[2] == name and key.partition(":")[0] in INDEXES}
    return found.pop() if len(found) == 1 else ""


INDEXES = ("npm", "pypi", "python_index", "crates", "ecosystems")


def _newcomers(before: State, after: State, owners: dict[str, str]) -> tuple[str, ...]:
    fresh: Sequence[str] = sorted(_names(after) - _names(before))
    return tuple(_publisher(name, owners) or name for name in fresh)
