"""Whether words name what to use instead: whole forms with a name behind them, and nothing that only sounds like one."""

from __future__ import annotations

import pytest

from monitor.model.instead import names_instead


@pytest.mark.parametrize(
    "text",
    [
        "This project is no longer maintained.** Please use ``newstar`` instead.",
        "Please use `newstar` instead",
        "use nifty2 instead",
        "Use starling",
        "Deprecated in favour of @acme/newstar",
        "request has been replaced by [got](https://got.example)",
        "This repository has moved to https://git.example/new/home",
        "Development continues at newstar.example",
        "Deprecated, please migrate to the starling package",
        "本项目不再维护，请使用 newstar",
    ],
)
def test_a_name_to_use_instead_is_found(text: str) -> None:
    assert names_instead(text)


@pytest.mark.parametrize(
    "text",
    [
        "This project is no longer maintained.",
        "No longer maintained, use at your own risk",
        "Deprecated. Do not use newstar",
        "This project has moved to maintenance mode",
        "The project was moved to a new home",
        "Nobody is left to see to it",
        "Use with caution",
    ],
)
def test_words_that_name_nothing_are_no_replacement(text: str) -> None:
    assert not names_instead(text)
