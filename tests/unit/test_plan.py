"""How often to look: what the plan costs a day at several sizes, and when each target has its turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.collecting import CollectorSpec
from monitor.model.signals import Signal
from monitor.pipeline.plan import CHANGED_SHARE, Layer, Plan, allowance, plan_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def spec(
    name: str, batch: int, points: int, interval: timedelta, longest: timedelta, rest: timedelta = timedelta(0)
) -> CollectorSpec:
    return CollectorSpec(
        name,
        frozenset({Signal.BACKLOG}),
        interval,
        lambda _: True,
        batch=batch,
        points=points,
        longest=longest,
        rest=rest,
        source="forge",
    )


STATE = spec("state", 100, 1, HOUR, 12 * HOUR)
COUNTS = spec("counts", 30, 2, 6 * HOUR, 7 * DAY, 6 * HOUR)
WORK = spec("work", 8, 4, 7 * DAY, 100 * DAY, 20 * HOUR)
PEOPLE = spec("people", 50, 1, DAY, 7 * DAY)
FREE = CollectorSpec("free", frozenset({Signal.TAGS}), DAY, lambda _: True)


def layers(projects: int, people: int) -> list[Layer]:
    targets = [f"https://forge.example/{number}" for number in range(projects)]
    accounts = [f"https://forge.example/user/{number}" for number in range(people)]
    return [Layer(STATE, targets), Layer(COUNTS, targets), Layer(WORK, targets), Layer(PEOPLE, accounts)]


def points_a_day(plan: Plan, of: list[Layer]) -> float:
    """What a day may cost at most: capped layers by their cap, the others by their interval."""
    looks = {layer.spec.id: len(layer.targets) * (DAY / plan.intervals[layer.spec.id]) for layer in of}
    return sum(layer.looks_cost(plan.caps.get(layer.spec.id, looks[layer.spec.id])) for layer in of)


@pytest.mark.parametrize(("projects", "people", "most"), [(10, 50, 201), (1_000, 5_000, 800), (100_000, 200_000, 7_600)])
def test_a_day_costs_no_more_than_the_plan_allows(projects: int, people: int, most: float) -> None:
    of = layers(projects, people)
    assert points_a_day(plan_of(of), of) <= most


def test_a_thousand_projects_are_asked_about_hourly_and_their_people_daily() -> None:
    plan = plan_of(layers(1_000, 5_000))
    assert HOUR <= plan.intervals["state"] <= 1.2 * HOUR
    assert DAY <= plan.intervals["people"] <= 1.2 * DAY


def test_a_hundred_thousand_are_asked_about_twice_a_day_and_wholly_once_in_a_while() -> None:
    plan = plan_of(layers(100_000, 200_000))
    assert (12 * HOUR, 7 * DAY, 7 * DAY) == tuple(plan.intervals[name] for name in ("state", "counts", "people"))
    assert 20 * DAY < plan.intervals["work"] <= 100 * DAY
    assert plan.caps["work"] < CHANGED_SHARE * 100_000


def test_sources_without_points_keep_their_own_interval() -> None:
    assert DAY == plan_of([Layer(FREE, ["a"] * 100_000)]).intervals["free"]


@given(st.integers(1, 3_000), st.integers(0, 3_000))
def test_more_targets_never_bring_a_look_nearer(few: int, more: int) -> None:
    one, two = plan_of(layers(few, few)), plan_of(layers(few + more, few + more))
    assert all(one.intervals[name] <= two.intervals[name] for name in one.intervals)


@given(st.text(max_size=30), st.integers(0, 200_000_000))
def test_the_next_look_lies_within_one_interval(target: str, seconds: int) -> None:
    started = NOW + timedelta(seconds=seconds)
    plan = plan_of(layers(300, 10))
    for one in (STATE, FREE):
        interval = plan.intervals.get(one.id, one.interval)
        assert started < plan.next_look(one, target, started) <= started + interval


def test_the_members_of_a_batch_come_due_together_and_batches_one_after_the_other() -> None:
    of = layers(300, 10)
    plan = plan_of(of)
    due = [plan.next_look(STATE, target, NOW) for target in of[0].targets]
    assert [100, 100, 100] == [due.count(moment) for moment in sorted(set(due))]


def test_daily_looks_that_began_together_drift_apart_but_stay_due_within_a_day() -> None:
    plan = plan_of([Layer(FREE, ["a", "b"])])
    one, two = (plan.next_look(FREE, target, NOW) for target in "ab")
    assert one != two
    assert all(NOW + 0.9 * DAY <= moment <= NOW + 0.95 * DAY for moment in (one, two))


def test_looks_are_earned_while_time_passes_and_a_batch_may_always_come() -> None:
    assert 18 == allowance(240, 0, HOUR, 8)
    assert 240 == allowance(240, 0, DAY, 8)
    assert 240 == allowance(240, 0, 5 * DAY, 8)
    assert 3 == allowance(240, 237, HOUR, 8)
    assert 0 == allowance(240, 240, DAY, 8)


@given(st.floats(0, 10_000), st.integers(0, 20_000), st.floats(0, 100))
def test_no_day_has_more_looks_than_its_cap(cap: float, used: int, days: float) -> None:
    assert used + allowance(cap, used, days * DAY, 8) <= max(cap, used)


def test_a_small_list_is_looked_at_closely_whenever_it_changed() -> None:
    assert plan_of(layers(10, 50)).caps["work"] >= 10
