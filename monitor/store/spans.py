"""Stores what holds over time - releases, states, links - as spans: a change closes the old row and opens a new one.

Nothing is overwritten, so that what we knew at an earlier moment can be told.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select, update

from monitor.model.facts import LASTING_PROOFS, Channel, LinkFact, ReleaseFact, StateFact
from monitor.model.joins import parts_of
from monitor.model.signals import Signal
from monitor.store.bulk import insert_rows
from monitor.store.identities import Accounts
from monitor.store.look import WITHHELD, Look, storable
from monitor.store.tables.facts import IDENTITY_LINK, RELEASE, STATE

_SIGNAL = {
    Channel.TAG.value: Signal.TAGS,
    Channel.PACKAGE.value: Signal.PACKAGE_RELEASES,
    Channel.FORGE.value: Signal.FORGE_RELEASES,
    Channel.MODEL.value: Signal.MODELS,
}
_ROWS_AN_UPDATE = 500
Values = dict[str, Any]

OF_ACCOUNTS = frozenset({"publishers", "owner", "login", "name", "organisation"})
# Files that list accounts, a word a line.
LISTS_OF_ACCOUNTS = frozenset({"governance_text", "governance_version"})
_ONE_WORD = re.compile(r"[\w.-]+")


def save_releases(connection: Connection, look: Look, ids: Accounts, facts: Sequence[ReleaseFact]) -> None:
    """Bring the open releases of this source to what `facts` say; one is told by channel, version and stream."""
    if not facts and look.complete.keys().isdisjoint(_SIGNAL.values()):
        return
    shown: dict[Hashable, Values] = {}
    # Two tags of one version: the earlier is the release.
    for fact in sorted(facts, key=lambda fact: (fact.released_at, fact.link), reverse=True):
        values = _release_values(look, ids, fact)
        shown[_release_key(values)] = values
    stored = {_release_key(row): row for row in open_rows(connection, look, RELEASE, "gone_at")}
    gone = [
        row["id"]
        for key, row in stored.items()
        if (differs(shown[key], row) if key in shown else look.saw(_SIGNAL[row["channel"]], row["released_at"]))
    ]
    fresh = [values for key, values in shown.items() if key not in stored or differs(values, stored[key])]
    close_rows(connection, RELEASE, gone, {"gone_at": look.at})
    add_rows(connection, look, RELEASE, fresh)


def _release_key(values: Mapping[str, Any]) -> Hashable:
    return values["channel"], values["version"], values["stream"]


def _release_values(look: Look, ids: Accounts, fact: ReleaseFact) -> Values:
    return {
        "channel": fact.channel.value,
        "version": storable(fact.version),
        "stream": storable(fact.stream),
        "released_at": fact.released_at,
        "link": storable(fact.link),
        "is_prerelease": fact.is_prerelease,
        "is_yanked": fact.is_yanked,
        "yanked_reason": look.forgotten.masked(storable(fact.yanked_reason), WITHHELD.name),
        "digest": storable(fact.digest),
        "by_id": ids[look.account(fact.by)] if fact.by else None,
    }


def save_states(connection: Connection, look: Look, facts: Sequence[StateFact]) -> None:
    """Bring the open states of this source to what `facts` say. An attribute of a subject may hold several values at once.

    What is not mentioned still holds, unless the collector saw all that it promises. A value that comes without its beginning
    keeps the one that was told before.
    """
    if not facts and not look.is_whole:
        return
    # What an account that was erased says of itself is nobody's business any more.
    kept = (fact for fact in facts if parts_of(fact.subject)[1] not in look.forgotten)
    stored = {_state_key(row): row for row in open_rows(connection, look, STATE, "closed_at")}
    shown = {_state_key(values): values for values in _dated([_state_values(look, fact) for fact in kept], stored.values())}
    said = {(values["subject"], values["attribute"]) for values in shown.values()}
    over = [
        row["id"]
        for key, row in stored.items()
        if key not in shown and (look.is_whole or (row["subject"], row["attribute"]) in said)
    ]
    moved = [
        (stored[key]["id"], values["link"])
        for key, values in shown.items()
        if key in stored and stored[key]["link"] != values["link"]
    ]
    close_rows(connection, STATE, over, {"seen_until": look.held_at, "closed_at": look.at})
    for row_id, link in moved:
        connection.execute(update(STATE).where(STATE.c.id == row_id).values(link=link))
    add_rows(
        connection, look, STATE, [{"seen_from": look.held_at, **values} for key, values in shown.items() if key not in stored]
    )


def _dated(shown: Iterable[Values], stored: Iterable[Mapping[str, Any]]) -> Iterator[Values]:
    """Yield `shown` with the beginnings that are stored, where a look does not tell them again."""
    begun = {_state_key(row)[:3]: row["held_from"] for row in stored if row["held_from"] is not None}
    for values in shown:
        known = begun.get(_state_key(values)[:3]) if values["held_from"] is None else None
        yield values | ({"held_from": known} if known else {})


def _state_key(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values["subject"], values["attribute"], values["value"], values["held_from"]


def _state_values(look: Look, fact: StateFact) -> Values:
    value = storable(fact.value)
    # "yes", or "main" as the name of a branch, may be somebody's login as well: one word is theirs only where accounts are told.
    if fact.attribute in OF_ACCOUNTS or not _ONE_WORD.fullmatch(value):
        is_list = fact.attribute in LISTS_OF_ACCOUNTS
        masked = look.forgotten.masked_in_lists if is_list else look.forgotten.masked
        value = masked(value, WITHHELD.name)
    return {
        "subject": storable(fact.subject),
        "attribute": fact.attribute,
        "value": value,
        "link": storable(fact.link),
        "held_from": fact.held_from,
    }


def save_links(connection: Connection, look: Look, ids: Accounts, facts: Sequence[LinkFact]) -> None:
    """Bring the open links of this source to what `facts` say; the erased are linked to nobody."""
    if not facts and not look.is_whole:
        return
    shown = {
        (ids[look.account(fact.first)], ids[look.account(fact.second)], fact.proof)
        for fact in facts
        if fact.first.stable_id not in look.forgotten and fact.second.stable_id not in look.forgotten
    }
    rows = open_rows(connection, look, IDENTITY_LINK, "gone_at")
    stored = {(row["first_id"], row["second_id"], row["proof"]): row["id"] for row in rows}
    if look.is_whole:
        over = [row_id for key, row_id in stored.items() if key not in shown and key[2] not in LASTING_PROOFS]
        close_rows(connection, IDENTITY_LINK, over, {"gone_at": look.at})
    fresh = sorted(shown - stored.keys())
    add_rows(connection, look, IDENTITY_LINK, [{"first_id": one, "second_id": two, "proof": proof} for one, two, proof in fresh])


def open_rows(connection: Connection, look: Look, table: Table, closed: str) -> list[Mapping[str, Any]]:
    """Return the rows of this source whose column `closed` is empty."""
    return [dict(row) for row in connection.execute(_open(table, closed), {"source": look.source_id}).mappings()]


# Statements are built once: putting one together costs more than running it.
@cache
def _open(table: Table, closed: str) -> Select[Any]:
    return select(table).where(table.c.source_id == bindparam("source"), table.c[closed].is_(None))


def differs(values: Values, row: Mapping[str, Any]) -> bool:
    """Return whether a stored row says something else than `values`."""
    return any(row[name] != value for name, value in values.items())


def close_rows(connection: Connection, table: Table, row_ids: list[int], values: Values) -> None:
    """Write `values`, the end of their span, into these rows."""
    for start in range(0, len(row_ids), _ROWS_AN_UPDATE):
        connection.execute(update(table).where(table.c.id.in_(row_ids[start : start + _ROWS_AN_UPDATE])).values(**values))


def add_rows(connection: Connection, look: Look, table: Table, rows: list[Values]) -> None:
    """Insert rows of this source, seen at this look."""
    insert_rows(connection, table, [{"source_id": look.source_id, "seen_at": look.at, **row} for row in rows])
