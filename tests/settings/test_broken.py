"""Each file in broken/ begins with the problems that it must lead to: `# expect: LINE:COLUMN: key: message`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from monitor.cli.main import main
from monitor.model.errors import SettingsError
from monitor.settings.load import load_configuration
from tests.settings.writing import CANARY

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
EXPECTED = re.compile(r"# expect: (\d+):(\d+): ([^ ]*): (.+)")
ENVIRON = {"CANARY": CANARY}


def expected(path: Path) -> list[tuple[str, int, int, str, str]]:
    """Return (file, line, column, key, message) as the head of a broken file says."""
    found = map(EXPECTED.fullmatch, path.read_text(encoding="utf-8").splitlines())
    return [(str(path), int(match[1]), int(match[2]), match[3], match[4]) for match in found if match]


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 30


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_mistake_is_pointed_at(path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_configuration(path, ENVIRON)
    said = [(problem.file, problem.line, problem.column, problem.key, problem.message) for problem in caught.value.problems]
    assert expected(path) == said


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_no_message_holds_a_secret(path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_configuration(path, ENVIRON)
    shown = f"{caught.value} {caught.value!r} {caught.value.problems!r}"
    assert not re.search(r"canary|73311733", shown.replace(path.stem, ""))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_check_command_prints_the_places_and_no_traceback(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", ENVIRON)
    monkeypatch.setattr(sys, "argv", ["mainstay", "--config", str(path), "check"])
    with pytest.raises(SystemExit) as stopped:
        main()
    printed = capsys.readouterr()
    assert 2 == stopped.value.code
    assert "Traceback" not in printed.err
    for file, line, column, key, message in expected(path):
        assert ": ".join(part for part in (f"{file}:{line}:{column}", key, message) if part) in printed.err.splitlines()
