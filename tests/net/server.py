"""A server on loopback that plays a script, one play a request, down to the byte: late, cut, dripping or reset."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType

NO_LINGER = struct.pack("ii", 1, 0)


class End(StrEnum):
    """What becomes of the connection after a play."""

    KEEP = "keep"
    CLOSE = "close"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Play:
    """Bytes to send in this order; a number among them is a pause in seconds."""

    parts: Iterable[bytes | float]
    end: End = End.KEEP


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came; header names in lower case."""

    path: str
    headers: dict[str, str]


Script = Callable[[Asked, int], Play]


def head(status: int = 200, *lines: str) -> bytes:
    """The head of an answer with these header lines."""
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode("latin-1")


def answer(status: int = 200, body: bytes = b"{}", *lines: str) -> Play:
    """A whole answer of known length."""
    return Play([head(status, *lines, *([] if status == 304 else [f"Content-Length: {len(body)}"])) + body])


def redirect(location: str, status: int = 302) -> Play:
    """An answer that points elsewhere."""
    return answer(status, b"", f"Location: {location}")


def dripping(data: bytes, every: float) -> Iterator[bytes | float]:
    """The same bytes, one at a time."""
    for number in range(len(data)):
        yield data[number : number + 1]
        yield every


def in_turn(*plays: Play) -> Script:
    """A script by the number of the request; the last play is repeated."""
    return lambda _, number: plays[min(number, len(plays) - 1)]


class Server:
    """Open it as a context. `requests` is what came in, `most_at_once` how many were being answered at the same time."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> None:
        self.requests: list[Asked] = []
        self.connections = 0
        self.most_at_once = 0
        self._now_answering = 0
        self._script = script
        self._tls = tls
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((address, 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = address

    @property
    def name(self) -> str:
        """The host with its port, as tokens and errors name it."""
        return f"{self.address}:{self.port}"

    @property
    def url(self) -> str:
        """The address of the root, by number."""
        return f"{'https' if self._tls else 'http'}://{self.name}/"

    def __enter__(self) -> Server:
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self._stopped.is_set():
                connection = self._listener.accept()[0]
                with self._lock:
                    self.connections += 1
                    self._open.add(connection)
                self._start(lambda connection=connection: self._serve(connection))  # type: ignore[misc]

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), closing(connection):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                with self._lock:
                    # The wrapped one is the only one that can still be shut.
                    self._open.add(connection)
            with closing(connection):
                while not self._stopped.is_set() and self._one(connection):
                    pass
        with self._lock:
            self._open.discard(connection)

    def _one(self, connection: socket.socket) -> bool:
        """Answer one request; False when the connection is over."""
        asked = _read(connection)
        if asked is None:
            return False
        with self._lock:
            number = len(self.requests)
            self.requests.append(asked)
            self._now_answering += 1
            self.most_at_once = max(self.most_at_once, self._now_answering)
        play = self._script(asked, number)
        try:
            self._send(connection, play.parts)
        finally:
            with self._lock:
                self._now_answering -= 1
        if play.end is End.RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        return play.end is End.KEEP

    def _send(self, connection: socket.socket, parts: Iterable[bytes | float]) -> None:
        for part in parts:
            if isinstance(part, bytes):
                connection.sendall(part)
            elif self._stopped.wait(part):
                return


def _read(connection: socket.socket) -> Asked | None:
    raw = b""
    while not raw.endswith(b"\r\n\r\n"):
        got = connection.recv(65_536)
        raw += got
        if not got or not raw.startswith(b"GET"[: len(raw)]):
            return None
    first, *lines = raw.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    return Asked(first.split(" ")[1], headers)
