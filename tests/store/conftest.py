"""Fixtures of the store's tests: one empty database a test, SQLite in a file unless the environment names another.

MAINSTAY_TEST_DATABASE is the URL of a database that may be emptied; tests of what only a SQLite file can do make their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from monitor.store.engine import Database, open_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    named = os.environ.get("MAINSTAY_TEST_DATABASE")
    if not named:
        return f"sqlite:///{tmp_path}/state/mainstay.db"
    engine = create_engine(named)
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
    engine.dispose()
    return named


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    """Return an open, empty database."""
    with open_database(url) as database:
        yield database
