"""What the store hands back of earlier judgements and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that was at risk and has not been cleared. `last_seen_at`: of the last stored judgement that held it."""

    id: str
    project: str
    rule: str
    subject: str
    started_on: date | None
    weight: str
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it was told: its JSON document, and the path of the page that was written."""

    watchlist: str
    period_key: str
    created_at: datetime
    as_of: datetime
    method: str
    document: str
    path: str
