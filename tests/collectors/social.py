"""What the tests of accounts share: small answers of each network, a door that gives them by address, and a way to look."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.model.collecting import Answer, Collector
from monitor.model.errors import SourceError
from monitor.model.facts import StateFact, StatementFact, Yield
from monitor.model.target import Target, TargetKind
from tests.collectors.registries import NOW, context
from tests.doors import ShutDoor

DID = "did:plc:ada"
GOODBYE = "After ten years I am stepping down. Write to ada@lark.example"
CHAT = "What a lovely morning"


@dataclass
class Network(ShutDoor):
    """Answers by the end of the path; a text or bytes stand for the body itself, an error is raised."""

    answers: Mapping[str, Any]
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        parts = urlsplit(url)
        self.asked.append((f"{parts.scheme}://{parts.netloc}{parts.path}", parse_qs(parts.query)))
        answer = next(found for end, found in self.answers.items() if parts.path.endswith(end))
        if isinstance(answer, SourceError):
            raise answer
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Answer(url, 200, {}, body, NOW)


def account(page: str, *, person: str = "Ada Quill") -> Target:
    return Target(page, TargetKind.ACCOUNT, page, is_own=bool(person), person=person)


def telling(text: str) -> int | None:
    """Return where a small vocabulary of the tests' own stands."""
    found = [place for words in ("stepping down", "Lark") if (place := text.find(words)) >= 0]
    return min(found, default=None)


def look(
    collector: Collector, page: str, door: ShutDoor, *, cursor: str = "", person: str = "Ada Quill", **more: Any
) -> list[Yield]:
    """Return what a collector yields for an account."""
    about = replace(context(door, **more), cursor=cursor, telling=telling)  # type: ignore[arg-type]
    return list(collector.collect(account(page, person=person), about))


def said(found: list[Yield]) -> list[StatementFact]:
    return [item for item in found if isinstance(item, StatementFact)]


def shown(found: list[Yield]) -> set[tuple[str, str, str]]:
    return {(item.subject, item.attribute, item.value) for item in found if isinstance(item, StateFact)}


def bluesky_profile(**more: Any) -> dict[str, Any]:
    about = {"did": DID, "handle": "ada.example", "displayName": "Ada Quill", "postsCount": 9}
    return about | {"description": "Formerly lead of Lark. ada@lark.example", "website": "https://ada.example/"} | more


def bluesky_post(text: str, key: str = "3k", **more: Any) -> dict[str, Any]:
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-05-30T08:00:00.000Z"} | more.pop("record", {})
    author = {"did": DID, "handle": "ada.example"}
    post = {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": "bafy", "author": author, "record": record}
    return {"post": post | {"indexedAt": "2026-05-30T08:00:05.000Z"} | more.pop("post", {})} | more


def bluesky(*posts: dict[str, Any], cursor: str = "", **profile: Any) -> Network:
    feed: dict[str, Any] = {"feed": list(posts)} | ({"cursor": cursor} if cursor else {})
    return Network({"getProfile": bluesky_profile(**profile), "getAuthorFeed": feed})


def mastodon_account(**more: Any) -> dict[str, Any]:
    links = [{"name": "Home", "value": "<a href='https://ada.example/'>ada.example</a>", "verified_at": None}]
    about = {"id": "77", "username": "ada", "acct": "ada", "display_name": "Ada Quill", "statuses_count": 9, "fields": links}
    return (
        about
        | {"note": "<p>Formerly lead of <a href='https://lark.example/'>Lark</a></p>", "url": "https://social.example/@ada"}
        | more
    )


def mastodon_status(text: str, number: str = "9001", **more: Any) -> dict[str, Any]:
    about = {
        "id": number,
        "created_at": "2026-05-30T08:00:00.000Z",
        "account": {"id": "77"},
        "visibility": "public",
        "reblog": None,
    }
    page = {"url": f"https://social.example/@ada/{number}", "uri": f"https://social.example/users/ada/statuses/{number}"}
    return about | page | {"content": f"<p>{text}</p>", "spoiler_text": "", "in_reply_to_id": None} | more


def mastodon(*statuses: dict[str, Any], **account: Any) -> Network:
    return Network({"accounts/lookup": mastodon_account(**account), "/statuses": list(statuses)})


def x_user(**more: Any) -> dict[str, Any]:
    about = {"id": "42", "username": "ada", "name": "Ada Quill", "description": "Formerly lead of Lark"}
    return {"data": about | {"entities": {"url": {"urls": [{"expanded_url": "https://ada.example/"}]}}} | more}


def x_post(text: str, number: int = 1001, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "text": text, "created_at": "2026-05-30T08:00:00.000Z"} | more


def x_api(*posts: dict[str, Any], count: int | None = None, **user: Any) -> Network:
    timeline: dict[str, Any] = {"meta": {"result_count": len(posts) if count is None else count}}
    door = Network({"by/username/ada": x_user(**user), "/tweets": timeline | ({"data": list(posts)} if posts else {})})
    door.tokens = frozenset({"https://api.x.com"})
    return door


BUILD: Mapping[str, tuple[str, Callable[..., Network], Callable[..., dict[str, Any]]]] = {
    "bluesky": ("https://bsky.app/profile/ada.example", bluesky, bluesky_post),
    "mastodon": ("https://social.example/@ada", mastodon, mastodon_status),
    "x_api": ("https://x.com/ada", x_api, x_post),
}
