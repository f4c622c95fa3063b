"""Everything that was asked, in totals: requests, points and unchanged answers by host, day and hour; and what went too far.

Two things are never to happen: a request before the time that an answer allowed, and more than 80 % of a stated quota.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.net.library import Reply
from monitor.net.trouble import Failure

NOT_MODIFIED, REFUSED_FROM = 304, 400
TOO_HASTY = frozenset({403, 429})
MOST_SHARE = 0.8
KEPT = 50


@dataclass
class Totals:
    """What one host was asked in one day: `counted` is what it charged in requests, `points` what it charged in points."""

    requests: int = 0
    unchanged: int = 0
    counted: int = 0
    points: int = 0
    refused: int = 0


@dataclass
class Ledger:
    """Notes every answer. `hasty` and `greedy` say in words what came too soon and what used too much; both are to stay empty."""

    days: dict[tuple[str, str], Totals] = field(default_factory=dict)
    hours: Counter[tuple[str, str]] = field(default_factory=Counter)
    used: dict[tuple[str, str, str], int] = field(default_factory=dict)
    most_share: dict[tuple[str, str], float] = field(default_factory=dict)
    not_before: dict[tuple[str, str], datetime] = field(default_factory=dict)
    hasty: list[str] = field(default_factory=list)
    greedy: list[str] = field(default_factory=list)

    @property
    def breaches(self) -> list[str]:
        """Return all that went too far."""
        return self.hasty + self.greedy

    def note(self, at: datetime, host: str, path: str, headers: Mapping[str, str], reply: Reply | Failure) -> None:
        """Note one request that came `at` this moment with these headers (lower-case names), and what it was answered."""
        key = (host, headers.get("authorization", ""))
        allowed = self.not_before.get(key)
        if allowed and at < allowed:
            _keep(self.hasty, f"{at:%d %H:%M:%S}: {host} was asked {path} before {allowed:%d %H:%M:%S}")
        total = self.days.setdefault((host, f"{at:%Y-%m-%d}"), Totals())
        total.requests += 1
        self.hours[host, f"{at:%Y-%m-%d %H}"] += 1
        if isinstance(reply, Reply):
            total.unchanged += reply.status == NOT_MODIFIED
            total.refused += reply.status >= REFUSED_FROM
            self._quota(at, key, reply, total)

    def _quota(self, at: datetime, key: tuple[str, str], reply: Reply, total: Totals) -> None:
        said = reply.headers
        if "x-ratelimit-used" in said:
            resource, used, limit = (
                said.get("x-ratelimit-resource", "core"),
                int(said["x-ratelimit-used"]),
                int(said["x-ratelimit-limit"]),
            )
            window = (*key, f"{resource} {said.get('x-ratelimit-reset', '')}")
            charged = used - self.used.get(window, 0)
            self.used[window] = used
            total.points += charged if resource == "graphql" else 0
            total.counted += charged if resource != "graphql" else 0
            share = (key[0], resource)
            self.most_share[share] = max(self.most_share.get(share, 0.0), used / limit)
            if used > MOST_SHARE * limit:
                _keep(self.greedy, f"{at:%d %H:%M:%S}: {key[0]}: {used} of {limit} of {resource} are used")
        wait = _wait(reply)
        if wait:
            self.not_before[key] = max(self.not_before.get(key, at), at + wait)

    def total(self, host: str, day: str = "") -> Totals:
        """Return the sums of a host, for all days or for one (2026-03-02)."""
        found = Totals()
        for (name, on), part in self.days.items():
            if name == host and day in ("", on):
                for what in ("requests", "unchanged", "counted", "points", "refused"):
                    setattr(found, what, getattr(found, what) + getattr(part, what))
        return found


def _keep(said: list[str], text: str) -> None:
    if len(said) < KEPT:
        said.append(text)


def _wait(reply: Reply) -> timedelta | None:
    """Return how long an answer wants us to stay away."""
    if reply.status not in TOO_HASTY:
        return None
    theirs = parsedate_to_datetime(reply.headers["date"]) if "date" in reply.headers else None
    if reply.headers.get("retry-after", "").isdigit():
        return timedelta(seconds=int(reply.headers["retry-after"]))
    if reply.headers.get("x-ratelimit-remaining") == "0" and theirs and "x-ratelimit-reset" in reply.headers:
        return datetime.fromtimestamp(int(reply.headers["x-ratelimit-reset"]), UTC) - theirs
    return timedelta(minutes=1) if b"rate limit" in reply.body.lower() else None
