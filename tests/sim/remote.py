"""A wire to the invented GitHub in its own process; it tells that process the time, and takes the time that answers took."""

from __future__ import annotations

import ipaddress
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from monitor.net.blocks import Address
from monitor.net.library import Reply
from monitor.net.place import Place
from monitor.net.trouble import Failure
from tests.fakes.clock import Clock
from tests.fakes.ledger import Ledger
from tests.sim.population import HOST, Population

# A documentation address: nothing private lives there, so the gate lets it pass.
SOMEWHERE = ipaddress.ip_address("192.0.2.10")


def somewhere(_host: str, _port: int, *_: Any) -> list[Address]:
    """Return one address for every name."""
    return [SOMEWHERE]


@dataclass
class RemoteWire:
    """The wire of the collectors' process."""

    clock: Clock
    connection: Connection
    lock: threading.Lock = field(default_factory=threading.Lock)

    def exchange(
        self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str], seconds: float, body: bytes | None = None
    ) -> Reply | Failure:
        """Return the answer to one request."""
        if place.shown != HOST:
            return Failure(place.shown, "is no part of this simulation", is_passing=False)
        lower = {name.lower(): str(value) for name, value in headers.items()}
        with self.lock:
            self.connection.send((self.clock.now, "GET" if body is None else "POST", place.path, lower, body or b""))
            now, *said = self.connection.recv()
            self.clock.now = max(self.clock.now, now)
        if isinstance(said[0], str):
            return Failure(place.shown, said[0], is_passing=True)
        return Reply(*said)

    def log(self) -> Ledger:
        """Return what was asked so far, in totals."""
        with self.lock:
            self.connection.send(())
            found: Ledger = self.connection.recv()
        return found

    def close(self) -> None:
        """Nothing is open: the process ends when its side is hung up."""


@contextmanager
def remote(population: Population, clock: Clock) -> Iterator[RemoteWire]:
    """Yield a wire to an invented GitHub that runs meanwhile."""
    ours, theirs = Pipe()
    command = [sys.executable, "-m", "tests.sim.server", str(theirs.fileno()), json.dumps(asdict(population))]
    with subprocess.Popen(command, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        try:
            yield RemoteWire(clock, ours)
        finally:
            ours.close()
            process.wait()
