"""What the tests of feeds share: small feeds of every kind, and a way to read one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from monitor.collectors import feeds
from monitor.model.collecting import Answer
from monitor.model.facts import StatementFact, Yield
from monitor.model.target import Target, TargetKind
from tests.collectors.registries import NOW, Door, context

ADDRESS = "https://blog.example/feed"
OWN = Target(ADDRESS, TargetKind.FEED, ADDRESS, is_own=True)
NEWS = Target(ADDRESS, TargetKind.FEED, ADDRESS)
RSS_DATE, ATOM_DATE = "Mon, 04 May 2026 09:30:00 +0200", "2026-05-04T07:30:00Z"


@dataclass
class FeedDoor(Door):
    """A door that can also say of what kind its answer is, and that it moved."""

    headers: dict[str, str] = field(default_factory=dict)
    moved_to: str = ""

    def get(self, url: str, **more: Any) -> Answer:
        return replace(super().get(url, **more), headers=self.headers, moved_to=self.moved_to)


def item(title: str = "Lark 5 is out", body: str = "It is faster.", link: str = "https://blog.example/5", more: str = "") -> str:
    """Return an entry of RSS; `body` is what stands inside of its description, escaped as it must be."""
    dated = "" if "<pubDate>" in more or "no date" in more else f"<pubDate>{RSS_DATE}</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link><description>{body}</description>{dated}{more}</item>"


def rss(*items: str, about: str = "") -> bytes:
    """Return a feed of RSS 2.0."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Lark</title>{about}{"".join(items)}</channel></rss>'.encode()


def atom(*entries: str) -> bytes:
    """Return a feed of Atom."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Lark</title>{"".join(entries)}</feed>'.encode()


def read(body: bytes, target: Target = OWN, telling: Callable[[str], int | None] = lambda _: None, **door: Any) -> list[Yield]:
    """Return what the collector yields for this answer."""
    return list(feeds.collect(target, replace(context(FeedDoor(body, **door)), telling=telling)))


def said(found: list[Yield]) -> list[StatementFact]:
    """Return the statements among `found`."""
    return [item for item in found if isinstance(item, StatementFact)]


__all__ = ["ADDRESS", "ATOM_DATE", "NEWS", "NOW", "OWN", "RSS_DATE", "FeedDoor", "atom", "item", "read", "rss", "said"]
