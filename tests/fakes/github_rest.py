"""REST of the invented GitHub: tokens, validators per token, limits per hour and minute, versions; what is said is in the routes.

What each answer means is in the reference (apis, section 2.4); a 304 costs nothing only with a token, and needs the same one.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.net.library import Reply
from tests.fakes import github_bodies as bodies
from tests.fakes.github_routes import COMPUTING, Routes, Said
from tests.fakes.github_world import World
from tests.fakes.wire import Asked

WITHOUT_TOKEN, WITH_TOKEN = 60, 5_000
POINTS_A_MINUTE = 900
VERSIONS = frozenset({"2022-11-28", "2026-03-10"})
GRAPHQL = "/graphql"
NEWER = "2026-03-10"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CALL_SECONDS = 0.2


def etag_of(authorization: str, path: str, body: Any) -> str:
    """Return the validator of a body for who asks: another token is given another one."""
    raw = json.dumps(body, sort_keys=True)
    return f'W/"{hashlib.sha256((authorization + path + raw).encode()).hexdigest()[:32]}"'


@dataclass
class Rest:
    """The endpoints for `token` and whatever `more_tokens` the same user has: they share one quota, but no validators.

    `counted` is what was charged: (moment, path). `denied` paths are not for this token, `gone` ones are switched off for good.
    Where it `takes_time`, the shared clock moves on by what a request takes. `skew` is how far its own clock is off.
    """

    world: World
    token: str = "ghp_invented"
    more_tokens: frozenset[str] = frozenset()
    used: int = 0
    window: datetime | None = None
    counted: list[tuple[datetime, str]] = field(default_factory=list)
    unchanged: int = 0
    is_secondary: bool = False
    retry_after: int = 0
    denied: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    takes_time: bool = False
    skew: timedelta = timedelta(0)
    _minute: deque[datetime] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.routes = Routes(self.world)

    def __call__(self, asked: Asked) -> Reply:
        """Answer one GET."""
        if self.takes_time:
            self.world.clock.pause(CALL_SECONDS)
        self.world.catch_up()
        self._turn_window()
        said = asked.headers.get("authorization", "")
        limit = WITH_TOKEN if said else WITHOUT_TOKEN
        refusal = self._refusal(asked, said, limit)
        if refusal:
            return self._reply(refusal, limit)
        self._minute.append(self.world.clock.now)
        path = asked.path.partition("?")[0]
        if path == "/rate_limit":
            return self._reply(Said(200, self._limits(limit, asked.headers.get("x-github-api-version", ""))), limit)
        return self._told(asked, said, limit, self._routed(path, asked.path))

    def _told(self, asked: Asked, said: str, limit: int, found: Said) -> Reply:
        etag = etag_of(said, asked.path, found.body)
        if found.status == 200 and asked.headers.get("if-none-match") == etag:
            self.unchanged += 1
            # Only who is known is let off.
            if not said:
                self._count(asked.path)
            return Reply(304, self._headers(limit) | {"etag": etag}, b"")
        self._count(asked.path)
        more = {"etag": etag, "cache-control": "private, max-age=60"} if found.status == 200 else {}
        return self._reply(Said(found.status, found.body, {**found.headers, **more}), limit)

    def _routed(self, path: str, target: str) -> Said:
        if path in self.denied:
            body = {"message": "Resource not accessible by personal access token", "status": "403"}
            return Said(403, body, {"x-accepted-github-permissions": "metadata=read"})
        if path in self.gone:
            return Said(410, {"message": "Issues has been disabled in this repository.", "status": "410"})
        return self.routes.answer(target)

    def _refusal(self, asked: Asked, said: str, limit: int) -> Said | None:
        """Return why a request is not even looked at: who is unknown learns nothing, not even that nothing changed."""
        if said and said not in {f"Bearer {token}" for token in (self.token, *self.more_tokens)}:
            return Said(401, {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest", "status": "401"})
        if not asked.headers.get("user-agent"):
            text = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header"
            return Said(403, {"message": text})
        if asked.headers.get("x-github-api-version", "2022-11-28") not in VERSIONS:
            return Said(400, {"message": "The API version is not supported.", "status": "400"})
        if self._is_hasty():
            more = {"retry-after": str(self.retry_after)} if self.retry_after else {}
            text = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
            return Said(403, {"message": text, "documentation_url": "https://docs.github.com"}, more)
        if self.used >= limit and asked.path != "/rate_limit":
            return Said(
                403, {"message": "API rate limit exceeded for user ID 1.", "documentation_url": "https://docs.github.com"}
            )
        return None

    def _is_hasty(self) -> bool:
        since = self.world.clock.now - MINUTE
        while self._minute and self._minute[0] <= since:
            self._minute.popleft()
        return self.is_secondary or len(self._minute) >= POINTS_A_MINUTE

    def _limits(self, limit: int, version: str) -> dict[str, Any]:
        said = bodies.rate_limit(limit, self.used, int(self._reset().timestamp()))
        return {"resources": said["resources"]} if version == NEWER else said

    def _turn_window(self) -> None:
        now = self.world.clock.now
        if self.window is None or now >= self.window + HOUR:
            self.window, self.used = now, 0

    def _count(self, path: str) -> None:
        self.used += 1
        self.counted.append((self.world.clock.now, path))

    def _reset(self) -> datetime:
        return (self.window or self.world.clock.now) + HOUR + self.skew

    def _headers(self, limit: int) -> dict[str, str]:
        return {
            "content-type": "application/json; charset=utf-8",
            "date": (self.world.clock.now + self.skew).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(limit - self.used, 0)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(int(self._reset().timestamp())),
            "x-ratelimit-resource": "core",
        }

    def _reply(self, found: Said, limit: int) -> Reply:
        body = b"" if found.body is None or found.status == COMPUTING else json.dumps(found.body).encode()
        return Reply(found.status, self._headers(limit) | dict(found.headers), body)


def github(graphql: Any, rest: Rest) -> Any:
    """Return the service of api.github.com: one host for both interfaces."""

    def answer(asked: Asked) -> Reply:
        found: Reply = graphql(asked) if asked.path == GRAPHQL else rest(asked)
        return found

    return answer
