"""What was said: in every format, dated and sourced, short, and only who may be named is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.model.assessment import Heard, Origin
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import Person
from monitor.model.report import Report, SaidPart
from monitor.model.target import NamedPerson
from monitor.model.text import MASK
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.report.statements import said_lines, said_part
from monitor.report.terminal import render_explain
from tests.report.mails import WEEKLY
from tests.report.samples import heard_of_lark, lark, report_on, spoken, unseen

ADA = Person("p-ada", "Ada Quill", named=NamedPerson("Ada Quill"))
GOODBYE = "After seven years I am stepping down as lead of Lark."


def mailed_as_text(report: Report) -> str:
    return report_letter(report, WEEKLY).text


def mailed(report: Report) -> str:
    return report_letter(report, WEEKLY).html


def explained(report: Report) -> str:
    return render_explain(report, "lark")


FORMATS: dict[str, Callable[[Report], str]] = {
    "page": render_html,
    "text": render_text,
    "markdown": report_markdown,
    "mail in text": mailed_as_text,
    "mail": mailed,
    "explain": explained,
}
in_every_format = pytest.mark.parametrize("say", FORMATS.values(), ids=FORMATS)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text))


@in_every_format
def test_every_format_shows_date_words_source_level_and_how_many_more_places_tell_it(say: Callable[[Report], str]) -> None:
    text = flat(say(report_on([lark()])))
    assert "What was said" in text
    assert GOODBYE in text
    assert "11 February 2026" in text
    assert "bsky.app, Ada Quill, told at 2 more places" in text
    assert "E1" in text
    assert re.search(r"and [1-9] more; 9 statements|9 statements in the last 180 days, of 6.*and 2 more", text)


@in_every_format
def test_nothing_is_shown_where_nothing_was_said(say: Callable[[Report], str]) -> None:
    sample = lark()
    silent = replace(sample, assessment=replace(sample.assessment, heard=Heard()))
    assert "What was said" not in say(report_on([silent]))


def test_the_newest_stands_first_with_all_of_it_in_a_sentence() -> None:
    part = said_part(heard_of_lark(), "configured", {"p-ada": ADA})
    assert "9 statements in the last 180 days, of 6 sources" == part.text
    assert [date(2026, 2, 13), date(2026, 2, 11), date(2026, 1, 27)] == [line.on for line in part.lines[:3]]
    assert 2 == part.more


def test_who_speaks_is_named_only_as_the_policy_permits() -> None:
    said = replace(spoken(3, "News", "", "https://lark.example/1"), author_name="Cy Finch")
    heard = Heard(180, 1, 1, (Origin(said),), 1, is_by_others=True)
    sources = [said_part(heard, names, {}).lines[0].source for names in ("configured", "all")]
    assert ["lark.example", "lark.example, Cy Finch"] == sources


@pytest.mark.parametrize(
    ("title", "quote", "expected"),
    [
        ("Lark 5", "It is faster.", "Lark 5: It is faster."),
        ("", "Only words", "Only words"),
        ("Only a title", "", "Only a title"),
        ("A long title that is cut…", "A long title that is cut short", "A long title that is cut…"),
        ("Write to ada@lark.example", "", f"Write to {MASK}"),
        ("a\u202eb\x1b[31m", "", "ab[31m"),
    ],
)
def test_words_are_clean_and_not_said_twice(title: str, quote: str, expected: str) -> None:
    heard = Heard(180, 1, 1, (Origin(spoken(3, title, quote, "https://lark.example/1")),), 1)
    assert expected == said_part(heard, "configured", {}).lines[0].words


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a:b@lark.example/", "https://[half", ""])
def test_a_link_that_opens_no_page_is_left_out(link: str) -> None:
    heard = Heard(180, 1, 1, (Origin(spoken(3, "News", "", link)),), 1)
    assert "" == said_part(heard, "configured", {}).lines[0].link


def test_a_short_format_says_how_many_more_there_are() -> None:
    part = said_part(heard_of_lark(), "configured", {})
    assert "and 5 more; 9 statements in the last 180 days, of 6 sources" == list(said_lines(part, 2))[-1]
    assert [] == list(said_lines(SaidPart()))


def test_the_document_holds_the_lines() -> None:
    (project,) = to_document(report_on([lark()]))["projects"]
    assert {"on", "level", "source", "words", "link", "more_places"} == set(project["statements"][1])
    assert (EvidenceLevel.ANNOUNCED.value, "2026-02-11", 2) == tuple(
        project["statements"][1][key] for key in ("level", "on", "more_places")
    )
    assert [] == to_document(report_on([unseen("petrel", "Petrel")]))["projects"][0]["statements"]
