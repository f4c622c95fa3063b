"""Brings the schema up to date with Alembic, from the steps that are shipped in `migrations/`. Loaded only when needed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from monitor.model.errors import StoreError
from monitor.store.intent import that_writes

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def config_for(connection: Connection) -> Config:
    """Return Alembic's configuration for our steps, working on `connection`."""
    config = Config()
    # Alembic reads % as the start of a placeholder, and a folder may have one in its name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str) -> None:
    """Take every step up to `revision` in one transaction: all or none. Raises StoreError when a step breaks a reference."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            # Changing a table on SQLite means copying it, which must not cascade; the check below stands in.
            _pragma(connection, "PRAGMA foreign_keys=OFF")
        try:
            writing = that_writes(connection)
            with writing.begin():
                command.upgrade(config_for(writing), revision)
                if is_sqlite and writing.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreError(f"{engine.url.database}: the update would break references; nothing was changed")
        finally:
            if is_sqlite:
                _pragma(connection, "PRAGMA foreign_keys=ON")


def _pragma(connection: Connection, statement: str) -> None:
    """Run a PRAGMA outside of any transaction, where alone it has an effect."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(statement)
