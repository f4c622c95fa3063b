"""A person's account on Bluesky: profile and own posts, without replies and reposts, by the public AppView.

Contract: lexicons app.bsky.actor.getProfile and app.bsky.feed.getAuthorFeed. The account is its DID; a handle can pass to
somebody else. Who asks by label not to be shown to visitors without an account there is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from monitor.collectors.posts import Bookmark, Post, Posts, Profile, is_withheld, profile_states, statements, unseen, withheld
from monitor.collectors.shape import Shape
from monitor.model.collecting import Answer, CollectorSpec, Context
from monitor.model.errors import Malformed, NotFound
from monitor.model.facts import Note, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

SOURCE, HOST, BASE = "bluesky", "bsky.app", "https://public.api.bsky.app"
MOST_POSTS = 100
NOT_FOR_VISITORS = "!no-unauthenticated"
BAD_REQUEST = 400
_DID = re.compile(r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,200}")
_HANDLE = re.compile(r"[A-Za-z0-9.-]{1,253}")
_KEY = re.compile(r"[A-Za-z0-9._~:-]{1,512}")
# What the AppView says with HTTP 400 of an account that cannot be seen.
_GONE = (b"not found", b"accounttakedown", b"accountdeactivated", b"suspended", b"deactivated")


def _handle(target: Target) -> str:
    parts = urlsplit(target.address)
    path = parts.path.strip("/").split("/")
    is_account = target.kind == TargetKind.ACCOUNT and parts.hostname == HOST
    return path[1] if is_account and len(path) == len(("profile", "handle")) and path[0] == "profile" else ""


SPEC = CollectorSpec(
    id=SOURCE,
    signals=frozenset({Signal.PROFILES, Signal.STATEMENTS}),
    interval=timedelta(hours=1),
    handles=lambda target: bool(_handle(target)),
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the profile and the telling posts of an account. Raises SourceError; NotFound: no such account, or not visible."""
    shape, body = _ask(context, "app.bsky.actor.getProfile", {"actor": _handle(target)})
    profile = _profile(shape, body)
    if is_withheld(profile, context):
        yield from withheld(profile, context)
        return
    if _is_not_for_visitors(shape, body):
        yield Note("not_for_visitors", "the account asks not to be shown to visitors; it is not read")
        yield from unseen(context.now)
        return
    asked = {"actor": profile.stable_id, "limit": str(MOST_POSTS), "filter": "posts_no_replies"}
    shape, feed = _ask(context, "app.bsky.feed.getAuthorFeed", asked)
    posts = _posts(shape, feed, profile, is_empty_known=body.get("postsCount") == 0)
    yield from profile_states(profile, context.now)
    yield from statements(profile, posts, target, context)
    yield Bookmark(profile.stable_id).cursor()


def _ask(context: Context, method: str, asked: Mapping[str, str]) -> tuple[Shape, Mapping[str, Any]]:
    base = context.bases.get(SOURCE, BASE).rstrip("/")
    try:
        # Two questions make one look, so neither may be answered by "as before".
        answer: Answer = context.http.get(
            f"{base}/xrpc/{method}?{urlencode(asked)}", headers={"Accept": "application/json"}, is_conditional=False
        )
    except Malformed as error:
        if error.status == BAD_REQUEST and any(word in error.said.lower() for word in _GONE):
            raise NotFound(f"{urlsplit(base).hostname}: no such account, or it is not visible").because(error.status) from error
        raise
    shape = Shape.of(answer)
    return shape, shape.mapping(answer.json(), "the answer")


def _profile(shape: Shape, body: Mapping[str, Any]) -> Profile:
    did = shape.text(body.get("did"), "did")
    handle = shape.text(body.get("handle"), "handle")
    if not _DID.fullmatch(did) or not _HANDLE.fullmatch(handle):
        raise shape.wrong("did or handle is not as promised")
    return Profile(
        source=SOURCE,
        stable_id=did,
        login=handle,
        page=f"https://{HOST}/profile/{handle}",
        name=shape.text(body.get("displayName", ""), "displayName"),
        bio=shape.text(body.get("description", ""), "description"),
        links=(shape.text(body.get("website", ""), "website"),),
    )


def _is_not_for_visitors(shape: Shape, body: Mapping[str, Any]) -> bool:
    labels = shape.sequence(body.get("labels", []), "labels")
    return any(shape.mapping(label, "a label").get("val") == NOT_FOR_VISITORS for label in labels)


def _posts(shape: Shape, feed: Mapping[str, Any], profile: Profile, *, is_empty_known: bool) -> Posts:
    """Return the account's own posts. That there are none is believed only where the profile counts none as well."""
    items = [shape.mapping(item, "an item of feed") for item in shape.sequence(feed.get("feed"), "feed")]
    own = [post for item in items if "reason" not in item and (post := _post(shape, item, profile))]
    has_more = "cursor" in feed and bool(items)
    oldest = min((post.said_at for post in own), default=None) if has_more else None
    return Posts(tuple(own), oldest, is_whole=bool(own) or is_empty_known)


def _post(shape: Shape, item: Mapping[str, Any], profile: Profile) -> Post | None:
    post = shape.mapping(item.get("post"), "post")
    author = shape.mapping(post.get("author"), "the author of a post")
    record = shape.mapping(post.get("record"), "the record of a post")
    if author.get("did") != profile.stable_id or "reply" in record:
        return None
    key = shape.text(post.get("uri"), "the uri of a post").rpartition("/")[2]
    indexed_at = shape.moment(post.get("indexedAt"), "indexedAt")
    # The writer's own date may be anything; the day on which the network first saw the post bounds it.
    said_at = min(shape.moment(record.get("createdAt"), "createdAt"), indexed_at)
    if not _KEY.fullmatch(key):
        raise shape.wrong("the uri of a post is not as promised")
    text = shape.text(record.get("text", ""), "the text of a post")
    return Post(text, f"{profile.page}/post/{key}", said_at, tuple(_links(shape, record)))


def _links(shape: Shape, record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pages that a post links to: in its text, and as the card below it."""
    for facet in shape.sequence(record.get("facets", []), "facets"):
        for feature in shape.sequence(shape.mapping(facet, "a facet").get("features", []), "features"):
            uri = shape.mapping(feature, "a feature").get("uri")
            if isinstance(uri, str):
                yield uri
    embed = record.get("embed")
    card = embed.get("external") if isinstance(embed, dict) else None
    if isinstance(card, dict) and isinstance(card.get("uri"), str):
        yield card["uri"]
