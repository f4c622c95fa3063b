"""Fixtures of judging: the made data, written once, and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backtest.made import population, write
from tests.e2e.command import CommandLine


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of made data; it is only read."""
    return write(tmp_path_factory.mktemp("data"), population())


@pytest.fixture
def mainstay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Return the command line; judging needs no configuration and no database."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path, monkeypatch, capsys)
