"""Who reads what a command prints may leave before its end: that is no project at a level, which is what exit code 1 says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OWN_TROUBLE = 3
SETTINGS = "projects:\n  lark: {targets: ['./lark']}\nwatchlists:\n  all: {projects: [{project: lark}]}\n"


def code_without_reader(folder: Path, *arguments: str) -> int:
    """Return the exit code of a command whose standard output nobody reads."""
    (folder / "mainstay.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "lark").mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = (sys.executable, "-m", "monitor", *arguments)
        done = subprocess.run(command, cwd=folder, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert b"cannot write what there is to say" in done.stderr
    return done.returncode


@pytest.mark.parametrize("arguments", [("check",), ("report",), ("--json", "report"), ("--help",), ("check", "--help"), ("run",)])
def test_a_reader_who_left_is_told_from_a_level_that_was_reached(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert OWN_TROUBLE == code_without_reader(tmp_path, *arguments)
