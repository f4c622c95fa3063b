"""GraphQL of the invented GitHub: executed against the official schema, with its costs, limits and faults.

Unknown fields are refused, `first` must lie between 1 and 100, a question may reach 500,000 nodes,
its cost follows the published formula, an alias that shows nothing is null with an error that names it.
"""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graphql import GraphQLError

from monitor.net.library import Reply
from tests.fakes.github_objects import repository
from tests.fakes.github_people import account
from tests.fakes.github_world import World
from tests.fakes.graphql_executor import Asking, Executor, Refused
from tests.fakes.wire import Asked

HOURLY = 5_000
POINTS_A_MINUTE = 2_000
CPU_SECONDS_A_MINUTE = 60
# Fitted to public measurements: 30 repositories with 7 connections each take about 3 s, 50 about 4.5 s, 100 run into the clock.
CALL_SECONDS, REPOSITORY_SECONDS, REQUEST_SECONDS = 0.3, 0.01, 0.0125
CLOCK_SECONDS = 10
# How many points a time-out takes is not published.
TIMEOUT_POINTS = 10
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_NAMES = re.compile(r'owner: "([^"]*)", name: "([^"]*)"')
BAD_GATEWAY, GATEWAY_TIMEOUT = 502, 504
UNICORN = b"<html><body>Unicorn! We had issues producing the response to your request.</body></html>"


@dataclass
class GraphQL:
    """The endpoint for `token`. `most_repositories` at once is what its ten-second clock allows; beyond comes 502 and a penalty.

    `poisoned` names end every question that holds them, `cut` names come back null with an error as if the answer were cut,
    `forbidden` names are refused to this token; `most_whole` is after how many aliases an answer is cut for its resources.
    `is_secondary` refuses everything, with `retry_after` where that is given. Where it `takes_time`, the shared clock moves on by
    what a question takes, and the secondary limits of a minute hold: 2,000 points and 60 CPU seconds.
    """

    world: World
    token: str = "ghp_invented"
    hourly: int = HOURLY
    most_repositories: int = 200
    most_whole: int = 10_000
    poisoned: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    used: int = 0
    window: datetime | None = None
    spent: list[tuple[datetime, str, int]] = field(default_factory=list)
    calls: int = 0
    is_secondary: bool = False
    retry_after: int = 0
    takes_time: bool = False
    skew: timedelta = timedelta(0)
    executor: Executor = field(default_factory=Executor)
    _minute: deque[tuple[datetime, float]] = field(default_factory=deque)

    def __call__(self, asked: Asked) -> Reply:
        """Answer one POST."""
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self._reply(401, {"message": "Bad credentials", "status": "401"})
        if not asked.headers.get("user-agent"):
            return self._reply(403, {"message": "Request forbidden by administrative rules."})
        self.world.catch_up()
        self._turn_window()
        if self.is_secondary or self._is_hasty():
            return self._secondary()
        self.calls += 1
        try:
            body = json.loads(asked.body)
            return self._answer(body["query"], body.get("variables") or {})
        except (ValueError, KeyError, TypeError):
            return self._reply(400, {"message": "Problems parsing JSON", "status": "400"})

    def _answer(self, query: str, variables: dict[str, Any]) -> Reply:
        names = {f"{owner}/{name}" for owner, name in _NAMES.findall(query)} if self.poisoned else set()
        if names & self.poisoned or query.count("repository(") > self.most_repositories + 1:
            return self._timed_out()
        if self.used >= self.hourly:
            error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
            return self._reply(200, {"errors": [error]})
        try:
            asking = self.executor.read(query, variables)
        except Refused as refused:
            return self._reply(200, {"errors": refused.errors})
        seconds = CALL_SECONDS + REPOSITORY_SECONDS * asking.things + REQUEST_SECONDS * asking.cost.requests
        if self._is_over(seconds):
            return self._timed_out()
        self._spend(asking.label, asking.cost.points)
        return self._executed(asking)

    def _executed(self, asking: Asking) -> Reply:
        data, errors = self.executor.run(asking, lambda: self._root(asking))
        body: dict[str, Any] = {"data": data} | ({"errors": [_error(error) for error in errors]} if errors else {})
        return self._reply(200, body)

    def _root(self, asking: Asking) -> dict[str, Any]:
        limit = {
            "cost": asking.cost.points,
            "limit": self.hourly,
            "remaining": max(self.hourly - self.used, 0),
            "used": self.used,
            "resetAt": self._reset().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "nodeCount": asking.cost.nodes,
        }
        shown = iter(range(self.most_whole))
        return {
            "rateLimit": limit,
            "repository": lambda **asked: self._repository(shown, **asked),
            "repositoryOwner": lambda login, **_: self._account(login),
            "user": lambda login, **_: self._account(login, "User"),
            "organization": lambda login, **_: self._account(login, "Organization"),
        }

    def _repository(self, shown: Any, owner: str, name: str, **_: Any) -> dict[str, Any]:
        full = f"{owner}/{name}"
        if full in self.cut or next(shown, None) is None:
            raise GraphQLError("Something went wrong: resource limits for this query exceeded", extensions={"kind": "CUT"})
        if full in self.forbidden:
            raise GraphQLError("Resource not accessible by personal access token", extensions={"kind": "FORBIDDEN"})
        number = self.world.find(owner, name)
        if number is None:
            raise GraphQLError(f"Could not resolve to a Repository with the name '{full}'.", extensions={"kind": "NOT_FOUND"})
        return repository(self.world, number)

    def _account(self, login: str, kind: str = "") -> dict[str, Any] | None:
        found = account(self.world, login)
        if found is None or (kind and found["__typename"] != kind):
            what = kind or "User"
            raise GraphQLError(f"Could not resolve to a {what} with the login of '{login}'.", extensions={"kind": "NOT_FOUND"})
        return found

    def _is_hasty(self) -> bool:
        """Return whether the last minute held more points or more CPU seconds than one may."""
        since = self.world.clock.now - MINUTE
        while self._minute and self._minute[0][0] <= since:
            self._minute.popleft()
        # Of what ended within the minute, only the part within it: one question after the other can never be too much.
        within = sum(min(seconds, (ended - since).total_seconds()) for ended, seconds in self._minute)
        return self.takes_time and (len(self._minute) >= POINTS_A_MINUTE or within > CPU_SECONDS_A_MINUTE + 1e-6)

    def _is_over(self, seconds: float) -> bool:
        """Let a question take its time; return whether it ran into the clock of ten seconds."""
        took = min(seconds, CLOCK_SECONDS)
        if self.takes_time:
            self.world.clock.pause(took)
            self._minute.append((self.world.clock.now, took))
        return seconds > CLOCK_SECONDS

    def _timed_out(self) -> Reply:
        self._spend("timeout", TIMEOUT_POINTS)
        status = BAD_GATEWAY if self.calls % 2 else GATEWAY_TIMEOUT
        return Reply(status, self._headers() | {"content-type": "text/html; charset=utf-8"}, UNICORN)

    def _secondary(self) -> Reply:
        more = {"retry-after": str(self.retry_after)} if self.retry_after else {}
        said = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        return Reply(
            403, self._headers() | more, json.dumps({"message": said, "documentation_url": "https://docs.github.com"}).encode()
        )

    def _turn_window(self) -> None:
        now = self.world.clock.now
        if self.window is None or now >= self.window + HOUR:
            self.window, self.used = now, 0

    def _spend(self, label: str, points: int) -> None:
        self.used += points
        self.spent.append((self.world.clock.now, label, points))

    def _reset(self) -> datetime:
        return (self.window or self.world.clock.now) + HOUR + self.skew

    def _headers(self) -> dict[str, str]:
        return {
            "content-type": "application/json; charset=utf-8",
            "date": (self.world.clock.now + self.skew).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ratelimit-limit": str(self.hourly),
            "x-ratelimit-remaining": str(max(self.hourly - self.used, 0)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(int(self._reset().timestamp())),
            "x-ratelimit-resource": "graphql",
        }

    def _reply(self, status: int, body: dict[str, Any]) -> Reply:
        return Reply(status, self._headers(), json.dumps(body).encode())


def _error(error: GraphQLError) -> dict[str, Any]:
    kind = (error.extensions or {}).get("kind")
    said: dict[str, Any] = {"message": error.message, "path": error.path}
    return said | ({"type": kind} if kind and kind != "CUT" else {})
