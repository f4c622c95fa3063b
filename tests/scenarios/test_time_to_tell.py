"""From what happens to a message that was accepted: announced within an hour, recorded within a day, by the plan as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.collectors import COLLECTORS
from monitor.daemon.health import Health, Record
from monitor.daemon.keeper import Keeper
from monitor.model.options import DaemonOptions
from monitor.model.signals import Signal
from monitor.pipeline.plan import Layer, plan_of
from tests.scenarios.founding import GOODBYE, HANDLE, LEAD, Founding, founding
from tests.scenarios.platforms import Entry

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
TICK = timedelta(seconds=DaemonOptions().tick_seconds)
# A day on which no report is due, long after the first look.
BEGIN = GOODBYE.replace(day=3, hour=8, minute=0)
# Interfaces that cost money for each question, or that only repeat what a first source tells, are asked less often.
DEAR_OR_SECOND = frozenset({"x_api", "ecosystems"})


def on_a_page(it: Founding, at: datetime) -> None:
    it.posts.posts[HANDLE] = [(at, "After five years I am stepping down as the lead of Heron at Marsh Lab. Thank you all.")]


def on_the_blog(it: Founding, at: datetime) -> None:
    words = f"{LEAD} is stepping down as the lead of Heron."
    it.blog.entries.append(Entry(at, "A change in the team", words, "https://marsh.example/change"))


def off_the_members(it: Founding, _at: datetime) -> None:
    del it.hub.members["ilsev"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("happens", "asked", "most"),
    [
        (on_a_page, "getAuthorFeed", HOUR),
        (on_the_blog, "marsh.example", HOUR),
        (off_the_members, "/members", DAY),
    ],
)
def test_what_happens_right_after_a_look_is_told_in_time(
    tmp_path: Path,
    history: Path,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Founding, datetime], None],
    asked: str,
    most: timedelta,
) -> None:
    with founding(tmp_path, history, monkeypatch, has_press=False) as it:
        it.posts.posts.clear()
        it.play(BEGIN, 6 * HOUR)
        keeper = Keeper(it.stage.house, Record(Health(BEGIN, HOUR)))
        # The worst moment: right after the source was looked at, so that all of the wait is ours.
        looked = len(looks(it, asked))
        until(it, keeper, lambda: len(looks(it, asked)) > looked, BEGIN + 2 * DAY)
        told = len(it.stage.post.taken)
        happened_at = it.stage.clock.now + SECOND
        happens(it, happened_at)
        until(it, keeper, lambda: len(it.stage.post.taken) > told, happened_at + 2 * most)
        assert it.stage.clock.now - happened_at <= most
        assert LEAD in it.stage.post.taken[told][1].decode()


def looks(it: Founding, asked: str) -> list[str]:
    return [question.url for question in it.stage.wire.log if asked in question.url]


def until(it: Founding, keeper: Keeper, is_so: Callable[[], bool], at_last: datetime) -> None:
    """Let the daemon wake by its ticks until something is so."""
    while not is_so():
        assert it.stage.clock.now < at_last
        it.stage.clock.now += TICK
        keeper.look()


@pytest.mark.parametrize("targets", [1, 1_000])
def test_statements_are_looked_for_every_hour_and_members_every_day_however_many_are_watched(targets: int) -> None:
    keys = [f"https://watched.example/{number}" for number in range(targets)]
    plan = plan_of([Layer(collector.SPEC, keys) for collector in COLLECTORS])
    waits = {
        (collector.SPEC.id, signal): plan.intervals[collector.SPEC.id]
        for collector in COLLECTORS
        for signal in collector.SPEC.signals & {Signal.STATEMENTS, Signal.MEMBERS, Signal.PUBLISHERS}
        if collector.SPEC.id not in DEAR_OR_SECOND
    }
    assert {} == {known: wait for known, wait in waits.items() if wait > (HOUR if known[1] is Signal.STATEMENTS else DAY)}


@pytest.mark.parametrize("targets", [1, 1_000])
def test_a_list_that_changed_is_read_within_a_day(targets: int) -> None:
    keys = [f"https://watched.example/{number}" for number in range(targets)]
    plan = plan_of([Layer(collector.SPEC, keys) for collector in COLLECTORS])
    specs = [collector.SPEC for collector in COLLECTORS if Signal.GOVERNANCE in collector.SPEC.signals]
    # Who is woken by what changed hears of it by the next look at the state, and has rested by then.
    waits = {spec.id: plan.intervals["github_state"] + spec.rest if spec.rest else plan.intervals[spec.id] for spec in specs}
    assert waits
    assert all(wait <= DAY for wait in waits.values())
