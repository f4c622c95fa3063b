"""What holds for all tests: where databases come from, and how property tests look for cases.

A test that asks for `databases` is marked `database`: it runs on SQLite, and on PostgreSQL by `make test-postgres`. One that is
marked `once` takes long, and asks nothing that another database could answer otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import Databases, Source, source_in

# Files of a minute and more, the longest first.
LONGEST = ("tests/sim/", "tests/scenarios/", "tests/daemon/", "tests/backtest/")

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A run that decides whether a change lands depends on no luck and takes less time; at home each run looks somewhere new.
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Mark every test that uses a database, before the marks are asked for; begin with the files that take longest."""
    for item in items:
        if "all_databases" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("once"):
            item.add_marker("database")
    yield
    # Where one worker is still at the longest file when all others are done, everybody waits for it.
    items.sort(key=lambda item: next((at for at, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST)))


@pytest.fixture(scope="session")
def all_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Return where the databases of this session come from."""
    yield from source_in(tmp_path_factory.mktemp("databases"))


@pytest.fixture
def databases(all_databases: Source) -> Iterator[Databases]:
    """Return where a test gets its databases from; they are gone when it ends."""
    with all_databases.lent() as lent:
        yield lent
