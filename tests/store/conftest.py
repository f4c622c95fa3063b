"""Fixtures of the store's tests: one empty database a test, SQLite in a file unless the environment names another.

MAINSTAY_TEST_DATABASE is the URL of a database that may be emptied; tests of what only a SQLite file can do make their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from monitor.store.engine import Database, open_database


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the whole schema and no rows: copying it saves every test the migrations."""
    path = tmp_path_factory.mktemp("empty") / "mainstay.db"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def url(tmp_path: Path, empty_file: Path) -> str:
    """Return the URL of an empty database."""
    named = os.environ.get("MAINSTAY_TEST_DATABASE")
    if not named:
        return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'mainstay.db')}"
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
