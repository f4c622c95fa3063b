"""How the command ends: a fault of ours is 3, never the 1 that means a level of --fail-on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import click
import pytest

from monitor.cli import main as command
from monitor.model.errors import SettingsError, StoreError


def raising(error: BaseException) -> Callable[..., NoReturn]:
    def run(**_: object) -> NoReturn:
        raise error

    return run


@pytest.mark.parametrize(
    ("expected", "error", "words"),
    [
        (3, ValueError("no such thing"), "a fault of ours (ValueError): please report it"),
        (3, RecursionError(), "a fault of ours (RecursionError)"),
        (3, AttributeError("text"), "a fault of ours (AttributeError)"),
        (3, StoreError("db: full"), "mainstay: db: full"),
        (3, OSError(28, "No space left on device"), "cannot write what there is to say"),
        (2, SettingsError.plain("no such key"), "no such key"),
        (1, click.exceptions.Exit(1), ""),
        (130, KeyboardInterrupt(), "mainstay: stopped"),
    ],
)
def test_each_end_has_its_code(
    expected: int, error: BaseException, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "mainstay", raising(error))
    with pytest.raises(SystemExit) as ended:
        command.main()
    said = capsys.readouterr().err
    assert (expected, True) == (ended.value.code, words in said)
    assert ("Traceback" in said) == ("a fault of ours" in words)
