"""The page and the text: complete, whole in themselves, safe with foreign text, and quick for a thousand projects."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from monitor.model.finding import Level
from monitor.model.report import Report
from monitor.model.text import MASK
from monitor.report.links import safe_href, shown_link
from monitor.report.pages import anchors
from monitor.report.render import render_html, render_text
from tests.report.pages import Reader
from tests.report.samples import Sample, lark, many, report_on, unseen, varied

ID = re.compile(r"\b[0-9a-f]{10}\b")
ALLOWED_TAGS = frozenset(
    re.findall(
        r"\w+",
        """html head meta title style body header main section footer article aside figure figcaption details summary
        h1 h2 h3 h4 p a ul ol li dl dt dd div span b strong i small code abbr time bdi br table thead tbody tr th td
        svg desc defs pattern symbol use rect circle line path text""",
    )
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "</title></style></svg><script>",
    "\u202egpj.exe\u2066\u200b\x00\x1b[31m\x1b]8;;https://evil.example\x07",
    "=cmd|' /C calc'!A0",
    "ada@lark.example",
    "line\r\nBcc: x\u2028y",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "<!-- --><![CDATA[ ]]>",
]


def test_the_page_has_its_parts_in_the_order_of_reading() -> None:
    page = render_html(report_on(varied()))
    order = ['id="news"', 'class="coverage', 'class="tally"', 'id="asks"', 'id="changes"', 'id="portfolio"', 'id="level-alert"']
    order += ['id="level-watch"', 'id="level-unknown"', 'id="level-ok"', 'id="coverage"', 'id="method"']
    places = [page.index(part) for part in order]
    assert sorted(places) == places


def test_a_card_that_is_not_ok_shows_know_dont_know_and_would_change() -> None:
    page = render_html(report_on([lark()]))
    assert all(
        words in page
        for words in ("What we know", "What we don\u2019t know", "What would change this", "People by role", "What you can do")
    )


def test_page_and_text_list_the_same_finding_ids() -> None:
    for samples in (varied(), many(150)):
        report = report_on(samples)
        listed = [set(ID.findall(render(report))) for render in (render_html, render_text)]
        assert listed[0] == listed[1]
        assert listed[0]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    reader = Reader(render_html(report_on(varied())))
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form", "input"} & set(reader.tags)
    assert [] == [value for value in reader.values("src") + reader.values("srcset") if value]
    assert not re.search(r"@import|url\((?!#)", render_html(report_on(varied())))


def test_every_link_inside_the_page_leads_somewhere() -> None:
    for samples in (varied(), many(150), [lark()]):
        reader = Reader(render_html(report_on(samples)))
        inside = {href[1:] for href in reader.values("href") if href.startswith("#")}
        assert set() == inside - set(reader.values("id"))


def test_no_id_is_given_twice() -> None:
    ids = Reader(render_html(report_on(varied()))).values("id")
    assert len(ids) == len(set(ids))


def test_keys_that_look_alike_get_different_anchors() -> None:
    projects = report_on(varied()).projects
    alike = tuple(replace(project, key=key) for project, key in zip(projects, ("a/b", "a b", "A-B", "///"), strict=False))
    assert 4 == len(set(anchors(alike).values()))


def test_all_four_states_have_word_shape_and_colour() -> None:
    page = render_html(report_on(varied()))
    for level in Level:
        assert f'<symbol id="s-{level.word}"' in page
        assert re.search(rf'class="badge {level.word}">.*?{level.word}</span>', page)
        assert f"--{level.word}:" in page


def test_print_dark_and_phone_have_rules_of_their_own() -> None:
    page = render_html(report_on([lark()]))
    assert all(
        rule in page
        for rule in ("@media print", "prefers-color-scheme: dark", "screen and (max-width: 560px)", "prefers-reduced-motion")
    )


def test_text_keeps_to_72_columns_unless_a_word_is_longer() -> None:
    long = [line for line in render_text(report_on(varied())).splitlines() if len(line) > 72]
    assert [] == [line for line in long if len(line.split()) > 2 and max(map(len, line.split())) < 60]


@pytest.mark.parametrize(
    ("expected", "link"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example", " http://a.example "),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("", "javascript:alert(1)"),
        ("", "JaVaScRiPt:alert(1)"),
        ("", "java\tscript:alert(1)"),
        ("", "data:text/html,x"),
        ("", "vbscript:x"),
        ("", "file:///etc/passwd"),
        ("", "//a.example"),
        ("", "https:///x"),
        ("", "https://user:word@a.example/"),
        ("", "https://[bad"),
        ("", ""),
    ],
)
def test_links_open_pages_or_mails_and_nothing_else(expected: str, link: str) -> None:
    assert expected == safe_href(link)


def test_sources_are_shown_without_credentials_and_only_if_they_are_addresses() -> None:
    links = (
        "https://a.example/@scope/x",
        "pkg:npm/%40scope/x",
        "file:///srv/x",
        "https://ada:word@a.example/",
        "ada@lark.example",
    )
    assert [*links[:3], "", ""] == [shown_link(link) for link in links]


def poisoned(value: Any, text: str) -> Any:
    """Return `value` with every foreign string in it replaced by `text`."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"code", "rule", "kind", "collector", "method", "family", "newer_sibling", "role", "project", "person", "reason"}
        changed = {f.name: getattr(value, f.name) for f in fields(value)}
        return replace(value, **{k: v if k in kept else poisoned(v, text) for k, v in changed.items()})
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if isinstance(value, dict):
        return {key: item if key == "person" else poisoned(item, text) for key, item in value.items()}
    return text if type(value) is str else value


def poisoned_sample(base: Sample, text: str) -> Sample:
    project = replace(poisoned(base.project, text), key=base.project.key, family=base.project.family)
    people = {key: replace(poisoned(person, text), key=key) for key, person in base.people.items()}
    assessment = replace(poisoned(base.assessment, text), project=base.project.key)
    findings = tuple(replace(f, persons=o.persons) for f, o in zip(assessment.findings, base.assessment.findings, strict=True))
    return replace(base, project=project, people=people, assessment=replace(assessment, findings=findings))


def poisoned_report(text: str) -> Report:
    return report_on([poisoned_sample(base, text) for base in varied()], names="all", title=text)


def active(reader: Reader) -> Iterable[str]:
    yield from (tag for tag in reader.tags if tag.lower() not in ALLOWED_TAGS)
    yield from (name for _, name, _ in reader.attributes if name.startswith("on") or name in ("srcdoc", "formaction", "action"))
    yield from (href for href in reader.values("href") if not href.startswith(("#", "https://", "http://", "mailto:")))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_brings_no_active_element(text: str) -> None:
    assert [] == list(active(Reader(render_html(poisoned_report(text)))))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_format_shows_a_control_or_direction_character(text: str) -> None:
    report = poisoned_report(text)
    for shown in (render_html(report), render_text(report)):
        assert set() == {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t"}


def test_an_address_in_foreign_text_is_never_shown() -> None:
    base = lark()
    poison = poisoned_sample(base, "ada@lark.example")
    report = report_on([replace(poison, project=base.project)], names="all")
    assert "ada@lark.example" not in render_html(report) + render_text(report)
    assert MASK in render_text(report)


def test_a_name_in_another_direction_is_isolated() -> None:
    assert "<bdi>مشروع القمر الصناعي</bdi>" in render_html(report_on(varied()))


def test_a_thousand_projects_render_in_ten_seconds_and_fold_what_is_ok() -> None:
    report = report_on(many(1000))
    began = time.perf_counter()
    page = render_html(report)
    assert time.perf_counter() - began < 10
    assert "840 rows that are ok" in page
    assert len(page) < 6_000_000


def test_one_project_needs_no_map() -> None:
    assert "map-figure" not in render_html(report_on([lark()])).split("</style>")[1]


def test_a_report_without_projects_is_a_page_too() -> None:
    assert "This list watches no project yet." in render_html(report_on([]))


def test_with_every_source_down_the_page_says_so_first() -> None:
    page = render_html(report_on([unseen("petrel", "Petrel")]))
    assert "Nothing could be looked at" in page
    assert "Coverage is low." in page
