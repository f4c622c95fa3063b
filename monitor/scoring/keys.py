"""Hands on the keys by name of the key: who merged, tagged and published in the last 12 months, and who could but did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History, Release
from monitor.model.joins import Account
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.who import Able, KeyHands
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day, nobody_of, rows_between
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.sight import is_year_seen

# Whoever did so longer ago has hardly kept the key.
LOOK_BACK_YEARS = 3
SHOWN_BY = {"merge": Signal.ACTIVITY, "tag": Signal.TAGS, "publish": Signal.PACKAGE_RELEASES}
INDEX_ACCOUNTS = frozenset({"npm"})


def key_hands(history: History, now: datetime, limits: Limits) -> tuple[KeyHands, ...]:
    """Return the hands on each key; who did is None where the last year was not wholly seen.

    Who could is told from lists and rights that a source shows, and from who did so before.
    """
    end = end_day(now)
    hands = hands_on_keys(history, end - timedelta(days=YEAR_DAYS), end)
    nobody = nobody_of(history)
    could = {
        "merge": [*_listed(history), *_members(history), *_merged_before(history, end)],
        "tag": list(_released_before(history, Channel.TAG, end)),
        "publish": [*_publishers(history), *_released_before(history, Channel.PACKAGE, end)],
    }
    told = {"merge": hands.mergers, "tag": hands.taggers, "publish": hands.publishers}
    did = {key: None if _is_blind(history, SHOWN_BY[key], now, limits) else who for key, who in told.items()}
    return tuple(KeyHands(key, did[key], _others(could[key], (did[key] or frozenset()) | nobody)) for key in could)


def _is_blind(history: History, signal: Signal, now: datetime, limits: Limits) -> bool:
    """Return whether a signal should be shown and was not seen for the whole year."""
    is_promised = any(line.signal is signal for line in history.coverage)
    return is_promised and not is_year_seen(history, (signal,), now, limits)


def _others(able: Iterable[Able], did: frozenset[str]) -> tuple[Able, ...]:
    """Return each of them once, by the surest reason, without those who did."""
    first: dict[str, Able] = {}
    for one in able:
        if one.person not in did:
            first.setdefault(one.person or f"@{one.handle}", one)
    return tuple(first[key] for key in sorted(first))


def _listed(history: History) -> Iterator[Able]:
    for listing in history.listings:
        if listing.until is None and listing.role == "maintainer":
            since = listing.since.date() if listing.since else None
            yield Able(listing.person, "listed", listing.link, since, "" if listing.person else listing.handle)


def _members(history: History) -> Iterator[Able]:
    """Yield who may write to a repository, where its host lists them: GitLab does, to those with a token."""
    repositories = {target.key for target in history.project.targets if target.forge == "gitlab"}
    owners = {account.key: key for key, account in _proven(history)}
    for state in history.state("member"):
        account, _, login = state.value.partition(" ")
        if state.seen_until is None and state.target in repositories:
            yield Able(owners.get(account, ""), "member", state.link, state.seen_from.date(), "" if account in owners else login)


def _publishers(history: History) -> Iterator[Able]:
    owners = {account.name.casefold(): key for key, account in _proven(history) if account.source in INDEX_ACCOUNTS}
    for state in history.state("publishers"):
        if state.seen_until is None:
            for name in filter(None, (part.strip() for part in state.value.split(","))):
                person = owners.get(name.casefold(), "")
                yield Able(person, "publisher", state.link, state.seen_from.date(), "" if person else name)


def _may_still(history: History, release: Release) -> bool:
    """Return whether who made a release may have kept the key: not where the package's list of publishers leaves them out now."""
    lists = [
        _names(state.value) for state in history.state("publishers") if state.target == release.target and not state.seen_until
    ]
    person = history.persons.get(release.by)
    own = {account.name.casefold() for account in person.accounts if account.source in INDEX_ACCOUNTS} if person else set()
    return not own or not any(lists) or any(own & names for names in lists)


def _names(value: str) -> frozenset[str]:
    return frozenset(part.strip().casefold() for part in value.split(",") if part.strip())


def _proven(history: History) -> Iterator[tuple[str, Account]]:
    return ((key, account) for key, one in history.persons.items() for account in one.accounts if not account.is_by_name)


def _merged_before(history: History, end: date) -> Iterator[Able]:
    rows = rows_between(history, end - timedelta(days=LOOK_BACK_YEARS * YEAR_DAYS), end)
    last = {row.person: row.on for row in rows if row.kind is ActivityKind.MERGE}
    link = next((target.key for target in history.project.targets), "")
    yield from (Able(person, "before", link, on) for person, on in last.items())


def _released_before(history: History, channel: Channel, end: date) -> Iterator[Able]:
    start = end - timedelta(days=LOOK_BACK_YEARS * YEAR_DAYS)
    made = [r for r in history.releases if r.channel is channel and r.by and start <= r.released_at.date() < end]
    last = {
        release.by: release for release in sorted(made, key=lambda release: release.released_at) if _may_still(history, release)
    }
    yield from (Able(person, "before", release.link, release.released_at.date()) for person, release in last.items())
