"""A real server on loopback in front of an invented service: what the wire in this process says in values, it says in bytes.

Compressed where that is asked for; cut short, dripping or reset where a script of faults says so.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from monitor.model.options import HttpOptions
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.memory import MemoryHosts
from tests.fakes.clock import Clock
from tests.fakes.faults import CUT, FAULTS, RESET, SLOW, Faults
from tests.fakes.ledger import Ledger
from tests.fakes.wire import Asked, Service

NO_LINGER = struct.pack("ii", 1, 0)
DRIP_SECONDS = 0.05
BODILESS = frozenset({204, 304})


class Loopback:
    """Open it as a context. `requests` is the log, `url` the base that takes the place of the service's own."""

    def __init__(self, clock: Clock, service: Service, faults: Faults | None = None) -> None:
        self.clock = clock
        self.service = service
        self.faults = faults or Faults()
        self.requests: list[Asked] = []
        self.ledger = Ledger()
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def name(self) -> str:
        """The host with its port, as tokens and errors name it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """The address of the root, without a slash at its end."""
        return f"http://{self.name}"

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, asked: Asked) -> tuple[Reply | None, str]:
        """Return what is answered to a request, and the fault of the connection by which it is answered, "" for none."""
        with self._lock:
            self.requests.append(asked)
            fault = self.faults.next(asked)
            found = self.service(asked) if fault in ("", CUT, SLOW) else FAULTS[fault](asked)
            self.ledger.note(asked.at, asked.host, asked.path, asked.headers, found)
        return found if isinstance(found, Reply) else None, fault


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, door: Loopback) -> None:
        self.door = door
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers.get("content-length", "0"))))

    def log_message(self, *_: Any) -> None:
        """Keep quiet: `requests` is the log."""

    def _answer(self, method: str, body: bytes) -> None:
        door = self.server.door
        lower = {name.lower(): value for name, value in self.headers.items()}
        reply, fault = door.take(Asked(door.clock.now, method, door.name, self.path, lower, body))
        self.close_connection = True
        if reply is None or fault == RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
            return
        with suppress(OSError):
            self._send(reply, fault, wants_gzip="gzip" in lower.get("accept-encoding", ""))

    def _send(self, reply: Reply, fault: str, *, wants_gzip: bool) -> None:
        is_packed = wants_gzip and bool(reply.body)
        body = gzip.compress(reply.body) if is_packed else reply.body
        self.send_response_only(reply.status)
        for name, value in _framed(reply.headers, reply.status, len(body), is_packed=is_packed).items():
            self.send_header(name, value)
        self.end_headers()
        if fault == SLOW:
            self._drip(body)
        else:
            self.wfile.write(body[: len(body) // 2] if fault == CUT else body)

    def _drip(self, body: bytes) -> None:
        for place in range(len(body)):
            if self.server.door.stopped.wait(DRIP_SECONDS):
                return
            self.wfile.write(body[place : place + 1])


def _framed(headers: Mapping[str, str], status: int, length: int, *, is_packed: bool) -> dict[str, str]:
    more = {"content-encoding": "gzip"} if is_packed else {}
    size = {} if status in BODILESS else {"content-length": str(length)}
    return {**headers, **more, **size, "connection": "close"}


@contextmanager
def client_to(door: Loopback, **options: Any) -> Iterator[HttpClient]:
    """Yield the product's own client, its networks opened for this server; it shares the server's clock."""
    chosen = HttpOptions(
        **{"contact": "https://example.org/mainstay", "allow_networks": ("127.0.0.0/8",), "deadline_seconds": 5.0, **options}
    )
    with HttpClient(chosen, MemoryHosts(), door.clock, pause=door.clock.pause, spread=lambda: 1.0) as client:
        yield client
