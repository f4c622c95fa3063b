"""The platforms of a story: a model hub, feeds, and a network of posts, each showing what happened until the clock's time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.net.library import Reply
from tests.fakes.clock import Clock
from tests.fakes.wire import Asked

UNKNOWN = Reply(404, {"content-type": "application/json"}, b'{"error": "Not found"}')


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def did_of(handle: str) -> str:
    """Return the durable id of a handle."""
    return f"did:plc:{handle.replace('.', '')}"


def _json(body: object, **headers: str) -> Reply:
    return Reply(200, {"content-type": "application/json", **headers}, json.dumps(body).encode())


@dataclass
class Hub:
    """One organisation of a model hub: `models` by name with the moment of their birth, `members` by login with their id."""

    clock: Clock
    organisation: str
    models: dict[str, datetime] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    profiles: dict[str, dict[str, Any]] = field(default_factory=dict)
    downloads: int = 40_000

    def __call__(self, asked: Asked) -> Reply:
        path = urlsplit(asked.url).path
        if path == "/api/models":
            return _json([self._model(name, at) for name, at in self._born() if self._is_asked(asked)])
        if path == f"/api/organizations/{self.organisation}/members":
            return _json([{"_id": number, "user": login, "type": "user"} for login, number in self.members.items()])
        login = path.removeprefix("/api/users/").partition("/")[0]
        if login in self.profiles:
            return _json({} if path.endswith("/socials") else {"_id": f"id-{login}", "user": login, **self.profiles[login]})
        return UNKNOWN

    def _is_asked(self, asked: Asked) -> bool:
        return parse_qs(urlsplit(asked.url).query).get("author") == [self.organisation]

    def _born(self) -> list[tuple[str, datetime]]:
        born = [(name, at) for name, at in self.models.items() if at <= self.clock.now]
        return sorted(born, key=lambda model: model[1], reverse=True)

    def _model(self, name: str, at: datetime) -> Mapping[str, Any]:
        return {
            "_id": f"m-{name}",
            "id": f"{self.organisation}/{name}",
            "createdAt": iso(at),
            "lastModified": iso(at),
            "downloads": self.downloads,
            "likes": 10,
            "gated": False,
            "disabled": False,
            "private": False,
            "cardData": {"license": "apache-2.0"},
            "tags": [],
            "sha": "0" * 40,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    at: datetime
    title: str
    body: str
    link: str


@dataclass
class Feed:
    """A feed of RSS: what was published until now."""

    clock: Clock
    title: str
    entries: list[Entry] = field(default_factory=list)

    def __call__(self, _asked: Asked) -> Reply:
        items = "".join(self._item(entry) for entry in self.entries if entry.at <= self.clock.now)
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.title}</title>{items}</channel></rss>'
        return Reply(200, {"content-type": "application/rss+xml"}, text.encode())

    @staticmethod
    def _item(entry: Entry) -> str:
        dated = entry.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        body = f"<description>{escape(entry.body)}</description><pubDate>{dated}</pubDate>"
        return f"<item><title>{escape(entry.title)}</title><link>{entry.link}</link>{body}</item>"


@dataclass
class Posts:
    """The public side of Bluesky: profiles by handle, and their posts until now."""

    clock: Clock
    profiles: dict[str, str] = field(default_factory=dict)
    posts: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        parts = urlsplit(asked.url)
        actor = parse_qs(parts.query).get("actor", [""])[0]
        handle = next((one for one in self.profiles if actor in (one, did_of(one))), "")
        if not handle:
            return Reply(
                400, {"content-type": "application/json"}, b'{"error": "InvalidRequest", "message": "Profile not found"}'
            )
        told = [self._post(handle, *post) for post in enumerate(self.posts.get(handle, [])) if post[1][0] <= self.clock.now]
        about = {"did": did_of(handle), "handle": handle, "displayName": handle, "postsCount": len(told)}
        if parts.path.endswith("getProfile"):
            return _json({**about, "description": self.profiles[handle]})
        return _json({"feed": told[::-1]})

    @staticmethod
    def _post(handle: str, place: int, post: tuple[datetime, str]) -> Mapping[str, Any]:
        at, text = post
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": iso(at)}
        author = {"did": did_of(handle), "handle": handle}
        uri = f"at://{did_of(handle)}/app.bsky.feed.post/p{place}"
        return {"post": {"uri": uri, "cid": f"c{place}", "author": author, "record": record, "indexedAt": iso(at)}}
