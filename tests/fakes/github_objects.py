"""What the invented GitHub says of its things, as trees that GraphQL reads: fields are values or functions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.github_people import owner_of
from tests.fakes.github_tickets import discussions, issues, milestones, pull_requests
from tests.fakes.github_world import BORN, DAY, World, chance, iso, sha

APACHE = {"spdxId": "Apache-2.0", "key": "apache-2.0", "name": "Apache License 2.0", "url": None, "id": "L_apache"}
RELEASE_DAYS, RELEASE_SPREAD = 30, 90
COMMITS = 500
Tree = dict[str, Any]


def repository(world: World, number: int) -> Tree:
    """Return the tree of one repository; -1 is the one that everybody knows."""
    full = world.name(number)
    last = iso(world.last_change(number))
    owner, name = full.split("/")
    page = f"https://github.com/{full}"
    tree: Tree = {
        "__typename": "Repository",
        "id": f"R_{number}",
        "databaseId": world.identity(number),
        "name": name,
        "nameWithOwner": full,
        "url": page,
        "description": "An invented library.",
        "isArchived": False,
        "archivedAt": None,
        "isDisabled": False,
        "isLocked": False,
        "lockReason": None,
        "isMirror": False,
        "mirrorUrl": None,
        "isFork": False,
        "isPrivate": False,
        "isEmpty": False,
        "isTemplate": False,
        "visibility": "PUBLIC",
        "pushedAt": last,
        "updatedAt": last,
        "createdAt": iso(BORN),
        "stargazerCount": 10 + number % 7919 + chance(world.seed, "stars", number, world.today),
        "forkCount": 3,
        "diskUsage": 1000 + number % 977,
        "licenseInfo": APACHE,
        "codeOfConduct": None,
        "fundingLinks": [],
        "hasIssuesEnabled": True,
        "hasDiscussionsEnabled": False,
        "isSecurityPolicyEnabled": number % 2 == 0,
        "owner": owner_of(owner),
        "parent": None,
        "primaryLanguage": {"name": "Python", "id": "PL_1", "color": None},
        "defaultBranchRef": lambda: _branch(world, number),
        "latestRelease": lambda: _latest(world, number),
        "releases": lambda **asked: _releases(world, number, **asked),
        "refs": lambda refPrefix="", **asked: _refs(world, number, refPrefix, **asked),  # noqa: N803 - the schema's own name
        "issues": lambda **asked: issues(world, number, **asked),
        "pullRequests": lambda **asked: pull_requests(world, number, **asked),
        "discussions": lambda **_: discussions(world, number),
        "milestones": lambda **asked: milestones(world, number, **asked),
        "forks": lambda **asked: _forks(world, number, **asked),
        "watchers": lambda **_: connection([], 5),
        "codeowners": lambda **_: {"errors": []},
        "object": lambda expression="", **_: _blob(world, number, expression.removeprefix("HEAD:")),
    }
    scripted = world.scripted.get(number)
    return tree | scripted if scripted else tree


def connection(nodes: Sequence[Tree | None], total: int | None = None) -> Tree:
    """Return a connection that shows these nodes of so many."""
    page = {
        "hasNextPage": total is not None and total > len(nodes),
        "endCursor": None,
        "hasPreviousPage": False,
        "startCursor": None,
    }
    return {"totalCount": len(nodes) if total is None else total, "nodes": list(nodes), "edges": None, "pageInfo": page}


def head_of(world: World, number: int) -> str:
    """Return the commit at the top of the default branch."""
    forced = world.scripted.get(number, {}).get("_forced")
    last = world.last_change(number)
    return str(forced[1]) if forced and forced[0] >= str(iso(last)) else sha(world.seed, number, last)


def _branch(world: World, number: int) -> Tree:
    commit = commit_of(world, number, 0, world.last_change(number), head_of(world, number))
    return {"__typename": "Ref", "name": "main", "id": f"REF_{number}", "target": commit}


def commit_of(world: World, number: int, place: int, at: datetime, oid: str) -> Tree:
    """Return one commit; its author is one of the repository's people, in turn."""
    user = world.user(world.person(number, place))
    who = {"name": user["login"], "email": f"{user['login']}@people.example", "date": iso(at), "user": user}
    return {
        "__typename": "Commit",
        "oid": oid,
        "id": f"C_{oid}",
        "committedDate": iso(at),
        "authoredDate": iso(at),
        "messageHeadline": f"Change {place}",
        "message": f"Change {place}",
        "url": f"https://github.com/{world.name(number)}/commit/{oid}",
        "author": who,
        "committer": who,
        "history": lambda **asked: _history(world, number, **asked),
    }


def commits_of(world: World, number: int, most: int, since: str | None = None, until: str | None = None) -> list[Tree]:
    """Return the newest commits within a time, the newest first: one on each day on which anything happened."""
    found: list[Tree] = []
    for place, day in enumerate(world.days_of_work(number, most)):
        at = world.moment_on(number, day)
        stamp = str(iso(at))
        if (since is None or stamp >= since) and (until is None or stamp <= until):
            oid = head_of(world, number) if place == 0 else sha(world.seed, number, at)
            found.append(commit_of(world, number, place, at, oid))
    return found


def _history(world: World, number: int, first: int = 0, since: str | None = None, until: str | None = None, **_: Any) -> Tree:
    return connection(commits_of(world, number, first, since, until), COMMITS)


def release_moments(world: World, number: int, most: int = 100) -> list[tuple[int, datetime]]:
    """Return (counted from the first, when) of the newest releases, the newest first; one in about a month or four."""
    if number < 0:
        return []
    every = RELEASE_DAYS + chance(world.seed, "release", number) % RELEASE_SPREAD
    first = BORN + timedelta(days=chance(world.seed, "first", number) % every, hours=chance("hour", number) % 24)
    newest = (world.clock.now - first) // timedelta(days=every)
    return [(place, first + timedelta(days=every) * place) for place in range(newest, max(newest - most, -1), -1)]


def release_of(world: World, number: int, place: int, at: datetime) -> Tree:
    """Return one release."""
    name = f"v{place // 10}.{place % 10}.0"
    return {
        "__typename": "Release",
        "id": f"RE_{number}_{place}",
        "databaseId": number * 1000 + place,
        "tagName": name,
        "name": name,
        "url": f"https://github.com/{world.name(number)}/releases/tag/{name}",
        "createdAt": iso(at),
        "publishedAt": iso(at),
        "isPrerelease": False,
        "isDraft": False,
        "isLatest": False,
        "author": world.user(world.person(number, 0)),
        "tagCommit": {"__typename": "Commit", "oid": tag_target(world, number, name)},
    }


def _latest(world: World, number: int) -> Tree | None:
    newest = release_moments(world, number, 1)
    return release_of(world, number, *newest[0]) if newest else None


def _releases(world: World, number: int, first: int = 0, **_: Any) -> Tree:
    moments = release_moments(world, number)
    return connection([release_of(world, number, *entry) for entry in moments[:first]], len(moments))


def tag_target(world: World, number: int, name: str) -> str:
    """Return the commit that a tag points at now."""
    return world.tags.get(number, {}).get(name) or sha("tag", world.seed, number, name)


def tags_of(world: World, number: int) -> list[tuple[str, str, datetime]]:
    """Return (name, commit, when) of the tags, the newest first: each release has one."""
    named = [(f"v{place // 10}.{place % 10}.0", at) for place, at in release_moments(world, number)]
    return [(name, tag_target(world, number, name), at) for name, at in named]


def _refs(world: World, number: int, prefix: str, first: int = 0, **_: Any) -> Tree | None:
    if prefix != "refs/tags/":
        return connection([_branch(world, number)][:first], 1) if prefix == "refs/heads/" else None
    found = tags_of(world, number)
    nodes = [
        {
            "__typename": "Ref",
            "name": name,
            "prefix": prefix,
            "id": f"TAG_{number}_{name}",
            "target": {"__typename": "Commit", "oid": oid, "committedDate": iso(at)},
        }
        for name, oid, at in found[:first]
    ]
    return connection(nodes, len(found))


def _forks(world: World, number: int, first: int = 0, **_: Any) -> Tree:
    return connection([fork_of(world, number, place) for place in range(min(first, 3))], 3)


def fork_of(world: World, number: int, place: int) -> Tree:
    """Return a fork as a tree of its own: a copy in the hands of one of the people, where little happens."""
    user = world.user(world.person(number, place))
    full = f"{user['login']}/{world.name(number).split('/')[1]}"
    pushed = BORN + (world.today - 30 * (place + 1)) // 30 * 30 * DAY
    own = {
        "id": f"F_{number}_{place}",
        "databaseId": 50_000_000 + max(number, 0) * 10 + place,
        "name": full.split("/")[1],
        "nameWithOwner": full,
        "url": f"https://github.com/{full}",
        "isFork": True,
        "owner": user,
        "stargazerCount": place,
        "pushedAt": iso(pushed),
        "parent": {"__typename": "Repository", "nameWithOwner": world.name(number)},
    }
    return repository(world, number) | own


def _blob(world: World, number: int, path: str) -> Tree | None:
    text = world.file(number, path)
    if text is None:
        return None
    return {"__typename": "Blob", "oid": blob_id(text), "text": text, "byteSize": len(text.encode()), "isBinary": False}


def blob_id(text: str) -> str:
    """Return git's own id of a file's text."""
    raw = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


Resolver = Callable[..., Any]
