"""A death is told only where a name stands right beside the words; and what concerns health or family is never repeated."""

from __future__ import annotations

import pytest

from monitor.model.text import PRIVATE
from monitor.people.deaths import death_words
from monitor.people.departure_words import departure_phrases
from monitor.people.mentions import Listener, Readers
from monitor.people.names import Names, named_in
from monitor.people.private import private_words
from monitor.settings.name_words import load_deaths, load_departures, load_private
from tests.people.listening import ADAS, BLOG, KEYS, LARK, NEWS, WORDS, statement

find = death_words(load_deaths())
READERS = Readers(departure_phrases(load_departures()), deaths=find, is_private=private_words(load_private(), WORDS))
LISTENER = Listener(LARK, Names.of(LARK, WORDS), WORDS, READERS, KEYS)


def died(text: str) -> tuple[str, ...]:
    return find(text, named_in(text, Names.of(LARK, WORDS), is_own=True))


@pytest.mark.parametrize(
    "text",
    [
        "We tell you that Ada Quill, who led Lark, passed away on Sunday.",
        "In memory of Ada Quill",
        "Ada Quill has died.",
        "The passing of our dear friend and maintainer Ada Quill",
        "In memoriam: Ada Quill",
        "We mourn Lark maintainer Ada Quill.",
        "Rest in peace, Ada Quill.",
        "Ada Quill (1970-2026) died on 3 June.",
        "沉痛悼念我们的同事 Ada Quill",
        "Ada Quill 于6月3日不幸去世。",
    ],
)
def test_words_right_beside_a_name_say_who_died(text: str) -> None:
    assert ("Ada Quill",) == died(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill's mother passed away.",
        "Ada Quill tells of the death of her father.",
        "Ada Quill, whose dog died, is back.",
        "Ada Quill mourns the loss of Zoe Marlowe.",
        "Ada Quill remembers Zoe Marlowe, who passed away.",
        "In memory of Zoe Marlowe, Ada Quill plants a tree.",
        "Ada Quill: the build server died.",
        "Ada Quill's laptop died.",
        "The death of the monolith, says Ada Quill.",
        "It is a hoax that Ada Quill has died.",
        "Ada Quill has not died.",
        "Ada Quill is well. The old parser died.",
        "Ada Quill 的母亲去世了。",
        "Somebody passed away.",
    ],
)
def test_nobody_who_lives_is_said_to_have_died(text: str) -> None:
    assert () == died(text)


def test_what_the_project_says_of_a_death_is_of_that_person_and_not_repeated() -> None:
    heard = LISTENER.read(statement("In memory of Ada Quill", "Ada Quill passed away after a long illness.", BLOG))
    assert (True, True, ("p-ada",), "E1") == (
        heard.about.is_project,
        heard.about.is_death,
        heard.about.persons,
        heard.level.value,
    )
    assert ("", PRIVATE) == (heard.title, heard.quote)


@pytest.mark.parametrize(
    ("title", "quote", "at"),
    [
        ("Team news", "Ada Quill is on medical leave.", BLOG),
        ("", "I am stepping down as lead of Lark for health reasons.", ADAS),
        ("", "My family needs me, so I am on leave.", ADAS),
        ("Lark", "The lead of Lark is in hospital: Ada Quill was diagnosed with cancer.", NEWS),
        ("Team news", "Our lead is on sick leave.", BLOG),
        ("公告", "Ada Quill 因健康原因卸任 Lark 项目负责人。", BLOG),
    ],
)
def test_words_about_health_or_family_are_not_repeated(title: str, quote: str, at: str) -> None:
    heard = LISTENER.read(statement(title, quote, at))
    assert ("", PRIVATE) == (heard.title, heard.quote)


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("Lark 3", "A family of models for health records, cancer images and hospital letters."),
        ("Release", "Ada Quill tells of the health endpoint of Lark."),
    ],
)
def test_what_software_does_for_health_is_no_private_matter(title: str, quote: str) -> None:
    heard = LISTENER.read(statement(title, quote, BLOG))
    assert (title, quote) == (heard.title, heard.quote)


def test_a_departure_for_private_reasons_is_told_and_its_reason_is_not() -> None:
    heard = LISTENER.read(statement("", "I am stepping down as lead of Lark for health reasons.", ADAS))
    assert ("stepping down", ("p-ada",), PRIVATE) == (heard.about.departure, heard.about.persons, heard.quote)
