"""Fixtures of the end-to-end tests: the command line, and the restored histories where they are."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.e2e.command import CommandLine

HISTORIES = Path(__file__).resolve().parents[3] / "shared" / "histories"


@pytest.fixture
def mainstay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], databases: Databases
) -> CommandLine:
    """Return the command line, working in an empty folder on a database of its own."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path, monkeypatch, capsys, databases.line())


@pytest.fixture(scope="session")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the fourteen restored histories, or skip."""
    if not HISTORIES.is_dir():
        pytest.skip("the real histories (../shared/histories) are not beside this checkout")
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed, so the real histories cannot be restored")
    folder = tmp_path_factory.mktemp("histories")
    for packed in sorted(HISTORIES.glob("*.fast-export.zst")):
        name = packed.name.removesuffix(".fast-export.zst")
        subprocess.run(
            ["bash", str(HISTORIES / "restore.sh"), name.replace("+", "/"), str(folder / f"{name}.git")],
            check=True,
            capture_output=True,
        )
    return folder
