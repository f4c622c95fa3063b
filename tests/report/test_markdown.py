"""The report as Markdown: complete, readable as it is written, and foreign text stays text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from monitor.report.markdown import report_markdown
from monitor.report.markdown_marks import escaped
from monitor.report.render import render_html
from tests.report.mails import news
from tests.report.samples import many, report_on, varied
from tests.report.test_render import HOSTILE, ID, poisoned_report

COMMENT = "<!-- -->"


def shown(markdown: str) -> str:
    """Return Markdown as HTML, as a code host would: tables are read, HTML in it is passed through."""
    page: str = MarkdownIt("commonmark").enable("table").render(markdown)
    return page


def words(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", page.replace(COMMENT, "")))


def test_it_lists_the_same_findings_as_the_page() -> None:
    for samples in (varied(), many(40)):
        report = report_on(samples)
        assert set(ID.findall(render_html(report))) == set(ID.findall(report_markdown(report)))


def test_it_has_its_parts_in_the_order_of_the_page() -> None:
    text = report_markdown(news())
    order = [
        "# Mainstay: ml-platform",
        "**Two of 11 projects",
        "fully seen",
        "## Since",
        "## Portfolio",
        "alert: Lark",
        "## How well",
    ]
    places = [text.index(part) for part in order]
    assert sorted(places) == places


def test_the_portfolio_is_a_table_with_as_many_cells_in_each_row() -> None:
    page = shown(report_markdown(news()))
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    assert {8} == {len(re.findall(r"<t[hd]", row)) for row in rows}
    assert 5 == len(rows)


def test_what_is_known_links_to_its_source() -> None:
    assert "](https://code.example/lark) (E3)" in report_markdown(news())


def test_plain_text_stays_readable_as_it_is_written() -> None:
    assert "A wait as long as this: 2 % (so few by chance), R&D - see snake_case!" == escaped(
        "A wait as long as this: 2 % (so few by chance), R&D - see snake_case!"
    )


@pytest.mark.parametrize("text", ["see https://evil.example/x", "ask @ada", "as in #12", "www.evil.example"])
def test_nothing_becomes_a_link_or_a_notice_by_itself(text: str) -> None:
    assert COMMENT in escaped(text)
    assert text == words(shown(escaped(text))).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_stays_text(text: str) -> None:
    page = shown(report_markdown(poisoned_report(text))).replace(COMMENT, "")
    allowed = {"h1", "h2", "h3", "p", "strong", "ul", "li", "code", "a", "table", "thead", "tbody", "tr", "th", "td"}
    assert set() == set(re.findall(r"<([a-z0-9]+)", page)) - allowed
    assert [] == [href for href in re.findall(r'href="([^"]*)"', page) if not href.startswith(("https://", "http://", "mailto:"))]


@pytest.mark.parametrize(
    ("written", "said"), [("- @", "@"), ("@", "@"), ("**x** @ y", "x @ y"), ("# Title @", "Title @"), ("| @ |\n|---|", "@")]
)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_any_text_at_all_is_shown_as_it_is_written(written: str, said: str, text: str) -> None:
    expected = said.replace("@", text)
    assert expected.split() == words(shown(written.replace("@", escaped(text)))).split()
