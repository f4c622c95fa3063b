"""A report ready to leave the house, and what a channel is handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rendered:
    """One report of one watchlist in every format; `stem` is its file name without ending, unique per list and moment."""

    watchlist: str
    stem: str
    subject: str
    html: str
    text: str
    document: str


@dataclass(frozen=True, slots=True)
class DeliveryContext:
    """Where and when a channel delivers."""

    reports_dir: Path
    now: datetime
