"""The only place that asks for the time; everything else is handed `now`."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the current moment as an aware UTC datetime."""
    return datetime.now(UTC)
