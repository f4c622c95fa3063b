"""Where a text names a project, its steward and its people: true sentences and near misses, in English and in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.target import NamedPerson, Project, Steward, Target, TargetKind
from monitor.people.names import Names, named_in
from monitor.people.scripts import Folded
from monitor.settings.name_words import load_name_words

WORDS = load_name_words()
PEOPLE = (
    NamedPerson(
        "Ada Quill", ("lead",), ("adaquill", "ada@lark.example", "https://social.example/@ada_q", "@adafedi@social.example")
    ),
    NamedPerson("José Łukasz", (), ()),
    NamedPerson("林雨", (), ()),
    NamedPerson("欧阳青云", (), ()),
    NamedPerson("Guido", (), ("guido",)),
)


def names(name: str, organisation: str = "Acme Cloud", page: str = "https://forge.example/acme/thing") -> Names:
    target = Target(page, TargetKind.GIT, page)
    return Names.of(Project("p", name, (target,), Steward(organisation), PEOPLE), WORDS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jinja", "Jinja loses its maintainer"),
        ("Jinja", "What comes after jinja?"),
        ("Jinja", "Jinja2 3.2 is out"),
        ("Jinja", "The end of Jinja."),
        ("Jinja", "pallets/jinja has a new lead"),
        ("Jinja", "Jinja's lead leaves"),
        ("Jinja", "Jinja\u2019s lead leaves"),
        ("Jinja", "JINJA TEAM SHRINKS"),
        ("Qwuark", "Qwuark3-Next ships"),
        ("Qwuark", "Qwuark-VL lead leaves"),
        ("Qwuark", "阿里Qwuark团队负责人离职"),
        ("Qwuark 3", "The lead of Qwuark leaves"),
        ("Qwuark models", "The Qwuark lead leaves"),
        ("Qwuark3", "The Qwuark lead leaves"),
        ("通义千问", "通义千问技术负责人宣布离职"),
        ("harbour-tools", "Harbour Tools is unmaintained"),
        ("Café", "The CAFE\u0301 team says goodbye"),
        ("Rich", "The Rich library has a new maintainer"),
        ("Rich", "Rich 14.1 released"),
        ("Rich", "Rich's maintainer steps down"),
        ("Rich", "Maintainers wanted for `rich`"),
        ("Rich", "textual/rich seeks a maintainer"),
        ("Rich", "At Acme Cloud, Rich loses its only maintainer"),
        ("Rich", "Ada Quill on the future of Rich"),
        ("requests", "The requests library is moving"),
        ("requests", "requests maintainer steps down"),
        ("Click", "Click团队宣布新负责人"),
    ],
)
def test_a_project_is_named(name: str, text: str) -> None:
    assert named_in(text, names(name)).project


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jinja", "A ninja of templates"),
        ("Jinja", "jinjas everywhere"),
        ("Jinja", "jinja-cli has a new lead"),
        ("Jinja", "open-jinja was founded"),
        ("Jinja", "Write to @jinja for help"),
        ("Jinja", "see jinja_extras"),
        ("HTTPX", "httpx2 has a new lead"),
        ("pytest", "pytest-asyncio has a new lead"),
        ("Rich", "Rich people leave the city"),
        ("Rich", "The rich get richer"),
        ("Rich", "Rich Hickey steps down"),
        ("Rich", "Everyone Wants To Be Rich"),
        ("Rich", "Acme Cloud hires Rich Harris"),
        ("Rich", "A rich library of samples"),
        ("requests", "She requests to leave the board"),
        ("Click", "Click here to read more"),
        ("Go", "They go on without a lead"),
        ("Qwuark 3", "Quark 3 ships"),
        ("通义千问", "通义实验室发布新产品"),
        ("Node", "Node.js has a new lead"),
    ],
)
def test_a_near_miss_is_no_name(name: str, text: str) -> None:
    assert () == named_in(text, names(name)).project


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill steps down", ["Ada Quill"]),
        ("ADA  QUILL steps down", ["Ada Quill"]),
        ("@adaquill steps down", ["Ada Quill"]),
        ("forge.example/adaquill archived it", ["Ada Quill"]),
        ("@ada_q says goodbye", ["Ada Quill"]),
        ("@adafedi says goodbye", ["Ada Quill"]),
        ("Jose Lukasz moves on", ["José Łukasz"]),
        ("林雨离职", ["林雨"]),
        ("技术负责人林雨、欧阳青云离职", ["林雨", "欧阳青云"]),
        ("欧阳青云宣布离职", ["欧阳青云"]),
        ("Ada steps down", []),
        ("Quill steps down", []),
        ("Ada Quillon steps down", []),
        ("Nada Quill steps down", []),
        ("Ada\u2019s Quill", []),
        ("adaquill in plain words", []),
        ("@adaquill_fan steps down", []),
        ("林雨桐离职", []),
        ("林下起雨", []),
        ("Guido steps down", []),
        ("@guido steps down", ["Guido"]),
        ("Guido van Rossum steps down", []),
        ("Write to ada@lark.example", []),
    ],
)
def test_a_person_is_named_by_full_name_or_account_and_never_by_half_of_it(text: str, expected: list[str]) -> None:
    assert expected == [person.name for person, _ in named_in(text, names("Lark")).persons]


def test_a_steward_is_named_as_a_word_of_its_own() -> None:
    assert [True, False, False] == [
        bool(named_in(text, names("Lark")).organisation) for text in ("Acme Cloud says", "Acme Clouds", "Acme says")
    ]


def test_a_link_to_the_project_says_what_a_plain_word_means() -> None:
    text = "What comes next for Rich"
    pages = ("https://forge.example/acme/thing/issues/1", "https://forge.example/acme/thing-else", "https://[", "")
    assert [True, False, False, False] == [bool(named_in(text, names("Rich"), (page,)).project) for page in pages]


def test_places_are_those_of_the_text_itself() -> None:
    text = "\u01c6\ufb03 Ada Quill"
    ((_, spans),) = named_in(text, names("Lark")).persons
    assert ["Ada Quill"] == [text[span.start : span.end] for span in spans]


@given(st.text(), st.text(min_size=1))
def test_any_text_and_any_name_can_be_read(text: str, name: str) -> None:
    for spans in (named_in(text, names(name, name)).project, named_in(name, names(name, name)).organisation):
        assert all(0 <= span.start < span.end <= max(len(text), len(name)) for span in spans)


@given(st.text())
def test_folding_keeps_a_place_for_every_letter(text: str) -> None:
    folded = Folded.of(text)
    assert len(folded.letters) + 1 == len(folded.places)


COMMON = st.sampled_from(["Lark", "Harbour Tools", "Qwuark 3", "Café", "通义千问", "Acme Cloud", "HTTPX", "rich", "林雨"])
spoiled = st.sampled_from(["", "3", "-VL", "s", " library", "'s", "\u0301", "团队", " ", "@", "/"])


@given(COMMON, st.lists(COMMON | spoiled | st.text(max_size=3), max_size=6).map("".join))
def test_the_quick_look_never_misses_what_the_close_look_finds(name: str, text: str) -> None:
    known = names(name, name)
    found = named_in(text, known)
    assert known.may_be_in(text) or not (found.project or found.organisation or found.persons)
