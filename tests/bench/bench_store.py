"""What the database costs: `python -m tests.bench.bench_store`, on SQLite, and on the server of MAINSTAY_TEST_DATABASE if named.

`python -m tests.postgres_server python -m tests.bench.bench_store` names one. Figures are medians: a look at a project of 12,000
facts stored for the first time, stored again with nothing new, loaded as scoring loads it; then how many rows a second go into
the largest table, by statements and by COPY.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from unittest import mock

from monitor.model.attempt import OK, Attempt
from monitor.model.facts import ActivityFact, ActivityKind, Channel, Observation, RawIdentity, ReleaseFact, Seen
from monitor.model.signals import Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.store import bulk
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database, open_database
from monitor.store.facts import load_facts
from monitor.store.tables.facts import ACTIVITY
from tests.databases import source_in
from tests.postgres_server import VARIABLE

RUNS = 7
PEOPLE, DAYS, RELEASES = 150, 78, 300
ROWS = 100_000
FIRST = date(2015, 1, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOKED = (Signal.ACTIVITY, Signal.TAGS)


def look_at(number: int) -> Attempt:
    """Return a first look at a project of its own: PEOPLE accounts, DAYS days of each, and RELEASES releases."""
    address = f"https://code.example/bench/{number}"
    people = [RawIdentity("git", f"{number:016x}{who:016x}", f"Person {who}") for who in range(PEOPLE)]
    facts: list[Observation] = [
        ActivityFact(who, FIRST + timedelta(days=50 * day + place), ActivityKind.COMMIT, 1 + day % 4)
        for place, who in enumerate(people)
        for day in range(DAYS)
    ]
    start = datetime.combine(FIRST, datetime.min.time(), UTC)
    facts += [ReleaseFact(f"1.{i}", Channel.TAG, start + timedelta(days=10 * i), address, by=people[0]) for i in range(RELEASES)]
    return Attempt(
        target=Target(address, TargetKind.GIT, address),
        collector="git",
        promises=frozenset(LOOKED),
        started_at=NOW,
        finished_at=NOW,
        outcome=OK,
        next_check_at=NOW,
        facts=tuple(facts),
        seen=tuple(Seen(signal, None, NOW, is_complete=True) for signal in LOOKED),
    )


def timed(work: Callable[[], object]) -> float:
    """Return the wall time of `work` in milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def load(db: Database, attempt: Attempt) -> None:
    """Load one project as scoring does."""
    expected = [(attempt.target.key, "git", signal) for signal in LOOKED]
    facts = load_facts(db, Project("p", "P", (attempt.target,)), as_of=NOW, expected=expected)
    assert PEOPLE * DAYS == len(facts.activity)


def insert(db: Database, rows: list[dict[str, object]]) -> None:
    """Insert rows in one transaction."""
    with db.write() as connection:
        bulk.insert_rows(connection, ACTIVITY, rows)


def rows_a_second(db: Database, how: AbstractContextManager[object]) -> int:
    """Return how many rows of the ledger are stored in a second."""
    row: dict[str, object] = {"source_id": 1, "identity_id": 1, "kind": "commit", "delta": 1, "seen_at": NOW}
    rows = [{**row, "day": 730_000 + number % 4000} for number in range(ROWS)]
    with how:
        return round(ROWS / median(timed(partial(insert, db, rows)) for _ in range(3)) * 1000)


def measure(url: str) -> None:
    """Measure one database and print."""
    looks = [look_at(number) for number in range(RUNS)]
    with open_database(url) as db:
        first = median(timed(partial(save_attempt, db, look)) for look in looks)
        again = median(timed(partial(save_attempt, db, look)) for look in looks)
        loaded = median(timed(partial(load, db, look)) for look in looks)
        failed = replace(looks[0], outcome="unavailable")
        empty = median(timed(partial(save_attempt, db, failed)) for _ in range(50))
        print(f"  first look, {PEOPLE * DAYS + RELEASES} facts  {first:7.0f} ms")
        print(f"  the same look again      {again:7.0f} ms")
        print(f"  load for scoring         {loaded:7.0f} ms")
        print(f"  a failed look            {empty:7.1f} ms")
        statements = mock.patch.object(bulk, "ENOUGH_FOR_COPY", ROWS + 1)
        print(f"  rows a second, INSERT    {rows_a_second(db, statements):7}")
        if not db.is_sqlite:
            print(f"  rows a second, COPY      {rows_a_second(db, nullcontext()):7}")


def main() -> None:
    """Measure SQLite, and PostgreSQL where the environment names a server."""
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")
        measure(f"sqlite:///{Path(folder) / 'bench.db'}")
        if os.environ.get(VARIABLE):
            for source in source_in(Path(folder)):
                with source.lent() as databases:
                    print("PostgreSQL")
                    measure(databases.bare())


if __name__ == "__main__":
    main()
