"""How good forecasts were: each measure as worked out by hand on a few, and as scikit-learn has it on many."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.backtest.made import needing_the_extra

np = needing_the_extra("numpy")
theirs = needing_the_extra("sklearn.metrics")
measures = needing_the_extra("monitor.backtest.measures")


def drawn(seed: int) -> tuple[Any, Any]:
    """Outcomes and forecasts, many of which are tied."""
    chance = np.random.default_rng(seed)
    score = chance.integers(1, 20, 400) / 20
    return (chance.random(400) < score).astype(float), score


@pytest.mark.parametrize("seed", range(5))
def test_ranking_and_brier_are_those_of_scikit_learn_ties_and_all(seed: int) -> None:
    outcome, score = drawn(seed)
    assert theirs.roc_auc_score(outcome, score) == pytest.approx(measures.auc(outcome, score))
    assert theirs.average_precision_score(outcome, score) == pytest.approx(measures.average_precision(outcome, score))
    assert theirs.brier_score_loss(outcome, score) == pytest.approx(measures.brier(outcome, score))


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    # Of the four pairs three are in order, and one is tied.
    outcome, score = np.array([1.0, 0, 1, 0]), np.array([0.9, 0.5, 0.5, 0.2])
    assert 3.5 / 4 == measures.auc(outcome, score)
    assert 0 == measures.auc(outcome, -np.array([4.0, 1, 3, 2]))


def test_the_calibration_error_is_the_mean_distance_in_ten_parts() -> None:
    # Ten parts of two: the forecast is 0.1 off in one half of them, and right in the other.
    score = np.repeat([0.4, 0.5], 10) + np.arange(20) * 1e-9
    outcome = np.tile([0.0, 1.0], 10)
    assert 0.05 == pytest.approx(measures.calibration_error(outcome, score), abs=1e-6)


def test_a_forecast_that_is_right_has_slope_1_and_one_too_sure_of_itself_less() -> None:
    chance = np.random.default_rng(3)
    odds = chance.normal(size=20_000)
    outcome = (chance.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    slope, intercept = measures.calibration_line(outcome, 1 / (1 + np.exp(-odds)))
    sure, _ = measures.calibration_line(outcome, 1 / (1 + np.exp(-2 * odds)))
    assert (1, 0) == pytest.approx((slope, intercept), abs=0.06)
    assert 0.5 == pytest.approx(sure, abs=0.03)


@pytest.mark.parametrize(("expected", "share"), [(1, 0.1), (0.5, 0.2), (0.4, 0.5), (0.3, 1.0), (1, 0.01)])
def test_precision_at_the_top_is_the_share_of_true_alarms_there(expected: float, share: float) -> None:
    outcome = np.array([1.0, 0, 1, 0, 0, 1, 0, 0, 0, 0])
    assert expected == measures.precision_at(share)(outcome, np.linspace(1, 0, 10))


def test_the_net_benefit_weighs_false_alarms_by_the_cut() -> None:
    # At 20 % a false alarm costs a quarter of what a true one is worth.
    outcome, score = np.array([1.0, 1, 0, 0, 0]), np.array([0.9, 0.1, 0.3, 0.2, 0.1])
    assert (1 - 2 / 4) / 5 == pytest.approx(measures.net_benefit(0.2)(outcome, score))
    assert 0 == measures.net_benefit(0.95)(outcome, score)


def test_concordance_counts_pairs_whose_order_of_ending_is_known() -> None:
    left, ended = np.array([10.0, 20, 30]), np.array([True, True, False])
    assert [1, 0, 0.5] == [measures.concordance(left, ended, np.array(score)) for score in ([3, 2, 1], [1, 2, 3], [1, 1, 1])]
    assert math.isnan(measures.concordance(left, np.array([False] * 3), np.array([1, 2, 3])))


def test_lead_is_told_from_the_first_warning_within_two_years_of_the_end() -> None:
    repos = ["a", "a", "a", "b", "b", "c", "c"]
    left = np.array([1000.0, 365, 73, 365, 0, 300, 100])
    ended = np.array([True] * 5 + [False] * 2)
    score = np.array([0.9, 0.8, 0.7, 0.1, 0.95, 0.2, 0.1])
    # Four in seven warn: all three dates of a, the first too early to count, and of b only the day after its end.
    assert [12, 0] == pytest.approx(measures.lead_months(4 / 7, score, left, ended, repos))
    assert [0, 0] == measures.lead_months(1 / 7, score, left, ended, repos)


def test_an_interval_draws_whole_repositories_and_holds_the_value() -> None:
    outcome, score = drawn(7)
    low, high = measures.interval(measures.auc, outcome, score, [f"p{place // 10}" for place in range(400)])
    assert low < measures.auc(outcome, score) < high
    # One repository drawn anew is always itself.
    alone = measures.interval(measures.auc, outcome, score, ["p"] * 400)
    assert (measures.auc(outcome, score),) * 2 == pytest.approx(alone)


def test_a_perfect_model_has_some_calibration_error_too() -> None:
    _, score = drawn(1)
    low, high = measures.perfect_error(score)
    assert 0 < low < high < 0.1
