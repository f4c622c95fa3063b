"""What an answer tells about when to come back: Retry-After, spent quotas, and quotas of which a fifth stays unused.

Sources: RFC 9110 10.2.3 (Retry-After); GitHub's best practices (a minute where no time is named, doubled each time).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.net.quotas import LONGEST, quotas

FORBIDDEN, TOO_MANY_REQUESTS, SERVER_ERROR = 403, 429, 500
SHORTEST = timedelta(seconds=1)
UNNAMED = timedelta(minutes=1)
MOST_DOUBLINGS = 11
UNUSED_SHARE = 0.2
# More digits than this are more than a day, whatever they say.
MOST_DIGITS = 9
_LIMIT_WORDS = b"rate limit"
# GraphQL refuses with 200: a short answer that holds an error or a message, and no data worth the name.
GOOD, LONGEST_REFUSAL = 200, 4_000
_REFUSALS = (b'{"errors"', b'{"message"', b'{"data":null')
_LIMITS = (b'"rate_limited"', b'"rate_limit"', b"secondary rate limit")


@dataclass(frozen=True, slots=True)
class Told:
    """Come back at `until`. `is_refused`: this answer was itself a refusal for haste; `is_named`: the server named the time."""

    until: datetime
    reason: str
    is_refused: bool
    is_named: bool = True


def told(status: int, headers: Mapping[str, str], now: datetime, *, body: bytes = b"", strikes: int = 0) -> Told | None:
    """Return when the server wants to be asked again, None where it has no wish. `headers` has lower-case names.

    Of several hints the latest counts. Waits are between a second and 24 hours; a refusal that names no time waits a minute,
    doubled for each of the `strikes` before it.
    """
    # What a server dates is a wait by its own clock, whatever ours says.
    their_now = _http_date(headers.get("date", "")) or now
    stated = quotas(headers, their_now)
    is_kind = status == GOOD and _is_refusal(body)
    hints = _retry_after(TOO_MANY_REQUESTS if is_kind else status, headers, their_now)
    hints += [quota.wait for quota in stated if not quota.remaining]
    if is_kind or _is_refused(status, bool(hints), body):
        waits = hints or [UNNAMED * 2 ** min(strikes, MOST_DOUBLINGS)]
        reason = "a limit is reached (told with HTTP 200)" if is_kind else f"HTTP {status}"
        return Told(_after(now, waits), reason, is_refused=True, is_named=bool(hints))
    spent = [quota.wait for quota in stated if quota.remaining <= UNUSED_SHARE * (quota.limit or 0)]
    return Told(_after(now, spent), "a fifth of its quota stays unused", is_refused=False) if spent else None


def _is_refusal(body: bytes) -> bool:
    """Return whether an answer of 200 says nothing but that a limit is reached."""
    if len(body) > LONGEST_REFUSAL:
        return False
    lower = b"".join(body.lower().split(b" ")).strip()
    is_short = lower.startswith(tuple(start.replace(b" ", b"") for start in _REFUSALS))
    return is_short and any(words.replace(b" ", b"") in lower for words in _LIMITS)


def _is_refused(status: int, has_hint: bool, body: bytes) -> bool:
    """Return whether an answer means haste. 403 does by a hint or, as GitHub's secondary limit, by its words alone."""
    if status == FORBIDDEN:
        return has_hint or _LIMIT_WORDS in body.lower()
    return status == TOO_MANY_REQUESTS or (status >= SERVER_ERROR and has_hint)


def _after(now: datetime, waits: Sequence[timedelta]) -> datetime:
    return now + min(max(*waits, SHORTEST), LONGEST)


def _retry_after(status: int, headers: Mapping[str, str], their_now: datetime) -> list[timedelta]:
    """Return the wait that Retry-After names, as a list of one, or none: beside a good answer it means something else."""
    if status not in (FORBIDDEN, TOO_MANY_REQUESTS) and status < SERVER_ERROR:
        return []
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return [timedelta(seconds=int(text)) if len(text) <= MOST_DIGITS else LONGEST]
    moment = _http_date(text)
    return [moment - their_now] if moment else []


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
