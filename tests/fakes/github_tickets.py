"""Issues, change requests, reviews, comments, discussions and milestones of the invented GitHub."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.github_world import BORN, DAY, World, chance, iso

ANSWER_HOURS, CLOSE_HOURS = 48, 24 * 20
TOTAL = 400
LOOK_BACK_DAYS = 200
ISSUE, CHANGE = "issue", "change"
Tree = dict[str, Any]
NOTHING: Tree = {"totalCount": 0, "nodes": []}


def issues(world: World, number: int, first: int | None = None, states: Any = None, **_: Any) -> Tree:
    """Return the newest issues, or only how many there are in a state."""
    return _tickets(world, number, ISSUE, first, states)


def pull_requests(world: World, number: int, first: int | None = None, states: Any = None, **_: Any) -> Tree:
    """Return the newest change requests, or only how many there are in a state."""
    return _tickets(world, number, CHANGE, first, states)


def discussions(_world: World, _number: int) -> Tree:
    """Return none: the invented people talk in issues."""
    return NOTHING


def milestones(_world: World, _number: int, **_: Any) -> Tree:
    """Return none, unless a test scripts some."""
    return NOTHING


def _tickets(world: World, number: int, kind: str, first: int | None, states: Any) -> Tree:
    """Return the newest of a kind: one was opened on every day on which anything changed."""
    if first is None:
        wanted = states if isinstance(states, str) else " ".join(states or ())
        return {"totalCount": 40 + chance(kind, number) if "OPEN" in wanted else TOTAL + chance(kind, "closed", number)}
    days = world.days_of_work(number, first, LOOK_BACK_DAYS)
    return {"totalCount": TOTAL, "nodes": [ticket(world, number, kind, day) for day in days]}


def ticket(world: World, number: int, kind: str, day: int) -> Tree:
    """Return what was opened on a day: answered by somebody else after some hours, closed after some days."""
    opened = BORN + day * DAY
    answered = opened + timedelta(hours=1 + chance(kind, number, day, "answer") / 1000 * ANSWER_HOURS)
    closed = opened + timedelta(hours=2 + chance(kind, number, day, "close") / 1000 * CLOSE_HOURS)
    is_answered, is_closed, is_change = answered <= world.clock.now, closed <= world.clock.now, kind == CHANGE
    author, other = world.user(world.person(number, day)), world.user(world.person(number, day + 1))
    said = {"totalCount": 1, "nodes": [{"createdAt": iso(answered), "author": other}]} if is_answered else NOTHING
    number_shown = day * 2 + is_change
    return {
        "__typename": "PullRequest" if is_change else "Issue",
        "id": f"T_{number}_{number_shown}",
        "number": number_shown,
        "title": "An invented matter",
        "url": f"https://github.com/{world.name(number)}/{'pull' if is_change else 'issues'}/{number_shown}",
        "state": ("MERGED" if is_change else "CLOSED") if is_closed else "OPEN",
        "createdAt": iso(opened),
        "updatedAt": iso(closed if is_closed else answered if is_answered else opened),
        "closedAt": iso(closed) if is_closed else None,
        "mergedAt": iso(closed) if is_closed and is_change else None,
        "merged": is_closed and is_change,
        "authorAssociation": "MEMBER",
        "author": author,
        "mergedBy": other if is_closed and is_change else None,
        "reviews": lambda **_: said if is_change else NOTHING,
        "comments": lambda **_: NOTHING if is_change else said,
    }
