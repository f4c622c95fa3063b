"""Fits the two parts of a forecast: a ridge logistic model with sign constraints, and monotone boosted trees. Needs [train]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from monitor.scoring.forecast.specs import SIGNS

Numbers = NDArray[np.float64]
# The study's penalty of 3 held for half-yearly samples; ours come monthly, six times as many of as much information.
PENALTY_A_SAMPLE = 0.02
TREES, DEPTH, RATE, LEAF, PENALTY = 150, 2, 0.05, 100, 10.0
DRAWS, SEED = 50, 20260101
DIGITS = 6


def fit(features: Sequence[str], rows: Numbers, outcome: Numbers, repos: Sequence[str], *, draws: int = DRAWS) -> dict[str, Any]:
    """Return the document of one outcome's model: what `scoring.forecast.model.Outcome.of` reads.

    `rows`: one a sample, columns as `features`; `outcome`: 0 or 1; `repos`: the repository of each, drawn anew for the band.
    """
    with threadpool_limits(limits=1):
        means, spreads = rows.mean(axis=0), rows.std(axis=0) + 1e-9
        scaled = (rows - means) / spreads
        weights = _logistic(features, scaled, outcome)
        baseline, trees = _boosted(features, rows, outcome)
        drawn = [_logistic(features, scaled[chosen], outcome[chosen]) for chosen in _drawn(repos, draws)]
    return {
        "features": list(features),
        "means": _rounded(means),
        "spreads": _rounded(spreads),
        "intercept": _round(weights[0]),
        "weights": _rounded(weights[1:]),
        "baseline": _round(baseline),
        "trees": trees,
        "draws": [_rounded(draw) for draw in drawn],
        "peers": _rounded(np.median(rows, axis=0)),
    }


def _logistic(features: Sequence[str], scaled: Numbers, outcome: Numbers) -> Numbers:
    """Return (intercept, weights) that minimise the penalised log loss within the signs; L-BFGS-B (Byrd and others 1995)."""
    penalty = PENALTY_A_SAMPLE * len(outcome)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        odds = scaled @ weights[1:] + weights[0]
        excess = 1 / (1 + np.exp(-odds)) - outcome
        value = np.logaddexp(0, odds).sum() - outcome @ odds + penalty / 2 * (weights[1:] ** 2).sum()
        return float(value), np.r_[excess.sum(), scaled.T @ excess + penalty * weights[1:]]

    bounds = [(None, None), *((0, None) if SIGNS[f] > 0 else (None, 0) if SIGNS[f] < 0 else (None, None) for f in features)]
    found: Numbers = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def _boosted(features: Sequence[str], rows: Numbers, outcome: Numbers) -> tuple[float, list[Any]]:
    """Return the baseline and the trees as lists of nodes, monotone by the signs (histogram boosting of scikit-learn)."""
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        min_samples_leaf=LEAF,
        l2_regularization=PENALTY,
        monotonic_cst=[SIGNS[name] for name in features],
        early_stopping=False,
        random_state=0,
    ).fit(rows, outcome)
    # The fitted trees have no public door; a test compares what we read with what the library predicts.
    nodes = [stage[0].nodes for stage in model._predictors]
    return float(np.ravel(model._baseline_prediction)[0]), [[_node(node) for node in tree] for tree in nodes]


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [_round(node["value"])]
    return [int(node["feature_idx"]), _threshold(node["num_threshold"]), int(node["left"]), int(node["right"])]


def _threshold(value: float) -> float:
    """Return a threshold to ten digits, never lower: it is often the very value of a sample, which goes left."""
    rounded = float(f"{value:.10g}")
    return rounded if rounded >= value else float(f"{value + abs(value) * 1e-9:.10g}")


def _drawn(repos: Sequence[str], draws: int) -> list[NDArray[np.int64]]:
    """Return the samples of as many repositories drawn with replacement, `draws` times, always the same."""
    places: dict[str, list[int]] = {}
    for place, repo in enumerate(repos):
        places.setdefault(repo, []).append(place)
    names, chance = sorted(places), np.random.default_rng(SEED)
    return [
        np.concatenate([np.array(places[names[pick]]) for pick in chance.integers(0, len(names), len(names))])
        for _ in range(draws)
    ]


def _round(value: float) -> float:
    return float(f"{float(value):.{DIGITS}g}")


def _rounded(values: Numbers) -> list[float]:
    return [_round(value) for value in values]


def rows_of(features: Sequence[str], found: Sequence[Mapping[str, float]]) -> Numbers:
    """Return the values of samples as a matrix, one row each."""
    return np.array([[one[name] for name in features] for one in found], dtype=np.float64)
