"""Which features each outcome's model may use, which way each may push, and under which reason it is told.

A sign of 1 lets a feature only raise the risk as it grows, -1 only lower it, 0 leaves it free.
"""

from __future__ import annotations

from collections.abc import Mapping

SIGNS: Mapping[str, int] = {
    "recency": 1,
    "active_months": -1,
    "active_days": -1,
    "active_days_30": -1,
    "active_days_90": -1,
    "active_days_180": -1,
    "commits": -1,
    "days_trend_90": -1,
    "days_trend_year": -1,
    "commits_trend_90": -1,
    "commits_trend_year": -1,
    "own_gap": 1,
    "usual_gap": 1,
    "longest_gap": 1,
    "age": 0,
    "months_two_years": -1,
    "same_season": -1,
    "burst": 1,
    "silent_quarters": 1,
    "year_before": -1,
    "thinnest_year": -1,
    "weekend": 0,
    "stay_count": -1,
    "stay_share": 0,
    "stay_tenure": -1,
    "stay_months": -1,
    "stay_two_years": -1,
    "stay_days": -1,
    "stay_days_90": -1,
    "stay_trend": -1,
    "stay_years": -1,
    "stay_recency": 1,
    "stay_recency_mean": 1,
    "stay_gap": 1,
    "stay_gone": 0,
    "stay_gone_best": 1,
}
OF_MAINSTAYS = tuple(name for name in SIGNS if name.startswith("stay_"))
OF_PROJECT = tuple(name for name in SIGNS if not name.startswith("stay_"))
FEATURES: Mapping[str, tuple[str, ...]] = {"stall": OF_PROJECT, "gone": (*OF_PROJECT, *OF_MAINSTAYS)}

# A reason -> the feature whose value is told, and the features whose pushes it sums up: several say nearly the same.
REASONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "days_since_commit": ("recency", ("recency", "own_gap")),
    "active_months": ("active_months", ("active_months", "burst")),
    "active_days": ("active_days", ("active_days", "active_days_180", "commits")),
    "active_days_90": (
        "active_days_90",
        ("active_days_30", "active_days_90", "days_trend_90", "commits_trend_90", "same_season"),
    ),
    "year_before": ("year_before", ("year_before", "thinnest_year", "days_trend_year", "commits_trend_year", "months_two_years")),
    "pauses": ("longest_gap", ("longest_gap", "usual_gap", "silent_quarters")),
    "age": ("age", ("age",)),
    "weekend": ("weekend", ("weekend",)),
    "stay_count": ("stay_count", ("stay_count", "stay_share")),
    "stay_tenure": ("stay_tenure", ("stay_tenure", "stay_years")),
    "stay_days_90": ("stay_days_90", ("stay_days_90", "stay_trend")),
    "stay_months": ("stay_months", ("stay_months", "stay_two_years", "stay_days")),
    "stay_recency": ("stay_recency", ("stay_recency", "stay_recency_mean", "stay_gap", "stay_gone", "stay_gone_best")),
}
# What is told as it stands; all other features are logarithms of counts.
PLAIN = frozenset({"active_months", "weekend", "stay_months"})
