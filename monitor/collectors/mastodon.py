"""A person's account on Mastodon (or what speaks its interface): profile and own public posts, asked of the account's own host.

Contract: GET /api/v1/accounts/lookup and /api/v1/accounts/{id}/statuses. The account is its host and number. Some hosts want a
login for this: then access is denied, and a token of the user's own helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from monitor.collectors.plain import page_link, plain
from monitor.collectors.posts import Bookmark, Post, Posts, Profile, is_withheld, profile_states, statements, withheld
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import NotFound
from monitor.model.facts import Note, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

SOURCE = "mastodon"
# The most that the interface gives at once.
MOST_POSTS = 40
_ACCOUNT = re.compile(r"/@([A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?)/?")
_NUMBER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LOGIN = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def _account(target: Target) -> tuple[str, str]:
    """Return (host, name) of an account that lives on the host of its page, ("", "") for everything else."""
    parts = urlsplit(target.address)
    found = _ACCOUNT.fullmatch(parts.path)
    is_account = target.kind == TargetKind.ACCOUNT and parts.hostname and found
    return (parts.netloc.lower(), found[1]) if is_account and found else ("", "")


SPEC = CollectorSpec(
    id=SOURCE,
    signals=frozenset({Signal.PROFILES, Signal.STATEMENTS}),
    interval=timedelta(hours=1),
    handles=lambda target: bool(_account(target)[1]),
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the profile and the telling posts of an account. Raises SourceError; NotFound: no such account, or suspended."""
    host, name = _account(target)
    shape, answer = _ask(context, host, "accounts/lookup", {"acct": name})
    body = shape.mapping(answer, "the answer")
    if body.get("suspended") is True:
        raise NotFound(f"{host}: the account is suspended there")
    profile = _profile(shape, body, host)
    if is_withheld(profile, context):
        yield from withheld(profile, context)
        return
    yield from _moved(body)
    number = profile.stable_id.rpartition("/")[2]
    asked = {"exclude_replies": "true", "exclude_reblogs": "true", "limit": str(MOST_POSTS)}
    shape, found = _ask(context, host, f"accounts/{number}/statuses", asked)
    posts = _posts(shape, found, profile, is_empty_known=body.get("statuses_count") == 0)
    yield from profile_states(profile, context.now)
    yield from statements(profile, posts, target, context)
    yield Bookmark(profile.stable_id).cursor()


def _ask(context: Context, host: str, path: str, asked: Mapping[str, str]) -> tuple[Shape, Any]:
    base = context.bases.get(f"{SOURCE}:{host}", f"https://{host}").rstrip("/")
    # Two questions make one look, so neither may be answered by "as before".
    headers = {"Accept": "application/json"}
    answer = context.http.get(f"{base}/api/v1/{path}?{urlencode(asked)}", headers=headers, is_conditional=False)
    return Shape.of(answer), answer.json()


def _moved(body: Mapping[str, Any]) -> Iterator[Note]:
    moved = body.get("moved")
    url = moved.get("url") if isinstance(moved, dict) else None
    if isinstance(url, str) and (page := page_link(url)):
        yield Note("moved", f"the account has moved to {page}: name this address in the settings")


def _profile(shape: Shape, body: Mapping[str, Any], host: str) -> Profile:
    number, login = shape.text(body.get("id"), "id"), shape.text(body.get("username"), "username")
    if not _NUMBER.fullmatch(number) or not _LOGIN.fullmatch(login):
        raise shape.wrong("id or username is not as promised")
    bio = plain(shape.text(body.get("note", ""), "note"))
    fields = [shape.mapping(field, "a field") for field in shape.sequence(body.get("fields", []), "fields")]
    shown = [plain(shape.text(field.get("value", ""), "the value of a field")) for field in fields]
    return Profile(
        source=SOURCE,
        stable_id=f"{host}/{number}",
        login=login,
        page=f"https://{host}/@{login}",
        name=shape.text(body.get("display_name", ""), "display_name"),
        bio=bio.text,
        links=tuple(link for text in (bio, *shown) for link in text.links),
    )


def _posts(shape: Shape, answer: object, profile: Profile, *, is_empty_known: bool) -> Posts:
    """Return the account's own public posts. That there are none is believed only where the profile counts none as well."""
    number = profile.stable_id.rpartition("/")[2]
    items = [shape.mapping(item, "a status") for item in shape.sequence(answer, "the answer")]
    dates = [shape.moment(item.get("created_at"), "created_at") for item in items]
    own = tuple(post for item in items if (post := _post(shape, item, number, profile.page)))
    oldest = min(dates, default=None) if len(items) >= MOST_POSTS else None
    return Posts(own, oldest, is_whole=bool(items) or is_empty_known)


def _post(shape: Shape, item: Mapping[str, Any], number: str, page: str) -> Post | None:
    author = shape.mapping(item.get("account"), "the account of a status")
    is_own = author.get("id") == number and item.get("reblog") is None and item.get("in_reply_to_id") is None
    if not is_own or item.get("visibility") != "public":
        return None
    words = plain(shape.text(item.get("content"), "content"))
    warning = plain(shape.text(item.get("spoiler_text", ""), "spoiler_text")).text
    url = shape.text(item.get("url") or item.get("uri"), "url")
    return Post(
        text=f"{warning} {words.text}".strip(),
        link=page_link(url) or page,
        said_at=shape.moment(item.get("created_at"), "created_at"),
        links=words.links,
    )
