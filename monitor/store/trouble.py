"""Turns what the database or its driver raises into StoreError, in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from monitor.model.errors import StoreError

# The driver's names of SQLite's result codes; extended codes begin with these.
_ADVICE = (
    ("SQLITE_FULL", "there is no room left to write; free some space and run again, nothing stored before is lost"),
    ("SQLITE_IOERR", "the disk failed to read or write; look at the disk and its free space, then run again"),
    ("SQLITE_BUSY", "the database is locked by another program; wait for it or stop it, then run again"),
    ("SQLITE_LOCKED", "the database is locked by another program; wait for it or stop it, then run again"),
    ("SQLITE_READONLY", "the database can only be read; check who owns the file and its folder"),
    ("SQLITE_PERM", "the database may not be opened; check who owns the file and its folder"),
    ("SQLITE_CANTOPEN", "the database cannot be opened; check who owns the file and its folder"),
    ("SQLITE_CORRUPT", "the database is damaged; it is left as it is: put a backup in its place, or move it away to start anew"),
    ("SQLITE_NOTADB", "this is not a database of Mainstay; it is left as it is: name another file, or move it away"),
)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise StoreError, naming the database `place`, for anything that the database or its driver raises inside."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{place}: {explain(error)}") from error


def explain(error: SQLAlchemyError | sqlite3.Error) -> str:
    """Return what went wrong and what to do, without the statement or its values: they may hold names."""
    if isinstance(error, NoSuchModuleError):
        return "there is no driver for this kind of database here"
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", "")
    for code, advice in _ADVICE:
        if name.startswith(code):
            return f"{advice} ({cause})"
    return f"the database refused ({type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''})"
