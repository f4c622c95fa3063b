"""A look at what is due: when a cycle is needed, what its trouble means, and a year on schedule with a clock that misbehaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.daemon.health import Health, Record, Status
from monitor.daemon.keeper import Keeper
from monitor.daemon.plan import next_wake, what_is_due
from monitor.model.collecting import GitLimits
from monitor.model.errors import StoreError
from monitor.model.options import DaemonOptions, HttpOptions
from monitor.model.schedule import last_fire, period_key
from monitor.model.target import Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline.collect import CollectSummary, Progress
from monitor.pipeline.cycle import CycleResult
from monitor.pipeline.deliver import Delivered
from monitor.pipeline.house import House, open_house
from monitor.settings.configuration import Configuration
from tests.databases import Databases

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
MINUTE, HOUR, DAY, TICK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(minutes=5)
WEEKLY = Watchlist("weekly", "Weekly", (), schedule="0 7 * * 1")


class Clock:
    """A clock that shows what the test says."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Cycles:
    """Stands in for the cycle: remembers when it was asked, makes the report of each list whose newest period has none, once.

    As rows would: a list's first period is the first one after the list was first seen.
    """

    clock: Clock
    at: list[datetime] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    reports: dict[tuple[str, str], timedelta] = field(default_factory=dict)
    trouble: list[Exception] = field(default_factory=list)

    def __call__(self, house: House, *, progress: Progress) -> CycleResult:
        self.at.append(self.clock.now)
        progress("a target", "ok", 1, 1)
        if self.trouble:
            raise self.trouble.pop()
        for watchlist in house.configuration.portfolio.watchlists:
            fire = last_fire(watchlist.schedule, watchlist.zone, self.clock.now)
            if fire > self.seen.setdefault(watchlist.key, self.clock.now):
                self.reports.setdefault((watchlist.key, period_key(watchlist.zone, fire)), self.clock.now - fire)
        return CycleResult(CollectSummary(0, 0, 0, ()), (), 0, Delivered())


def configured(folder: Path, url: str, *watchlists: Watchlist, projects: tuple[Project, ...] = ()) -> Configuration:
    return Configuration(
        path=folder / "mainstay.yaml",
        state_dir=folder,
        database_url=url,
        portfolio=Portfolio({project.key: project for project in projects}, {}, watchlists),
        http=HttpOptions(),
        git=GitLimits(clones_dir=folder / "clones"),
        daemon=DaemonOptions(tick_seconds=TICK.total_seconds()),
    )


@pytest.fixture
def url(databases: Databases) -> str:
    """Return the URL of an empty database with the whole schema."""
    return databases.fresh()


Keep = Callable[..., tuple[Keeper, Cycles, Clock]]


@pytest.fixture
def keep(tmp_path: Path, url: str) -> Iterator[Keep]:
    """Return a function that opens a house with these lists and gives its keeper, cycles and clock."""
    opened = []

    def start(*watchlists: Watchlist, now: datetime = MONDAY) -> tuple[Keeper, Cycles, Clock]:
        clock = Clock(now)
        house = open_house(configured(tmp_path, url, *watchlists), clock, exclusive=True)
        opened.append(house)
        cycles = Cycles(clock)
        return Keeper(house.__enter__(), Record(Health(now, HOUR)), cycles), cycles, clock

    yield start
    for house in opened:
        house.__exit__(None, None, None)


def test_the_first_look_runs_a_cycle_whatever_is_due(keep: Keep) -> None:
    keeper, cycles, _ = keep(WEEKLY)
    keeper.look()
    assert [MONDAY] == cycles.at


def test_a_look_that_finds_nothing_due_runs_none(keep: Keep) -> None:
    keeper, cycles, clock = keep(WEEKLY)
    keeper.look()
    clock.now += TICK
    keeper.look()
    assert ([MONDAY], {"cycle": 1, "idle": 1}) == (cycles.at, keeper.record.read().looks)


def test_the_moment_of_a_schedule_needs_a_cycle_once(keep: Keep) -> None:
    keeper, cycles, clock = keep(WEEKLY)
    keeper.look()
    for minutes in (60, 61, 66):
        clock.now = MONDAY + minutes * MINUTE
        keeper.look()
    assert [MONDAY, MONDAY + HOUR] == cycles.at


def test_a_clock_that_was_set_back_needs_a_cycle(keep: Keep) -> None:
    keeper, cycles, clock = keep(WEEKLY)
    keeper.look()
    clock.now -= 2 * DAY
    keeper.look()
    assert [MONDAY, MONDAY - 2 * DAY] == cycles.at


def test_a_source_that_was_never_looked_at_is_due(tmp_path: Path, url: str) -> None:
    lark = Project("lark", "Lark", (Target("pkg:pypi/lark", TargetKind.PACKAGE, "pkg:pypi/lark"),))
    with open_house(configured(tmp_path, url, WEEKLY, projects=(lark,)), Clock(MONDAY), exclusive=True) as house:
        # Its index, its advisories and its links.
        assert "3 sources" == what_is_due(house, MONDAY, MONDAY + MINUTE)


def test_trouble_of_our_own_is_red_and_the_next_look_tries_again(keep: Keep) -> None:
    keeper, cycles, clock = keep(WEEKLY)
    cycles.trouble.append(StoreError("the disk is full"))
    keeper.look()
    health = keeper.record.read()
    assert (Status.FAILING, "the disk is full") == (health.status(clock.now), health.failure)
    clock.now += TICK
    keeper.look()
    assert (2, Status.OK) == (len(cycles.at), keeper.record.read().status(clock.now))


def test_a_bug_is_raised_and_the_next_look_tries_again(keep: Keep) -> None:
    keeper, cycles, clock = keep(WEEKLY)
    cycles.trouble.append(RuntimeError("a bug"))
    with pytest.raises(RuntimeError, match="a bug"):
        keeper.look()
    clock.now += TICK
    keeper.look()
    assert 2 == len(cycles.at)


def test_a_house_that_is_stopping_looks_at_nothing(keep: Keep) -> None:
    keeper, cycles, _ = keep(WEEKLY)
    keeper.house = replace(keeper.house, is_stopping=lambda: True)
    keeper.look()
    assert [] == cycles.at


def test_new_settings_hold_from_the_next_look_on_and_the_newest_wins(keep: Keep, tmp_path: Path, url: str) -> None:
    keeper, cycles, _ = keep(WEEKLY)
    keeper.look()
    for title in ("old", "new"):
        keeper.adopt(configured(tmp_path, url, replace(WEEKLY, title=title)))
    assert keeper.has_new_settings()
    keeper.look()
    keeper.close()
    assert ("new", 2) == (keeper.house.configuration.portfolio.watchlists[0].title, len(cycles.at))
    assert not keeper.has_new_settings()


def test_it_wakes_after_a_tick_or_when_a_list_is_due() -> None:
    assert MONDAY + TICK == next_wake([WEEKLY], TICK, MONDAY)
    assert MONDAY + HOUR == next_wake([WEEKLY], TICK, MONDAY + HOUR - MINUTE)
    assert MONDAY + HOUR + TICK == next_wake([WEEKLY], TICK, MONDAY + HOUR)
