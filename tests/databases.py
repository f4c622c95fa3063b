"""Empty databases for the tests: SQLite files, or databases of their own on the PostgreSQL server that the environment names.

MAINSTAY_TEST_DATABASE is the URL of a database on that server whose user may create others; it is left as it is.
`python -m tests.postgres_server` makes such a server.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, func, select
from sqlalchemy.engine import URL, make_url

from monitor.store.engine import open_database
from tests.postgres_server import VARIABLE

NEEDS_SERVER = f"needs a PostgreSQL server ({VARIABLE}; make test-postgres starts one)"
EMPTY = "TEMPLATE template0 ENCODING 'UTF8'"


class Databases(Protocol):
    """Where a test gets its databases from."""

    def fresh(self) -> str:
        """Return the URL of a new database with the whole schema and no rows: copying saves every test the migrations."""

    def bare(self) -> str:
        """Return the URL of a new database without any table."""

    def line(self) -> str:
        """Return what a configuration must say to use a new database; "" where that is a file in its `state_dir` anyway."""


class Source(Protocol):
    """Where all databases of a session come from."""

    def lent(self) -> AbstractContextManager[Databases]:
        """Yield databases that are gone afterwards."""


class SqliteFiles:
    """Files in `folder`, copies of one that was made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole = folder / "whole.db"
        open_database(f"sqlite:///{self._whole}").close()

    def fresh(self) -> str:
        """Return the URL of a copy."""
        url = self.bare()
        shutil.copy(self._whole, url.removeprefix("sqlite:///"))
        return url

    def bare(self) -> str:
        """Return the URL of a file that is not there yet."""
        folder = self._folder / secrets.token_hex(4)
        folder.mkdir()
        return f"sqlite:///{folder / 'mainstay.db'}"

    def line(self) -> str:
        """Return nothing: it is the default."""
        return ""

    @contextmanager
    def lent(self) -> Iterator[Databases]:
        """Yield this; pytest keeps the files of the last runs to be looked at."""
        yield self


class PostgresDatabases:
    """Databases on one server, copies of `whole`, which was made once."""

    def __init__(self, server: URL, whole: str = "") -> None:
        self._server = server
        self._made: list[str] = []
        self._whole = whole or self._create(EMPTY)
        if not whole:
            open_database(self._url(self._whole)).close()

    def fresh(self) -> str:
        """Return the URL of a copy."""
        return self._url(self._create(f"TEMPLATE {self._whole}"))

    def bare(self) -> str:
        """Return the URL of an empty database."""
        return self._url(self._create(EMPTY))

    def line(self) -> str:
        """Return the line that names an empty database."""
        return f"database: {self.bare()}\n"

    @contextmanager
    def lent(self) -> Iterator[Databases]:
        """Yield databases that are gone afterwards, whoever is still connected."""
        lent = PostgresDatabases(self._server, self._whole)
        try:
            yield lent
        finally:
            lent.drop()

    def drop(self) -> None:
        """Remove what was made here."""
        run_outside(self._server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in self._made))

    def _create(self, how: str) -> str:
        name = f"mainstay_test_{secrets.token_hex(8)}"
        run_outside(self._server, f"CREATE DATABASE {name} {how}")
        self._made.append(name)
        return name

    def _url(self, name: str) -> str:
        return self._server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def source_in(folder: Path) -> Iterator[Source]:
    """Yield what the environment names; for a fixture of a whole session."""
    server = os.environ.get(VARIABLE)
    if not server:
        yield SqliteFiles(folder)
        return
    found = PostgresDatabases(make_url(server))
    try:
        yield found
    finally:
        found.drop()


@contextmanager
def engine_for(url: str | URL) -> Iterator[Engine]:
    """Yield a plain engine, for looking at a database without any code of ours."""
    address = make_url(url)
    driver = "postgresql+psycopg" if address.get_backend_name() == "postgresql" else address.drivername
    engine = create_engine(address.set(drivername=driver), poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def run_outside(url: str | URL, *statements: str) -> None:
    """Run statements on a server, each of which holds at once."""
    with engine_for(url) as engine, engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            outside.exec_driver_sql(statement)


@contextmanager
def reading(url: str) -> Iterator[tuple[Connection, MetaData]]:
    """Yield a plain connection and the tables that are really there."""
    with engine_for(url) as engine, engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        yield connection, found


def rows_by_table(url: str) -> dict[str, int]:
    """Return the number of rows of each table that is there."""
    with reading(url) as (connection, found):
        counts = ((table.name, connection.execute(select(func.count()).select_from(table))) for table in found.sorted_tables)
        return {name: counted.scalar_one() for name, counted in counts}


def everything_in(url: str) -> list[Sequence[Any]]:
    """Return every row of every table."""
    with reading(url) as (connection, found):
        return [tuple(row) for table in found.sorted_tables for row in connection.execute(select(table))]
