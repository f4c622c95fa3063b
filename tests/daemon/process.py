"""A daemon in a process of its own, watched by its log, and a package index that answers when the test says so."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.databases import reading

# A machine that is busy with other tests is slow; nothing here waits that long when all is well.
PATIENCE_SECONDS = 60.0
# Longer than anybody here waits: on a machine that stands still for a while no request may end by itself.
REQUEST_SECONDS = 600.0


@dataclass(frozen=True)
class Store:
    """A database: what the configuration says of it, and its URL."""

    line: str
    url: str

    def attempts(self) -> list[str]:
        """Return the outcome of each stored attempt."""
        with reading(self.url) as (connection, found):
            return list(connection.execute(select(found.tables["source_run"].c.outcome)).scalars())


class Running:
    """One `mainstay daemon`; its log lines are JSON."""

    def __init__(self, configuration: Path, environ: Mapping[str, str]) -> None:
        self.configuration = configuration
        self.lines: list[str] = []
        self._news: queue.Queue[str | None] = queue.Queue()
        command = (sys.executable, "-m", "monitor", "--config", str(configuration), "daemon")
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, **environ}
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self._news.put(line.rstrip("\n"))
        self._news.put(None)

    def heard(self, message: str) -> dict[str, Any]:
        """Return the next log line with this message. Fails where the daemon ends before it comes."""
        while (line := self._news.get(timeout=PATIENCE_SECONDS)) is not None:
            self.lines.append(line)
            said: dict[str, Any] = json.loads(line) if line.startswith("{") else {"message": line}
            if message in said["message"]:
                return said
        raise AssertionError("\n".join(self.lines))

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for the end; return the exit code and keep what was logged until then in `lines`."""
        code = self.process.wait(timeout=PATIENCE_SECONDS)
        while (line := self._news.get(timeout=PATIENCE_SECONDS)) is not None:
            self.lines.append(line)
        self._news.put(None)
        return code

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        if self.process.stderr:
            self.process.stderr.close()

    def said(self) -> str:
        return "\n".join(self.lines)


class SlowIndex(ThreadingHTTPServer):
    """Answers every request with 404, but only once `go` is set; `asked` is set when one has come."""

    daemon_threads = True

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), _NotYet)
        self.store = store
        self.asked = threading.Event()
        self.go = threading.Event()

    def settings(self, **daemon: object) -> str:
        """Return a configuration whose one package is asked of this index."""
        return f"""
projects:
  lark: {{targets: ["pkg:pypi/lark"]}}
watchlists:
  weekly: {{projects: [{{project: lark}}]}}
homes: {{pypi: "http://127.0.0.1:{self.server_port}/simple"}}
sources: {{osv: {{enabled: false}}, deps_dev: {{enabled: false}}}}
http: {{allow_networks: [127.0.0.0/8], tries: 1, deadline_seconds: {REQUEST_SECONDS}}}
daemon: {json.dumps({"listen": "127.0.0.1:0", "logs": "json", **daemon})}
{self.store.line}"""


class _NotYet(BaseHTTPRequestHandler):
    server: SlowIndex

    def do_GET(self) -> None:
        self.server.asked.set()
        self.server.go.wait(REQUEST_SECONDS)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def slow_index(store: Store) -> Iterator[SlowIndex]:
    with SlowIndex(store) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.go.set()
            server.shutdown()
            thread.join()


def fetched(url: str) -> tuple[int, str, str]:
    """Return status, content type and text of a page on loopback."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - http on loopback
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()
