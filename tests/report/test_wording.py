"""A linter of words over whole reports: no motive, no feeling, no rank; of a person: act, source, date and level."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.model.carrying import Departure, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Message, Value
from monitor.model.letter import Circumstances
from monitor.model.report import PreviousReport, Report
from monitor.model.situation import Situation, SituationKind
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.report.situations import WORDS
from monitor.report.words import Words
from tests.report.sample_situations import GIT, LEFT_ON, cooling, former, goodbye, lark_history, louder, told
from tests.report.samples import NOW, lark, report_on, varied

# What nobody can see in public data: why, how it feels, and who is above whom.
MOTIVE = re.compile(
    r"\b(because (he|she|they|of)|in order to|wanted to|wants to|due to|decided to (leave|go|quit)|motivat\w*|"
    r"reason for (leaving|going)|for personal reasons|poach\w*|lured|pushed out|forced out|fired|sacked|quits?|"
    r"abandon\w*|desert(ed|s)|walk(ed|s) away|refus(e|es|ed|ing) to|fail(ed|s) to|neglect\w*|ignor(e|es|ed|ing))\b",
    re.IGNORECASE,
)
FEELING = re.compile(
    r"\b(frustrat\w*|angry|anger|upset|unhappy|happy|sad|disappoint\w*|burn(ed|t)?[ -]?out|tired|bitter|"
    r"disgruntled|stress\w*|worri(ed|es)|fear(s|ed|ful)?|hop(es|ed|ing) to|regret\w*|tone|sentiment|mood|toxic|"
    r"drama\w*|shock\w*|sadly|unfortunately)\b",
    re.IGNORECASE,
)
RANKING = re.compile(
    r"\b(best|worst|top (contributor|developer|maintainer)s?|number one|key (person|player)|rockstar|hero|"
    r"most (valuable|important|productive|active) (person|people|contributor|maintainer|developer)s?|"
    r"star (developer|contributor)|leader ?board|rank\w*|grade[ds]?|score[ds]? of [A-Z]|better than|"
    r"less than .{0,20} (people|person))\b",
    re.IGNORECASE,
)
OUT_OF_BOUNDS = {"motive": MOTIVE, "feeling": FEELING, "ranking": RANKING}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED = re.compile(rf"\b\d{{1,2}} ({MONTHS}) \d{{4}}\b")
LEVELLED = re.compile(r"\(E[1-5]\)")
SOURCED = re.compile(r"https?://\S+")
NAMES = ("Ada Quill", "Bo Wren")
SIGNS = tuple(DepartureKind)


def after(before: tuple[Situation, ...], now: tuple[Situation, ...], names: str = "all") -> Report:
    """Return a report with news: Lark's situations `now`, compared with `before`, and every other kind of project."""
    document = json.loads(json.dumps(to_document(report_on([lark(before), *varied()[1:]], names=names))))
    return report_on([lark(now), *varied()[1:]], previous=PreviousReport(document, NOW - timedelta(days=7)), names=names)


def every_sign() -> tuple[Situation, ...]:
    """Return a situation in which each kind of sign, interval and quote stands."""
    signs = [
        Sign(kind, level, LEFT_ON + timedelta(days=n), f"{GIT}/{n}", not_before, "So long", "MAINTAINERS.md")
        for n, kind in enumerate(SIGNS)
        for level in (EvidenceLevel.RECORDED,)
        for not_before in (None, LEFT_ON - timedelta(days=3))
    ]
    whole = replace(goodbye(), signs=(*goodbye().signs, *signs))
    others = tuple(Departure("p-one", "maintainer", one.level, one.on, (one,)) for one in signs[:3])
    return told(lark_history(whole, *others))


REPORTS = {
    "first": lambda: report_on(varied(), names="all"),
    "louder": lambda: after(told(lark_history(goodbye())), louder()),
    "cooling": lambda: after(louder(), cooling()),
    "gone": lambda: after(louder(), ()),
    "signs": lambda: after((), every_sign()),
    "configured": lambda: after((), told(lark_history(goodbye(), former())), names="configured"),
}


def without_quotes(text: str) -> str:
    """Return a text without the words of others: those are theirs."""
    return re.sub(r"“[^”]*”", "“…”", text)


def formats(report: Report) -> Iterator[str]:
    letter = report_letter(report, Circumstances())
    for page in (render_html(report), letter.html):
        yield re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>|<svg.*?</svg>", " ", page, flags=re.DOTALL))
    yield from (render_text(report), report_markdown(report), letter.text)
    yield " ".join(strings(to_document(report)))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


@pytest.mark.parametrize("what", OUT_OF_BOUNDS)
@pytest.mark.parametrize("name", REPORTS)
def test_no_report_tells_a_motive_a_feeling_or_a_rank(name: str, what: str) -> None:
    for text in formats(REPORTS[name]()):
        said = without_quotes(" ".join(text.split()))
        assert [] == [said[max(0, m.start() - 40) : m.end() + 40] for m in OUT_OF_BOUNDS[what].finditer(said)]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("motive", "She left because she was poached"),
        ("motive", "They refused to answer"),
        ("feeling", "A frustrated maintainer"),
        ("ranking", "their most important contributor"),
    ],
)
def test_the_linter_sees_what_it_looks_for(what: str, text: str) -> None:
    assert OUT_OF_BOUNDS[what].search(text)


def values_for(code: str) -> dict[str, Value]:
    """Return a value for every field of a message's words."""
    days: dict[str, Value] = {name: date(2026, 2, 11) for name in ("on", "since", "until", "opened_on", "closed_on", "held_on")}
    fields = re.findall(r"\{(\w+)(?::([^}]*))?\}", WORDS[code])
    made: dict[str, Value] = {}
    for name, spec in fields:
        is_day = spec in ("date", "month", "far", "last_seen")
        is_share = spec == "pct"
        is_number = spec in ("days", "span", "num", "whole") or spec.startswith("n ")
        made[name] = date(2026, 2, 11) if is_day else 0.4 if is_share else 3 if is_number else days.get(name, "x")
    return made


@pytest.mark.parametrize("what", OUT_OF_BOUNDS)
def test_no_message_of_any_rule_or_situation_does(what: str) -> None:
    said = {code: without_quotes(Words(str, WORDS).say(Message(code, values_for(code)))) for code in WORDS}
    assert {} == {code: text for code, text in said.items() if OUT_OF_BOUNDS[what].search(text)}


def facts_about_persons(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every dated fact of a document that names a person."""
    if isinstance(document, dict):
        if "level" in document and "at" in document and any(name in document.get("text", "") for name in NAMES):
            yield document
        for inner in document.values():
            yield from facts_about_persons(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from facts_about_persons(inner)


@pytest.mark.parametrize("name", ["first", "louder", "cooling", "signs"])
def test_every_fact_about_a_person_has_a_date_a_source_and_a_level(name: str) -> None:
    found = list(facts_about_persons(to_document(REPORTS[name]())))
    assert found
    assert [] == [fact for fact in found if not (fact["at"] and fact["link"] and fact["level"])]


def items(text: str) -> Iterator[str]:
    """Yield the paragraphs and list items of a plain text, each as one line."""
    for block in re.split(r"\n(?=\s*- |\s*\n)", text):
        yield " ".join(block.split())


@pytest.mark.parametrize("name", ["first", "louder", "cooling", "signs"])
def test_every_line_about_a_person_has_a_date_and_those_of_what_we_know_a_source_and_a_level(name: str) -> None:
    lines = [line for line in items(render_text(REPORTS[name]())) if any(person in line for person in NAMES)]
    assert lines
    assert [] == [line for line in lines if not DATED.search(line)]
    known = [line for line in lines if LEVELLED.search(line) and line.startswith("- ")]
    assert known
    assert [] == [line for line in known if not SOURCED.search(line)]


def test_where_names_are_not_configured_no_other_name_is_told() -> None:
    report = REPORTS["configured"]()
    assert [] == [text for text in formats(report) if "Bo Wren" in text]


def test_a_title_of_a_situation_about_a_person_is_dated_and_levelled() -> None:
    for report in (REPORTS[name]() for name in REPORTS):
        about = [line for line in report.situations if line.kind in (SituationKind.DEPARTURE, SituationKind.DEATH)]
        assert [] == [line.title for line in about if not DATED.search(line.title) or line.level > EvidenceLevel.RECORDED]
