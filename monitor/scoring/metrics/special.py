"""The few special functions that scoring needs, in plain Python: incomplete beta, Student's t, negative binomial."""

from __future__ import annotations

import math

_TINY = 1e-300
_MAX_STEPS = 500
_ENOUGH = 1e-14
# Beyond this the negative binomial is a Poisson to all digits that matter, and the fraction would converge slowly.
_MAX_SIZE = 1e4


def beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1.

    Continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by Lentz's method.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1.0) / (a + b + 2.0):
        return math.exp(log_front) * _beta_fraction(a, b, x) / a
    return 1.0 - math.exp(log_front) * _beta_fraction(b, a, 1.0 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    c = 1.0
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    result = d
    for m in range(1, _MAX_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            result *= c * d
        if abs(c * d - 1.0) < _ENOUGH:
            break
    return result


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def student_t_survival(t: float, freedom: float) -> float:
    """Return P(T > t) of Student's t with `freedom` > 0 degrees."""
    tail = 0.5 * beta_share(freedom / 2.0, 0.5, freedom / (freedom + t * t))
    return tail if t >= 0 else 1.0 - tail


def student_t_cdf(t: float, freedom: float) -> float:
    """Return P(T <= t) of Student's t with `freedom` > 0 degrees."""
    return student_t_survival(-t, freedom)


def student_t_at(survival: float, freedom: float) -> float:
    """Return the t with P(T > t) = `survival`, for 0 < survival < 1. Newton's steps, kept inside a shrinking bracket."""
    if survival > 0.5:  # noqa: PLR2004 - the middle of a symmetric distribution
        return -student_t_at(1.0 - survival, freedom)
    low, high = 0.0, 1.0
    while student_t_survival(high, freedom) > survival:
        low, high = high, high * 2.0
    t = (low + high) / 2.0
    for _ in range(_MAX_STEPS):
        excess = student_t_survival(t, freedom) - survival
        low, high = (t, high) if excess > 0 else (low, t)
        step = t + excess / _student_t_density(t, freedom)
        step = step if low < step < high else (low + high) / 2.0
        if abs(step - t) <= 1e-10 * (1.0 + abs(t)):
            return step
        t = step
    return t


def _student_t_density(t: float, freedom: float) -> float:
    log_front = math.lgamma((freedom + 1.0) / 2.0) - math.lgamma(freedom / 2.0) - 0.5 * math.log(freedom * math.pi)
    return math.exp(log_front - (freedom + 1.0) / 2.0 * math.log1p(t * t / freedom))


def negative_binomial_cdf(count: int, mean: float, dispersion: float) -> float:
    """Return P(X <= count) for a count of this mean > 0 and variance mean + dispersion * mean^2."""
    if count < 0:
        return 0.0
    size = min(1.0 / dispersion, _MAX_SIZE) if dispersion > 0 else _MAX_SIZE
    return beta_share(size, count + 1.0, size / (size + mean))
