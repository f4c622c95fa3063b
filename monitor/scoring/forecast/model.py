"""The trained model: read from its document, asked for a probability. The mean of a logistic model and of trees, in log-odds.

Trained by `monitor/backtest/train.py`; nothing here needs a statistics library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from monitor.model.forecast import Bin, TrackRecord
from monitor.scoring.forecast.document import INNER, Nodes, day_in, names_in, number_in, numbers_in, rows_in, trees_in
from monitor.scoring.forecast.specs import SIGNS

LOW, HIGH = 0.05, 0.95
Tree = float | tuple[int, float, "Tree", "Tree"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome's model. `weights` are on values that are centred on `means` and divided by `spreads`.

    A tree is a branch (feature, threshold, left, right), where a value at most the threshold goes left, or a value.
    `draws`: the logistic part fitted again on repositories drawn anew, each (intercept, weights...); `peers` are the medians.
    """

    features: tuple[str, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    intercept: float
    weights: tuple[float, ...]
    baseline: float
    trees: tuple[Tree, ...]
    draws: tuple[tuple[float, ...], ...]
    peers: tuple[float, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Outcome:
        """Return the model in its document. Raises KeyError, TypeError or ValueError where that is none."""
        features = names_in(document, "features", SIGNS)
        count = len(features)
        return cls(
            features=features,
            means=numbers_in(document, "means", count),
            spreads=numbers_in(document, "spreads", count),
            intercept=number_in(document, "intercept"),
            weights=numbers_in(document, "weights", count),
            baseline=number_in(document, "baseline"),
            trees=tuple(map(_grown, trees_in(document, "trees", count))),
            draws=rows_in(document, "draws", count + 1),
            peers=numbers_in(document, "peers", count),
        )

    def probability(self, found: Mapping[str, float]) -> float:
        """Return P(outcome) for the features of a project."""
        return _sigmoid(self._log_odds(found))

    def band(self, found: Mapping[str, float]) -> tuple[float, float]:
        """Return the 5-95 % band: how far the logistic part moves when repositories are drawn anew, around the probability."""
        return self.told(found)[1:]

    def told(self, found: Mapping[str, float]) -> tuple[float, float, float]:
        """Return the probability and the ends of its band."""
        values, here = self._scaled(found), self._log_odds(found)
        middle = _linear(self.intercept, self.weights, values)
        moved = sorted(_linear(draw[0], draw[1:], values) - middle for draw in self.draws) or [0.0]
        low, high = (moved[min(len(moved) - 1, int(share * len(moved)))] for share in (LOW, HIGH))
        return _sigmoid(here), _sigmoid(here + min(low, 0.0)), _sigmoid(here + max(high, 0.0))

    def pushes(self, found: Mapping[str, float]) -> dict[str, float]:
        """Return what each feature adds to the logistic part's log-odds, against the peers' median."""
        rows = zip(self.features, self.weights, self.spreads, self.peers, strict=True)
        return {name: weight * (found[name] - peer) / spread for name, weight, spread, peer in rows}

    def peer(self, name: str) -> float:
        """Return the peers' median of a feature."""
        return self.peers[self.features.index(name)]

    def _scaled(self, found: Mapping[str, float]) -> tuple[float, ...]:
        rows = zip(self.features, self.means, self.spreads, strict=True)
        return tuple((found[name] - mean) / spread for name, mean, spread in rows)

    def _log_odds(self, found: Mapping[str, float]) -> float:
        linear = _linear(self.intercept, self.weights, self._scaled(found))
        values = tuple(found[name] for name in self.features)
        return (linear + self.baseline + sum(_leaf(tree, values) for tree in self.trees)) / 2


def _linear(intercept: float, weights: Sequence[float], values: Sequence[float]) -> float:
    found: float = sum(map(mul, weights, values), start=intercept)
    return found


def _grown(nodes: Nodes, place: int = 0) -> Tree:
    """Return a tree as branches within branches, which is what takes least time to ask."""
    node = nodes[place]
    if len(node) < INNER:
        return node[0]
    feature, threshold, left, right = node
    return int(feature), threshold, _grown(nodes, int(left)), _grown(nodes, int(right))


def _leaf(tree: Tree, values: Sequence[float]) -> float:
    while isinstance(tree, tuple):
        feature, threshold, left, right = tree
        tree = left if values[feature] <= threshold else right
    return tree


def _sigmoid(log_odds: float) -> float:
    bounded = min(max(log_odds, -30.0), 30.0)
    return 1 / (1 + math.exp(-bounded))


@dataclass(frozen=True, slots=True)
class Model:
    """Both outcomes, with what the model is called and what it learned from."""

    name: str
    stall: Outcome
    gone: Outcome
    track: TrackRecord

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Model:
        """Return the model in its document. Raises KeyError, TypeError or ValueError where that is none."""
        outcomes = document["outcomes"]
        return cls(document["model"], Outcome.of(outcomes["stall"]), Outcome.of(outcomes["gone"]), _track(document))


def _track(document: Mapping[str, Any]) -> TrackRecord:
    card, bins = document["card"], document["reliability"]
    stall, gone = (tuple(Bin(p, seen, round(count)) for p, seen, count in rows_in(bins, key, 3)) for key in ("stall", "gone"))
    return TrackRecord(document["model"], card["repositories"], day_in(card, "first"), day_in(card, "last"), stall, gone)
