"""A year on schedule with the real cycle and a clock that misbehaves: each period once, and one catch-up after any gap.

The year has a leap day; three zones change their clocks on different days and by different amounts. The machine sleeps for five
days over the leap day, and its clock is set back by two days in autumn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment
from sqlalchemy import select

from monitor.daemon.health import Health, Record
from monitor.daemon.keeper import Keeper
from monitor.daemon.plan import next_wake
from monitor.model.collecting import GitLimits
from monitor.model.options import HttpOptions
from monitor.model.schedule import next_fire
from monitor.model.target import Entry, Impact, Portfolio, Project, Watchlist
from monitor.pipeline.house import open_house
from monitor.settings.configuration import Configuration
from tests.databases import Source, reading

pytestmark = pytest.mark.once

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TICK = 12 * HOUR
START, END = datetime(2027, 7, 1, tzinfo=UTC), datetime(2028, 7, 1, tzinfo=UTC)
ASLEEP_FROM, ASLEEP_UNTIL = datetime(2028, 2, 25, 3, tzinfo=UTC), datetime(2028, 3, 1, 4, 30, tzinfo=UTC)
SET_BACK_AT = datetime(2027, 11, 9, 12, tzinfo=UTC)

ENTRIES = (Entry("lark", Impact.HIGH),)
# In the hour that comes twice in autumn and never in spring; on Mondays; where clocks change by half an hour, at midnight.
BERLIN = Watchlist("berlin", "Berlin", ENTRIES, zone="Europe/Berlin", schedule="30 2 * * 0")
NEW_YORK = Watchlist("new-york", "New York", ENTRIES, zone="America/New_York", schedule="0 7 * * mon")
LORD_HOWE = Watchlist("lord-howe", "Lord Howe", ENTRIES, zone="Australia/Lord_Howe", schedule="@weekly")
WEEKLY = (BERLIN, NEW_YORK, LORD_HOWE)
LEAP_DAY = Watchlist("leap-day", "Leap day", ENTRIES, zone="Asia/Kathmandu", schedule="15 6 29 2 *")
LISTS = (*WEEKLY, LEAP_DAY)


class Clock:
    """A clock that shows what the test says."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Told:
    """A report as it is stored: of which list and period, why it was made, and when."""

    watchlist: str
    period_at: datetime
    reason: str
    created_at: datetime


def configured(folder: Path, url: str) -> Configuration:
    return Configuration(
        path=folder / "mainstay.yaml",
        state_dir=folder,
        database_url=url,
        portfolio=Portfolio({"lark": Project("lark", "Lark", ())}, {}, LISTS),
        http=HttpOptions(),
        git=GitLimits(clones_dir=folder / "clones"),
    )


def moments() -> Iterator[datetime]:
    """Yield when the daemon looks: on ticks and when a list is due, but not while asleep, and two days over again."""
    now, is_set_back = START, False
    while now < END:
        yield now
        now = next_wake(LISTS, TICK, now)
        if ASLEEP_FROM <= now < ASLEEP_UNTIL:
            now = ASLEEP_UNTIL
        if now >= SET_BACK_AT and not is_set_back:
            now, is_set_back = now - 2 * DAY, True


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, all_databases: Source) -> Iterator[list[Told]]:
    """Return the reports of all periods, in the order in which they were made."""
    clock, folder = Clock(START), tmp_path_factory.mktemp("year")
    with all_databases.lent() as databases, pytest.MonkeyPatch.context() as patch:
        # Two thirds of the year would go into compiling the same templates again.
        patch.setattr(Environment, "compile", compiled_once())
        configuration = configured(folder, databases.fresh())
        with open_house(configuration, clock, exclusive=True) as house:
            keeper = Keeper(house, Record(Health(START, HOUR)))
            for now in moments():
                clock.now = now
                keeper.look()
        yield told_in(configuration.database_url)


def compiled_once() -> Callable[..., Any]:
    """Return what compiles a template only if its source is new."""
    compile_it, codes = Environment.compile, dict[str, Any]()

    def compile_once(environment: Environment, source: str, *names: Any) -> Any:
        if source not in codes:
            codes[source] = compile_it(environment, source, *names)
        return codes[source]

    return compile_once


def told_in(url: str) -> list[Told]:
    with reading(url) as (connection, found):
        report, message = found.tables["report"], found.tables["message"]
        query = select(report.c.watchlist, report.c.period_at, message.c.reason, report.c.created_at).where(
            report.c.period_at.is_not(None), message.c.report_id == report.c.id
        )
        rows = connection.execute(query.order_by(report.c.id)).all()
        return [Told(name, aware(period_at), reason, aware(created_at)) for name, period_at, reason, created_at in rows]


def aware(moment: datetime) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def of(year: list[Told], watchlist: Watchlist) -> list[Told]:
    return [told for told in year if told.watchlist == watchlist.key]


def expected(watchlist: Watchlist) -> list[datetime]:
    """Every moment of the schedule in this year."""
    found, now = [], START
    while (now := next_fire(watchlist.schedule, watchlist.zone, now)) < END:
        found.append(now)
    return found


@pytest.mark.parametrize("watchlist", WEEKLY, ids=lambda watchlist: watchlist.key)
def test_a_weekly_list_has_52_or_53_reports_a_year_and_each_period_once(year: list[Told], watchlist: Watchlist) -> None:
    periods = [told.period_at for told in of(year, watchlist)]
    assert expected(watchlist) == periods
    assert len(periods) in (52, 53)


@pytest.mark.parametrize(("watchlist", "weekday"), [(BERLIN, 6), (NEW_YORK, 0), (LORD_HOWE, 6)], ids=lambda one: str(one)[:22])
def test_each_period_lies_on_its_day_a_week_after_the_one_before(year: list[Told], watchlist: Watchlist, weekday: int) -> None:
    days: list[date] = [told.period_at.astimezone(ZoneInfo(watchlist.zone)).date() for told in of(year, watchlist)]
    assert {weekday} == {day.weekday() for day in days}
    assert [days[0] + number * WEEK for number in range(len(days))] == days


@pytest.mark.parametrize("watchlist", LISTS, ids=lambda watchlist: watchlist.key)
def test_what_was_due_asleep_comes_late_on_waking_once_a_list(year: list[Told], watchlist: Watchlist) -> None:
    late = [told for told in of(year, watchlist) if told.reason == "late"]
    assert [ASLEEP_UNTIL] == [told.created_at for told in late]


def test_everything_else_comes_at_its_very_minute(year: list[Told]) -> None:
    assert Counter() == Counter(told.watchlist for told in year if told.reason != "late" and told.created_at != told.period_at)


def test_the_leap_day_has_its_report(year: list[Told]) -> None:
    assert [datetime(2028, 2, 29, 0, 30, tzinfo=UTC)] == [told.period_at for told in of(year, LEAP_DAY)]
