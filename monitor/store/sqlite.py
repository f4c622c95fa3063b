"""What only SQLite needs: a private file, a journal that cannot corrupt it, and transactions that say when they write."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL

from monitor.model.errors import StoreError
from monitor.store.intent import will_write

PREFIX = "sqlite:///"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
# The WAL-reset bug (3.7.0 to 3.51.2) is fixed from these releases of each branch on (design section 8).
_FIXED_BRANCHES = ((3, 44, 6), (3, 50, 7))
_FIXED = (3, 51, 3)


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Return whether this SQLite is free of the bug that can corrupt a database in WAL mode."""
    return version >= _FIXED or any(version[:2] == fixed[:2] and version >= fixed for fixed in _FIXED_BRANCHES)


def journal_mode() -> str:
    """Return the journal that is safe with the SQLite at hand."""
    return "wal" if is_wal_safe(sqlite3.sqlite_version_info[:3]) else "delete"


def sqlite_path(url: str) -> str:
    """Return the path of the file that a database's URL names, "" for a server."""
    return url.removeprefix(PREFIX) if url.startswith(PREFIX) else ""


def make_private_file(url: URL) -> None:
    """Create the file (0600) and its folder (0700) where they are missing. Raises StoreError."""
    if not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, PRIVATE_FILE))
    except OSError as error:
        raise StoreError(f"{path}: cannot be created: {error.strerror}") from error


def prepare(engine: Engine, busy_seconds: float) -> None:
    """Make every connection of `engine` begin its own transactions, check references and wait for locks."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes late and never says that it will write; ours is sent below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA busy_timeout={round(busy_seconds * 1000)}")
        connection.execute("PRAGMA synchronous=FULL")
        # What is deleted is overwritten: names must not linger in free pages.
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if will_write(connection) else "BEGIN")


def run_outside(engine: Engine, *statements: str) -> list[Any]:
    """Run statements that may not stand in a transaction (PRAGMA, VACUUM); return the last one's first row."""
    pooled = engine.raw_connection()
    try:
        row: Any = None
        for statement in statements:
            cursor = pooled.cursor()
            cursor.execute(statement)
            row = cursor.fetchone()
            cursor.close()
        return list(row or ())
    finally:
        pooled.close()


def choose_journal(engine: Engine) -> None:
    """Put the database file into the journal mode that is safe here; asks first, so that usually nothing is written."""
    wanted = journal_mode()
    if run_outside(engine, "PRAGMA journal_mode") != [wanted]:
        run_outside(engine, f"PRAGMA journal_mode={wanted}")
