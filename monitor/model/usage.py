"""What sources cost us: counters by source and UTC day, and what a query of one shape costs and takes at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Usage:
    """What one source was asked on one UTC day. `points` are its own unit; `unchanged` and `refused` are among `requests`."""

    source: str
    on: date
    requests: int
    unchanged: int = 0
    refused: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class QueryCost:
    """What a source charged last for a query of one `shape` (0 = not told yet), and how many targets it took at once.

    `clean` counts good answers since the size last changed.
    """

    shape: str
    points: int
    size: int
    clean: int
