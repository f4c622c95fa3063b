"""Small made-up data for the store's tests: one repository, a few invented accounts, attempts on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from monitor.model.attempt import OK, Attempt, ProjectFacts
from monitor.model.facts import ActivityFact, ActivityKind, Channel, Observation, RawIdentity, ReleaseFact, Seen, StateFact
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.store.engine import Database
from monitor.store.facts import load_facts
from monitor.store.tables import METADATA

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = NOW + 365 * DAY
REPOSITORY = Target("https://code.example/reed/rush", TargetKind.GIT, "https://code.example/reed/rush")
PROJECT = Project("rush", "Rush", (REPOSITORY,))
ADA = RawIdentity("git", "a" * 32, "Ada Quill")
BEN = RawIdentity("git", "b" * 32, "Ben Otter", "otter.example")
PROMISES = frozenset({Signal.ACTIVITY, Signal.TAGS, Signal.DEFAULT_BRANCH})


def commits(who: RawIdentity, on: str, count: int = 1, kind: ActivityKind = ActivityKind.COMMIT) -> ActivityFact:
    """Return `count` things done on the ISO day `on`."""
    return ActivityFact(who, date.fromisoformat(on), kind, count)


def tag(version: str, on: str, **more: Any) -> ReleaseFact:
    """Return a tag made at midnight of the ISO day `on`."""
    return ReleaseFact(version, Channel.TAG, datetime.fromisoformat(on).replace(tzinfo=UTC), "https://code.example/t", **more)


def state(value: str, attribute: str = "default_branch", held_from: datetime | None = None) -> StateFact:
    """Return what an attribute says."""
    return StateFact(attribute, value, "https://code.example/reed/rush", held_from)


def attempt(*facts: Observation, at: datetime = NOW, missing: Iterable[Signal] = (), **more: Any) -> Attempt:
    """Return an attempt that saw all but the signals `missing` completely."""
    values: dict[str, Any] = {
        "target": REPOSITORY,
        "collector": "git",
        "promises": PROMISES,
        "started_at": at,
        "finished_at": at + timedelta(seconds=5),
        "outcome": OK,
        "next_check_at": at + DAY,
        "cursor": "c1",
        "facts": facts,
        "seen": tuple(Seen(signal, None, at, signal not in set(missing)) for signal in sorted(PROMISES)),
    }
    return Attempt(**(values | more))


def failed(outcome: str, at: datetime, **more: Any) -> Attempt:
    """Return an attempt that brought nothing."""
    return attempt(at=at, outcome=outcome, seen=(), cursor="", detail="no answer in 30 s", failures=1, **more)


def facts_of(db: Database, as_of: datetime = LATER, known_at: datetime | None = None, project: Project = PROJECT) -> ProjectFacts:
    """Return what is stored of a project whose targets all are read by `git`."""
    expected = [(target.key, "git", signal) for target in project.targets for signal in sorted(PROMISES)]
    return load_facts(db, project, as_of=as_of, known_at=known_at, expected=expected)


def counts_of(facts: ProjectFacts) -> dict[tuple[str, str, str], int]:
    """Return activity as (name, ISO day, kind) -> count."""
    return {(facts.identities[who].name, str(on), kind.value): count for who, on, kind, count in facts.activity}


def coverage_of(facts: ProjectFacts, signal: Signal) -> Coverage:
    """Return the one line of coverage of `signal`."""
    (line,) = (line for line in facts.coverage if line.signal == signal)
    return line


def rows_in(db: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    with db.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }
