"""A git server on loopback: git's own http-backend behind a small HTTP server that can also refuse, redirect and drip."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from monitor.model.target import Target, TargetKind


@dataclass
class Site:
    """What the server does: `statuses` and `moves` are by first part of the path; `asked` are the paths in order."""

    root: Path
    url: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def target(self, name: str) -> Target:
        """Return a repository of the site as a target."""
        return Target(f"{self.url}/{name}", TargetKind.GIT, f"{self.url}/{name}")


class Handler(BaseHTTPRequestHandler):
    """Serves one site."""

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _serve(self, body: bytes) -> None:
        self.site.asked.append(self.path)
        name = self.path.split("/")[1]
        if name == "drip":
            self.site.hold.wait(30)
        elif name in self.site.statuses:
            self._answer(self.site.statuses[name], {}, b"")
        elif name in self.site.moves:
            self._answer(301, {"Location": self.path.replace(f"/{name}", self.site.moves[name], 1)}, b"")
        else:
            self._answer(*self._backend(body))

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _backend(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        path, _, query = self.path.partition("?")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_PROJECT_ROOT": str(self.site.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(("git", "http-backend"), env=environment, input=body, capture_output=True, check=True)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        pairs = (line.partition(": ") for line in head.decode().split("\r\n"))
        headers = {key: value for key, _, value in pairs}
        return int(headers.pop("Status", "200").split()[0]), headers, content


@contextmanager
def serving(root: Path) -> Iterator[Site]:
    """Yield a site that serves the repositories in `root` on loopback."""
    site = Site(root)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site)) as server:
        site.url = f"http://localhost:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.hold.set()
            server.shutdown()
            thread.join()
