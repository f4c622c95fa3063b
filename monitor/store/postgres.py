"""What only PostgreSQL needs: sessions that wait only so long, one writer at a time, COPY, and a lock on the whole database.

Nothing here imports the driver: it is an extra, and SQLAlchemy loads it when a database of this kind is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from monitor.model.errors import StoreError
from monitor.store.intent import will_write

NAME = "postgresql"
DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 10
# Some ten seconds: sessions that only connect or read are over by then.
CLEANING_TRIES = 50
# Advisory locks are numbers that mean what their users agree on: these are ours, the second number stands for the schema.
_WRITER, _HOLDER = 0x6D61_696E, 0x7374_6179
# psycopg's number of REPEATABLE READ: a reader sees one state of the database throughout.
_REPEATABLE_READ = 3
# The moments are ours to convert. A server that is gone, or whose client is, is noticed within two minutes, not two hours.
_SESSION = {
    "TimeZone": "UTC",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
_KEEPALIVE = {"keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 90_000}


def is_postgres(url: URL) -> bool:
    """Return whether `url` names a PostgreSQL database, however it spells that."""
    return url.get_backend_name() in (NAME, "postgres")


def connect_options(url: URL) -> dict[str, Any]:
    """Return what the driver is told beside `url`, which has the last word."""
    ours = {"connect_timeout": CONNECT_SECONDS, "application_name": "mainstay", **_KEEPALIVE}
    return {name: value for name, value in ours.items() if name not in url.query}


def prepare(engine: Engine, busy_seconds: float) -> None:
    """Make every session of `engine` speak UTC and wait `busy_seconds` for locks, and its writers take turns."""
    session = {**_SESSION, "lock_timeout": str(max(1, round(busy_seconds * 1000)))}
    statement = "SELECT " + ", ".join("set_config(%s, %s, false)" for _ in session)
    values = [word for pair in session.items() for word in pair]

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # Outside of a transaction, or the first rollback would take the settings back.
        connection.autocommit = True
        connection.execute(statement, values)
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        is_writer = will_write(connection)
        driver.isolation_level = None if is_writer else _REPEATABLE_READ
        driver.read_only = None if is_writer else True
        if is_writer:
            # As on SQLite, a writer sees all that the one before it stored.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", (_WRITER,))


def refuse_encoding(connection: Connection, place: str) -> None:
    """Raise StoreError where names from all over the world could not be stored."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(f"{place}: its encoding is {encoding}; create the database anew with ENCODING 'UTF8' TEMPLATE template0")


def scrub(engine: Engine, tables: Sequence[Table]) -> None:
    """Rewrite `tables` without what was deleted, and the statistics, which hold samples of their values.

    The server's log of writes, its backups and its replicas are the operator's, and beyond reach from here. Raises StoreError
    where the server keeps deleted rows for somebody else's session for longer than we wait.
    """
    with engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in tables:
            _drop_samples_of_empty(outside, table)
            _rewrite(outside, "FULL, ANALYZE, VERBOSE", _quoted(connection, table.name))
        # Who does not own the database is warned by the server, and old samples stay until it cleans up itself.
        _rewrite(outside, "FULL, VERBOSE", "pg_catalog.pg_statistic")


def _drop_samples_of_empty(outside: Connection, table: Table) -> None:
    """Drop the samples of a table that has no rows left: ANALYZE would leave them, a column's type set anew does not."""
    if outside.execute(select(table).limit(1)).first() is not None:
        return
    sampled = text("SELECT attname FROM pg_stats WHERE schemaname = current_schema() AND tablename = :table")
    for name in outside.execute(sampled, {"table": table.name}).scalars().all():
        kind = table.c[name].type.compile(outside.dialect)
        table_name, column = _quoted(outside, table.name), _quoted(outside, name)
        outside.exec_driver_sql(f"ALTER TABLE {table_name} ALTER COLUMN {column} TYPE {kind}")


def _rewrite(outside: Connection, how: str, table: str) -> None:
    """Rewrite one table, again while some other session's older view of the database keeps deleted rows in it."""
    for _ in range(CLEANING_TRIES):
        if not _kept_by(outside, f"VACUUM ({how}) {table}"):
            return
        outside.exec_driver_sql("SELECT pg_sleep(0.2)")
    raise StoreError(
        f"what was to be erased is deleted, but the server keeps old rows of {table} for a session that began before; "
        f"when that session has ended, run VACUUM FULL {table} on the database"
    )


def _kept_by(outside: Connection, statement: str) -> int:
    """Run a verbose VACUUM; return how many deleted rows it had to keep, which the server tells in no other way."""
    kept: list[int] = []

    def hear(notice: Any) -> None:
        # The detail begins with that number, in whatever language the server speaks; other notices have no detail.
        if found := re.search(r"\d+", notice.message_detail or ""):
            kept.append(int(found[0]))

    driver: Any = outside.connection.driver_connection
    driver.add_notice_handler(hear)
    try:
        outside.exec_driver_sql(statement)
    finally:
        driver.remove_notice_handler(hear)
    return sum(kept)


def copy_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, which all give the same columns, in one stream. Raises what SQLAlchemy raises."""
    dialect = connection.dialect
    names = list(rows[0])
    convert = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for name in names]
    columns = ", ".join(_quoted(connection, name) for name in names)
    statement = f"COPY {_quoted(connection, table.name)} ({columns}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    errors: Any = dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row([converted(row[name]) for name, converted in zip(names, convert, strict=True)])
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=dialect) from error


def _as_it_is(value: Any) -> Any:
    return value


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


class Holder:
    """Keeps a session in which the whole database is ours: the server gives it up when that session ends, however it ends."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._session = self._held()

    def _held(self) -> Connection:
        with ExitStack() as undone:
            session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            undone.callback(session.close)
            asked = text("SELECT pg_try_advisory_lock(:number, hashtext(current_schema()))")
            if not session.execute(asked, {"number": _HOLDER}).scalar_one():
                raise StoreError(
                    f"{self._place}: another run or daemon of Mainstay is working on this database; wait for it or stop it"
                )
            undone.pop_all()
        return session

    def confirm(self) -> None:
        """Make sure that the database is still ours: a server that was restarted has forgotten. Raises StoreError."""
        try:
            self._session.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:
            self.release()
            self._session = self._held()

    def release(self) -> None:
        """Give the database up. The session ends: in the pool, it would keep the lock."""
        if not self._session.closed:
            # A server may take a moment to see that a session ended; whoever comes next must not find it held.
            with suppress(SQLAlchemyError):
                self._session.execute(text("SELECT pg_advisory_unlock(:number, hashtext(current_schema()))"), {"number": _HOLDER})
            self._session.invalidate()
            self._session.close()
