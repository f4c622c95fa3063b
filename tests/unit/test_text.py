"""Foreign text is made safe before it is stored or shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.text import clean, clean_name, mask_addresses


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("Evil[31m", "Evil\x1b[31m"),
        ("gnp.exe", "\u202egnp.exe"),
        ("two lines", "two\r\nlines"),
        ("nul", "n\x00ul"),
        ("bad", "b\ud800ad"),
        ("plain", "  plain "),
    ],
)
def test_control_format_and_surrogate_characters_are_dropped(expected: str, text: str) -> None:
    assert expected == clean(text)


def test_a_long_text_is_cut_and_says_so() -> None:
    assert ("x" * 9 + "…") == clean("x" * 50, limit=10)


def test_a_name_that_is_an_address_is_masked() -> None:
    assert "(address withheld)" == clean_name("ada@lark.example")


def test_an_address_inside_a_name_is_masked() -> None:
    assert "Ada <(address withheld)>" == clean_name("Ada <ada@lark.example>")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("https://social.example/@ada", "https://social.example/@ada"),
        ("read https://social.example/@ada/123 now", "read https://social.example/@ada/123 now"),
        ("https://index.example/package/@acme/lark", "https://index.example/package/@acme/lark"),
        ("write to (address withheld)", "write to ada@lark.example"),
        ("(address withheld)", "https://lark.example/?from=ada@lark.example"),
        ("/@(address withheld)", "/@/ada@lark.example"),
    ],
)
def test_addresses_are_masked_and_pages_of_accounts_and_scopes_are_not(expected: str, text: str) -> None:
    assert expected == mask_addresses(text)


@given(st.text(), st.integers(1, 300))
def test_cleaned_text_fits_one_line_and_is_stable(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert len(once) <= limit
    assert [] == [c for c in once if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
    assert once == clean(once, limit)
