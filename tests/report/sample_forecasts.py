"""Forecasts of a whole group, of few, beside a known departure, and refused ones; with an invented track record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.model.forecast import Bin, Chance, Earlier, Forecast, Push, TrackRecord

MADE_ON = date(2026, 3, 4)
MODEL = "continuity/test"
TRACK = TrackRecord(
    MODEL,
    229,
    date(2011, 1, 1),
    date(2025, 8, 1),
    stall=(Bin(0.004, 0.0, 150), Bin(0.08, 0.06, 150), Bin(0.31, 0.33, 150), Bin(0.6, 0.62, 150)),
    gone=(Bin(0.01, 0.02, 150), Bin(0.2, 0.15, 150), Bin(0.55, 0.61, 150)),
)
STALL_REASONS = (
    Push("days_since_commit", 0.81, 61.0, 15.0, 12.0),
    Push("active_days_90", 0.42, 2.0, 5.4, 9.0),
    Push("age", -0.11, 2900.0, 1800.0, 2718.0),
)
GONE_REASONS = (Push("stay_recency", 0.6, 61.0, 4.0, 2.0), Push("weekend", -0.2, 0.125, 0.25), Push("stay_count", -0.1, 4.0, 2.0))


def earlier(*chances: float) -> tuple[Earlier, ...]:
    """Return forecasts a quarter apart, the last one a quarter before today's."""
    days = [MADE_ON - timedelta(days=90 * back) for back in range(len(chances), 0, -1)]
    return tuple(Earlier(on, chance, chance * 0.7, chance * 1.3) for on, chance in zip(days, chances, strict=True))


STALL = Chance(0.31, 0.22, 0.41, 0.12, STALL_REASONS, earlier(0.08, 0.07, 0.09, 0.12, 0.2))
GONE = Chance(0.22, 0.15, 0.3, None, GONE_REASONS)
OF_MANY = Forecast(MADE_ON, MODEL, STALL, GONE, mainstays=4, expected_loss=0.37)
OF_FEW = Forecast(MADE_ON, MODEL, replace(STALL, probability=0.003, low=0.001, high=0.006, past=()), mainstays=1)
KNOWN = Forecast(MADE_ON, MODEL, replace(STALL, probability=0.07, low=0.04, high=0.12), mainstays=3, is_departure_known=True)


def refused(code: str) -> Forecast:
    """Return a forecast that was not made."""
    return Forecast(MADE_ON, MODEL, why_none=code)
