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
from monitor.store import postgres, sqlite
from monitor.store.intent import that_writes
from monitor.store.tables import METADATA
from monitor.store.trouble import DAMAGED, translated

# Every revision in monitor/store/migrations/versions, oldest first; a test compares the two.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
HEAD = REVISIONS[-1]
BUSY_SECONDS = 10.0


class Database:
    """An open database. Any thread may read; writers of this process take turns, others wait for the database's own lock."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.place = place_of(engine.url)
        self._one_writer = Lock()
        self._holder: postgres.Holder | None = None

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
        with self._one_writer, translated(self.place):
            if self._holder:
                self._holder.confirm()
            with self.engine.connect() as connection:
                writing = that_writes(connection)
                with writing.begin():
                    yield writing

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other run and daemon off this database meanwhile. Raises StoreError where one is at work.

        A SQLite file needs no more than the lock on its folder. On PostgreSQL, where several machines may share a database, the
        server keeps the lock for as long as we live; after its restart the next write takes it again, or fails.
        """
        if self.is_sqlite:
            yield
            return
        with translated(self.place):
            self._holder = holder = postgres.Holder(self.engine, self.place)
        try:
            yield
        finally:
            self._holder = None
            holder.release()

    def verify(self) -> None:
        """Read a SQLite file whole, also what nothing asks for; a server looks after its own. Raises StoreError for damage."""
        if not self.is_sqlite:
            return
        with translated(self.place):
            found = str(sqlite.run_outside(self.engine, "PRAGMA quick_check(1)")[0])
        if found != "ok":
            raise StoreError(f"{self.place}: {DAMAGED} ({found.splitlines()[-1]})")

    def scrub(self) -> None:
        """Rewrite what is stored so that nothing deleted can be read from it any more. Raises StoreError."""
        with self._one_writer, translated(self.place):
            if self.is_sqlite:
                sqlite.run_outside(self.engine, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                postgres.scrub(self.engine, METADATA.sorted_tables)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_database(url: str, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Return the database at `url` (sqlite:///path or postgresql://user@host/name), created or brought up to date where needed.

    `busy_seconds` is how long to wait for another program's lock. Raises StoreError, and leaves what is there as it is, when that
    is damaged, not a database, another program's, or made by a newer Mainstay.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        sqlite.make_private_file(address)
    engine = _engine(address, busy_seconds)
    try:
        _make_ready(engine)
    except StoreError:
        engine.dispose()
        raise
    return Database(engine)


def place_of(address: URL) -> str:
    """Return how messages name a database: without user, password and options, among which a password may be too."""
    if address.get_backend_name() == "sqlite":
        return address.database or "sqlite://"
    bare = URL.create(address.get_backend_name(), host=address.host, port=address.port, database=address.database)
    return bare.render_as_string()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            "the address of the database cannot be read; it looks like sqlite:///path/of/mainstay.db or postgresql://user@host/name"
        ) from error
    if postgres.is_postgres(address):
        return address.set(drivername=postgres.DRIVER)
    if address.drivername != "sqlite":
        raise StoreError(f"{address.get_backend_name()}: this kind of database cannot be used; name SQLite or PostgreSQL")
    return address


def _engine(address: URL, busy_seconds: float) -> Engine:
    is_postgres = postgres.is_postgres(address)
    options = {"connect_args": postgres.connect_options(address), "pool_pre_ping": True} if is_postgres else {}
    with translated(place_of(address)):
        try:
            engine = create_engine(address, **options)
        except ImportError as error:
            hint = "; install Mainstay with its extra: in a clone: .venv/bin/pip install -e '.[postgres]'" if is_postgres else ""
            name = address.get_backend_name()
            raise StoreError(f"{name}: its driver {error.name or 'of this kind'} is not installed{hint}") from error
    (postgres if is_postgres else sqlite).prepare(engine, busy_seconds)
    return engine


def _make_ready(engine: Engine) -> None:
    place = place_of(engine.url)
    with translated(place):
        with engine.connect() as connection:
            if engine.dialect.name == postgres.NAME:
                postgres.refuse_encoding(connection, place)
            found = _revision(connection, place)
        if engine.dialect.name == "sqlite":
            sqlite.choose_journal(engine)
        if found != HEAD:
            # Alembic costs a third of a start and is needed once a version: the one module that is loaded only when called for.
            importlib.import_module("monitor.store.migrate").upgrade(engine, HEAD)


def _revision(connection: Connection, place: str) -> str | None:
    """Return the revision of our schema, None for an empty database. Raises StoreError for anything else."""
    inspector = inspect(connection)
    if not inspector.has_table("alembic_version"):
        if inspector.get_table_names():
            raise StoreError(f"{place}: this is another program's database; it is left as it is: name another one")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1 or found[0] not in REVISIONS:
        raise StoreError(
            f"{place}: this database was made by a newer Mainstay, or by another program; it is left as it is: update Mainstay"
        )
    return str(found[0])
