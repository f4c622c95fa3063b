"""Whole rounds of collecting with invented collectors: batches, wakes, budgets, what a bug costs, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.model.collecting import Collector, CollectorSpec, Context, GitLimits, Pace, Result
from monitor.model.errors import NotFound, RateLimited, Unavailable
from monitor.model.facts import MeasureFact, Seen, StateFact, Wake, Yield
from monitor.model.options import HttpOptions
from monitor.model.signals import Signal
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline import jobs, look
from monitor.pipeline.collect import collect_due
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.house import House, open_house
from monitor.settings.configuration import Configuration
from monitor.store.attempts import load_last_runs
from monitor.store.tables.facts import SOURCE
from monitor.store.usage import load_query_costs

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Answer = Callable[[Target], Result]


def seen(target: Target) -> Result:
    """A good answer."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return (StateFact("archived", "no", target.key), Seen(Signal.REPOSITORY_STATE, None, now, is_complete=True))


@dataclass
class Batched:
    """A collector that answers for several targets at once; `asked` holds the keys of each call, `answer` what each gets."""

    SPEC: CollectorSpec
    answer: Answer = seen
    asked: list[list[str]] = field(default_factory=list)
    ends_with: Exception | None = None
    is_too_much: bool = False

    def collect(self, target: Target, context: Context) -> Iterator[Yield]:
        raise AssertionError("a collector with batches is asked for several")

    def collect_many(
        self, targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace
    ) -> Iterator[tuple[Target, Result]]:
        left = list(targets)
        while left:
            part, left = left[: pace.size], left[pace.size :]
            self.asked.append([target.key for target in part])
            if self.ends_with and len(self.asked) > 1:
                raise self.ends_with
            yield from ((target, self.answer(target)) for target in part)
            if self.is_too_much:
                pace.was_too_much()
                self.is_too_much = False


@dataclass
class Single:
    """A collector that looks at one target at a time."""

    SPEC: CollectorSpec
    asked: list[str] = field(default_factory=list)

    def collect(self, target: Target, context: Context) -> Iterator[Yield]:
        self.asked.append(target.key)
        yield MeasureFact("open_issues", context.now.date(), len(self.asked), target.key)
        yield Seen(Signal.BACKLOG, None, context.now, is_complete=True)


def spec(
    name: str, signal: Signal, *, batch: int = 1, interval: timedelta = DAY, rest: timedelta = HOUR, points: int = 0
) -> CollectorSpec:
    return CollectorSpec(
        name, frozenset({signal}), interval, lambda target: target.kind is TargetKind.GIT, batch=batch, rest=rest, points=points
    )


def repository(number: int) -> Target:
    url = f"https://forge.example/reed/r{number:03}"
    return Target(url, TargetKind.GIT, url)


class Round:
    """One installation whose clock the test turns."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.now = START

    def collect(self, after: timedelta = timedelta(0)) -> tuple[int, int]:
        """Let time pass and collect; return how many looks were due and how many answered."""
        self.now += after
        summary = collect_due(self.house)
        return summary.due, summary.answered


@contextmanager
def installation(folder: Path, projects: int, collectors: Sequence[Collector], patch: pytest.MonkeyPatch) -> Iterator[Round]:
    patch.setattr(jobs, "COLLECTORS", tuple(collectors))
    patch.setattr(look, "RESTS", {collector.SPEC.id: collector.SPEC.rest for collector in collectors})
    portfolio = Portfolio(
        {f"r{number:03}": Project(f"r{number:03}", f"R{number}", (repository(number),)) for number in range(projects)},
        {},
        (Watchlist("all", "All", tuple(Entry(f"r{number:03}", Impact.MEDIUM) for number in range(projects))),),
    )
    configuration = Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/look.db",
        portfolio=portfolio,
        http=HttpOptions(),
        git=GitLimits(folder / "clones"),
    )
    turned: list[Round] = []
    with open_house(configuration, lambda: turned[0].now if turned else START, exclusive=True) as house:
        turned.append(Round(house))
        yield turned[0]


def test_a_source_that_takes_several_is_asked_for_full_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=100))
    with installation(tmp_path, 250, [batched], monkeypatch) as round_:
        assert (250, 250) == round_.collect()
        assert [100, 100, 50] == [len(asked) for asked in batched.asked]
        assert (0, 0) == round_.collect()


def test_two_servers_on_one_host_are_asked_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=100))
    with installation(tmp_path, 2, [batched], monkeypatch) as round_:
        urls = {"r000": "https://forge.example:8443/reed/a", "r001": "https://forge.example:9443/reed/b"}
        projects = {key: Project(key, key, (Target(url, TargetKind.GIT, url),)) for key, url in urls.items()}
        whole = round_.house.configuration
        changed = replace(whole, portfolio=replace(whole.portfolio, projects=projects))
        assert 2 == collect_due(replace(round_.house, configuration=changed)).answered
        assert [[url] for url in urls.values()] == sorted(batched.asked)


def test_one_bad_target_does_not_spoil_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = repository(3).key
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=10), lambda t: NotFound("gone") if t.key == bad else seen(t))
    with installation(tmp_path, 10, [batched], monkeypatch) as round_:
        assert (10, 9) == round_.collect()
        runs = load_last_runs(round_.house.database, [bad, repository(4).key])
        assert ("not_found", "ok") == (runs[bad, "state"].outcome, runs[repository(4).key, "state"].outcome)


def test_when_the_limit_is_reached_what_came_stays_and_the_rest_waits_as_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = START + timedelta(hours=5)
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=10), ends_with=RateLimited("come back later", until))
    with installation(tmp_path, 30, [batched], monkeypatch) as round_:
        assert (30, 10) == round_.collect()
        runs = load_last_runs(round_.house.database, [repository(number).key for number in range(30)])
        waiting = [run for run in runs.values() if run.outcome == "rate_limited"]
        assert [until] * 20 == [run.next_check_at for run in waiting]


def test_a_bug_in_a_batch_is_stored_as_ours_and_stops_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=2), ends_with=ZeroDivisionError("oops"))
    single = Single(spec("counts", Signal.BACKLOG))
    with installation(tmp_path, 4, [batched, single], monkeypatch) as round_:
        assert (8, 6) == round_.collect()
        runs = load_last_runs(round_.house.database, [repository(number).key for number in range(4)])
        assert ["bug", "bug"] == [run.outcome for run in runs.values() if run.outcome != "ok"]


def test_a_batch_that_was_too_much_is_halved_and_remembered_in_the_next_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=10), is_too_much=True)
    with installation(tmp_path, 20, [batched], monkeypatch) as round_:
        round_.collect()
        assert [10, 5, 5] == [len(asked) for asked in batched.asked]
        round_.collect(2 * DAY)
        assert [5, 5, 5, 5] == [len(asked) for asked in batched.asked[3:]]
        assert 5 == load_query_costs(round_.house.database)["state"].size


def test_what_changed_wakes_a_closer_look_that_rested_long_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waking = Batched(
        spec("state", Signal.REPOSITORY_STATE, batch=10, interval=HOUR), lambda t: (*_facts(seen(t)), Wake("counts"))
    )
    single = Single(spec("counts", Signal.BACKLOG, interval=timedelta(days=30), rest=timedelta(hours=20)))
    with installation(tmp_path, 1, [waking, single], monkeypatch) as round_:
        round_.collect()
        round_.collect(2 * HOUR)
        assert 1 == len(single.asked)
        round_.collect(10 * HOUR)
        assert 1 == len(single.asked)
        round_.collect(12 * HOUR)
        assert 2 == len(single.asked)


def test_a_look_that_waits_after_failing_is_not_woken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Single):
        def collect(self, target: Target, context: Context) -> Iterator[Yield]:
            self.asked.append(target.key)
            raise RateLimited("later", START + 10 * DAY)

    waking = Batched(
        spec("state", Signal.REPOSITORY_STATE, batch=10, interval=HOUR), lambda t: (*_facts(seen(t)), Wake("counts"))
    )
    failing = Failing(spec("counts", Signal.BACKLOG))
    with installation(tmp_path, 1, [waking, failing], monkeypatch) as round_:
        for _ in range(5):
            round_.collect(DAY)
        assert 1 == len(failing.asked)


def test_closer_looks_that_do_not_fit_the_day_stay_due_and_come_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Batched(spec("work", Signal.REPOSITORY_STATE, batch=8, points=200, interval=timedelta(days=30)))
    with installation(tmp_path, 40, [work], monkeypatch) as round_:
        assert (40, 40) == round_.collect()
        everything_changed(round_)
        one, _ = round_.collect(2 * DAY)
        assert 0 < one < 40
        cold = len(work.asked) - 1
        for _ in range(32):
            round_.collect(6 * HOUR)
        assert 40 == len({key for asked in work.asked[cold:] for key in asked})


def everything_changed(round_: Round) -> None:
    """Make every look due, as if something had changed everywhere."""
    with round_.house.database.write() as connection:
        connection.execute(update(SOURCE).values(next_check_at=round_.now))


def test_a_collector_that_was_switched_off_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    single = Single(spec("counts", Signal.BACKLOG))
    with installation(tmp_path, 1, [single], monkeypatch) as round_:
        off = replace(round_.house.configuration, disabled=frozenset({"counts"}))
        assert () == jobs.collectors_of(off)


def test_an_optional_collector_runs_only_where_it_was_switched_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    optional = Single(CollectorSpec("extra", frozenset({Signal.BACKLOG}), DAY, lambda _: True, is_optional=True, source="place"))
    with installation(tmp_path, 1, [optional], monkeypatch) as round_:
        assert (0, 0) == round_.collect()
        on = replace(round_.house.configuration, enabled=frozenset({"place"}))
        assert (optional,) == jobs.collectors_of(on)


def test_an_error_of_one_target_waits_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batched = Batched(spec("state", Signal.REPOSITORY_STATE, batch=10), lambda _: Unavailable("down"))
    with installation(tmp_path, 1, [batched], monkeypatch) as round_:
        round_.collect()
        first = _wait(round_)
        round_.collect(DAY)
        assert first < _wait(round_)


def _wait(round_: Round) -> timedelta:
    run = load_last_runs(round_.house.database, [repository(0).key])[repository(0).key, "state"]
    return run.next_check_at - round_.now


def _facts(result: Result) -> tuple[Yield, ...]:
    assert isinstance(result, tuple)
    return result


def test_what_was_looked_at_under_a_clock_far_ahead_is_due_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    single = Single(spec("backlog", Signal.BACKLOG))
    with installation(tmp_path, 2, [single], monkeypatch) as round_:
        round_.collect(after=730 * DAY)
        round_.now = START
        assert (2, START + 730 * DAY) == ((again := collect_due(round_.house)).due, again.ahead_at)
        round_.now = START + DAY
        assert (2, None) == ((later := collect_due(round_.house)).due, later.ahead_at)


def test_a_clock_that_was_set_back_by_an_hour_is_in_no_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path, 2, [Single(spec("backlog", Signal.BACKLOG))], monkeypatch) as round_:
        round_.collect()
        assert (0, 0) == round_.collect(after=-HOUR)


def test_nothing_is_told_between_two_clocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path, 1, [Single(spec("backlog", Signal.BACKLOG))], monkeypatch) as round_:
        round_.collect(after=730 * DAY)
        round_.now = START
        first = run_cycle(round_.house, at_once=True)
        assert ((), 3) == (first.published, first.exit_code(None))
        round_.now = START + DAY
        second = run_cycle(round_.house, at_once=True)
        assert (1, 0) == (len(second.published), second.exit_code(None))
