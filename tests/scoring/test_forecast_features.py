"""What the forecast asks of a past: windows and features worked out by hand, and what came to pass at its borders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity
from monitor.scoring.forecast.carrying import expected_loss, gone_chance
from monitor.scoring.forecast.features import features_at
from monitor.scoring.forecast.outcomes import are_gone, has_stalled, is_in_card, looks_alive
from monitor.scoring.forecast.past import Days, Past, since, usual_gap
from monitor.scoring.forecast.specs import SIGNS
from tests.scoring.build import NOW, commits, history, release

TODAY = NOW.date().toordinal()
# A day with more than a year of history after it.
ASKED = TODAY - 400
FEW = Days.of({10: 2, 13: 1, 20: 4})


def past(*parts: Iterable[Activity]) -> Past:
    return Past.of(history(row for part in parts for row in part))


def days_after(asked: int, days: Iterable[int]) -> list[int]:
    """The same days as a history made by hand counts them: back from NOW."""
    return [TODAY - asked - day for day in days]


@pytest.mark.parametrize(
    ("days", "commits_made", "start", "end"),
    [(0, 0, 0, 10), (1, 2, 10, 11), (1, 2, 10, 13), (2, 3, 10, 20), (2, 5, 11, 21), (3, 7, 0, 99), (0, 0, 14, 20)],
)
def test_a_window_holds_its_first_day_and_not_the_day_of_its_end(days: int, commits_made: int, start: int, end: int) -> None:
    assert (days, commits_made) == (FEW.days(start, end), FEW.commits(start, end))


@pytest.mark.parametrize(("last", "day"), [(None, 10), (10, 11), (10, 13), (13, 14), (20, 99)])
def test_the_last_day_lies_before_the_day_that_is_asked_for(last: int | None, day: int) -> None:
    assert last == FEW.last(day)


@pytest.mark.parametrize(("gaps", "day", "most"), [([], 13, 9), ([3], 20, 9), ([3, 7], 21, 9), ([7], 21, 1)])
def test_gaps_are_the_last_ones_before_the_day(gaps: list[int], day: int, most: int) -> None:
    assert gaps == FEW.gaps(day, most)


@pytest.mark.parametrize(
    ("expected", "days"), [(1, (970, 999)), (2, (969, 970)), (1, (635,)), (0, (634,)), (0, (1000,)), (12, range(635, 1000))]
)
def test_a_month_is_a_twelfth_of_the_year_before_the_day(expected: int, days: Iterable[int]) -> None:
    assert expected == Days.of(dict.fromkeys(days, 1)).active_months(1000, 12)


def test_nine_in_ten_gaps_are_within_the_usual_one_and_without_gaps_it_is_a_year() -> None:
    assert 6.6 == pytest.approx(usual_gap(FEW, 21))
    assert 365 == usual_gap(FEW, 13)


def test_who_never_committed_is_ten_years_away() -> None:
    assert (3650, 1) == (since(None, 99), since(98, 99))


def test_a_past_counts_commits_of_people_alone() -> None:
    made = history(
        [*commits("a", [5, 9], 3), *commits("b", [5]), *commits("robot", [1], 50), *commits("b", [2], 1, ActivityKind.MERGE)],
        bots=["robot"],
    )
    found = Past.of(made)
    assert ((TODAY - 9, TODAY - 5), (3, 7)) == (found.project.on, found.project.until)
    assert {"a": 6, "b": 1} == found.commits_of_people(TODAY - 365, TODAY)
    assert {"a": 2, "b": 1} == found.days_of_people(TODAY - 365, TODAY)
    assert {"a": 3} == found.commits_of_people(TODAY - 9, TODAY - 5)
    assert {"b": Days((TODAY - 2,), (1,))} == found.merges


def test_a_past_holds_final_releases_oldest_first() -> None:
    made = history(releases=[release("2.0", 10), release("1.0", 300), release("2.1rc1", 5, is_prerelease=True)])
    assert (TODAY - 300, TODAY - 10) == Past.of(made).releases


def test_mainstays_are_the_fewest_people_with_half_of_the_commits_of_the_year_before() -> None:
    carried = past(commits("old", [365 + 30], 99), commits("a", [30], 3), commits("b", [20], 2), commits("c", [10], 2))
    assert ("a", "b") == carried.mainstays(TODAY)
    assert ("old",) == carried.mainstays(TODAY - 365)
    assert () == carried.mainstays(TODAY - 3000)


def test_features_of_a_small_past_are_as_worked_out_by_hand() -> None:
    # Active 1 (two commits), 10, 40, 100, 200 and 400 days ago: a Tuesday, Sunday, Friday, Monday, Saturday of the last year.
    found = features_at(past(commits("a", [1], 2), commits("a", [10, 40, 100, 200, 400])), TODAY)
    # The gaps are 9, 30, 60, 100 and 200 days: nine in ten are within 160.
    alone = gone_chance(Days.of({TODAY - ago: 1 for ago in (1, 10, 40, 100, 200, 400)}), TODAY)
    expected = {
        "recency": log(2),
        "active_months": 4,
        "active_days": log(6),
        "active_days_30": log(3),
        "active_days_90": log(4),
        "active_days_180": log(5),
        "commits": log(7),
        "days_trend_90": log(4) - log(2.25),
        "days_trend_year": log(6) - log(2),
        "commits_trend_90": log(5) - log(2.5),
        "commits_trend_year": log(7) - log(2),
        "own_gap": log(8 / 167),
        "usual_gap": log(161),
        "longest_gap": log(201),
        "age": log(401),
        "months_two_years": 5,
        "same_season": 0,
        "burst": 3 / 5,
        "silent_quarters": 4,
        "year_before": log(2),
        "thinnest_year": 0,
        "weekend": 2 / 5,
        "stay_count": log(2),
        "stay_share": 1,
        "stay_tenure": log(401),
        "stay_months": 4,
        "stay_two_years": 5,
        "stay_days": log(6),
        "stay_days_90": log(4),
        "stay_trend": log(4) - log(2.25),
        "stay_years": log(3),
        "stay_recency": log(2),
        "stay_recency_mean": log(2),
        "stay_gap": log(8 / 167),
        "stay_gone": log(alone / (1 - alone)),
        "stay_gone_best": log(alone / (1 - alone)),
    }
    assert expected == pytest.approx(found)
    assert set(SIGNS) == set(found)


def test_of_several_mainstays_the_best_the_sum_or_the_mean_is_told() -> None:
    found = features_at(past(commits("a", [2, 50, 300], 2), commits("b", [30, 500], 4), commits("c", [1], 4)), TODAY)
    expected = {
        "stay_count": log(3),
        "stay_share": 10 / 14,
        "stay_tenure": log(501),
        "stay_months": 3,
        "stay_days": log(5),
        "stay_days_90": log(3),
        "stay_recency": log(3),
        "stay_recency_mean": log(17),
    }
    assert expected == pytest.approx({name: found[name] for name in expected})


def test_a_past_without_a_commit_in_the_year_still_has_features() -> None:
    found = features_at(past(commits("a", [700, 800])), TODAY)
    assert {"stay_count": 0, "stay_share": 0, "stay_recency": log(3651), "stay_gap": 0, "weekend": 0} == {
        name: pytest.approx(found[name]) for name in ("stay_count", "stay_share", "stay_recency", "stay_gap", "weekend")
    }


@pytest.mark.parametrize(
    ("stalled", "days"),
    [(True, ()), (True, (5, 90)), (False, (5, 90, 91)), (False, (0, 1, 364)), (True, (0, 1, 365)), (True, (-1, 0, 1))],
)
def test_fewer_than_three_active_days_in_the_year_from_the_day_are_a_stall(stalled: bool, days: tuple[int, ...]) -> None:
    assert stalled is has_stalled(past(commits("a", days_after(ASKED, days))), ASKED)


def test_many_commits_of_many_people_on_two_days_are_a_stall() -> None:
    busy = days_after(ASKED, (7, 8))
    assert has_stalled(past(commits("a", busy, 40), commits("b", busy, 40)), ASKED)


@pytest.mark.parametrize(("gone", "on"), [(True, 89), (False, 90), (False, 364), (True, 365)])
def test_mainstays_are_gone_without_a_commit_from_the_90th_day_to_the_end_of_the_year(gone: bool, on: int) -> None:
    carried = past(commits("a", days_after(ASKED, [-30]), 9), commits("a", days_after(ASKED, [on])))
    assert gone is are_gone(carried, ASKED)


def test_one_mainstay_of_two_who_stays_is_enough_and_anybody_else_is_not() -> None:
    year = [commits(who, days_after(ASKED, [-30]), amount) for who, amount in (("a", 4), ("b", 4), ("c", 4), ("d", 1))]
    assert ("a", "b") == past(*year).mainstays(ASKED)
    assert not are_gone(past(*year, commits("b", days_after(ASKED, [200]))), ASKED)
    assert are_gone(past(*year, commits("c", days_after(ASKED, [200]))), ASKED)


@pytest.mark.parametrize(
    ("alive", "ago"), [(True, (1, 2, 90)), (False, (1, 2, 91)), (False, (0, 1, 2)), (True, (1, 2, 3, 4)), (False, ())]
)
def test_three_active_days_in_the_90_before_still_look_alive(alive: bool, ago: tuple[int, ...]) -> None:
    assert alive is looks_alive(past(commits("a", days_after(ASKED, (-days for days in ago)))), ASKED)


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        (True, {1: 1, 2: 1, 365: 18}),
        (False, {1: 1, 2: 1, 365: 17}),
        (False, {1: 1, 2: 1, 366: 18}),
        (True, {1: 1, 2: 1, 3: 1, 3000: 17}),
        (False, {1: 10, 2: 90}),
        (False, {0: 9, 1: 9, 2: 9}),
    ],
)
def test_a_project_is_asked_from_20_commits_and_three_active_days_in_the_year_before(
    asked: bool, counts: Mapping[int, int]
) -> None:
    made = past(*(commits("a", days_after(ASKED, [-ago]), amount) for ago, amount in counts.items()))
    assert asked is is_in_card(made, ASKED)


def months_active(months: Iterable[int]) -> Days:
    """The days of a person who was active in these months before TODAY, 0 the latest."""
    return Days.of({TODAY - round(365 * month / 12) - 10: 1 for month in months})


def enumerated(seen: list[bool]) -> float:
    """The same chance from the definition: a sum over each month after which the person may have stopped for good."""

    def drawn(one: float, other: float, ones: int, others: int) -> float:
        """The mean of p^ones (1 - p)^others where p is drawn from a beta distribution."""
        steps = [(one + i) for i in range(ones)] + [(other + i) for i in range(others)]
        return prod(step / (one + other + place) for place, step in enumerate(steps))

    months, times = len(seen), sum(seen)
    last = max((place + 1 for place, is_active in enumerate(seen) if is_active), default=0)

    def silent_until(end: int) -> float:
        stops = (drawn(1, 12, 1, stop) * drawn(0.6, 0.6, times, stop - times) for stop in range(last, end))
        return sum(stops) + drawn(1, 12, 0, end) * drawn(0.6, 0.6, times, end - times)

    return silent_until(months + 12) / silent_until(months)


@given(st.sets(st.integers(0, 23), min_size=1))
def test_the_chance_of_being_gone_is_that_of_the_definition(months: set[int]) -> None:
    first = max(months)
    seen = [month in months for month in range(first - 1, -1, -1)]
    assert enumerated(seen) == pytest.approx(gone_chance(months_active(months), TODAY), abs=1e-9)


@given(st.sets(st.integers(1, 23), min_size=1))
def test_a_month_of_work_lately_lowers_the_chance_of_being_gone(months: set[int]) -> None:
    silent, back = gone_chance(months_active(months), TODAY), gone_chance(months_active({0, *months}), TODAY)
    assert 0 < back < silent < 1


@pytest.mark.parametrize("begun", [2, 6, 23])
def test_the_chance_of_being_gone_falls_with_each_recent_month_of_work(begun: int) -> None:
    chances = [gone_chance(months_active({begun, *range(count)}), TODAY) for count in range(begun)]
    assert sorted(chances, reverse=True) == chances


@given(st.sets(st.integers(0, 12), min_size=1), st.integers(1, 11))
def test_the_chance_of_being_gone_rises_with_silent_months(months: set[int], silent: int) -> None:
    later = {month + silent for month in months}
    assert gone_chance(months_active(months), TODAY) < gone_chance(months_active(later), TODAY)


def test_who_was_not_active_for_two_years_is_gone() -> None:
    assert 0.999 == gone_chance(months_active([24]), TODAY)


def test_nothing_is_expected_to_fall_away_where_nobody_carries_the_project() -> None:
    assert expected_loss(past(commits("a", [366, 400], 30)), TODAY) is None
    assert expected_loss(past(), TODAY) is None


def test_the_expected_loss_weighs_the_chance_of_each_mainstay_by_their_work() -> None:
    lasting, fading = [10, 40, 75, 100, 130], [300, 330, 360]
    carried = past(commits("a", lasting, 3), commits("b", fading, 3))
    stays, goes = (gone_chance(Days.of({TODAY - ago: 1 for ago in days}), TODAY) for days in (lasting, fading))
    assert ("a",) == carried.mainstays(TODAY)
    assert pytest.approx(stays) == expected_loss(carried, TODAY)
    even = past(commits("a", lasting, 3), commits("b", fading, 5), commits("c", [1]))
    assert ("a", "b") == even.mainstays(TODAY)
    assert pytest.approx((stays + goes) / 2) == expected_loss(even, TODAY)
