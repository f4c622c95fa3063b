"""What the invented GitHub says of its things, as trees that GraphQL reads: fields are values or functions."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from tests.fakes.github_world import BORN, DAY, OWNER_IDS, REPOSITORIES_AN_OWNER, World, chance, iso

ANSWER_HOURS, CLOSE_HOURS = 48, 24 * 20


def repository(world: World, number: int) -> dict[str, Any]:
    """Return the tree of one repository; -1 is the one that everybody knows."""
    full = "octocat/Hello-World" if number == -1 else world.name(number)
    last = world.last_change(number) if number >= 0 else BORN
    owner = full.split("/")[0]
    head = hashlib.sha1(f"{world.seed} {number} {last}".encode(), usedforsecurity=False).hexdigest()
    tree: dict[str, Any] = {
        "__typename": "Repository",
        "id": f"R_{number}",
        "databaseId": world.identity(number),
        "nameWithOwner": full,
        "url": f"https://github.com/{full}",
        "isArchived": False,
        "archivedAt": None,
        "isDisabled": False,
        "isLocked": False,
        "isMirror": False,
        "visibility": "PUBLIC",
        "pushedAt": iso(last),
        "updatedAt": iso(last),
        "stargazerCount": 10 + number % 7919 + chance(world.seed, "stars", number, world.today),
        "forkCount": 3,
        "licenseInfo": {"spdxId": "Apache-2.0"},
        "codeOfConduct": None,
        "fundingLinks": [],
        "hasIssuesEnabled": True,
        "isSecurityPolicyEnabled": number % 2 == 0,
        "owner": owner_of(owner),
        "parent": None,
        "defaultBranchRef": {"name": "main", "target": {"__typename": "Commit", "oid": head, "history": _history(world, number)}},
        "latestRelease": None,
        "releases": lambda **_: {"totalCount": 0, "nodes": []},
        "issues": lambda first=None, states=None, **_: _tickets(world, number, "issue", first, states),
        "pullRequests": lambda first=None, states=None, **_: _tickets(world, number, "change", first, states),
        "discussions": {"totalCount": 0},
        "milestones": lambda **_: {"totalCount": 0, "nodes": []},
        "codeowners": {"errors": []},
        "forks": lambda **_: {"totalCount": 0, "nodes": []},
        "object": lambda expression="", **_: _blob(world, number, expression.removeprefix("HEAD:")),
    }
    return tree | world.scripted.get(number, {})


def owner_of(login: str) -> dict[str, Any]:
    """Return the owner of a repository: an organisation, or the person whom everybody knows."""
    if login == "octocat":
        return {"__typename": "User", "login": login, "databaseId": 583231}
    digits = login.removeprefix("org")
    return {"__typename": "Organization", "login": login, "databaseId": OWNER_IDS + int(digits) if digits.isdigit() else 9}


def account(world: World, login: str) -> dict[str, Any] | None:
    """Return the page of a person or organisation."""
    if login in world.profiles and world.profiles[login].get("is_gone"):
        return None
    if login.startswith("org") and login.removeprefix("org").isdigit():
        is_there = int(login.removeprefix("org")) * REPOSITORIES_AN_OWNER < world.size
        return owner_of(login) | _profile(login, {"archivedAt": None}) | world.profiles.get(login, {}) if is_there else None
    if login.startswith("user") and login.removeprefix("user").isdigit():
        return world.user(int(login.removeprefix("user"))) | _profile(login, _person(world)) | world.profiles.get(login, {})
    found = world.profiles.get(login)
    return _profile(login, _person(world)) | {"__typename": "User", "login": login} | found if found else None


def _profile(login: str, more: dict[str, Any]) -> dict[str, Any]:
    return {"name": login.title(), "url": f"https://github.com/{login}", "websiteUrl": None, "isVerified": False, **more}


def _person(_world: World) -> dict[str, Any]:
    nothing = {"totalCount": 0, "nodes": []}
    return {
        "bio": None,
        "company": None,
        "status": None,
        "socialAccounts": lambda **_: nothing,
        "organizations": lambda **_: nothing,
    }


def _blob(world: World, number: int, path: str) -> dict[str, Any] | None:
    text = world.file(number, path)
    if text is None:
        return None
    oid = hashlib.sha1(f"blob {len(text)}\0{text}".encode(), usedforsecurity=False).hexdigest()
    return {"__typename": "Blob", "oid": oid, "text": text}


def _history(world: World, number: int) -> Any:
    def history(first: int = 0, **_: Any) -> dict[str, Any]:
        nodes = []
        for place in range(min(first, world.people_a_repository)):
            person = world.person(max(number, 0), place)
            user = world.user(person)
            nodes.append({"author": {"email": f"{user['login']}@people.example", "user": user}})
        return {"totalCount": 500, "nodes": nodes}

    return history


def _tickets(world: World, number: int, kind: str, first: int | None, states: list[str] | None) -> dict[str, Any]:
    """Return the newest issues or change requests: one was opened on every day on which anything changed."""
    if first is None:
        return {"totalCount": 40 + chance(kind, number) if states and "OPEN" in states else 400 + chance(kind, "closed", number)}
    nodes: list[dict[str, Any]] = []
    day = world.today
    while len(nodes) < first and day > world.today - 200:
        if world.changed_on(number, day) and BORN + day * DAY <= world.clock.now:
            nodes.append(_ticket(world, number, kind, day))
        day -= 1
    return {"totalCount": 400, "nodes": nodes}


def _ticket(world: World, number: int, kind: str, day: int) -> dict[str, Any]:
    opened = BORN + day * DAY
    answered = opened + timedelta(hours=1 + chance(kind, number, day, "answer") / 1000 * ANSWER_HOURS)
    closed = opened + timedelta(hours=2 + chance(kind, number, day, "close") / 1000 * CLOSE_HOURS)
    is_answered, is_closed = answered <= world.clock.now, closed <= world.clock.now
    author, other = world.user(world.person(number, 0)), world.user(world.person(number, 1))
    said = {"totalCount": int(is_answered), "nodes": [{"createdAt": iso(answered), "author": other}] if is_answered else []}
    nothing = {"totalCount": 0, "nodes": []}
    is_change = kind == "change"
    return {
        "number": day * 2 + is_change,
        "url": f"https://github.com/{world.name(number)}/{'pull' if is_change else 'issues'}/{day * 2 + is_change}",
        "createdAt": iso(opened),
        "closedAt": iso(closed) if is_closed else None,
        "mergedAt": iso(closed) if is_closed and is_change else None,
        "authorAssociation": "MEMBER",
        "author": author,
        "mergedBy": other if is_closed and is_change else None,
        "reviews": lambda **_: said if is_change else nothing,
        "comments": lambda **_: nothing if is_change else said,
    }
