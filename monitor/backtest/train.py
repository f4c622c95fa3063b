"""Trains the model that is shipped: python -m monitor.backtest.train DATA_DIR OUT_FILE. The same data give the same bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from monitor.backtest.fit import fit, rows_of
from monitor.backtest.samples import Sample, fold_of, judged, read_samples
from monitor.model.errors import SettingsError
from monitor.scoring.forecast.model import Model
from monitor.scoring.forecast.specs import FEATURES

NAME = "continuity/1"
FOLDS = 5
BINS = 10


def train(samples: Sequence[Sample], *, draws: int | None = None) -> dict[str, Any]:
    """Return the document of a model that learned from `samples`; how its forecasts came out is not known yet."""
    repos = [sample.repo for sample in samples]
    found = [sample.features for sample in samples]
    outcomes = {"stall": [s.stalled for s in samples], "gone": [s.gone for s in samples]}
    more = {} if draws is None else {"draws": draws}
    return {
        "model": NAME,
        "outcomes": {
            name: fit(features, rows_of(features, found), np.array(outcomes[name], dtype=np.float64), repos, **more)
            for name, features in FEATURES.items()
        },
        "reliability": {name: [] for name in FEATURES},
        "card": {
            "samples": len(samples),
            "repositories": len(set(repos)),
            "first": min(sample.as_of for sample in samples).isoformat(),
            "last": max(sample.as_of for sample in samples).isoformat(),
            "fewest_commits": 20,
            "fewest_active_days": 3,
        },
    }


def forecasts(samples: Sequence[Sample], folds: int) -> list[tuple[Sample, float, float]]:
    """Return (sample, P(stall), P(gone)) for the judged samples, each by a model that saw no date of its repository."""
    found = []
    for fold in range(folds):
        model = Model.of(train([s for s in samples if fold_of(s.repo, folds) != fold], draws=0))
        own = [sample for sample in judged(samples) if fold_of(sample.repo, folds) == fold]
        found += [(s, model.stall.probability(s.features), model.gone.probability(s.features)) for s in own]
    return sorted(found, key=lambda line: (line[0].repo, line[0].as_of))


def reliability(outcome: Sequence[bool], chances: Sequence[float]) -> list[list[float]]:
    """Return [mean forecast, share that came to pass, samples] in ten parts of equal size."""
    order = np.argsort(np.array(chances), kind="stable")
    parts = np.array_split(order, BINS)
    y, p = np.array(outcome, dtype=float), np.array(chances)
    return [[round(float(p[part].mean()), 4), round(float(y[part].mean()), 4), len(part)] for part in parts if len(part)]


def document(samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the whole document: the model trained on all, and how forecasts on unseen repositories came out."""
    made = train(samples)
    told = forecasts(samples, FOLDS)
    made["reliability"] = {
        "stall": reliability([s.stalled for s, _, _ in told], [p for _, p, _ in told]),
        "gone": reliability([s.gone for s, _, _ in told], [p for _, _, p in told]),
    }
    return made


def written(made: Mapping[str, Any]) -> str:
    """Return a document as it is kept: keys sorted, a line each outcome is too long for any reader."""
    return json.dumps(made, sort_keys=True, separators=(",", ":")) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the model. Returns the exit code."""
    if len(arguments) != len(("data", "out")):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        text = written(document(read_samples(Path(arguments[0]))))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    Path(arguments[1]).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
