"""Tells from what was seen whose pages belong to a target: the organisation that owns it, and its most active accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, union_all, update

from monitor.store.bulk import insert_rows
from monitor.store.engine import Database
from monitor.store.tables.facts import ACTIVITY, IDENTITY, IDENTITY_LINK, SOURCE, STATE, TARGET, WATCHED_ACCOUNT
from monitor.store.tables.upkeep import INSTALLATION

PAGE = "https://github.com/"
FORGE = "github"
# Why a page is watched: the organisation that owns, or a person who works there.
OWNER, ACTIVE = "owner", "active"
_LAST = "accounts_told"
_KEYS_A_QUERY = 500


def load_accounts(db: Database, targets: Collection[str] | None = None) -> Mapping[str, Mapping[str, bool]]:
    """Return the accounts to look at by target key, of `targets` or of all, and whether each is a person's. Raises StoreError."""
    columns = (TARGET.c.key, WATCHED_ACCOUNT.c.account, WATCHED_ACCOUNT.c.why)
    query = select(*columns).join_from(WATCHED_ACCOUNT, TARGET).order_by(WATCHED_ACCOUNT.c.id)
    if targets is not None:
        query = query.where(TARGET.c.key.in_(list(targets)[:_KEYS_A_QUERY]))
    found: dict[str, dict[str, bool]] = {}
    with db.read() as connection:
        for key, account, why in connection.execute(query):
            found.setdefault(key, {})[account] = why != OWNER
    return found


def load_repositories(db: Database, accounts: Collection[str], since: datetime) -> Mapping[str, tuple[str, ...]]:
    """Return the repositories (owner/name) of these accounts' pages, as they were seen last or at any time after `since`.

    One that was renamed is told by its first name, so that it stays the project that it was, unless another one has taken that
    name since. Raises StoreError.
    """
    query = (
        select(TARGET.c.key, STATE.c.subject, STATE.c.value, STATE.c.closed_at)
        .join_from(STATE, SOURCE)
        .join(TARGET, TARGET.c.id == SOURCE.c.target_id)
        .where(STATE.c.attribute == "repository", TARGET.c.key.in_(list(accounts)))
        .order_by(STATE.c.seen_from, STATE.c.id)
    )
    names: dict[str, dict[str, list[str]]] = {}
    recent: set[tuple[str, str]] = set()
    with db.read() as connection:
        for key, number, name, closed_at in connection.execute(query):
            # What no number tells from others is what it is called.
            of_it = number or name
            names.setdefault(key, {}).setdefault(of_it, []).append(name)
            if closed_at is None or closed_at > since:
                recent.add((key, of_it))
    return {key: _told(key, listed, recent) for key, listed in names.items()}


def _told(account: str, listed: Mapping[str, Sequence[str]], recent: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Return one name for each repository that is, or lately was, in the list of an account."""
    kept = {number: names for number, names in listed.items() if (account, number) in recent}
    numbered = {name for number, names in listed.items() if number not in names for name in names}
    kept = {number: names for number, names in kept.items() if number not in names or number not in numbered}
    now = {names[-1]: number for number, names in kept.items()}
    return tuple(sorted({names[0] if now.get(names[0], number) == number else names[-1] for number, names in kept.items()}))


def refresh_accounts(db: Database, now: datetime, *, since: datetime, most: int, not_after: datetime) -> None:
    """Tell the accounts anew, unless they were told after `not_after`: owners, and up to `most` people by days since `since`.

    Raises StoreError.
    """
    with db.read() as connection:
        last = connection.execute(select(INSTALLATION.c.value).where(INSTALLATION.c.name == _LAST)).scalar()
        if last and not_after < datetime.fromisoformat(last) <= now:
            return
        told = sorted({*_owners(connection), *_people(connection, since, most)})
        stored = {(row.target_id, row.account, row.why) for row in connection.execute(select(WATCHED_ACCOUNT))}
    with db.write() as connection:
        if set(told) != stored:
            connection.execute(delete(WATCHED_ACCOUNT))
            rows = [{"target_id": target, "account": account, "why": why} for target, account, why in told]
            insert_rows(connection, WATCHED_ACCOUNT, rows)
        done = update(INSTALLATION).where(INSTALLATION.c.name == _LAST).values(value=now.isoformat())
        if not connection.execute(done).rowcount:
            connection.execute(insert(INSTALLATION).values(name=_LAST, value=now.isoformat()))


def _owners(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """Yield the pages of organisations that own a repository on the forge."""
    kind = STATE.alias("kind")
    query = (
        select(SOURCE.c.target_id, STATE.c.value)
        .join_from(STATE, SOURCE)
        .join(TARGET, TARGET.c.id == SOURCE.c.target_id)
        .join(kind, kind.c.source_id == STATE.c.source_id)
        .where(
            STATE.c.attribute == "owner",
            STATE.c.closed_at.is_(None),
            kind.c.attribute == "owner_type",
            kind.c.value == "organisation",
            kind.c.closed_at.is_(None),
            TARGET.c.key.startswith(PAGE),
        )
    )
    for target, owner in connection.execute(query):
        yield target, f"{PAGE}{owner}", OWNER


def _people(connection: Connection, since: datetime, most: int) -> Iterator[tuple[int, str, str]]:
    """Yield the pages of the accounts that were active on most days, by themselves or by what is proven to be theirs."""
    counted = _days(since.astimezone(UTC).toordinal())
    ranked: dict[int, list[tuple[int, str]]] = {}
    for target, name, days in connection.execute(counted):
        ranked.setdefault(target, []).append((-days, name))
    for target, names in ranked.items():
        for _, name in sorted(names)[:most]:
            yield target, f"{PAGE}{name}", ACTIVE


def _days(first: int) -> Any:
    """Return the statement for (target, login, active days) of every account of the forge that is no bot."""
    own = select(IDENTITY.c.id.label("account"), ACTIVITY.c.day).join_from(IDENTITY, ACTIVITY).where(ACTIVITY.c.day >= first)
    open_links = IDENTITY_LINK.c.gone_at.is_(None)
    theirs = [
        select(account.label("account"), ACTIVITY.c.day)
        .join_from(IDENTITY_LINK, ACTIVITY, ACTIVITY.c.identity_id == other)
        .where(ACTIVITY.c.day >= first, open_links)
        for account, other in (
            (IDENTITY_LINK.c.first_id, IDENTITY_LINK.c.second_id),
            (IDENTITY_LINK.c.second_id, IDENTITY_LINK.c.first_id),
        )
    ]
    days = union_all(own.where(IDENTITY.c.source == FORGE), *theirs).subquery()
    return (
        select(IDENTITY.c.target_id, IDENTITY.c.name, func.count(days.c.day.distinct()))
        .join_from(days, IDENTITY, IDENTITY.c.id == days.c.account)
        .where(IDENTITY.c.source == FORGE, IDENTITY.c.is_bot.is_(False))
        .group_by(IDENTITY.c.id, IDENTITY.c.target_id, IDENTITY.c.name)
    )
