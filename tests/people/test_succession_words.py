"""Who follows: named in words of succession right beside a name; else nobody is said to."""

from __future__ import annotations

import pytest

from monitor.people.names import Names, named_in
from monitor.people.succession_words import succession_words
from monitor.settings.name_words import load_successions
from tests.people.listening import LARK, WORDS

find = succession_words(load_successions())


def followers(text: str) -> tuple[str, ...]:
    return find(text, named_in(text, Names.of(LARK, WORDS), is_own=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bo Wren takes over as the lead of Lark today.", ("Bo Wren",)),
        ("Acme: Nadia Petrescu takes over from Ada Quill as the lead of Lark.", ("Nadia Petrescu",)),
        ("Nadia Petrescu will take over from Ada Quill.", ("Nadia Petrescu",)),
        ("Ada Quill hands over to @bowren2 at the end of June.", ("@bowren2",)),
        ("Ada Quill is succeeded by Jan van der Berg.", ("Jan van der Berg",)),
        ("Lark has a new maintainer: Bo Wren.", ("Bo Wren",)),
        ("Bo Wren is the new lead of Lark.", ("Bo Wren",)),
        ("We appointed Nadia Petrescu as the new lead.", ("Nadia Petrescu",)),
        ("Ada Quill 卸任，由林雨桐接任。", ("林雨桐",)),
        ("Ada Quill 卸任，由王小明接任负责人。", ("王小明",)),
        ("继任者为 Bo Wren。", ("Bo Wren",)),
        ("Bo Wren takes over releases.", ("Bo Wren",)),
        ("王芳将接任维护者。", ("王芳",)),
        ("由 王芳 接任。", ("王芳",)),
        ("项目交接给 王芳。", ("王芳",)),
        ("王小明接手 Lark。", ("王小明",)),
        ("欧阳明接任负责人。", ("欧阳明",)),
        ("Handing the reins to @bo.", ("@bo",)),
        ("I am handing it over to Bo Wren.", ("Bo Wren",)),
    ],
)
def test_who_is_named_beside_words_of_succession_follows(text: str, expected: tuple[str, ...]) -> None:
    assert expected == followers(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill is stepping down as lead of Lark. Thank you.",
        "Bo Wren will not take over.",
        "Nobody takes over from Ada Quill.",
        "A bot takes over the merging of updates.",
        "The community takes over.",
        "We look for a new maintainer.",
        "Who will lead Lark after Ada Quill?",
        "If Bo Wren takes over, all is well.",
        "Bo Wren may take over.",
        "Bo Wren takes over a bug.",
        "Bo Wren takes over for the week.",
        "由社区接手。",
        "团队将接任维护工作。",
        "公司接手项目。",
        "没有人接任。",
    ],
)
def test_where_nobody_is_named_nobody_follows(text: str) -> None:
    assert () == followers(text)
