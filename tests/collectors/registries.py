"""What the tests of package collectors share: an HTTP door that gives what it is told to, and a way to run a collector."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model.collecting import Answer, Collector, Context, GitLimits
from monitor.model.errors import SourceError
from monitor.model.facts import ActivityFact, Note, ReleaseFact, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from tests.doors import ShutDoor

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass
class Door(ShutDoor):
    """Gives one answer to every question, or raises one error; remembers what was asked."""

    body: bytes = b""
    error: SourceError | None = None
    is_unchanged: bool = False
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        self.asked.append((url, headers or {}))
        if self.error:
            raise self.error
        return Answer(url, 304 if self.is_unchanged else 200, {}, self.body, NOW, self.is_unchanged)


def package(purl: str) -> Target:
    return Target(purl, TargetKind.PACKAGE, purl)


def context(
    door: Door, *, homes: Mapping[str, str] | None = None, forgotten: Sequence[str] = (), bots: Sequence[str] = ()
) -> Context:
    return Context(
        http=door,
        git=GitLimits(Path("unused")),
        now=NOW,
        cursor="",
        pseudonym=lambda address: f"id-{len(address)}",
        is_forgotten=frozenset(forgotten).__contains__,
        bots=frozenset(bots),
        homes=homes or {},
    )


def run(collector: Collector, purl: str, body: Any, **options: Any) -> list[Yield]:
    door = Door(json.dumps(body).encode())
    return list(collector.collect(package(purl), context(door, **options)))


def releases(found: Sequence[Yield]) -> dict[str, ReleaseFact]:
    return {item.version: item for item in found if isinstance(item, ReleaseFact)}


def states(found: Sequence[Yield]) -> dict[str, str]:
    return {item.attribute: item.value for item in found if isinstance(item, StateFact)}


def complete(found: Sequence[Yield]) -> dict[Signal, bool]:
    return {item.signal: item.is_complete for item in found if isinstance(item, Seen)}


def notes(found: Sequence[Yield]) -> dict[str, str]:
    return {item.code: item.detail for item in found if isinstance(item, Note)}


def activity(found: Sequence[Yield]) -> list[ActivityFact]:
    return [item for item in found if isinstance(item, ActivityFact)]
