"""What the tests of small sources share: answers by path behind the product's own client, and the table of what can go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.model.collecting import Collector, Context, GitLimits
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Cursor, MeasureFact, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.memory import MemoryValidators
from monitor.net.trouble import Failure
from tests.fakes.clock import Clock
from tests.fakes.wire import Asked, FakeWire, client_on

Told = Reply | Failure | Callable[[Asked], Reply | Failure]


def reply(status: int = 200, body: bytes = b"{}", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json", **named}, body)


def said(body: Any, **headers: str) -> Reply:
    """Return a good answer that holds `body` as JSON."""
    return reply(200, json.dumps(body).encode(), **headers)


def package(purl: str) -> Target:
    return Target(purl, TargetKind.PACKAGE, purl)


def repository(url: str, forge: str) -> Target:
    return Target(url, TargetKind.GIT, url, forge=forge)


@dataclass
class Source:
    """One host that answers by path (with its query); what it does not know is 404."""

    # Paths to what is `Told`; a test may hold plain answers only.
    answers: dict[str, Any] = field(default_factory=dict)
    missing: Reply = field(default_factory=lambda: reply(404, b'{"message": "404 Not Found"}'))

    def __call__(self, asked: Asked) -> Reply | Failure:
        path = asked.path
        told: Told = self.answers.get(path) or self.answers.get(path.partition("?")[0]) or self.missing
        return told(asked) if callable(told) else told


@dataclass
class Rig:
    """Sources behind a client; cursors are kept between looks, as the store does."""

    clock: Clock
    wire: FakeWire
    client: HttpClient
    contact: str = ""
    bases: dict[str, str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()
    validators: MemoryValidators = field(default_factory=MemoryValidators)
    cursors: dict[tuple[str, str], str] = field(default_factory=dict)

    def context(self, http: Any, cursor: str = "") -> Context:
        return Context(
            http=http,
            git=GitLimits(Path("unused")),
            now=self.clock.now,
            cursor=cursor,
            pseudonym=lambda address: f"id-{len(address)}",
            is_forgotten=self.forgotten.__contains__,
            bases=self.bases,
            contact=self.contact,
        )

    def one(self, collector: Collector, target: Target) -> list[Yield]:
        """Return what one look brings. Raises SourceError."""
        session = self.client.session(self.validators)
        key = (collector.SPEC.id, target.key)
        found = list(collector.collect(target, self.context(session, self.cursors.get(key, ""))))
        self.validators.remember(session.staged)
        for item in found:
            if isinstance(item, Cursor):
                self.cursors[key] = item.value
        return found

    @property
    def paths(self) -> list[str]:
        """Return what was asked, in order."""
        return [asked.path for asked in self.wire.log]


@contextmanager
def rig(sources: Mapping[str, Source], *, tokens: Mapping[str, str] | None = None, contact: str = "") -> Iterator[Rig]:
    clock = Clock()
    wire = FakeWire(clock, dict(sources))
    with client_on(wire, tokens=dict(tokens or {})) as client:
        yield Rig(clock, wire, client, contact)


def look(collector: Collector, target: Target, host: str, answers: Mapping[str, Any], **options: Any) -> list[Yield]:
    """Return what one look at one host brings. Raises SourceError."""
    with rig({host: Source(dict(answers))}, **options) as it:
        return it.one(collector, target)


def states(found: object, subject: str = "") -> dict[str, str]:
    assert isinstance(found, list), found
    return {item.attribute: item.value for item in found if isinstance(item, StateFact) and item.subject == subject}


def values(found: object, attribute: str) -> list[str]:
    assert isinstance(found, list), found
    return [item.value for item in found if isinstance(item, StateFact) and item.attribute == attribute]


def measures(found: object) -> dict[str, float]:
    assert isinstance(found, list), found
    return {item.metric: item.value for item in found if isinstance(item, MeasureFact)}


def complete(found: object) -> dict[Signal, bool]:
    assert isinstance(found, list), found
    return {item.signal: item.is_complete for item in found if isinstance(item, Seen)}


def notes(found: object) -> set[str]:
    assert isinstance(found, list), found
    return {item.code for item in found if isinstance(item, Note)}


# What can go wrong with an answer, and the error that must stand for it.
TROUBLE: dict[str, tuple[Reply | Failure, type[SourceError]]] = {
    "401": (reply(401), AccessDenied),
    "403": (reply(403), AccessDenied),
    "403, spent": (reply(403, x_ratelimit_remaining="0", x_ratelimit_reset="2000000000"), RateLimited),
    "403, come back later": (reply(403, retry_after="60"), RateLimited),
    "404": (reply(404), NotFound),
    "410": (reply(410), NotFound),
    "429": (reply(429, retry_after="120"), RateLimited),
    "451": (reply(451), AccessDenied),
    "500": (reply(500), Unavailable),
    "502": (reply(502), Unavailable),
    "time-out": (Failure("host", "no whole answer before the deadline", is_passing=False), Unavailable),
    "cut body": (reply(200, b'{"id": 7, "na'), Malformed),
    "a page of HTML with 200": (reply(200, b"<!doctype html><title>Maintenance</title>"), Malformed),
    "a text": (reply(200, b'"grail"'), Malformed),
    "null": (reply(200, b"null"), Malformed),
    "a number out of range": (reply(200, b'{"id": 1e999}'), Malformed),
}
