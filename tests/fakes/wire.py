"""A wire behind the real HTTP client: requests go to invented services in this process, all before it is our own.

So statuses, limits, tokens, validators and dates to come back at are tested as they are used.
"""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.model.http_state import Meter
from monitor.model.options import HttpOptions
from monitor.net.blocks import Address
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.memory import MemoryHosts
from monitor.net.place import Place
from monitor.net.trouble import Failure
from tests.fakes.clock import Clock
from tests.fakes.ledger import Ledger

# A documentation address: nothing private lives there, so the gate lets it pass.
SOMEWHERE = ipaddress.ip_address("192.0.2.10")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came; header names in lower case."""

    at: datetime
    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def url(self) -> str:
        """Return the whole address."""
        return f"https://{self.host}{self.path}"


Service = Callable[[Asked], Reply | Failure]


@dataclass
class FakeWire:
    """Routes requests to `services` by host. `log` holds what was asked; `faults` are tried first, in order.

    `law` says what is wrong with a request before it is answered: tests hand in `complaints` of the contracts. What it finds is
    kept in `unlawful`, for a collector's errors are caught on their way.
    """

    clock: Clock
    services: dict[str, Service] = field(default_factory=dict)
    faults: list[Callable[[Asked], Reply | Failure | None]] = field(default_factory=list)
    log: list[Asked] = field(default_factory=list)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    keeps_log: bool = True
    ledger: Ledger = field(default_factory=Ledger)
    law: Callable[[str, str, Mapping[str, str], bytes], list[str]] | None = None
    unlawful: list[str] = field(default_factory=list)

    def exchange(
        self,
        place: Place,
        addresses: Sequence[Address],
        headers: Mapping[str, str],
        seconds: float,
        body: bytes | None = None,
    ) -> Reply | Failure:
        """Answer one request."""
        lower = {name.lower(): str(value) for name, value in headers.items()}
        asked = Asked(self.clock.now, "GET" if body is None else "POST", place.shown, place.path, lower, body or b"")
        if self.keeps_log:
            self.log.append(asked)
        if self.law and (wrong := self.law(asked.method, asked.url, asked.headers, asked.body)):
            self.unlawful.append(f"{asked.method} {asked.url}: {'; '.join(wrong)}")
            raise AssertionError(self.unlawful[-1])
        found = next((reply for fault in self.faults if (reply := fault(asked)) is not None), None)
        if found is None:
            service = self.services.get(place.shown)
            found = service(asked) if service else Failure(place.shown, "name not known", is_passing=False)
        self.counts[place.shown, found.status] += 1
        self.ledger.note(asked.at, asked.host, asked.path, lower, found)
        return found

    def close(self) -> None:
        """Nothing is open."""


def somewhere(_host: str, _port: int, *_: Any) -> list[Address]:
    """Return one address for every name."""
    return [SOMEWHERE]


@contextmanager
def client_on(wire: FakeWire, meter: Meter | None = None, **options: Any) -> Iterator[HttpClient]:
    """Yield the product's own client on this wire."""
    chosen = HttpOptions(**{"contact": "https://example.org/mainstay", **options})
    client = HttpClient(
        chosen, MemoryHosts(), wire.clock, pause=wire.clock.pause, spread=lambda: 1.0, lookup=somewhere, meter=meter, wire=wire
    )
    with client:
        yield client
