"""Turns what the database or its driver raises into StoreError, in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError

from monitor.model.errors import StoreError

_FULL = "there is no room left to write; free some space and run again, nothing stored before is lost"
_BUSY = "the database is locked by another program; wait for it or stop it, then run again"
DAMAGED = "the database is damaged; it is left as it is: put a backup in its place, or move it away to start anew"
_DISK = "the disk failed to read or write; look at the disk and its free space, then run again"
_LOGIN = "the server does not let us in; check user, password and what the server allows"
_AWAY = "the database server does not answer; see that it runs and can be reached, then run again; nothing stored before is lost"
_CROWDED = "the database server has no connection left for us; stop some of its clients, or allow more"
_NO_DATABASE = "the server has no such database; create it, or name another"

# By the beginning of the driver's name of SQLite's result code, or of PostgreSQL's SQLSTATE.
_ADVICE = (
    ("SQLITE_FULL", _FULL),
    ("SQLITE_IOERR", _DISK),
    ("SQLITE_BUSY", _BUSY),
    ("SQLITE_LOCKED", _BUSY),
    ("SQLITE_READONLY", "the database can only be read; check who owns the file and its folder"),
    ("SQLITE_PERM", "the database may not be opened; check who owns the file and its folder"),
    ("SQLITE_CANTOPEN", "the database cannot be opened; check who owns the file and its folder"),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", "this is not a database of Mainstay; it is left as it is: name another file, or move it away"),
    ("53100", _FULL),
    ("53200", "the database server is out of memory; give it more, or wait and run again"),
    ("53300", _CROWDED),
    ("55P03", _BUSY),
    ("40", "another program got in the way; run again, nothing stored before is lost"),
    ("25006", "the database can only be read: it is a standby, or set to read only; name the server that is written to"),
    ("42501", "the database user may not do this; make it the owner of the database, or of a schema that it finds first"),
    ("3F000", "there is no schema to work in; create the one that the search path names"),
    ("3D000", _NO_DATABASE),
    ("28", _LOGIN),
    ("08", _AWAY),
    ("57", _AWAY),
    ("58", _DISK),
    ("XX001", DAMAGED),
    ("XX002", DAMAGED),
)
# While a connection is made, libpq tells no SQLSTATE, only the server's words.
_SAID = (
    ("password", _LOGIN),
    ("authentication", _LOGIN),
    ("pg_hba.conf", _LOGIN),
    ('role "', _LOGIN),
    ('" does not exist', _NO_DATABASE),
    ("too many clients", _CROWDED),
    ("connection slots", _CROWDED),
    ("certificate", "the database server's certificate is not trusted; check sslmode and sslrootcert in the address"),
    ("invalid connection option", "the address of the database has an option that the driver does not know"),
)
# Its messages quote the value that was refused.
_DATA_EXCEPTION = "22"


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise StoreError, naming the database `place`, for anything that the database or its driver raises inside."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{place}: {explain(error)}") from error
    except UnicodeDecodeError as error:
        # The driver reads texts as UTF-8, and only such were written.
        raise StoreError(f"{place}: {DAMAGED}") from error
    except OverflowError as error:
        raise StoreError(f"{place}: a number is larger than the database can hold") from error


def explain(error: SQLAlchemyError | sqlite3.Error) -> str:
    """Return what went wrong and what to do, without the statement or its values: they may hold names."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = _first_line(cause)
    code = _code(cause)
    advice = next((text for beginning, text in _ADVICE if code.startswith(beginning)), "") or _heard(error, cause, code)
    if advice:
        return f"{advice} ({said})"
    return f"the database refused ({type(cause).__name__}{'' if code.startswith(_DATA_EXCEPTION) else f': {said}'})"


def _first_line(cause: BaseException | None) -> str:
    return str(cause).splitlines()[0] if str(cause) else ""


def _code(cause: BaseException | None) -> str:
    return getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""


def _heard(error: Exception, cause: BaseException | None, code: str) -> str:
    """Return what to do about a connection that failed or broke, "" where that is not what happened."""
    if code or not isinstance(error, OperationalError | InterfaceError | ProgrammingError):
        return ""
    said = str(cause)
    known = next((advice for words, advice in _SAID if words in said), "")
    return known or ("" if isinstance(error, ProgrammingError) else _AWAY)
