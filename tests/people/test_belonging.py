"""Where people say that they belong: as written in profiles, in several languages, and never more than is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.people.belonging import Belonging, belongings, in_company_field, organisation_key
from monitor.settings.name_words import load_affiliations

WORDS = load_affiliations()
READ, READ_COMPANY = belongings(WORDS), in_company_field(WORDS)


def said(text: str) -> set[tuple[str, bool]]:
    return {(found.organisation, found.is_former) for found in READ(text)}


def former(*names: str) -> set[tuple[str, bool]]:
    return {(name, True) for name in names}


def current(*names: str) -> set[tuple[str, bool]]:
    return {(name, False) for name in names}


BIOS = {
    "Formerly at Acme": former("Acme"),
    "formerly @acme": former("acme"),
    "ex-Acme": former("Acme"),
    "Ex-Acme, Bell": former("Acme"),
    "ex @acme | compilers": former("acme"),
    "Former lead of Larkmodels at Acme Research": former("Larkmodels"),
    "former maintainer of Lark": former("Lark"),
    "Former lead at Acme": former("Acme"),
    "Former lead of Larkmodels, now at Acme": former("Larkmodels") | current("Acme"),
    "Former Acme engineer": former("Acme"),
    "Previously Acme and Bell Works": former("Acme", "Bell Works"),
    "previously at the University of Larkham": former("University of Larkham"),
    "Engineer at Acme, formerly at Bell": current("Acme") | former("Bell"),
    "Formerly at Bell, now at Acme": current("Acme") | former("Bell"),
    "ex-Bell now @acme": current("acme") | former("Bell"),
    "Engineer @acme. Previously @bell": current("acme") | former("bell"),
    "@acme and @bell": current("acme", "bell"),
    "I love @rusty birds": set(),
    "Talks at Acme Conf": set(),
    "Working with Rusty": set(),
    "PhD student at Larkham": current("Larkham"),
    "Research scientist @acme-labs": current("acme-labs"),
    "Acme alum": former("Acme"),
    "(ex-Acme)": former("Acme"),
    "Working at Acme building fast compilers": current("Acme"),
    "前阿里巴巴研究员": former("阿里巴巴"),
    "前 Acme 工程师": former("Acme"),
    "曾任职于云雀科技": former("云雀科技"),
    "曾就职于云雀科技、百灵实验室": former("云雀科技", "百灵实验室"),
    "原云雀科技技术负责人": former("云雀科技"),
    "就职于云雀科技，前百灵实验室研究员": current("云雀科技") | former("百灵实验室"),
    "": set(),
    "I like birds and compilers": set(),
    "前端工程师": set(),
    "前路漫漫": set(),
    "曾在北京": set(),
    "曾在云雀科技工作": former("云雀科技"),
    "原创作者，目前在休息": set(),
    "working at scale": set(),
    "Formerly known as Ada": set(),
    "ex-physicist": set(),
    "former athlete": set(),
    "freelance, at home": set(),
    "mail me at (address withheld)": set(),
    "maintainer of Lark": set(),
}


@pytest.mark.parametrize("text", BIOS)
def test_a_bio_says_where_somebody_belongs(text: str) -> None:
    assert BIOS[text] == said(text)


COMPANIES = {
    "@acme": current("acme"),
    "Acme Inc.": current("Acme Inc"),
    "@acme @bell": current("acme", "bell"),
    "Acme, Bell": current("Acme", "Bell"),
    "acme": current("acme"),
    "ex-Acme": former("Acme"),
    "Formerly @acme": former("acme"),
    "Engineer at Acme": current("Acme"),
    "freelance": set(),
    "N/A": set(),
    "云雀科技": current("云雀科技"),
    "前云雀科技": former("云雀科技"),
}


@pytest.mark.parametrize("text", COMPANIES)
def test_what_stands_in_the_field_for_the_company_is_one(text: str) -> None:
    assert COMPANIES[text] == {(found.organisation, found.is_former) for found in READ_COMPANY(text)}


def test_one_organisation_written_in_two_ways_is_one() -> None:
    assert organisation_key("Acme-Labs") == organisation_key("acme labs")


TEXTS = st.text(st.sampled_from("aAeE xX-@.,|()前原曾任现 于云雀\n&/é—0Z"), max_size=80) | st.text(max_size=120)
NAMES = st.from_regex(r"[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?", fullmatch=True).filter(
    lambda name: not READ(name) and all(len(READ(f"formerly at {word}")) for word in name.split())
)


@given(TEXTS)
def test_whatever_is_written_only_what_stands_there_is_named(text: str) -> None:
    squeezed = organisation_key(text)
    for found in (*READ(text), *READ_COMPANY(text)):
        assert found.organisation
        assert organisation_key(found.organisation) in squeezed


@given(NAMES, st.sampled_from(["formerly at {}", "ex-{}", "Previously {}", "曾就职于{}", "{} alum", "former engineer at {}"]))
def test_a_former_place_is_told_as_one_in_every_form(name: str, form: str) -> None:
    assert (Belonging(name, True),) == tuple(READ(form.format(name)))


@given(NAMES, st.sampled_from([" | ", "; ", ", ", ". ", " (compilers) "]))
def test_what_stands_beside_does_not_change_what_is_said(name: str, mark: str) -> None:
    assert (Belonging(name, True),) == tuple(READ(f"likes birds{mark}formerly at {name}{mark}plays chess"))


@given(st.text(st.sampled_from("bcdfg hijkl"), max_size=60))
def test_a_text_without_words_of_belonging_says_nothing(text: str) -> None:
    assert () == tuple(READ(text))
