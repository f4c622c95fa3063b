"""A PostgreSQL server of our own for the tests: made in a temporary folder, on loopback, gone when the command ends.

    python -m tests.postgres_server COMMAND...   run COMMAND with MAINSTAY_TEST_DATABASE set to the server's URL
    python -m tests.postgres_server              print the URL and serve until interrupted
    python -m tests.postgres_server --durable COMMAND...   the same with every write on the disk, as in real use

It runs the newest PostgreSQL that is installed (Debian keeps them out of PATH), never as root: as root it becomes the user
`postgres`. Exits with 69 (EX_UNAVAILABLE) and the reason where no server can be had, otherwise with the code of COMMAND.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

VARIABLE = "MAINSTAY_TEST_DATABASE"
UNAVAILABLE = 69
USER = "mainstay"
INSTALLED = Path("/usr/lib/postgresql")
START_SECONDS = 30
MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30
LOOPBACK_ONLY = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
# What is lost in a power cut is no loss in a test.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A worker's old snapshot, at the wrong moment, keeps what an erasure was to clear until the next time.
    "autovacuum": "off",
}


class NoServer(Exception):
    """No server can be had here; its text says why."""


def programs() -> Path:
    """Return the folder with `initdb` and `postgres`, the newest there is. Raises NoServer."""
    versions = sorted(INSTALLED.glob("*/bin/postgres"), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    on_path = shutil.which("postgres")
    found = versions[-1] if versions else Path(on_path) if on_path else None
    if found is None:
        raise NoServer("PostgreSQL is not installed (Debian, Ubuntu: the package postgresql)")
    return found.resolve().parent


def memory() -> Path | None:
    """Return a folder in memory where there is one with room: a database is made there in a tenth of the time."""
    with suppress(OSError):
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
            return MEMORY
    return None


def as_whom() -> dict[str, Any]:
    """Return how subprocess starts the server's programs: PostgreSQL refuses to run as root. Raises NoServer."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("there is no user `postgres`, and PostgreSQL does not run as root") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[str]:
    """Yield the URL of a running server, of a superuser and the database `postgres`. Raises NoServer."""
    binaries, whom = programs(), as_whom()
    with tempfile.TemporaryDirectory(prefix="mainstay-postgres-", dir=None if is_durable else memory()) as name:
        folder = Path(name)
        password = secrets.token_urlsafe(24)
        _make_cluster(binaries, folder, whom, password)
        port = _free_port()
        running = _start(binaries, folder, whom, port, LOOPBACK_ONLY if is_durable else LOOPBACK_ONLY | HASTY)
        try:
            _wait(running, port, folder / "log")
            yield f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            # SIGINT is its fast shutdown: connections are ended, nothing is waited for.
            running.send_signal(signal.SIGINT)
            running.wait(START_SECONDS)


def _make_cluster(binaries: Path, folder: Path, whom: Mapping[str, Any], password: str) -> None:
    (folder / "password").write_text(password)
    if whom:
        for path in (folder, folder / "password"):
            os.chown(path, whom["user"], whom["group"])
    options = ["--username", USER, "--pwfile", str(folder / "password"), "--auth", "scram-sha-256", "--no-sync"]
    options += ["--encoding", "UTF8", "--locale", "C"]
    made = subprocess.run(
        [binaries / "initdb", "--pgdata", folder / "data", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **whom,
    )
    if made.returncode:
        raise NoServer(f"initdb failed: {made.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(
    binaries: Path, folder: Path, whom: Mapping[str, Any], port: int, options: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        # In a group of its own, so that Ctrl-C reaches the tests first and the server stays until they are done.
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-p", str(port), *settings],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
            **whom,
        )


def _wait(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(START_SECONDS * 20):
        if running.poll() is not None:
            break
        if "ready to accept connections" in log.read_text(errors="replace"):
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        time.sleep(0.05)
    raise NoServer(f"the server did not start: {log.read_text(errors='replace').strip()}")


def main(command: Sequence[str]) -> int:
    """Run `command` beside a server, or serve until interrupted; return the exit code. A server that is named already is used."""
    # A terminated helper must stop its server as well; started in the background of a script, it would not hear of Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    is_durable = command[:1] == ["--durable"]
    command = command[is_durable:]
    if command and os.environ.get(VARIABLE):
        return subprocess.run(command, check=False).returncode
    try:
        with server(is_durable=is_durable) as url:
            if command:
                return subprocess.run(command, env={**os.environ, VARIABLE: url}, check=False).returncode
            print(f"export {VARIABLE}='{url}'", flush=True)  # noqa: T201 - this is what it is called for
            with suppress(KeyboardInterrupt):
                signal.pause()
            return 0
    except NoServer as error:
        print(f"no PostgreSQL server: {error}", file=sys.stderr)  # noqa: T201
        return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
