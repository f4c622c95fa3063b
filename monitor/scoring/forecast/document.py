"""Reads the parts of a model's document. What is damaged is found here, and named, before anything is forecast from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

Nodes = tuple[tuple[float, ...], ...]
# A node that asks holds a feature, a threshold and its two children; a leaf a value alone.
INNER = 4


def names_in(document: Mapping[str, Any], key: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the names under a key, each one of `known`. Raises KeyError; TypeError or ValueError with the key."""
    found = document[key]
    if not isinstance(found, list) or not found or any(name not in known for name in found):
        raise ValueError(f"{key}: expected names of features")
    return tuple(found)


def number_in(document: Mapping[str, Any], key: str) -> float:
    """Return the number under a key. Raises KeyError; TypeError or ValueError with the key."""
    return _numbers([document[key]], key, 1)[0]


def numbers_in(document: Mapping[str, Any], key: str, count: int) -> tuple[float, ...]:
    """Return the numbers under a key, as many as `count`. Raises KeyError; TypeError or ValueError with the key."""
    return _numbers(document[key], key, count)


def rows_in(document: Mapping[str, Any], key: str, count: int) -> tuple[tuple[float, ...], ...]:
    """Return the rows of `count` numbers under a key. Raises KeyError; TypeError or ValueError with the key."""
    return tuple(_numbers(row, key, count) for row in _listed(document[key], key))


def trees_in(document: Mapping[str, Any], key: str, features: int) -> tuple[Nodes, ...]:
    """Return the trees under a key, each of whose ways leads to a leaf. Raises KeyError; TypeError or ValueError with the key."""
    return tuple(_tree(tree, key, features) for tree in _listed(document[key], key))


def day_in(document: Mapping[str, Any], key: str) -> date:
    """Return the day under a key. Raises KeyError; TypeError or ValueError with the key."""
    try:
        return date.fromisoformat(document[key])
    except (TypeError, ValueError) as error:
        raise ValueError(f"{key}: expected a day") from error


def _listed(found: Any, key: str) -> Sequence[Any]:
    if not isinstance(found, list):
        raise TypeError(f"{key}: expected a list")
    return found


def _numbers(found: Any, key: str, count: int) -> tuple[float, ...]:
    values = _listed(found, key)
    if len(values) != count or not all(isinstance(value, int | float) and isfinite(value) for value in values):
        raise ValueError(f"{key}: expected numbers, {count} of them")
    return tuple(values)


def _tree(found: Any, key: str, features: int) -> Nodes:
    nodes = _listed(found, key)
    tree = tuple(_numbers(node, key, INNER if isinstance(node, list) and len(node) == INNER else 1) for node in nodes)
    for place, node in enumerate(tree):
        # Children stand after their parent, so that no way leads in a circle.
        if len(node) == INNER and not (0 <= node[0] < features and all(place < child < len(tree) for child in node[2:])):
            raise ValueError(f"{key}: a tree leads nowhere")
    if not tree:
        raise ValueError(f"{key}: a tree is empty")
    return tree
