"""Answers GET /healthz and /metrics in a thread of its own. It knows nothing but the pages it is given, and never a secret."""

from __future__ import annotations

import logging
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from monitor.daemon.pages import Page
from monitor.model.errors import SettingsError
from monitor.model.options import Listen

# A client that sends nothing must not hold a thread for long.
PATIENCE_SECONDS = 5.0

log = logging.getLogger(__name__)
Pages = Mapping[str, Callable[[], Page]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, listen: Listen, pages: Pages) -> None:
        self.address_family = socket.AF_INET6 if ip_address(listen.host).version == 6 else socket.AF_INET  # noqa: PLR2004
        super().__init__((listen.host, listen.port), partial(_Handler, pages=pages))

    def server_bind(self) -> None:
        """Bind without asking for our own name, which can take seconds where no name server answers."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, *_: Any) -> None:
        """Log what a client broke off; nothing of it concerns the daemon."""
        log.debug("a client of the health page broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE_SECONDS
    server_version = "mainstay"
    sys_version = ""

    def __init__(self, *arguments: Any, pages: Pages) -> None:
        self.pages = pages
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        make = self.pages.get(self.path.partition("?")[0])
        page = make() if make else Page(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", "there are: " + " ".join(self.pages))
        body = page.text.encode()
        self.send_response(page.status)
        for name, value in (("Content-Type", page.kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Log nothing: whoever asks for our health does so every few seconds."""


@contextmanager
def answering(listen: Listen | None, pages: Pages) -> Iterator[str]:
    """Answer `pages` by path while the block runs; yield the address, "" where `listen` is None.

    Raises SettingsError where the address cannot be taken.
    """
    if listen is None:
        yield ""
        return
    try:
        server = _Server(listen, pages)
    except OSError as error:
        at = f"{listen.host}:{listen.port}"
        raise SettingsError.plain(
            f"daemon.listen: {at} cannot be listened on: {error.strerror}; name another, or none"
        ) from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, name="health", daemon=True)
    thread.start()
    try:
        host = f"[{listen.host}]" if ":" in listen.host else listen.host
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
