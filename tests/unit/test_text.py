"""Foreign text is made safe before it is stored or shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.files import kept_text
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


HIDDEN = [
    "ada\uff20lark.example",
    "ada\ufe6blark.example",
    "ada%40lark.example",
    "'ada'@lark.example",
    '"ada"@lark.example',
    "ada @lark.example",
    "ada&#64;lark.example",
    "ada&#x40;lark.example",
    "ada&commat;lark.example",
    "ada[at]lark.example",
    "ada [at] lark [dot] example",
    "ada (at) lark.example",
    "ada@163.com",
    "ada@163-beta.com",
    "ada@localhost",
]
KEPT = [
    "@ada",
    "by @ada and @ben",
    "thanks @ada.bsky.social",
    "https://social.example/%40ada",
    "https://index.example/package/%40acme%2Flark",
    "https://index.example/npm%2F%40acme%2Flark",
    "@acme/lark",
    "add @acme.corp/lark",
    "lark@1.2",
    "@acme/lark@1.2.3-rc.1",
    "actions/checkout@v4",
    "lark@1.2.",
    "meet [at] noon",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_an_address_in_any_common_spelling_is_masked(text: str) -> None:
    assert "write to (address withheld) today" == mask_addresses(f"write to {text} today")


@pytest.mark.parametrize("text", KEPT)
def test_accounts_scopes_and_versions_are_no_addresses(text: str) -> None:
    assert text == mask_addresses(text)
    assert text == kept_text(text)


WORD = st.text(st.sampled_from("abcxyz019_-"), min_size=1, max_size=30).map(lambda text: f"q{text}q")
SIGNS = st.sampled_from(["@", "\uff20", "\ufe6b", "%40", "&#64;", "&#064;", "&#x40;", "&commat;", "[at]", " [at] ", "(at)"])


@given(WORD, SIGNS, WORD, st.sampled_from(["example", "org", "co.uk"]))
def test_neither_part_of_an_address_stays(name: str, sign: str, host: str, top: str) -> None:
    for masked in (mask_addresses(f"to {name}{sign}{host}.{top} now"), kept_text(f"to {name}{sign}{host}.{top} now")):
        assert "to (address withheld) now" == masked


@given(WORD, st.from_regex(r"v?[0-9]{1,3}(\.[0-9]{1,3}){0,3}", fullmatch=True))
def test_no_handle_page_scope_or_version_is_masked(name: str, version: str) -> None:
    for text in (f"by @{name}", f"https://social.example/@{name}", f"@{name}/lark", f"{name}@{version}"):
        assert text == mask_addresses(text)


@pytest.mark.parametrize("tail", ["", "@", " @", "%40", "[at]", "&#64;"])
def test_a_long_text_without_a_blank_is_read_in_one_go(tail: str) -> None:
    long = "x" * 200_000 + tail
    assert long == mask_addresses(long)


@given(st.text(), st.integers(1, 300))
def test_cleaned_text_fits_one_line_and_is_stable(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert len(once) <= limit
    assert [] == [c for c in once if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
    assert once == clean(once, limit)
