"""A full disk and a locked database at every write of a cycle: told in clear words, nothing lost, and it goes on by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from monitor.model.errors import StoreError
from monitor.store.intent import will_write
from tests.databases import Databases, rows_by_table
from tests.pipeline.workshop import FACT, HOUR, READERS, WATCH, Workshop

MOST_WRITES = 50
# How many pages of 4 KB more room there is each time.
STEP = 2
FULL = ("database or disk is full", "SQLITE_FULL", "no room left")
LOCKED = ("database is locked", "SQLITE_BUSY", "locked by another program")


class Writes:
    """Counts transactions that write, and lets the one with the number `failing` and all after it fail while `is_broken`."""

    def __init__(self, failing: int, said: tuple[str, str, str]) -> None:
        self.failing = failing
        self.said = said
        self.done = 0
        self.is_broken = True

    def commit(self, connection: Connection) -> None:
        if not will_write(connection):
            return
        self.done += 1
        if self.is_broken and self.done >= self.failing:
            error = sqlite3.OperationalError(self.said[0])
            error.sqlite_errorname = self.said[1]
            raise error


@contextmanager
def listening(writes: Writes) -> Iterator[None]:
    event.listen(Engine, "commit", writes.commit)
    try:
        yield
    finally:
        event.remove(Engine, "commit", writes.commit)


@pytest.mark.parametrize("said", [FULL, LOCKED], ids=["full disk", "locked database"])
def test_trouble_at_any_write_is_told_and_passes(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, said: tuple[str, str, str]
) -> None:
    for failing in range(1, MOST_WRITES):
        shop = Workshop(tmp_path / str(failing), databases.fresh(), monkeypatch)
        shop.cycle(wren=WATCH)
        writes = Writes(failing, said)
        with listening(writes):
            told = trouble_in(shop)
            writes.is_broken = False
            shop.cycle()
        assert said[2] in told or not told
        assert sorted(READERS) == sorted({reader for reader, _ in shop.post.taken})
        assert len(set(shop.post.taken)) == len(READERS)
        assert 2 == rows_by_table(shop.url)["report"]
        if not told:
            break
    assert len(READERS) + 2 <= failing < MOST_WRITES


def trouble_in(shop: Workshop) -> str:
    """Run the cycle in which the list is due; return what was said of its trouble, "" where there was none."""
    try:
        shop.cycle(after=HOUR, lark=FACT)
    except StoreError as error:
        return str(error)
    return ""


def pages_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        pages: int = database.execute("PRAGMA page_count").fetchone()[0]
        return pages


@contextmanager
def no_more_than(pages: int) -> Iterator[None]:
    """Let every SQLite file opened meanwhile have so many pages at most, as on a disk with so much room."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_a_disk_that_fills_up_anywhere_in_a_cycle_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def due_shop(name: str) -> tuple[Workshop, Path]:
        path = tmp_path / name / "mainstay.db"
        shop = Workshop(tmp_path / name, f"sqlite:///{path}", monkeypatch)
        shop.cycle(wren=WATCH)
        return shop, path

    whole, path = due_shop("whole")
    before = pages_of(path)
    assert "" == trouble_in(whole)
    after = pages_of(path)
    assert after > before + STEP
    for pages in range(before, after, STEP):
        shop, path = due_shop(str(pages))
        with no_more_than(pages):
            assert "no room left" in trouble_in(shop)
        shop.cycle()
        with closing(sqlite3.connect(path)) as database:
            assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert (len(READERS), len(READERS)) == (len(shop.post.taken), len({reader for reader, _ in shop.post.taken}))
        assert rows_by_table(whole.url)["message"] == rows_by_table(shop.url)["message"]
