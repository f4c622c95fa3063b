"""Days, moments and facts as the JSON document writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from monitor.model.finding import Value
from monitor.model.report_evidence import EvidenceLine

Json = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """Return an aware moment as RFC 3339 in Z to the second, None for unknown."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def iso_day(value: date | None) -> str | None:
    """Return a day as it is written in the document, None for unknown."""
    return value.isoformat() if value else None


def evidence(line: EvidenceLine) -> Json:
    """Return a dated, linked fact."""
    return {"text": line.text, "at": _at(line.at), "link": line.link or None, "level": line.level.value}


def _at(value: date | datetime) -> str | None:
    return moment(value) if isinstance(value, datetime) else iso_day(value)


def plain(value: Value) -> Any:
    """Return a typed value as JSON has it."""
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value
