"""A day of 1,000 projects within its budget, and that a simulation would notice what it is there to notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.pipeline.collect import collect_due
from monitor.pipeline.house import House
from monitor.store.attempts import load_last_runs
from tests.fakes.clock import Clock
from tests.fakes.graphql_schema import SCHEMA
from tests.fakes.ledger import Ledger, Totals
from tests.sim.house import installation, url_of
from tests.sim.population import HOST, START, Population
from tests.sim.remote import RemoteWire, remote
from tests.sim.simulate import Limits, excess, make_warm, run_days, table

NEEDS_SCHEMA = pytest.mark.skipif(not SCHEMA.is_file(), reason="the official GraphQL schema is not beside this checkout")


@contextmanager
def simulated(folder: Path, population: Population, *, is_warm: bool = True) -> Iterator[tuple[House, Clock, RemoteWire]]:
    clock = Clock(START)
    with remote(population, clock) as wire:
        if is_warm:
            make_warm(folder, population)
        with installation(folder, population, clock, wire) as house:
            yield house, clock, wire


def bookmarks(house: House, size: int) -> dict[str, str]:
    """Return what the state of each repository left to tell a change by."""
    runs = load_last_runs(house.database, [url_of(number) for number in range(size)])
    return {key: run.cursor for (key, collector), run in runs.items() if collector == "github_state"}


@NEEDS_SCHEMA
def test_a_day_of_a_thousand_projects_keeps_every_promise(tmp_path: Path) -> None:
    said: list[str] = []
    with simulated(tmp_path, Population.of(1000)) as (house, clock, wire):
        run_days(house, clock, 1, said.append)
        ledger = wire.log()
    shown = "\n".join(table(ledger, 1000))
    assert [] == excess(ledger, 1000, 0), shown
    # Every project was looked at again and again: a quiet simulation would keep every promise too.
    assert 500 < ledger.total(HOST).points, shown
    assert not [line for line in said if "answered" not in line], said


@NEEDS_SCHEMA
def test_a_warm_store_holds_what_the_collectors_would_have_left(tmp_path: Path) -> None:
    quiet = Population(30, changing=0, leaving=0)
    with simulated(tmp_path, quiet) as (house, clock, wire):
        before = bookmarks(house, 30)
        clock.forward(timedelta(hours=1))
        collect_due(house)
        assert before == bookmarks(house, 30)
        run_days(house, clock, 1, lambda _: None)
        total = wire.log().total(HOST)
        # Nobody came or went, so that every list of members was as it was held.
        assert (True, 0) == (total.unchanged > 0, total.counted)


@NEEDS_SCHEMA
def test_a_cold_start_looks_at_everything_once_and_passes_no_limit(tmp_path: Path) -> None:
    with simulated(tmp_path, Population(40), is_warm=False) as (house, clock, wire):
        summary = collect_due(house)
        assert (120, 120) == (summary.due, summary.answered)
        clock.forward(timedelta(hours=21))
        people = collect_due(house)
        assert people.due == people.answered > 200
        assert [] == wire.log().breaches


def test_what_was_promised_is_what_is_judged() -> None:
    assert [(800, 0.1), (7_600, 0.1)] == [(limit.points, limit.requests_a_project) for limit in map(Limits.of, (1_000, 100_000))]
    dear, greedy = Ledger(days={(HOST, "2026-03-02"): Totals(points=801, counted=101)}), Ledger(greedy=["used"], hasty=["early"])
    assert 2 == len(excess(dear, 1000, 0))
    assert ["early", "used"] == excess(greedy, 1000, 0)
    assert ["501 MiB of memory, 500 are promised"] == excess(Ledger(), 1000, 501)


def test_a_population_can_be_told_to_another_process() -> None:
    assert Population(7, seed=3) == Population(**json.loads(json.dumps(asdict(Population(7, seed=3)))))
