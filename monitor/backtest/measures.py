"""How good forecasts were: ranking, calibration, and what they are worth to somebody who can look at a few projects only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Numbers = NDArray[np.float64]
Measure = Callable[[Numbers, Numbers], float]
DRAWS, SEED, BINS = 300, 20260102, 10
MONTH_DAYS = 365 / 12


def auc(outcome: Numbers, score: Numbers) -> float:
    """Return the area under the ROC curve; ties count half."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = outcome.sum()
    return float((rank[outcome == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(outcome) - positives)))


def average_precision(outcome: Numbers, score: Numbers) -> float:
    """Return the average precision; tied scores are taken together."""
    order = np.argsort(-score, kind="stable")
    outcome, score = outcome[order], score[order]
    last_of_tie = np.r_[score[1:] != score[:-1], True]
    hits = np.cumsum(outcome)[last_of_tie]
    taken = (np.arange(len(outcome)) + 1)[last_of_tie]
    return float(np.sum(np.diff(np.r_[0, hits]) * hits / taken) / outcome.sum())


def brier(outcome: Numbers, score: Numbers) -> float:
    """Return the mean squared error of probabilities (Brier 1950)."""
    return float(np.mean((score - outcome) ** 2))


def calibration_error(outcome: Numbers, score: Numbers) -> float:
    """Return the mean distance of forecast and share that came to pass, in ten parts of equal size."""
    parts = np.array_split(np.argsort(score, kind="stable"), BINS)
    return float(sum(len(i) * abs(outcome[i].mean() - score[i].mean()) for i in parts if len(i)) / len(outcome))


def calibration_line(outcome: Numbers, score: Numbers) -> tuple[float, float]:
    """Return (slope, intercept) of the outcome on the forecast's log-odds: (1, 0) is perfect (Van Calster 2019)."""
    bounded = np.clip(score, 1e-6, 1 - 1e-6)
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(np.log(bounded / (1 - bounded))[:, None], outcome)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def perfect_error(score: Numbers) -> tuple[float, float]:
    """Return the 5-95 % of the calibration error that a perfect model shows on forecasts like these."""
    chance = np.random.default_rng(SEED)
    drawn = [calibration_error((chance.random(len(score)) < score).astype(float), score) for _ in range(DRAWS)]
    return float(np.quantile(drawn, 0.05)), float(np.quantile(drawn, 0.95))


def interval(measure: Measure, outcome: Numbers, score: Numbers, repos: Sequence[str]) -> tuple[float, float]:
    """Return the 5-95 % of a measure when repositories are drawn anew with replacement."""
    chance, groups = np.random.default_rng(SEED), _groups(repos)
    found = []
    for _ in range(DRAWS):
        chosen = np.concatenate([groups[pick] for pick in chance.integers(0, len(groups), len(groups))])
        if 0 < outcome[chosen].sum() < len(chosen):
            found.append(measure(outcome[chosen], score[chosen]))
    return float(np.quantile(found, 0.05)), float(np.quantile(found, 0.95))


def _groups(repos: Sequence[str]) -> list[NDArray[np.int64]]:
    places: dict[str, list[int]] = {}
    for place, repo in enumerate(repos):
        places.setdefault(repo, []).append(place)
    return [np.array(places[repo]) for repo in sorted(places)]


def precision_at(share: float) -> Measure:
    """Return what measures the share of true alarms among the highest `share` of the scores."""

    def measure(outcome: Numbers, score: Numbers) -> float:
        taken = max(1, round(share * len(score)))
        return float(outcome[np.argsort(-score, kind="stable")[:taken]].mean())

    return measure


def net_benefit(cut: float) -> Measure:
    """Return what measures the net benefit at a probability `cut`: true alarms less weighed false ones (Vickers 2006)."""

    def measure(outcome: Numbers, score: Numbers) -> float:
        flagged = score >= cut
        true, false = outcome[flagged].sum(), (1 - outcome[flagged]).sum()
        return float((true - false * cut / (1 - cut)) / len(outcome))

    return measure


def concordance(left_days: Numbers, has_ended: NDArray[np.bool_], score: Numbers) -> float:
    """Return Harrell's C: of pairs whose order of ending is known, the share in which the sooner had the higher score."""
    good = all_pairs = 0.0
    for place in np.flatnonzero(has_ended):
        later = left_days > left_days[place]
        all_pairs += later.sum()
        good += (score[place] > score[later]).sum() + 0.5 * (score[place] == score[later]).sum()
    return float(good / all_pairs) if all_pairs else float("nan")


def lead_months(
    budget: float, score: Numbers, left_days: Numbers, has_ended: NDArray[np.bool_], repos: Sequence[str]
) -> list[float]:
    """Return, for each repository that ended, the months from its first warning to its last active day; 0 = none before it.

    The highest `budget` of all scores warn (of tied ones as many as there is room for, by lot), at most two years ahead.
    """
    lot = np.random.default_rng(SEED).random(len(score))
    warns = np.zeros(len(score), dtype=bool)
    warns[np.lexsort((lot, -score))[: round(budget * len(score))]] = True
    found: dict[str, float] = {}
    for place, repo in enumerate(repos):
        if has_ended[place] and 0 < left_days[place] <= 2 * 365:
            months = left_days[place] / MONTH_DAYS if warns[place] else 0.0
            found[repo] = max(found.get(repo, 0.0), float(months))
    return [found[repo] for repo in sorted(found)]
