"""GraphQL of the invented GitHub: executed against the official schema, with its costs, limits and faults.

Unknown fields are refused, `first` must lie between 1 and 100, a question may reach 500,000 nodes,
its cost follows the published formula, an alias that shows nothing is null with an error that names it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graphql import DocumentNode, GraphQLError, execute_sync, parse, validate

from monitor.net.library import Reply
from tests.fakes.github_objects import account, repository
from tests.fakes.github_world import World
from tests.fakes.graphql_cost import Cost, cost_of
from tests.fakes.graphql_schema import schema
from tests.fakes.wire import Asked

HOURLY = 5_000
POINTS_A_MINUTE = 2_000
MOST_NODES = 500_000
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_ALIAS = re.compile(r"\bt\d+:")


@dataclass
class GraphQL:
    """The endpoint for `token`. `most_repositories` at once is what its ten-second clock allows; beyond comes 502 and a penalty.

    `poisoned` names end every question that holds them, `cut` names come back null with an error as if the answer were cut.
    """

    world: World
    token: str = "ghp_invented"
    hourly: int = HOURLY
    most_repositories: int = 200
    poisoned: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    used: int = 0
    window: datetime | None = None
    spent: list[tuple[datetime, str, int]] = field(default_factory=list)
    calls: int = 0
    is_secondary: bool = False
    known_shapes: dict[str, Cost] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        """Answer one POST."""
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self._reply(401, {"message": "Bad credentials", "status": "401"})
        if not asked.headers.get("user-agent"):
            return self._reply(403, {"message": "Request forbidden by administrative rules."})
        if self.is_secondary:
            return self._reply(403, {"message": "You have exceeded a secondary rate limit. Please wait a few minutes."})
        self._turn_window()
        query = json.loads(asked.body)["query"]
        self.calls += 1
        return self._answer(query)

    def _answer(self, query: str) -> Reply:
        names = re.findall(r'owner: "([^"]*)", name: "([^"]*)"', query)
        if len(names) > self.most_repositories or any(f"{owner}/{name}" in self.poisoned for owner, name in names):
            self._spend("timeout", 1)
            return Reply(502, self._headers(), b"<html><body>502 Bad Gateway</body></html>")
        if self.used >= self.hourly:
            error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
            return self._reply(200, {"errors": [error]})
        document = parse(query)
        shape = _ALIAS.sub("t:", _LITERAL.sub('""', query))
        shape = re.sub(r"(t: [^\n]*\n)+", "t\n", shape)
        cost, errors = self._checked(shape, document)
        if errors:
            return self._reply(200, {"errors": errors})
        self._spend(shape, cost.points)
        return self._execute(document, cost)

    def _checked(self, shape: str, document: DocumentNode) -> tuple[Cost, list[dict[str, Any]]]:
        """Return the cost, and what is wrong with the question. One of a known form was checked before."""
        cost = cost_of(schema(), document)
        if cost.refusal:
            return cost, [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": cost.refusal}]
        if cost.nodes > MOST_NODES:
            return cost, [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": f"{cost.nodes} nodes are too many"}]
        if shape not in self.known_shapes:
            errors = validate(schema(), document)
            if errors:
                return cost, [{"message": error.message} for error in errors]
            self.known_shapes[shape] = cost
        return cost, []

    def _execute(self, document: DocumentNode, cost: Cost) -> Reply:
        limit = {
            "cost": cost.points,
            "limit": self.hourly,
            "remaining": max(self.hourly - self.used, 0),
            "used": self.used,
            "resetAt": self._reset().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "nodeCount": cost.nodes,
        }
        root = {
            "rateLimit": limit,
            "repository": self._repository,
            "repositoryOwner": lambda login, **_: self._account(login),
            "user": lambda login, **_: self._account(login),
        }
        result = execute_sync(
            schema(),
            document,
            root_value=root,
            field_resolver=_resolve,
            type_resolver=lambda value, *_: value.get("__typename"),
        )
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [_error(error) for error in result.errors]
        return self._reply(200, body)

    def _repository(self, owner: str, name: str, **_: Any) -> dict[str, Any]:
        full = f"{owner}/{name}"
        if full in self.cut:
            raise GraphQLError("Something went wrong: resource limits for this query exceeded", extensions={"kind": "CUT"})
        number = self.world.find(owner, name)
        if number is None:
            raise GraphQLError(f"Could not resolve to a Repository with the name '{full}'.", extensions={"kind": "NOT_FOUND"})
        return repository(self.world, number)

    def _account(self, login: str) -> dict[str, Any]:
        found = account(self.world, login)
        if found is None:
            raise GraphQLError(f"Could not resolve to a User with the login of '{login}'.", extensions={"kind": "NOT_FOUND"})
        return found

    def _turn_window(self) -> None:
        now = self.world.clock.now
        if self.window is None or now >= self.window + timedelta(hours=1):
            self.window, self.used = now, 0

    def _spend(self, shape: str, points: int) -> None:
        self.used += points
        self.spent.append((self.world.clock.now, shape[-40:], points))

    def _reset(self) -> datetime:
        return (self.window or self.world.clock.now) + timedelta(hours=1)

    def _headers(self) -> dict[str, str]:
        return {
            "content-type": "application/json; charset=utf-8",
            "date": self.world.clock.now.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ratelimit-limit": str(self.hourly),
            "x-ratelimit-remaining": str(max(self.hourly - self.used, 0)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(int(self._reset().timestamp())),
            "x-ratelimit-resource": "graphql",
        }

    def _reply(self, status: int, body: dict[str, Any]) -> Reply:
        return Reply(status, self._headers(), json.dumps(body).encode())


def _resolve(source: Any, info: Any, **arguments: Any) -> Any:
    value = source.get(info.field_name) if isinstance(source, dict) else None
    return value(**arguments) if callable(value) else value


def _error(error: GraphQLError) -> dict[str, Any]:
    kind = (error.extensions or {}).get("kind")
    said: dict[str, Any] = {"message": error.message, "path": error.path}
    return said | ({"type": kind} if kind and kind != "CUT" else {})
