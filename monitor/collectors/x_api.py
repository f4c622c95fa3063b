"""A person's account on X by its paid interface: off by default, only with the user's own token, and each look is charged.

Contract: API v2, GET /2/users/by/username/{name} and /2/users/{id}/tweets, bearer token. Prices of its documentation (2026): a
user read is 0.010 dollars, a post read 0.005; they are counted in thousandths of a dollar. Only posts newer than the last one
seen are asked for, and no replies or reposts, so that a look at an account which is silent costs one user read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from monitor.collectors.posts import (
    Bookmark,
    Post,
    Posts,
    Profile,
    is_withheld,
    profile_states,
    statements,
    withheld,
)
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.facts import Note, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

SOURCE, BASE = "x_api", "https://api.x.com"
HOSTS = frozenset({"x.com", "www.x.com", "twitter.com"})
# In thousandths of a dollar.
USER_READ, POST_READ = 10, 5
# At the first look, and the most that is paid for at once.
MOST_POSTS = 20
_NAME = re.compile(r"/([A-Za-z0-9_]{1,15})/?")
_NUMBER = re.compile(r"[0-9]{1,20}")


def _name(target: Target) -> str:
    parts = urlsplit(target.address)
    found = _NAME.fullmatch(parts.path)
    return found[1] if target.kind == TargetKind.ACCOUNT and parts.hostname in HOSTS and found else ""


SPEC = CollectorSpec(
    id=SOURCE,
    source="x",
    signals=frozenset({Signal.PROFILES, Signal.STATEMENTS}),
    interval=timedelta(days=1),
    handles=lambda target: bool(_name(target)),
    is_optional=True,
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the profile and the telling new posts of an account. Raises SourceError; AccessDenied: also without a token."""
    base = context.bases.get("x", BASE).rstrip("/")
    if not context.http.has_token(base):
        raise AccessDenied(f"{urlsplit(base).hostname}: is read only with a token of your own; name it under tokens")
    shape, body = _ask(context, f"{base}/2/users/by/username/{_name(target)}", {"user.fields": "description,entities"})
    context.http.charge("x_api.user", USER_READ)
    profile = _profile(shape, body)
    if is_withheld(profile, context):
        yield from withheld(profile, context)
        return
    last = Bookmark.of(context.cursor)
    shape, body = _ask(context, f"{base}/2/users/{profile.stable_id}/tweets", _question(last.newest))
    items = [shape.mapping(item, "a post") for item in shape.sequence(body.get("data", []), "data")]
    context.http.charge("x_api.post", POST_READ * len(items))
    yield from profile_states(profile, context.now)
    posts = _posts(shape, body, items, profile, last)
    yield from statements(profile, posts, target, context)
    yield Note("cost", f"this look cost {(USER_READ + POST_READ * len(items)) / 1000:.3f} dollars by the published prices")
    since = posts.oldest_at.isoformat() if posts.oldest_at else ""
    yield Bookmark(profile.stable_id, _newest(shape, items) or last.newest, since).cursor()


def _question(newest: str) -> dict[str, str]:
    asked = {"max_results": str(MOST_POSTS), "exclude": "replies,retweets", "tweet.fields": "created_at,entities"}
    return asked | ({"since_id": newest} if newest else {})


def _ask(context: Context, url: str, asked: Mapping[str, str]) -> tuple[Shape, Mapping[str, Any]]:
    headers = {"Accept": "application/json"}
    # Two questions make one look, so neither may be answered by "as before".
    answer = context.http.get(f"{url}?{urlencode(asked)}", headers=headers, is_conditional=False)
    shape = Shape.of(answer)
    return shape, shape.mapping(answer.json(), "the answer")


def _profile(shape: Shape, body: Mapping[str, Any]) -> Profile:
    if "data" not in body and body.get("errors"):
        # It says so with HTTP 200: not found, suspended, or not shown to us.
        raise NotFound(f"{shape.host}: no such account, or it is not visible")
    user = shape.mapping(body.get("data"), "data")
    number, login = shape.text(user.get("id"), "id"), shape.text(user.get("username"), "username")
    if not _NUMBER.fullmatch(number) or not _NAME.fullmatch(f"/{login}"):
        raise shape.wrong("id or username is not as promised")
    bio = shape.text(user.get("description", ""), "description")
    return Profile(
        source="x",
        stable_id=number,
        login=login,
        page=f"https://x.com/{login}",
        name=shape.text(user.get("name", ""), "name"),
        bio=bio,
        links=tuple(_links(user)),
    )


def _posts(shape: Shape, body: Mapping[str, Any], items: list[Mapping[str, Any]], profile: Profile, last: Bookmark) -> Posts:
    """Return the new posts; they continue what was read before, unless there are more new ones than were paid for."""
    found = tuple(_post(shape, item, profile) for item in items)
    count = shape.mapping(body.get("meta", {}), "meta").get("result_count")
    is_cut = len(items) >= MOST_POSTS
    began = shape.moment(last.since, "since") if last.since and not is_cut else None
    oldest = began or (min(post.said_at for post in found) if is_cut else None)
    return Posts(found, oldest, is_whole=count == len(items) and not (is_cut and last.newest))


def _post(shape: Shape, item: Mapping[str, Any], profile: Profile) -> Post:
    number = shape.text(item.get("id"), "the id of a post")
    if not _NUMBER.fullmatch(number):
        raise shape.wrong("the id of a post is no number")
    return Post(
        text=shape.text(item.get("text", ""), "the text of a post"),
        link=f"{profile.page}/status/{number}",
        said_at=shape.moment(item.get("created_at"), "created_at"),
        links=tuple(_links(item)),
    )


def _newest(shape: Shape, items: list[Mapping[str, Any]]) -> str:
    return max((shape.text(item.get("id"), "the id of a post") for item in items), key=int, default="")


def _links(value: Any) -> Iterator[str]:
    """Yield the addresses in the entities of a user or a post, wherever they stand in them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "expanded_url" and isinstance(inner, str):
                yield inner
            elif isinstance(inner, dict | list):
                yield from _links(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _links(inner)
