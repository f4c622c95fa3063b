"""Fixtures of the store's tests: an empty database a test, open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.store.engine import Database, open_database
from tests.databases import Databases


@pytest.fixture
def url(databases: Databases) -> str:
    """Return the URL of an empty database with the whole schema."""
    return databases.fresh()


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    """Return an open, empty database."""
    with open_database(url) as database:
        yield database
