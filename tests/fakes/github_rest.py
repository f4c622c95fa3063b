"""REST of the invented GitHub: validators per token, limits per hour, redirects of renamed repositories, blocks, members.

What each answer means is in the reference (apis, section 2.4); a 304 costs nothing only with a token, and needs the same one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.net.library import Reply
from tests.fakes.github_objects import repository
from tests.fakes.github_world import OWNER_IDS, PEOPLE_A_REPOSITORY, REPOSITORIES_AN_OWNER, World
from tests.fakes.wire import Asked

WITHOUT_TOKEN, WITH_TOKEN = 60, 5_000
VERSIONS = frozenset({"2022-11-28", "2026-03-10"})
GRAPHQL = "/graphql"


@dataclass
class Rest:
    """The endpoints for `token`. `counted` is what was charged: (moment, path)."""

    world: World
    token: str = "ghp_invented"
    used: int = 0
    window: datetime | None = None
    counted: list[tuple[datetime, str]] = field(default_factory=list)
    unchanged: int = 0

    def __call__(self, asked: Asked) -> Reply:
        """Answer one GET."""
        said = asked.headers.get("authorization", "")
        if said and said != f"Bearer {self.token}":
            return self._reply(401, {"message": "Bad credentials", "status": "401"})
        if not asked.headers.get("user-agent"):
            return self._reply(403, {"message": "Request forbidden by administrative rules. Please send a User-Agent header."})
        if asked.headers.get("x-github-api-version", "2022-11-28") not in VERSIONS:
            return self._reply(400, {"message": "The API version is not supported."})
        self._turn_window()
        limit = WITH_TOKEN if said else WITHOUT_TOKEN
        if self.used >= limit:
            return self._reply(403, {"message": "API rate limit exceeded"}, limit=limit)
        status, body, headers = self._route(asked.path)
        etag = f'W/"{hashlib.sha256((said + json.dumps(body, sort_keys=True)).encode()).hexdigest()[:20]}"'
        if status == 200 and asked.headers.get("if-none-match") == etag:
            self.unchanged += 1
            if not said:
                self._count(asked.path)
            return Reply(304, self._headers(limit) | {"etag": etag}, b"")
        self._count(asked.path)
        return self._reply(status, body, headers | ({"etag": etag} if status == 200 else {}), limit)

    def _route(self, path: str) -> tuple[int, Any, dict[str, str]]:
        parts = path.partition("?")[0].strip("/").split("/")
        if parts[0] == "repos" and len(parts) == len(("repos", "owner", "name")):
            return self._repository(parts[1], parts[2])
        if parts[0] == "repositories":
            return self._by_id(int(parts[1]))
        if parts[0] == "orgs" and parts[-1] == "public_members":
            return self._members(parts[1], path)
        if parts[0] == "organizations" and parts[-1] == "public_members":
            return self._members(f"org{int(parts[1]) - OWNER_IDS}", path)
        return 404, {"message": "Not Found"}, {}

    def _repository(self, owner: str, name: str) -> tuple[int, Any, dict[str, str]]:
        full = f"{owner}/{name}"
        number = self.world.find(owner, name)
        if number is None:
            hidden = [self.world.hidden[n] for n in self.world.hidden if self.world.name(n) == full]
            return (*(hidden[0] if hidden else (404, {"message": "Not Found"})), {})
        if full in self.world.moved and self.world.name(number) != full:
            there = f"https://api.github.com/repositories/{self.world.identity(number)}"
            return 301, {"message": "Moved Permanently", "url": there}, {"location": there}
        return 200, _rest_body(repository(self.world, number)), {}

    def _by_id(self, identity: int) -> tuple[int, Any, dict[str, str]]:
        numbers = {self.world.identity(number): number for number in {*self.world.scripted, *self.world.moved.values()}}
        number = numbers.get(identity)
        if number is None or number in self.world.hidden:
            return 404, {"message": "Not Found"}, {}
        return 200, _rest_body(repository(self.world, number)), {}

    def _members(self, login: str, path: str) -> tuple[int, Any, dict[str, str]]:
        digits = login.removeprefix("org")
        if not digits.isdigit():
            return 404, {"message": "Not Found"}, {}
        first = int(digits) * REPOSITORIES_AN_OWNER * PEOPLE_A_REPOSITORY
        people = [n for n in range(first, first + 12) if (login, n) not in self.world.left]
        page = int(path.rpartition("page=")[2]) if "&page=" in path else 1
        shown = people[(page - 1) * 10 : page * 10]
        more = len(people) > page * 10
        there = f"https://api.github.com/organizations/{OWNER_IDS + int(digits)}/public_members?per_page=100&page={page + 1}"
        members = [{"login": f"user{n}", "id": self.world.user(n)["databaseId"], "type": "User"} for n in shown]
        return 200, members, {"link": f'<{there}>; rel="next"'} if more else {}

    def _turn_window(self) -> None:
        now = self.world.clock.now
        if self.window is None or now >= self.window + timedelta(hours=1):
            self.window, self.used = now, 0

    def _count(self, path: str) -> None:
        self.used += 1
        self.counted.append((self.world.clock.now, path))

    def _headers(self, limit: int) -> dict[str, str]:
        reset = (self.window or self.world.clock.now) + timedelta(hours=1)
        return {
            "content-type": "application/json; charset=utf-8",
            "date": self.world.clock.now.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(limit - self.used, 0)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(int(reset.timestamp())),
            "x-ratelimit-resource": "core",
        }

    def _reply(self, status: int, body: Any, headers: dict[str, str] | None = None, limit: int = WITH_TOKEN) -> Reply:
        return Reply(status, self._headers(limit) | (headers or {}), json.dumps(body).encode())


def _rest_body(tree: dict[str, Any]) -> dict[str, Any]:
    licence = tree["licenseInfo"]
    return {
        "id": tree["databaseId"],
        "full_name": tree["nameWithOwner"],
        "html_url": f"https://github.com/{tree['nameWithOwner']}",
        "private": False,
        "visibility": "public",
        "archived": tree["isArchived"],
        "disabled": tree["isDisabled"],
        "has_issues": tree["hasIssuesEnabled"],
        "mirror_url": None,
        "default_branch": "main",
        "license": {"spdx_id": licence["spdxId"]} if licence else None,
        "owner": {"login": tree["owner"]["login"], "id": tree["owner"]["databaseId"], "type": tree["owner"]["__typename"]},
        "stargazers_count": 7,
        "forks_count": 3,
    }


def github(graphql: Any, rest: Rest) -> Any:
    """Return the service of api.github.com: one host for both interfaces."""

    def answer(asked: Asked) -> Reply:
        found: Reply = graphql(asked) if asked.path == GRAPHQL else rest(asked)
        return found

    return answer
