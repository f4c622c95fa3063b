"""Opening a database: what is made, what is refused, and that what is refused is left as it is."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.model.errors import StoreError
from monitor.store import sqlite
from monitor.store.engine import HEAD, Database, open_database
from monitor.store.tables import METADATA
from tests.store.builders import rows_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a database file will be."""
    return tmp_path / "state" / "mainstay.db"


def opened(path: Path, busy_seconds: float = 0.05) -> Database:
    """Open the SQLite file at `path`, waiting only briefly for locks."""
    return open_database(f"sqlite:///{path}", busy_seconds=busy_seconds)


def test_a_new_database_and_its_folder_are_private(path: Path) -> None:
    opened(path).close()
    assert (0o700, 0o600) == (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777)


def test_a_new_database_has_every_table_and_the_newest_schema(db: Database) -> None:
    assert set(METADATA.tables) == set(rows_in(db))
    with db.read() as connection:
        assert HEAD == connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def test_opening_again_changes_no_byte(path: Path) -> None:
    opened(path).close()
    before = path.read_bytes()
    opened(path).close()
    assert before == path.read_bytes()


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with opened(path) as db:
        assert 0 == rows_in(db)["target"]


def test_two_openings_see_each_others_rows(path: Path) -> None:
    with opened(path) as one, opened(path) as other:
        with one.write() as connection:
            connection.execute(text("INSERT INTO target (key, kind) VALUES ('k', 'git')"))
        assert 1 == rows_in(other)["target"]


def test_two_first_openings_at_once_both_succeed(path: Path) -> None:
    path.parent.mkdir()
    results: list[int] = []

    def first() -> None:
        with opened(path, busy_seconds=10) as db:
            results.append(rows_in(db)["target"])

    threads = [threading.Thread(target=first) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [0, 0, 0] == results


def make_newer(path: Path) -> None:
    """Give a database of ours a revision of the future."""
    opened(path).close()
    run(path, "UPDATE alembic_version SET version_num = '9999'")


def make_foreign(path: Path) -> None:
    """Make another program's database."""
    path.parent.mkdir()
    run(path, "CREATE TABLE bookmarks (url TEXT)")


def make_text(path: Path) -> None:
    """Make a file that is no database at all."""
    path.parent.mkdir()
    path.write_text("dear diary\n" * 200)


def make_damaged(path: Path) -> None:
    """Overwrite the page that says which tables there are."""
    opened(path).close()
    content = bytearray(path.read_bytes())
    content[100:3000] = b"\xff" * 2900
    path.write_bytes(content)


def make_truncated(path: Path) -> None:
    """Cut the file in the middle."""
    opened(path).close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def run(path: Path, statement: str) -> None:
    """Run one statement on a SQLite file without any code of ours."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_newer, "newer Mainstay"),
        (make_foreign, "another program's database"),
        (make_text, "not a database of Mainstay"),
        (make_damaged, "damaged"),
        (make_truncated, "damaged"),
    ],
)
def test_what_is_not_ours_is_refused_in_words_and_left_as_it_is(make: object, said: str, path: Path) -> None:
    assert callable(make)
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=said) as raised:
        opened(path)
    assert str(path) in str(raised.value)
    assert before == path.read_bytes()


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    with pytest.raises(StoreError, match="cannot be created"):
        opened(tmp_path / "state" / "mainstay.db")


@pytest.mark.parametrize("url", ["no address", "nosuch://host/db", "postgresql://host:port/db", "mysql://host/db"])
def test_an_address_that_means_nothing_is_a_store_error(url: str) -> None:
    with pytest.raises(StoreError):
        open_database(url)


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_its_bug_is_fixed(version: tuple[int, int, int], is_safe: bool) -> None:
    assert is_safe == sqlite.is_wal_safe(version)


@pytest.mark.parametrize(("is_safe", "mode"), [(True, "wal"), (False, "delete")])
def test_a_database_is_put_into_the_journal_that_is_safe_here(
    is_safe: bool, mode: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda version: not is_safe)
    opened(path).close()
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda version: is_safe)
    with opened(path) as db:
        assert [mode] == sqlite.run_outside(db.engine, "PRAGMA journal_mode")
        assert [2] == sqlite.run_outside(db.engine, "PRAGMA synchronous")
