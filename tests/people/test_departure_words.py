"""Words of a departure: what counts by itself, what needs to say what is left, and what means something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.people.departure_words import departure_phrases
from monitor.people.telling import telling
from monitor.settings.name_words import load_departures, load_endings
from tests.people.listening import ADAS, LARK, WORDS, heard

FIND = departure_phrases(load_departures())
KEPT = telling([LARK], WORDS, FIND, load_endings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada is stepping down as lead", ["stepping down"]),
        ("ADA  STEPS  DOWN", ["STEPS  DOWN"]),
        ("her resignation", ["resignation"]),
        ("I\u2019m leaving the company", ["leaving"]),
        ("today is my last day", ["is my last day"]),
        ("Bo moves to emeritus", ["emeritus"]),
        ("技术负责人宣布离职", ["离职"]),
        ("他不再担任负责人", ["不再担任"]),
        ("他离开了公司", ["离开"]),
        ("I am not stepping down", []),
        ("She denies resigning", []),
        ("If I leave the team", []),
        ("他没有离职", []),
        ("leave a comment below", []),
        ("The last day of the conference", []),
        ("on parental leave from the team", []),
        ("the left hand side of the board", []),
        ("nothing to see here", []),
        ("", []),
    ],
)
def test_words_that_are_enough_by_themselves(text: str, expected: list[str]) -> None:
    assert expected == [text[found.span.start : found.span.end] for found in FIND(text) if found.is_sure]


EVERYDAY = ["I am leaving Twitter", "leaving for the airport", "he left the house", "离开北京", "a leaf leaves"]
GOODBYES = ["I leave for the airport.", "My flight leaves at nine, goodbye", "再见北京", "Goodbye, Twitter", "Goodbye."]


@pytest.mark.parametrize("text", EVERYDAY)
def test_words_that_need_to_say_what_is_left(text: str) -> None:
    assert [] == [found for found in FIND(text) if found.is_sure]


def test_a_denial_ends_with_its_sentence() -> None:
    assert FIND("It was not easy. She resigned")[0].is_sure
    assert () == tuple(FIND("It was easy that she had not resigned"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After ten years I am stepping down", True),
        ("The Lark team ships 5.0", True),
        ("My project is unmaintained", True),
        ("今天离职了", True),
        ("I am leaving Twitter for a better place", False),
        ("I am leaving for the airport", False),
        ("What a lovely morning, a lark sings", False),
        ("Here is my cat", False),
        ("", False),
    ],
)
def test_of_what_people_post_only_what_tells_is_kept(text: str, *, expected: bool) -> None:
    assert expected is (KEPT(text) is not None)


def test_the_place_is_that_of_the_words() -> None:
    text = "Long ago. I am stepping down."
    assert text.index("stepping") == KEPT(text)


@pytest.mark.parametrize("name", ["Harbour Tools", "Qwuark 3", "通义千问", "Łódź"])
def test_a_watched_name_is_found_by_its_first_word(name: str) -> None:
    kept = telling([LARK, replace(LARK, name=name)], WORDS, FIND, load_endings())
    assert 4 == kept(f"All {name.upper()} news")
    assert None is kept("No news")


@pytest.mark.parametrize("text", EVERYDAY + GOODBYES)
def test_everyday_words_at_a_persons_own_account_are_no_departure(text: str) -> None:
    assert "" == heard("", text, ADAS, kind="post").about.departure


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(0 <= found.span.start < found.span.end <= len(text) for found in FIND(text))
    place = KEPT(text)
    assert place is None or 0 <= place < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "After six years I am stepping down as maintainer of Lark. Bo Wren takes over releases.",
        "After six years I am stepping down as maintainer of Lark. Thanks to Bo Wren for everything.",
        "I am leaving Lark today. Bo Wren is the new lead maintainer.",
        "I am stepping down as maintainer of Lark, and Bo Wren takes over.",
        "今天是我在 Lark 的最后一天，我将离开团队。Bo Wren 将接任维护者。",
    ],
)
def test_who_follows_is_never_told_as_the_one_who_leaves(text: str) -> None:
    found = heard("", text, ADAS, kind="post").about
    assert found.departure
    assert "Bo Wren" not in found.persons


def test_news_names_nobody_from_the_next_sentence() -> None:
    found = heard("Farewell", "After six years I am stepping down as maintainer of Lark. Bo Wren takes over releases.").about
    assert "Bo Wren" not in found.persons
