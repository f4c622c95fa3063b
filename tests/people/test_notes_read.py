"""What a human filed is about the project it was filed for, at the level that was given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.evidence import EvidenceLevel
from monitor.model.history import NOTE
from tests.people.listening import LISTENER, NEWS, statement

ANNOUNCED, RECORDED, _, REPORTED, _ = EvidenceLevel


@pytest.mark.parametrize(
    ("author", "title", "quote", "persons", "departure", "is_by_them"),
    [
        ("Ada Quill", "", "me stepping down. bye my beloved project.", ("p-ada",), "stepping down", True),
        ("The Herald", "Ada Quill", "is stepping down after ten years", ("p-ada",), "stepping down", False),
        ("The Herald", "", "Bo Wren is stepping down from Lark", ("p-bo",), "stepping down", False),
        ("The Herald", "", "The next version comes in June", (), "", False),
    ],
)
def test_a_note_is_about_whom_it_names_or_who_speaks(
    author: str, title: str, quote: str, persons: tuple[str, ...], departure: str, is_by_them: bool
) -> None:
    heard = LISTENER.read(replace(statement(title, quote, NEWS, kind=NOTE, author=author), level=REPORTED))
    assert (True, persons, departure, is_by_them) == (
        heard.about.is_project,
        heard.about.persons,
        heard.about.departure,
        heard.about.is_by_them,
    )


@pytest.mark.parametrize("level", [ANNOUNCED, RECORDED, REPORTED])
def test_the_level_of_a_note_is_kept_as_given(level: EvidenceLevel) -> None:
    assert level is LISTENER.read(statement("", "Bo Wren is stepping down", NEWS, kind=NOTE, level=level)).level
