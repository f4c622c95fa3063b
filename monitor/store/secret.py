"""The installation key, which turns addresses into pseudonyms: made once, kept beside the database, proved at every start."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from sqlalchemy import insert, select

from monitor.model.errors import StoreError
from monitor.store.engine import Database
from monitor.store.tables.upkeep import INSTALLATION

FILE_NAME = "installation.key"
KEY_BYTES = 32
_CHECK = "key_check"


def installation_key(state_dir: Path, db: Database) -> bytes:
    """Return the 32 bytes in `state_dir/installation.key`, made (0600) at the first use.

    Raises StoreError when the key of this database is missing, another one, or damaged: with another key every account would
    look like a new person.
    """
    path = state_dir / FILE_NAME
    expected = _stored_check(db)
    key = _read(path)
    if key is None:
        if expected is not None:
            raise StoreError(f"{path}: the key of this database is missing; put back the file that belongs to it")
        key = _make(path)
    found = _check_value(key)
    if expected is None:
        _store_check(db, found)
    elif not hmac.compare_digest(expected, found):
        raise StoreError(f"{path}: this is not the key of this database; put back the file that belongs to it")
    return key


def refuse_emptied(state_dir: Path, database: str) -> None:
    """Raise StoreError where the file of the database (a path, "" = a server) was emptied, which the key beside it tells.

    A file that is gone is made anew.
    """
    key, path = state_dir / FILE_NAME, Path(database)
    if database and key.is_file() and path.is_file() and path.stat().st_size == 0:
        raise StoreError(
            f"{path}: is empty, and {key} tells that it was not: put back a copy, or delete the empty file to begin anew"
        )


def _read(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if len(key) != KEY_BYTES:
        raise StoreError(f"{path}: the installation key is damaged; put back the file that belongs to this database")
    return key


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    whole = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole.unlink(missing_ok=True)
        with os.fdopen(os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # A crash leaves the whole key or none.
        whole.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    return key


def _check_value(key: bytes) -> str:
    """Return what proves the key without telling it."""
    return hmac.new(key, b"mainstay installation key", hashlib.sha256).hexdigest()


def _stored_check(db: Database) -> str | None:
    with db.read() as connection:
        found: str | None = connection.execute(select(INSTALLATION.c.value).where(INSTALLATION.c.name == _CHECK)).scalar()
    return found


def _store_check(db: Database, value: str) -> None:
    with db.write() as connection:
        connection.execute(insert(INSTALLATION).values(name=_CHECK, value=value))
