"""Trouble with the database: said in words, nothing half stored, nothing lost, and work goes on when it is over."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, text

from monitor.model.errors import StoreError
from monitor.model.facts import ActivityFact
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database, open_database
from monitor.store.sqlite import run_outside
from monitor.store.tables.facts import RELEASE
from monitor.store.trouble import translated
from tests.store.builders import ADA, DAY, NOW, attempt, commits, counts_of, facts_of, rows_in, tag


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the SQLite file of a test is."""
    return tmp_path / "mainstay.db"


def many(number: int) -> list[ActivityFact]:
    """Return a commit a day."""
    return [commits(ADA, str((NOW - DAY * day).date())) for day in range(number)]


def test_a_full_disk_is_said_and_what_was_stored_stays_and_work_goes_on(file: Path) -> None:
    with open_database(f"sqlite:///{file}") as db:
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))
        before = rows_in(db)
        pages = run_outside(db.engine, "PRAGMA page_count")[0]
        run_outside(db.engine, f"PRAGMA max_page_count={pages + 2}")
        big = attempt(*many(5000), at=NOW + DAY)
        with pytest.raises(StoreError, match="no room left"):
            save_attempt(db, big)
        assert before == rows_in(db)
        run_outside(db.engine, "PRAGMA max_page_count=100000")
        save_attempt(db, big)
        assert 5000 == len(facts_of(db).activity)


def test_a_database_that_another_program_holds_is_said_to_be_locked(file: Path) -> None:
    with open_database(f"sqlite:///{file}", busy_seconds=0.05) as db:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            save_attempt(db, attempt(commits(ADA, "2026-02-01")))
        other.execute("ROLLBACK")
        other.close()
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))
        assert 1 == rows_in(db)["activity"]


def test_reading_goes_on_while_another_program_prepares_to_write(file: Path) -> None:
    with open_database(f"sqlite:///{file}", busy_seconds=0.05) as db:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert 0 == rows_in(db)["activity"]
        other.close()


def test_a_database_that_can_only_be_read_is_said_so(file: Path) -> None:
    with open_database(f"sqlite:///{file}") as db:
        run_outside(db.engine, "PRAGMA query_only=ON")
        with pytest.raises(StoreError, match="can only be read"):
            save_attempt(db, attempt())


def test_damage_found_while_reading_is_said(file: Path) -> None:
    with open_database(f"sqlite:///{file}") as db:
        save_attempt(db, attempt(*many(2000)))
    content = bytearray(file.read_bytes())
    tail = len(content) // 5
    content[-tail:] = b"\xa5" * tail
    file.write_bytes(content)
    with open_database(f"sqlite:///{file}") as db, pytest.raises(StoreError, match="damaged"):
        facts_of(db)


def test_damage_that_nothing_reads_is_found_by_verifying(file: Path) -> None:
    with open_database(f"sqlite:///{file}") as db:
        db.verify()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_message_1'"
        with db.read() as connection:
            page: int = connection.exec_driver_sql(query).scalar_one()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : (page - 1) * 4096 + 60] = b"\xee" * 60
    file.write_bytes(content)
    with open_database(f"sqlite:///{file}") as db, pytest.raises(StoreError, match="damaged; it is left as it is"):
        db.verify()


def test_an_error_in_the_middle_of_saving_leaves_nothing(db: Database) -> None:
    def refuse(_connection: object, clause: object, *_: object) -> None:
        if getattr(clause, "table", None) is RELEASE and getattr(clause, "is_insert", False):
            raise RuntimeError("the lights went out")

    event.listen(db.engine, "before_execute", refuse)
    with pytest.raises(RuntimeError):
        save_attempt(db, attempt(commits(ADA, "2026-02-01"), tag("1.0", "2026-02-02")))
    assert {0} == set(rows_in(db).values())


def test_a_statement_that_is_refused_names_no_values(db: Database) -> None:
    with pytest.raises(StoreError) as raised, db.write() as connection:
        connection.execute(text("INSERT INTO target (key) VALUES (:key)"), {"key": "Ada Quill"})
    assert "Ada" not in str(raised.value)


KILLED = """
import os, sys
from sqlalchemy import text
from monitor.store.engine import open_database
db = open_database(sys.argv[1])
with db.write() as connection:
    for number in range(3000):
        connection.execute(text("INSERT INTO target (key, kind) VALUES (:key, 'git')"), {"key": f"{number:0500}"})
    connection.exec_driver_sql("PRAGMA cache_spill=1")
    os.kill(os.getpid(), 9)
"""


def test_a_process_killed_in_the_middle_leaves_nothing_behind(file: Path) -> None:
    with open_database(f"sqlite:///{file}") as db:
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    died = subprocess.run([sys.executable, "-c", KILLED, f"sqlite:///{file}"], check=False, timeout=60)
    assert -9 == died.returncode
    with open_database(f"sqlite:///{file}") as db:
        assert 1 == rows_in(db)["target"]
        assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))
        assert ["ok"] == run_outside(db.engine, "PRAGMA integrity_check")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OverflowError("Python int too large to convert to SQLite INTEGER"),
            "place: a number is larger than the database can hold",
        ),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "place: the database is damaged"),
    ],
)
def test_what_the_driver_itself_cannot_read_or_write_is_told(error: Exception, words: str) -> None:
    with pytest.raises(StoreError, match=words), translated("place"):
        raise error


def test_a_fault_of_ours_is_not_called_one_of_the_database() -> None:
    with pytest.raises(ValueError, match="ours"), translated("place"):
        raise ValueError("ours")
