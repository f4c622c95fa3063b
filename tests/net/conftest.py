"""A client with a clock that stands still, pauses that take no time, and each of the two HTTP libraries underneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from monitor.model.http_state import HostState
from monitor.model.options import HttpOptions
from monitor.net import library
from monitor.net.client import HttpClient, Session
from monitor.net.memory import MemoryHosts, MemoryValidators
from monitor.net.names import Lookup, look_up
from tests.net.server import Play, Script, Server, in_turn

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
USUAL = {"allow_networks": ("127.0.0.0/8",), "contact": "https://example.org/mainstay", "deadline_seconds": 10.0}
Serve = Callable[..., Server]


@dataclass
class Door:
    """Makes clients that may speak to loopback. `now` is their time, `pauses` how long they waited between tries."""

    stack: ExitStack
    now: datetime = NOW
    hosts: HostState = field(default_factory=MemoryHosts)
    validators: MemoryValidators = field(default_factory=MemoryValidators)
    pauses: list[float] = field(default_factory=list)
    lookup: Lookup = look_up

    def client(self, **options: Any) -> HttpClient:
        """A new client on the same memory of hosts."""
        chosen = HttpOptions(**{**USUAL, **options})
        return self.stack.enter_context(
            HttpClient(chosen, self.hosts, lambda: self.now, pause=self.pauses.append, spread=lambda: 1.0, lookup=self.lookup)
        )

    def session(self, **options: Any) -> Session:
        """A session of a new client."""
        return self.client(**options).session(self.validators)


@pytest.fixture(params=["httpx", "httpx2"])
def door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """Every test that goes through the door is played on both libraries."""
    monkeypatch.setattr(library, "httpx", import_module(request.param))
    with ExitStack() as stack:
        yield Door(stack)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Open a server for a script, or for plays in turn."""
    with ExitStack() as stack:

        def opened(*plays: Play, script: Script | None = None, **options: Any) -> Server:
            return stack.enter_context(Server(script or in_turn(*plays), **options))

        yield opened
