"""What a statement is about: true sentences and near misses of departures, whose they are, and who says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.evidence import EvidenceLevel
from monitor.people.mentions import Listener, Readers
from monitor.people.names import Names
from tests.people.listening import (
    ADAS,
    BLOG,
    BOS,
    GIT,
    KEYS,
    LARK,
    LISTENER,
    NEWS,
    STEWARD,
    WORDS,
    heard,
    leaving,
    statement,
)

ADA, BO, LIN = KEYS.values()


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Ada Quill, lead of the Lark models, is leaving Acme Cloud", {ADA}),
        ("Lark lead Ada Quill steps down", {ADA}),
        ("Acme Cloud: Ada Quill steps down", {ADA}),
        ("The departure of Ada Quill leaves the Lark team without a lead", {ADA}),
        ("Farewell to Ada Quill, the Lark maintainer", {ADA}),
        ("Ada Quill says that Bo Wren is leaving the Lark team", {BO}),
        ("Bo Wren is leaving the Lark team, Ada Quill announced", {BO}),
        ("Bo Wren becomes Lark lead after the departure of Ada Quill", {ADA}),
        ("Ada Quill and Bo Wren are leaving the Lark project", {ADA, BO}),
        ("Ada Quill, Bo Wren and 林雨桐 are leaving the Lark project", {ADA, BO, LIN}),
        ("Lark 模型技术负责人林雨桐宣布离职", {LIN}),
        ("林雨桐离开 Acme Cloud，曾负责 Lark 团队", {LIN}),
        ("Lark团队林雨桐、Bo Wren卸任", {LIN, BO}),
        ("The lead of the Lark team is leaving", set()),
        ("Lark 团队负责人离职", set()),
        ("A founder of the Lark project departs", set()),
    ],
)
def test_others_report_a_departure(text: str, persons: set[str]) -> None:
    found = heard(text)
    assert found.about.departure
    assert persons == set(found.about.persons)
    assert (True, EvidenceLevel.REPORTED) == (found.about.is_project, found.level)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill steps down",
        "The lead of Starling is leaving",
        "The Lark project is leaving beta",
        "The Lark library leaves Python 3.9 behind",
        "A lark leaves its nest",
        "Ada steps down as chair of a club",
        "Ada Quillon steps down from the Lark project",
        "Acme Cloud leaves the market",
        "Acme Cloud's chief is leaving",
        "林雨离职",
        "云雀离开巢穴",
        "Lark 团队发布新版本",
        "Ada Quill speaks about the Lark project",
        "The lead of the Lark project says hello, and much later, after a long list of other things that have nothing to do with "
        "it and after many more words, there is talk of leaving a meeting",
    ],
)
def test_a_near_miss_in_the_words_of_others_is_no_departure(text: str) -> None:
    assert "" == heard(text).about.departure


@pytest.mark.parametrize(
    "text",
    [
        "me stepping down. bye my beloved lark team",
        "I am stepping down as maintainer of the Lark project",
        "Stepping down from the Lark team after ten years",
        "Today is my last day at Acme Cloud",
        "After ten years I’m leaving the Lark project",
        "今天我离开了 Lark 团队",
    ],
)
def test_a_person_announces_their_own_departure(text: str) -> None:
    found = heard("", text, ADAS, kind="post")
    assert (True, True, (ADA,)) == (found.about.is_project, found.about.is_by_them, found.about.persons)
    assert EvidenceLevel.ANNOUNCED is found.level


def test_a_goodbye_that_names_no_project_is_kept_and_not_held_to_be_about_it() -> None:
    found = heard("", "After nine years today is my last day. Thank you all", ADAS, kind="post")
    assert (False, (ADA,), EvidenceLevel.ANNOUNCED) == (found.about.is_project, found.about.persons, found.level)
    assert found.about.departure


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("I am sad that Bo Wren is leaving the Lark team", (BO,)),
        ("So Bo Wren has left the Lark project. I will miss him", (BO,)),
        ("I hear that our lead is leaving the Lark team", (ADA,)),
    ],
)
def test_what_a_person_says_of_another_is_a_report(text: str, persons: tuple[str, ...]) -> None:
    found = heard("", text, ADAS, kind="post")
    assert (persons, False) == (found.about.persons, found.about.is_by_them)


def test_another_person_is_reported_and_oneself_is_announced() -> None:
    text = "Bo Wren is leaving the Lark team"
    levels = [heard("", text, at, kind="post").level for at in (ADAS, BOS)]
    assert [EvidenceLevel.REPORTED, EvidenceLevel.ANNOUNCED] == levels


@pytest.mark.parametrize(
    ("title", "quote", "at", "more", "expected"),
    [
        ("Ada Quill steps down", "", BLOG, {}, ((ADA,), True, EvidenceLevel.ANNOUNCED)),
        ("Changes in the team", "Our lead is leaving.", BLOG, {}, ((), True, EvidenceLevel.ANNOUNCED)),
        ("Goodbye", "I am leaving.", BLOG, {"author": "ada quill"}, ((ADA,), True, EvidenceLevel.ANNOUNCED)),
        ("Goodbye", "I am leaving.", BLOG, {}, ((), True, EvidenceLevel.ANNOUNCED)),
        ("Ada Quill steps down from the Lark team", "", STEWARD, {}, ((ADA,), True, EvidenceLevel.ANNOUNCED)),
        ("README", "The maintainer is leaving", GIT, {"kind": "notice"}, ((), True, EvidenceLevel.REPORTED)),
    ],
)
def test_the_project_speaks_for_itself(
    title: str, quote: str, at: str, more: dict[str, str], expected: tuple[tuple[str, ...], bool, EvidenceLevel]
) -> None:
    found = heard(title, quote, at, **more)
    assert expected == (found.about.persons, found.about.is_project, found.level)
    assert found.about.departure


def test_a_stewards_feed_is_about_the_project_only_where_it_names_it() -> None:
    texts = ("Our chief is leaving", "The Lark lead is leaving")
    assert [False, True] == [heard(text, at=STEWARD).about.is_project for text in texts]


def test_one_news_feed_beside_two_projects_is_read_for_each() -> None:
    other = replace(LARK, key="starling", name="Starlingdb", people=())
    listener = Listener(other, Names.of(other, WORDS), WORDS, Readers(leaving), {})
    texts = ("Starlingdb loses its lead", "The Lark team loses its lead", "Nothing of both")
    assert [True, False, False] == [listener.read(statement(text)).about.is_project for text in texts]
    assert [False, True, False] == [heard(text).about.is_project for text in texts]


def test_a_feed_that_another_project_calls_its_own_is_a_report_here() -> None:
    said = statement("The Lark lead is leaving", level=EvidenceLevel.ANNOUNCED)
    assert EvidenceLevel.REPORTED is LISTENER.read(said).level


def test_a_reaction_stays_one() -> None:
    said = statement("The Lark lead is leaving", level=EvidenceLevel.REACTION)
    assert EvidenceLevel.REACTION is LISTENER.read(said).level


def test_a_link_to_the_project_names_it() -> None:
    said = replace(statement("Lark loses people"), cites=(f"{GIT}/issues/1",))
    assert LISTENER.read(said).about.is_project


PIECES = ["Lark ", "Ada Quill ", "I ", "leaving ", "lead ", ". ", "Bo Wren ", "and ", "林雨桐", "离职", "of ", "@adaquill "]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)


@given(texts, st.sampled_from([BLOG, NEWS, STEWARD, ADAS, GIT, "elsewhere"]))
def test_any_text_is_read_and_only_the_configured_are_spoken_of(text: str, at: str) -> None:
    about = heard(text, text, at).about
    assert set(about.persons) <= set(KEYS.values())
    assert about.departure in text
    assert about.is_project or not about.departure or at == ADAS
