"""What a person's public account shows, whatever the network: a profile as states, and the few posts that tell what we look for.

An account is looked at only because the user wrote its address. Of its posts only those are kept in which words of a departure or
an end, or the name of a watched project, stand (`Context.telling`); all others are read past and never stored. Never kept:
location, avatar, followers, pronouns, addresses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.collectors.plain import excerpt, page_link
from monitor.model.collecting import Context
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Cursor, Note, RawIdentity, Seen, StateFact, StatementFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean, clean_name, mask_addresses

BIO_LENGTH = 300
# Clocks differ; a date further ahead than this is not believed.
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Profile:
    """An account: `source` and `stable_id` tell it for good, `login` may pass to somebody else. `page` is where to read it."""

    source: str
    stable_id: str
    login: str
    page: str
    name: str = ""
    bio: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Something that the account said itself: in plain words, with the pages that it links to."""

    text: str
    link: str
    said_at: datetime
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posts:
    """The newest posts. `oldest_at` is how far back they go, None = to the first; `is_whole`: none between is missing."""

    posts: tuple[Post, ...]
    oldest_at: datetime | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Which account was seen at the last look, its newest post, and from when on its posts were read ("" = not yet)."""

    stable_id: str = ""
    newest: str = ""
    since: str = ""

    @classmethod
    def of(cls, cursor: str) -> Bookmark:
        """Return what a cursor holds; one that cannot be read holds nothing."""
        try:
            found = json.loads(cursor or "{}")
        except ValueError:
            return cls()
        texts = found if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()) else {}
        return cls(texts.get("id", ""), texts.get("newest", ""), texts.get("since", ""))

    def cursor(self) -> Cursor:
        """Return it as what the next look is handed."""
        return Cursor(json.dumps({"id": self.stable_id, "newest": self.newest, "since": self.since}))


def is_another(profile: Profile, context: Context) -> bool:
    """Return whether the address shows another account than at our first look: a login can pass to somebody else."""
    return Bookmark.of(context.cursor).stable_id not in ("", profile.stable_id)


def withheld(profile: Profile, context: Context) -> Iterator[Yield]:
    """Yield why nothing of this account is kept: it belongs to somebody else now, or to somebody who is never collected again."""
    if not context.is_forgotten(profile.stable_id):
        yield Note("another_account", "the address shows another account than at our first look: check it in the settings")
    yield from unseen(context.now)


def is_withheld(profile: Profile, context: Context) -> bool:
    """Return whether nothing of this account may be kept."""
    return context.is_forgotten(profile.stable_id) or is_another(profile, context)


def unseen(now: datetime) -> Iterator[Seen]:
    """Yield that neither profile nor posts were seen."""
    yield Seen(Signal.PROFILES, None, now, is_complete=False)
    yield Seen(Signal.STATEMENTS, now, now, is_complete=False)


def profile_states(profile: Profile, now: datetime) -> Iterator[Yield]:
    """Yield what a profile says now, under the account's stable id."""
    subject = f"{profile.source}:{profile.stable_id}"
    said = {"login": clean(profile.login, limit=80), "name": clean_name(profile.name)}
    said["bio"] = mask_addresses(clean(profile.bio, limit=BIO_LENGTH))
    for attribute, value in said.items():
        if value:
            yield StateFact(attribute, value, profile.page, subject=subject)
    for link in dict.fromkeys(filter(None, map(page_link, profile.links))):
        yield StateFact("link", link, profile.page, subject=subject)
    yield Seen(Signal.PROFILES, None, now, is_complete=True)


def statements(profile: Profile, posts: Posts, target: Target, context: Context) -> Iterator[Yield]:
    """Yield those posts that tell what we look for, and how far back all of them were read."""
    author = RawIdentity(profile.source, profile.stable_id, clean_name(profile.login))
    level = EvidenceLevel.ANNOUNCED if target.is_own or target.person else EvidenceLevel.REPORTED
    yield from _telling(posts.posts, author, level, context)
    yield Seen(Signal.STATEMENTS, posts.oldest_at, context.now, is_complete=posts.is_whole)


def _telling(posts: Iterable[Post], author: RawIdentity, level: EvidenceLevel, context: Context) -> Iterator[StatementFact]:
    for post in posts:
        text = mask_addresses(clean(post.text, limit=10 * BIO_LENGTH))
        place = context.telling(text)
        if place is None or post.said_at > context.now + AHEAD:
            continue
        links = dict.fromkeys(link for href in post.links if (link := page_link(href)) and link != post.link)
        yield StatementFact(
            kind="post",
            said_at=min(post.said_at, context.now),
            title="",
            quote=excerpt(text, place),
            link=post.link,
            level=level,
            author=author,
            author_name=author.name,
            cites=tuple(links)[:5],
        )
