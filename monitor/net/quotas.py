"""Quotas that an answer states: what is left of each, and how long until it is full again.

Spellings: `X-RateLimit-Limit/-Remaining/-Reset` (GitHub and many others), `RateLimit-Limit/...`, and the IETF drafts' one field,
either `limit=100, remaining=50, reset=30` or `"name";r=50;t=30` with the policy `"name";q=100;w=60` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
# From here on a reset is a Unix time in seconds, or from the second on in milliseconds; below, it is a number of seconds.
UNIX_TIME, UNIX_MILLISECONDS = 1e9, 1e12
_PREFIXES = ("x-ratelimit-", "x-rate-limit-", "ratelimit-")
_NUMBER = re.compile(r"\s*([0-9]{1,15}(?:\.[0-9]{1,9})?)(?![0-9])", re.ASCII)
_PAIR = re.compile(r"\b([a-z]{1,9})\s*=\s*([0-9]{1,15})\b", re.ASCII)
_ITEM = re.compile(r'("[^"]{0,80}")((?:\s*;\s*[a-z]{1,9}\s*=\s*[^;,"]{0,40})+)', re.ASCII)


@dataclass(frozen=True, slots=True)
class Quota:
    """`limit` is None where it is not said; `wait` lies between nothing and 24 hours."""

    limit: float | None
    remaining: float
    wait: timedelta


def quotas(headers: Mapping[str, str], their_now: datetime) -> list[Quota]:
    """Return every quota that is stated with its rest and its reset. `headers` has lower-case names; nonsense is no quota."""
    found = (_quota(limit, remaining, reset, their_now) for limit, remaining, reset in _stated(headers))
    return [quota for quota in found if quota]


def _stated(headers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (limit, remaining, reset) as written."""
    for prefix in _PREFIXES:
        yield headers.get(f"{prefix}limit", ""), headers.get(f"{prefix}remaining", ""), headers.get(f"{prefix}reset", "")
    field = headers.get("ratelimit", "")
    plain = dict(_PAIR.findall(field))
    yield plain.get("limit", ""), plain.get("remaining", ""), plain.get("reset", "")
    limits = {name: dict(_PAIR.findall(rest)).get("q", "") for name, rest in _ITEM.findall(headers.get("ratelimit-policy", ""))}
    for name, rest in _ITEM.findall(field):
        pairs = dict(_PAIR.findall(rest))
        yield limits.get(name, ""), pairs.get("r", ""), pairs.get("t", "")


def _quota(limit: str, remaining: str, reset: str, their_now: datetime) -> Quota | None:
    left, until = _number(remaining), _number(reset)
    return None if left is None or until is None else Quota(_number(limit), left, _wait(until, their_now))


def _wait(reset: float, their_now: datetime) -> timedelta:
    if reset >= UNIX_TIME:
        reset = (reset / 1000 if reset >= UNIX_MILLISECONDS else reset) - their_now.timestamp()
    return timedelta(seconds=min(max(reset, 0), LONGEST.total_seconds()))


def _number(text: str) -> float | None:
    """Return the number that a value begins with ("100, 100;w=60" is 100), None for anything else."""
    found = _NUMBER.match(text)
    return float(found[1]) if found else None
