"""Opens the database: refuses what is not ours, brings an older schema up to date, and hands out transactions."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.model.errors import StoreError
from monitor.store import sqlite
from monitor.store.trouble import translated

# Every revision in monitor/store/migrations/versions, oldest first; a test compares the two.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]
BUSY_SECONDS = 10.0


class Database:
    """An open database. Any thread may read; writers of this process take turns, others wait for the database's own lock."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.place = engine.url.database or engine.url.render_as_string(hide_password=True)
        self._one_writer = Lock()

    @property
    def is_sqlite(self) -> bool:
        """Return whether this is SQLite, for the few things that only SQLite needs."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database throughout. Raises StoreError."""
        with translated(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in a transaction of its own: stored whole at the end, or not at all. Raises StoreError."""
        with self._one_writer, translated(self.place), self.engine.connect() as connection:
            writing = connection.execution_options(**{sqlite.WRITES: True})
            with writing.begin():
                yield writing

    def scrub(self) -> None:
        """Rewrite the file so that nothing deleted can be read from it any more. Raises StoreError."""
        if self.is_sqlite:
            with self._one_writer, translated(self.place):
                sqlite.run_outside(self.engine, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Return the database at `url`, created or brought up to date where needed.

    `busy_seconds` is how long to wait for another program's lock (SQLite). Raises StoreError, and leaves the file as it is, when
    it is damaged, not a database, another program's, or made by a newer Mainstay.
    """
    address = _address(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite:
        sqlite.make_private_file(address)
    engine = _engine(address, busy_seconds)
    try:
        _make_ready(engine, is_sqlite)
    except StoreError:
        engine.dispose()
        raise
    return Database(engine)


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError("the address of the database cannot be read; it looks like sqlite:///path/of/mainstay.db") from error


def _engine(address: URL, busy_seconds: float) -> Engine:
    with translated(address.render_as_string(hide_password=True)):
        try:
            engine = create_engine(address)
        except ModuleNotFoundError as error:
            raise StoreError(f"{address.get_backend_name()}: its driver {error.name} is not installed") from error
    if address.get_backend_name() == "sqlite":
        sqlite.prepare(engine, busy_seconds)
    return engine


def _make_ready(engine: Engine, is_sqlite: bool) -> None:
    place = str(engine.url.database)
    with translated(place):
        with engine.connect() as connection:
            found = _revision(connection, place)
        if is_sqlite:
            sqlite.choose_journal(engine)
        if found != HEAD:
            # Alembic costs a third of a start and is needed once a version: the one module that is loaded only when called for.
            importlib.import_module("monitor.store.migrate").upgrade(engine, HEAD)


def _revision(connection: Connection, place: str) -> str | None:
    """Return the revision of our schema, None for an empty database. Raises StoreError for anything else."""
    inspector = inspect(connection)
    if not inspector.has_table("alembic_version"):
        if inspector.get_table_names():
            raise StoreError(f"{place}: this is another program's database; it is left as it is: name another file")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1 or found[0] not in REVISIONS:
        raise StoreError(
            f"{place}: this database was made by a newer Mainstay, or by another program; it is left as it is: update Mainstay"
        )
    return str(found[0])
