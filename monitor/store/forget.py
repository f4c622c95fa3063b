"""`mainstay forget`: erases an account so that no byte of its name stays, keeps the sums, never collects it again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, or_, select, update

from monitor.model.forgetting import MARK, Forgotten, mark_of
from monitor.model.history import NOTE
from monitor.model.joins import parts_of
from monitor.model.target import TargetKind
from monitor.model.text import MASK
from monitor.store.engine import Database
from monitor.store.joins import erase_corrections
from monitor.store.look import WITHHELD, load_marks, new_id
from monitor.store.masking import masked_document
from monitor.store.tables import METADATA
from monitor.store.tables.base import PERSONAL
from monitor.store.tables.facts import ACTIVITY, IDENTITY, IDENTITY_LINK, RELEASE, STATE, TARGET, WATCHED_ACCOUNT
from monitor.store.tables.records import MEASURE, STATEMENT
from monitor.store.tables.upkeep import FORGOTTEN

# Shorter words are no quote of anybody.
LONG_ENOUGH = 20
# So much of a statement is shown at most.
SHOWN = 319
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


def forget(db: Database, stable_id: str, now: datetime, *, names: Collection[str] = (), words: Collection[str] = ()) -> int:
    """Erase the account `stable_id` everywhere; return from how many places (targets) it was erased.

    Its counts and releases move to the withheld identity; its names vanish from states, findings and stored reports; its links,
    what it said, what its profile said, its memberships and what the operator corrected about it are deleted. Only the current
    name of an account is kept: `names` may give former ones, to be erased from documents too, and `words` what they said. Other
    accounts of the same name are other accounts. Raises StoreError.
    """
    if stable_id in ("", WITHHELD.stable_id):
        return 0
    with db.write() as connection:
        accounts = connection.execute(select(IDENTITY).where(IDENTITY.c.stable_id == stable_id)).all()
        for account in accounts:
            _withhold(connection, account.id, account.target_id, now)
        pages = _pages_of(connection, stable_id)
        erased = {stable_id, *names, *(account.name for account in accounts), *_names_on(pages)} - {"", MASK, WITHHELD.name}
        connection.execute(delete(STATE).where(STATE.c.id.in_([row.id for row in pages])))
        for key in {f"{account.source}:{stable_id}" for account in accounts} | {_account_of(row) for row in pages}:
            erase_corrections(connection, key)
        _delete_pages(connection, erased)
        _delete_notes(connection, erased)
        _remember(connection, erased, now)
        _mask_everywhere(connection, {*erased, *words, *_delete_words(connection, erased)})
    db.scrub()
    return len(accounts) or len({row.source_id for row in pages})


def load_ids(db: Database, source: str, beginning: str) -> frozenset[str]:
    """Return the stable ids of the accounts at a source whose id begins so. Raises StoreError."""
    begins = IDENTITY.c.stable_id.startswith(beginning, autoescape=True)
    with db.read() as connection:
        found = connection.execute(select(IDENTITY.c.stable_id).where(IDENTITY.c.source == source, begins)).scalars()
        return frozenset(found) - {WITHHELD.stable_id}


def load_places(db: Database, stable_id: str) -> frozenset[str]:
    """Return the keys of the targets at which an account was seen. Raises StoreError."""
    query = select(TARGET.c.key).join_from(TARGET, IDENTITY).where(IDENTITY.c.stable_id == stable_id)
    with db.read() as connection:
        return frozenset(connection.execute(query).scalars())


def load_names(db: Database, stable_id: str) -> frozenset[str]:
    """Return the names under which an account is stored now, at work or by its page. Raises StoreError."""
    with db.read() as connection:
        found = connection.execute(select(IDENTITY.c.name).where(IDENTITY.c.stable_id == stable_id)).scalars()
        return (frozenset(found) | _names_on(_pages_of(connection, stable_id))) - {"", MASK, WITHHELD.name}


def _pages_of(connection: Connection, stable_id: str) -> Sequence[Any]:
    """Return the rows of STATE that tell what an account's page says, or that it is a member."""
    of_page = STATE.c.subject.endswith(f":{stable_id}", autoescape=True)
    of_member = (STATE.c.attribute == "member") & STATE.c.value.contains(f":{stable_id} ", autoescape=True)
    found = connection.execute(select(STATE).where(or_(of_page, of_member))).all()
    return [row for row in found if parts_of(_account_of(row))[1] == stable_id]


def _account_of(row: Any) -> str:
    return str(row.subject or row.value.partition(" ")[0])


def _names_on(pages: Iterable[Any]) -> frozenset[str]:
    said = frozenset(row.value for row in pages if row.attribute in ("login", "name"))
    return said | {row.value.partition(" ")[2] for row in pages if row.attribute == "member"}


def load_forgotten(db: Database) -> Forgotten:
    """Return everyone who is never to be collected again. Raises StoreError."""
    with db.read() as connection:
        return load_marks(connection)


def load_words(db: Database, stable_id: str, names: Collection[str]) -> frozenset[str]:
    """Return the words that an account said, and those of others that hold its full names: they are erased with it."""
    forgotten = Forgotten.of(map(mark_of, names))
    with db.read() as connection:
        own = connection.execute(select(IDENTITY.c.id).where(IDENTITY.c.stable_id == stable_id)).scalars().all()
        rows = connection.execute(select(STATEMENT)).all()
    found = (row for row in rows if row.author_id in own or _names(row, forgotten))
    return frozenset(_as_told(found))


def _names(row: Any, forgotten: Forgotten) -> bool:
    return any(forgotten.full_names_in(text) for text in (row.title, row.quote, row.author_name))


def _remember(connection: Connection, names: Collection[str], now: datetime) -> None:
    """Keep digests of whom never to collect again; what was kept in clear once is replaced."""
    known = load_marks(connection)
    connection.execute(delete(FORGOTTEN).where(~FORGOTTEN.c.stable_id.startswith(MARK, autoescape=True)))
    kept = frozenset(connection.execute(select(FORGOTTEN.c.stable_id)).scalars())
    for mark in sorted((known.marks | {mark_of(name) for name in names}) - kept):
        connection.execute(insert(FORGOTTEN).values(stable_id=mark, forgotten_at=now))


def _withhold(connection: Connection, identity_id: int, target_id: int, now: datetime) -> None:
    withheld = _withheld_id(connection, target_id, now)
    connection.execute(update(ACTIVITY).where(ACTIVITY.c.identity_id == identity_id).values(identity_id=withheld))
    connection.execute(update(RELEASE).where(RELEASE.c.by_id == identity_id).values(by_id=withheld))
    links = or_(IDENTITY_LINK.c.first_id == identity_id, IDENTITY_LINK.c.second_id == identity_id)
    connection.execute(delete(IDENTITY_LINK).where(links))
    connection.execute(delete(STATEMENT).where(STATEMENT.c.author_id == identity_id))
    connection.execute(delete(IDENTITY).where(IDENTITY.c.id == identity_id))


def _withheld_id(connection: Connection, target_id: int, now: datetime) -> int:
    place = (IDENTITY.c.target_id == target_id, IDENTITY.c.source == WITHHELD.source, IDENTITY.c.stable_id == WITHHELD.stable_id)
    found = connection.execute(select(IDENTITY.c.id).where(*place)).scalar()
    return int(found) if found else new_id(
        connection, IDENTITY, target_id=target_id, source=WITHHELD.source, stable_id=WITHHELD.stable_id,
        name=WITHHELD.name, domain="", is_bot=False, seen_at=now,
    )  # fmt: skip


def _delete_notes(connection: Connection, names: Collection[str]) -> None:
    """Delete what was filed by hand as theirs, or about them: its author and person are names, no accounts."""
    lowered = [name.lower() for name in names]
    theirs = or_(func.lower(STATEMENT.c.author_name).in_(lowered), func.lower(STATEMENT.c.title).in_(lowered))
    connection.execute(delete(STATEMENT).where(STATEMENT.c.kind == NOTE, theirs))


def _delete_words(connection: Connection, names: Collection[str]) -> set[str]:
    """Delete what others said with a full name of theirs in it; return the words, for they stand in what was told as well."""
    forgotten = Forgotten.of(map(mark_of, names))
    rows = [row for row in connection.execute(select(STATEMENT)).all() if _names(row, forgotten)]
    connection.execute(delete(STATEMENT).where(STATEMENT.c.id.in_([row.id for row in rows])))
    return set(_as_told(rows))


def _as_told(rows: Iterable[Any]) -> Iterator[str]:
    """Yield the words of statements, whole and as reports cut them."""
    for text in (text for row in rows for text in (row.title, row.quote) if len(text) >= LONG_ENOUGH):
        yield from dict.fromkeys((text, text[:SHOWN].rstrip()))


def _delete_pages(connection: Connection, names: Collection[str]) -> None:
    """Delete the accounts' own pages with all that they said: their address is the account's name."""
    for name in names:
        # A page ends with the name of its account, on some hosts behind an @.
        for table in (STATE, MEASURE):
            # What is theirs inside of a target: a fork under their name.
            connection.execute(delete(table).where(func.lower(table.c.subject).startswith(f"{name}/".lower(), autoescape=True)))
        for end in (f"/{name}", f"/@{name}"):
            page = (TARGET.c.kind == TargetKind.ACCOUNT.value, func.lower(TARGET.c.key).endswith(end.lower(), autoescape=True))
            connection.execute(delete(TARGET).where(*page))
            connection.execute(delete(STATE).where(func.lower(STATE.c.link).endswith(end.lower(), autoescape=True)))
            watched = func.lower(WATCHED_ACCOUNT.c.account).endswith(end.lower(), autoescape=True)
            connection.execute(delete(WATCHED_ACCOUNT).where(watched))


def _mask_everywhere(connection: Connection, names: Collection[str]) -> None:
    for table in METADATA.sorted_tables:
        columns = [column for column in table.columns if column.info.get(PERSONAL) and table is not IDENTITY]
        if columns and names:
            _mask(connection, table, columns, names)


def _mask(connection: Connection, table: Table, columns: Iterable[Column[str]], names: Collection[str]) -> None:
    (row_key,) = table.primary_key.columns
    for column in columns:
        mentions = or_(*(column.icontains(_fragment(name), autoescape=True) for name in names))
        for key, text in connection.execute(select(row_key, column).where(mentions)).all():
            erased = masked_document(text, names)
            if erased != text:
                connection.execute(update(table).where(row_key == key).values({column.name: erased}))


def _fragment(name: str) -> str:
    """Return a part of `name` that no escape of JSON changes, to look for; "" (which is everywhere) if there is none."""
    return max(_ASCII_WORD.findall(name), key=len, default="")
