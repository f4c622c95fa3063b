"""Everything that can go wrong with a source at once: each ends in a clear message, and the report is otherwise complete."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import CommandLine, Ran
from tests.e2e.test_cycle import make_repository

GOOD = {
    "meta": {"api-version": "1.4"},
    "name": "good",
    "versions": ["1.0"],
    "files": [{"filename": "good-1.0.tar.gz", "url": "x", "hashes": {}, "upload-time": "2026-10-01T00:00:00Z", "yanked": False}],
}
DRIPS = 200


class Index(BaseHTTPRequestHandler):
    """A package index on loopback where each name misbehaves in its own way."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps(GOOD).encode()
        name = self.path.strip("/").rsplit("/", 1)[-1]
        if name == "gone":
            self.reply(404, b"{}")
        elif name == "cut":
            self.reply(200, body[: len(body) // 2])
        elif name == "drip":
            self.drip()
        else:
            self.reply(200, body)

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(DRIPS))
        self.end_headers()
        with suppress(OSError):
            for _ in range(DRIPS):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name the library gives it
        """Stay silent."""


@pytest.fixture
def index() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_hostile(path: Path, canary: Path) -> None:
    """A repository with traps: forged mailmap, impossible dates, hostile names, option-like refs, a dangerous configuration."""
    stream = []
    people = [("Evil\x1b[31m\u202e", "evil@lark.example"), ("Good Person", "good@lark.example"), ("x" * 500, "<>@lark.example")]
    for number, at in enumerate([-3600, 4_070_908_800, *range(1_760_000_000, 1_764_000_000, 400_000)]):
        name, address = people[number % 2]
        stream += [f"commit refs/heads/main\ncommitter {name} <{address}> {max(at, 0)} +0000\ndata 2\nx\n"]
        if not number:
            mailmap = "Good Person <good@lark.example> Evil <evil@lark.example>\n"
            stream += [f"M 100644 inline .mailmap\ndata {len(mailmap)}\n{mailmap}\n"]
    stream += ["reset refs/tags/--upload-pack=touch\nfrom refs/heads/main\n\n", "reset refs/tags/v1.0\nfrom refs/heads/main\n\n"]
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    trap = f"touch {canary}"
    with (path / "config").open("a", encoding="utf-8") as config:
        keys = "".join(f'\t{key} = "{trap}"\n' for key in ("fsmonitor", "sshCommand", "pager"))
        config.write(f'[core]\n{keys}[uploadpack]\n\tpackObjectsHook = "{trap}"\n')
    hook = path / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{trap}\n")
    hook.chmod(0o755)


@pytest.fixture
def ran(mainstay: CommandLine, index: str, tmp_path: Path) -> Ran:
    """Return one run over seven bad sources and two good ones."""
    make_repository(tmp_path / "lark.git")
    make_hostile(tmp_path / "hostile.git", tmp_path / "canary")
    names = ["good", "gone", "cut", "drip"]
    packages = "".join(f"  {name}:\n    targets: [pkg:pypi/{name}]\n" for name in names)
    entries = "".join(f"      - project: {name}\n" for name in ["lark", "hostile", "dead", "missing", *names])
    config = f"""contact: ops@example.org
http: {{deadline_seconds: 1, tries: 1, allow_networks: [127.0.0.0/8]}}
homes: {{pypi: "{index}"}}
sources: {{osv: {{enabled: false}}, deps_dev: {{enabled: false}}, cncf: {{enabled: false}}}}
projects:
  lark:
    targets: [./lark.git]
  hostile:
    targets: [./hostile.git]
  dead:
    targets: ["https://127.0.0.1:{dead_port()}/x/y"]
  missing:
    targets: [./nowhere.git]
{packages}watchlists:
  all:
    projects:
{entries}"""
    return mainstay("--config", mainstay.configure(config), "--json", "run")


def test_every_project_is_reported_and_the_run_ends_well(ran: Ran) -> None:
    assert 0 == ran.code, ran.err
    assert {"lark", "hostile", "dead", "missing", "good", "gone", "cut", "drip"} == {
        p["key"] for p in json.loads(ran.out)["projects"]
    }


def test_each_source_that_could_not_be_looked_at_names_its_own_reason(ran: Ran) -> None:
    reasons = {}
    for project in json.loads(ran.out)["projects"]:
        reasons[project["key"]] = {line["reason"] for line in project["coverage"]} - {"", None}
    expected = {"dead": "unavailable", "missing": "not_found", "gone": "not_found", "cut": "malformed", "drip": "unavailable"}
    assert expected == {key: reason for key, (reason,) in ((k, tuple(v) or ("",)) for k, v in reasons.items()) if reason}


def test_what_could_not_be_looked_at_is_unknown(ran: Ran) -> None:
    levels = {project["key"]: project["level"] for project in json.loads(ran.out)["projects"]}
    assert {"unknown"} == {levels[key] for key in ("dead", "missing", "gone", "cut", "drip")}


def test_the_traps_of_a_hostile_repository_are_never_sprung(ran: Ran, tmp_path: Path) -> None:
    assert 0 == ran.code
    assert not (tmp_path / "canary").exists()


def test_no_control_or_direction_character_of_a_name_reaches_a_page(ran: Ran, tmp_path: Path) -> None:
    assert 0 == ran.code
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "var" / "reports").iterdir()]
    assert [] == [character for page in pages for character in ("\x1b", "\u202e") if character in page]
