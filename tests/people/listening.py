"""What the tests of statements share: an invented project with people, and a way to hear what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model.evidence import EvidenceLevel
from monitor.model.history import Statement
from monitor.model.target import NamedPerson, Project, Steward, Target, TargetKind
from monitor.people.departure_words import departure_phrases
from monitor.people.mentions import Listener, Readers
from monitor.people.names import Names
from monitor.settings.name_words import load_departures, load_name_words

WORDS = load_name_words()
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
GIT, BLOG, NEWS = "https://forge.example/lark/lark", "https://lark.example/feed", "https://news.example/feed"
STEWARD, ADAS, BOS = "https://acme.example/feed", "https://social.example/@adaquill", "https://social.example/@bowren"
PEOPLE = (NamedPerson("Ada Quill", ("technical lead",), ("adaquill",)), NamedPerson("Bo Wren"), NamedPerson("林雨桐"))
TARGETS = (
    Target(GIT, TargetKind.GIT, GIT),
    Target(BLOG, TargetKind.FEED, BLOG, is_own=True),
    Target(NEWS, TargetKind.FEED, NEWS),
    Target(STEWARD, TargetKind.FEED, STEWARD, is_own=True),
    Target(ADAS, TargetKind.ACCOUNT, ADAS, is_own=True, person="Ada Quill"),
    Target(BOS, TargetKind.ACCOUNT, BOS, is_own=True, person="Bo Wren"),
)
LARK = Project("lark", "Lark", TARGETS, Steward("Acme Cloud", (STEWARD,)), PEOPLE)
KEYS = {"Ada Quill": "p-ada", "Bo Wren": "p-bo", "林雨桐": "p-lin"}
leaving = departure_phrases(load_departures())
LISTENER = Listener(LARK, Names.of(LARK, WORDS), WORDS, Readers(leaving), KEYS)


def statement(
    title: str,
    quote: str = "",
    at: str = NEWS,
    *,
    kind: str = "entry",
    author: str = "",
    level: EvidenceLevel = EvidenceLevel.REPORTED,
) -> Statement:
    """Return something said at one of the addresses."""
    return Statement(kind, NOW, title, quote, f"{at}/1", level, at, NOW, author_name=author)


def heard(title: str, quote: str = "", at: str = NEWS, **more: str) -> Statement:
    """Return what was said as it was read."""
    return LISTENER.read(statement(title, quote, at, **more))  # type: ignore[arg-type]
