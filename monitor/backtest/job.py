"""What `mainstay backtest` asks of a judge, and what it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked: the folder, how many folds to retrain in (None: judge the shipped model), where to write the forecasts."""

    folder: Path
    folds: int | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: the document for `--json`, and the same as text."""

    document: Mapping[str, Any]
    text: str


Judge = Callable[[Job], Verdict]
