"""What an answer tells about when to come back: Retry-After, rate-limit headers, and quotas, of which a fifth stays unused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

TOO_MANY, FORBIDDEN = 429, 403
LONGEST = timedelta(hours=24)
WITHOUT_HINT = timedelta(seconds=60)
UNUSED_SHARE = 0.2
# A reset above this is a Unix time, below it a number of seconds.
UNIX_TIME = 10**9


@dataclass(frozen=True, slots=True)
class Told:
    """Come back at `until`; with `is_refused` this answer itself was a refusal for haste."""

    until: datetime
    is_refused: bool
    reason: str


def told(status: int, headers: Mapping[str, str], now: datetime) -> Told | None:
    """Return when the server wants to be asked again, None where it has no wish. `headers` has lower-case names.

    Waits are capped at 24 hours; a refusal without any hint waits a minute (GitHub's best practices).
    """
    wishes = [moment for moment in (_retry_after(headers, now), _quota_reset(headers, now)) if moment]
    refused = status == TOO_MANY or (status == FORBIDDEN and bool(wishes))
    if refused:
        until = max(wishes, default=now + WITHOUT_HINT)
        return Told(min(until, now + LONGEST), True, f"HTTP {status}")
    if wishes:
        return Told(min(max(wishes), now + LONGEST), False, "a fifth of the quota stays unused")
    return None


def _retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    seconds = _number(text)
    if seconds is not None:
        return now + min(timedelta(seconds=max(0.0, seconds)), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _quota_reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    for prefix in ("x-ratelimit-", "ratelimit-"):
        limit, remaining, reset = (_number(headers.get(prefix + part, "")) for part in ("limit", "remaining", "reset"))
        if remaining is None or reset is None or remaining > UNUSED_SHARE * (limit or 0):
            continue
        if reset > UNIX_TIME:
            return datetime.fromtimestamp(min(reset, now.timestamp() + LONGEST.total_seconds()), UTC)
        return now + min(timedelta(seconds=max(0.0, reset)), LONGEST)
    return None


def _number(text: str) -> float | None:
    """Return the number that `text` is, capped so that time arithmetic cannot overflow; None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return None if value != value else max(-1e12, min(value, 1e12))  # noqa: PLR0124 - NaN is the one value unequal to itself
