"""A dated, linked fact as a report tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.model.evidence import EvidenceLevel


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A dated, linked fact in words; `link` "" = none."""

    text: str
    at: date | datetime
    link: str
    level: EvidenceLevel
