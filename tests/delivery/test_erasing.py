"""Names taken out of what was written: however they are escaped, and wherever a line ends."""

from __future__ import annotations

import html
import json

import pytest

from monitor.delivery.erasing import WITHHELD, without_names


@pytest.mark.parametrize("name", ["Ada Quill", "Seán O'Neil", 'R&D "Bo" <wren>', "a.b*c"])
def test_a_name_is_found_as_text_html_and_json_write_it(name: str) -> None:
    ways = (name, html.escape(name), html.escape(name, quote=False), json.dumps(name, ensure_ascii=False)[1:-1])
    assert [f"by {WITHHELD}, seen"] * 4 == [without_names(f"by {written}, seen", [name]) for written in ways]


def test_a_name_is_found_across_the_end_of_a_line() -> None:
    assert f"carried by\n    {WITHHELD} and others" == without_names("carried by\n    Ada\n    Quill and others", ["Ada Quill"])


def test_the_longer_of_two_names_goes_first() -> None:
    assert f"{WITHHELD} and {WITHHELD}" == without_names("Ada Quill and Ada", ["Ada", "Ada Quill"])


@pytest.mark.parametrize("names", [[], [""], ["  "]])
def test_no_name_changes_nothing(names: list[str]) -> None:
    assert "as it was" == without_names("as it was", names)
