"""Which features and which model earned their place: Brier score on every monthly sample of repositories not learned from.

    python -m tests.bench.bench_features BACKTEST_DIR

Prints the table that stands in README.md. Needs the extra [train]. Two minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from monitor.backtest.data import read_repositories
from monitor.backtest.fit import fit, rows_of
from monitor.backtest.measures import Numbers, brier
from monitor.backtest.samples import Sample, fold_of, samples_of
from monitor.scoring.forecast.model import Outcome
from monitor.scoring.forecast.past import Past
from monitor.scoring.forecast.specs import SIGNS
from tests.bench.tried_features import PEOPLE, RELEASES, tried_at

FOLDS = 5
THREE = ("recency", "active_months", "active_days")
ACTIVITY = (
    *("active_days_30", "active_days_90", "active_days_180", "commits"),
    *("days_trend_90", "days_trend_year", "commits_trend_90", "commits_trend_year"),
)
RHYTHM = (
    *("own_gap", "usual_gap", "longest_gap", "age", "months_two_years", "same_season"),
    *("burst", "silent_quarters", "year_before", "thinnest_year", "weekend"),
)
BG_BB = ("stay_gone", "stay_gone_best")
MAINSTAYS = tuple(name for name in SIGNS if name.startswith("stay_") and name not in BG_BB)
STEPS: Mapping[str, tuple[str, ...]] = {
    "three features": THREE,
    "+ activity": ACTIVITY,
    "+ rhythm": RHYTHM,
    "+ people": PEOPLE,
    "+ mainstays": MAINSTAYS,
    "+ BG/BB": BG_BB,
    "+ releases": RELEASES,
}


def read(folder: Path) -> list[tuple[Sample, Mapping[str, float]]]:
    """Return all samples with the features that are used and those that were tried."""
    found: list[tuple[Sample, Mapping[str, float]]] = []
    for repository in read_repositories(folder):
        past = Past.of(repository.history)
        found += [(s, {**s.features, **tried_at(past, s.as_of.toordinal())}) for s in samples_of(repository)]
    return found


def blended(
    features: Sequence[str],
    known: list[Mapping[str, float]],
    outcome: Numbers,
    asked: list[Mapping[str, float]],
    repos: list[str],
    part: str = "blend",
) -> Numbers:
    """Return P of what is asked by a model fitted on what is known: "blend", or one of its parts alone."""
    model = Outcome.of(fit(features, rows_of(features, known), outcome, repos, draws=0))
    return np.array([_part(model, found, part) for found in asked])


def _part(model: Outcome, found: Mapping[str, float], part: str) -> float:
    if part == "blend":
        return model.probability(found)
    empty = Outcome(
        features=model.features,
        means=model.means,
        spreads=model.spreads,
        intercept=model.intercept if part == "logistic" else 0.0,
        weights=model.weights if part == "logistic" else tuple(0.0 for _ in model.weights),
        baseline=model.baseline if part == "trees" else 0.0,
        trees=model.trees if part == "trees" else (),
        draws=(),
        peers=model.peers,
    )
    # The mean of both parts' log-odds is asked for, so that one alone counts half: it is doubled.
    odds = empty.probability(found)
    return float(1 / (1 + ((1 - odds) / odds) ** 2))


def score(
    samples: Sequence[tuple[Sample, Mapping[str, float]]], name: str, features: Sequence[str], part: str = "blend"
) -> float:
    """Return the Brier score over all folds."""
    truth, told = [], []
    for fold in range(FOLDS):
        known = [(s, f) for s, f in samples if fold_of(s.repo, FOLDS) != fold]
        asked = [(s, f) for s, f in samples if fold_of(s.repo, FOLDS) == fold]
        outcome = np.array([float(getattr(s, name)) for s, _ in known])
        found = blended(features, [f for _, f in known], outcome, [f for _, f in asked], [s.repo for s, _ in known], part)
        truth += [float(getattr(s, name)) for s, _ in asked]
        told += list(found)
    return brier(np.array(truth), np.array(told))


def main(folder: Path) -> None:
    """Print the table."""
    samples = read(folder)
    print(f"{len(samples)} samples of {len({s.repo for s, _ in samples})} repositories")
    used = {"stalled": tuple(n for n in SIGNS if not n.startswith("stay_")), "gone": tuple(SIGNS)}
    # What was tried has no sign: it may push either way.
    with patch.dict("monitor.scoring.forecast.specs.SIGNS", dict.fromkeys((*PEOPLE, *RELEASES), 0)):
        features: tuple[str, ...] = ()
        for step, more in STEPS.items():
            features = (*features, *more)
            print(f"| {step} | {score(samples, 'stalled', features):.4f} | {score(samples, 'gone', features):.4f} |", flush=True)
    for part in ("logistic", "trees", "blend"):
        line = " | ".join(f"{score(samples, name, used[name], part):.4f}" for name in used)
        print(f"| as shipped: {part} | {line} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
