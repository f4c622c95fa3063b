"""Run the command line in this process, as a user would, and small repositories to run it on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str


class CommandLine:
    """Calls `mainstay` with arguments; `folder` is where the configuration lies.

    `database` is the line that every configuration gets to name its database, "" for the file in its `state_dir`.
    """

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str = ""
    ) -> None:
        self.folder = folder
        self.database = database
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, *arguments: str) -> Ran:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["mainstay", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = self.capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 0 if code is None else 1, printed.out, printed.err)

    def configure(self, text: str) -> str:
        """Write a configuration and return its path, to be passed with --config."""
        path = self.folder / "mainstay.yaml"
        path.write_text(text + self.database, encoding="utf-8")
        return str(path)

    @property
    def database_url(self) -> str:
        """Return the URL of the database that a configuration written here uses."""
        return self.database.removeprefix("database: ").strip() or f"sqlite:///{self.folder / 'var' / 'mainstay.db'}"


def moment(text: str) -> datetime:
    """Return an ISO date as an aware moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
