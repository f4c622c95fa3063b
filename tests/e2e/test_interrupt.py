"""Ctrl-C ends a run at once, also while git waits for a server, with the shell's own exit code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

INTERRUPTED = 130
PATIENCE_SECONDS = 20.0


def test_an_interrupt_does_not_wait_for_a_server_that_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE_SECONDS)
        (tmp_path / "mainstay.yaml").write_text(
            "http: {allow_networks: [127.0.0.0/8]}\n"
            "git: {extra_protocols: [git], deadline_seconds: 600}\n"
            f"projects:\n  slow: {{targets: ['git://127.0.0.1:{silent.getsockname()[1]}/x']}}\n"
            "watchlists:\n  all: {projects: [{project: slow}]}\n",
            encoding="utf-8",
        )
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        command = (sys.executable, "-m", "monitor", "run")
        running = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        connection, _ = silent.accept()
        with connection:
            running.send_signal(signal.SIGINT)
            said = running.communicate(timeout=PATIENCE_SECONDS)[1]
    assert (INTERRUPTED, True) == (running.returncode, b"stopped" in said)
