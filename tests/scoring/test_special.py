"""Special functions against printed tables and against their own definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.scoring.metrics.special import beta_share, negative_binomial_cdf, student_t_at, student_t_cdf, student_t_survival


# Two-sided and one-sided critical values as every statistics book prints them.
@pytest.mark.parametrize(
    ("freedom", "t", "survival"),
    [
        (1, 1.000, 0.25),
        (1, 6.314, 0.05),
        (1, 63.657, 0.005),
        (2, 2.920, 0.05),
        (2, 9.925, 0.005),
        (5, 2.015, 0.05),
        (5, 3.365, 0.01),
        (10, 1.372, 0.10),
        (14, 1.761, 0.05),
        (14, 2.624, 0.01),
        (30, 2.042, 0.025),
        (120, 1.658, 0.05),
    ],
)
def test_student_t_meets_the_printed_tables(freedom: float, t: float, survival: float) -> None:
    assert survival == pytest.approx(student_t_survival(t, freedom), rel=2e-3)
    assert t == pytest.approx(student_t_at(survival, freedom), rel=1e-3)


def test_student_t_with_one_degree_is_cauchy() -> None:
    assert 0.5 + math.atan(2.5) / math.pi == pytest.approx(student_t_cdf(2.5, 1), abs=1e-13)


def test_student_t_with_two_degrees_has_its_closed_form() -> None:
    assert 0.5 * (1 + 3 / math.sqrt(2 + 9)) == pytest.approx(student_t_cdf(3, 2), abs=1e-13)


def test_the_middle_of_student_t_is_zero() -> None:
    assert 0.5 == student_t_cdf(0.0, 7)
    assert 0.0 == pytest.approx(student_t_at(0.5, 7), abs=1e-9)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(2, 40))
def test_the_quantile_undoes_the_survival(survival: float, freedom: float) -> None:
    assert survival == pytest.approx(student_t_survival(student_t_at(survival, freedom), freedom), rel=1e-6)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(2, 40))
def test_survival_never_rises(one: float, other: float, freedom: float) -> None:
    low, high = sorted((one, other))
    assert student_t_survival(low, freedom) >= student_t_survival(high, freedom) - 1e-12


@pytest.mark.parametrize(("x", "share"), [(-0.1, 0.0), (0.0, 0.0), (1.0, 1.0), (1.2, 1.0)])
def test_beta_share_ends_at_its_ends(x: float, share: float) -> None:
    assert share == beta_share(2, 3, x)


@pytest.mark.parametrize(("count", "mean", "dispersion"), [(0, 3.0, 0.5), (2, 3.0, 0.5), (5, 20.0, 0.25), (17, 60.0, 0.3)])
def test_negative_binomial_is_the_sum_of_its_terms(count: int, mean: float, dispersion: float) -> None:
    size, p = 1 / dispersion, 1 / (1 + dispersion * mean)
    terms = (
        math.exp(math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) + size * math.log(p) + k * math.log1p(-p))
        for k in range(count + 1)
    )
    assert sum(terms) == pytest.approx(negative_binomial_cdf(count, mean, dispersion), rel=1e-9)


def test_negative_binomial_without_dispersion_is_poisson() -> None:
    poisson = math.exp(-4) * (1 + 4 + 8)
    assert poisson == pytest.approx(negative_binomial_cdf(2, 4.0, 0.0), rel=1e-3)


def test_fewer_than_none_has_no_chance() -> None:
    assert 0.0 == negative_binomial_cdf(-1, 4.0, 0.2)
