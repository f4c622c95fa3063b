"""How long a feed wants to be left alone: `ttl`, `skipHours` and `skipDays` of RSS 2.0, `sy:updatePeriod` of its module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

# A feed is not asked more often, whatever it says, and not less often either than a reader of the report would expect.
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=1)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_MOST_DIGITS = 6


def not_before(about: Mapping[str, Any], hours: frozenset[int], now: datetime) -> datetime | None:
    """Return when a feed wants to be asked again, None where an hour from now is fine.

    That is after its own pause, of a day at most, and in none of its skipped `hours`.
    """
    pause = max(timedelta(minutes=_number(about.get("ttl"))), _period(about), SHORTEST)
    moment = (now + min(pause, LONGEST)).astimezone(UTC)
    is_skipped = moment.hour in hours and len(hours) < LONGEST // SHORTEST
    if pause <= SHORTEST and not is_skipped:
        return None
    while is_skipped and moment.hour in hours:
        moment = moment.replace(minute=0, second=0, microsecond=0) + SHORTEST
    return moment


def _period(about: Mapping[str, Any]) -> timedelta:
    said = about.get("sy_updateperiod")
    hours = _PERIODS.get(said.strip().lower(), 0) if isinstance(said, str) else 0
    return timedelta(hours=hours / max(_number(about.get("sy_updatefrequency")), 1))


def _number(value: object) -> int:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
