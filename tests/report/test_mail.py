"""The mail of a report and the alert: in order, the same in both parts, small enough, and safe with foreign text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.finding import Level
from monitor.model.letter import Circumstances, Crossing
from monitor.paths import data_dir
from monitor.report.mail import LARGEST, alert_letter, encoded_size, report_letter
from monitor.report.mail_plan import pace
from tests.report.mail_lint import RULES, Mail
from tests.report.mails import WEEKLY, alerts, letters, news
from tests.report.samples import NOW, lark, report_on
from tests.report.test_render import HOSTILE, ID, poisoned_report

NAMES = tuple(letters())
WIDTH = 72


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_mail_keeps_the_rules(name: str, rule: Callable[[Mail], Iterator[str]]) -> None:
    assert [] == list(rule(Mail(letters()[name].html)))


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_is_so_large_that_it_would_be_cut(name: str) -> None:
    assert encoded_size(letters()[name].html) <= LARGEST


@pytest.mark.parametrize("name", NAMES)
def test_both_parts_and_the_letter_list_the_same_findings(name: str) -> None:
    letter = letters()[name]
    body = letter.html.split("<h1", 1)[1]
    in_page, in_text = (set(ID.findall(part)) for part in (re.sub(r"<[^>]*>", " ", body), letter.text))
    assert set(letter.findings) == in_page == in_text


@pytest.mark.parametrize("name", NAMES)
def test_the_text_part_has_72_columns_but_for_what_cannot_be_broken(name: str) -> None:
    long = [line for line in letters()[name].text.splitlines() if len(line) > WIDTH]
    assert [] == [line for line in long if max(map(len, line.split())) < WIDTH - 10]


def test_a_hundred_projects_keep_their_cards_and_every_row() -> None:
    page = letters()["hundred"].html
    assert 3 <= page.count('class="card"')
    assert 100 == len(set(re.findall(r"project-\d{4}", page)))


def test_where_not_all_fits_the_rest_is_counted() -> None:
    assert "more projects not ok, in the whole report" in letters()["thousand"].html
    assert "more projects not ok, in the whole report" in letters()["thousand"].text


def test_the_mail_has_its_parts_in_the_order_of_the_page() -> None:
    page = letters()["news"].html
    order = [
        'class="preheader"',
        "<h1",
        'class="coverage"',
        "Since the last report",
        "Portfolio",
        "projects on alert",
        "the whole report",
    ]
    places = [page.index(part) for part in order]
    assert sorted(places) == places


def test_the_preheader_is_the_news() -> None:
    letter = letters()["news"]
    assert letter.preheader == news().headline
    assert re.search(r'class="preheader"[^>]*>' + re.escape(news().headline), letter.html)


def test_only_alerts_have_cards_in_a_report() -> None:
    cards = re.findall(r"<h3[^>]*><bdi>([^<]*)", letters()["news"].html)
    assert ["Lark", "harbour-tools"] == cards


def test_a_card_says_what_is_known_what_not_and_what_would_change_it() -> None:
    page = letters()["first"].html
    assert all(words in page for words in ("Why we say so", "What we know", "What we don\u2019t know", "What would change this"))


def test_every_picture_has_its_number_beside_it() -> None:
    page = letters()["first"].html
    assert 6 == len(re.findall(r'class="amount"[^>]*>\d+ days?\*?<', page))
    assert "31 active days" in page


def test_a_state_is_a_word_and_a_shape_beside_its_colour() -> None:
    page = letters()["news"].html
    for level, shape in (("alert", "◆"), ("watch", "◐"), ("unknown", "□"), ("ok", "●")):
        assert re.search(rf'class="pill {level}"[^>]*><span aria-hidden="true">{shape}</span> {level}<', page)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("news", "Mainstay weekly: 2 changes, 2 alerts (ml-platform)"),
        ("first", "Mainstay weekly (late): first look, 1 alert (ml-platform)"),
        ("calm", "Mainstay: first look (ml-platform)"),
        ("down", "Mainstay weekly: coverage 0 %, first look (ml-platform)"),
        ("alert", "Mainstay alert: Lark is now on alert (ml-platform)"),
        ("alerts", "Mainstay alert: 4 projects changed level (ml-platform)"),
    ],
)
def test_the_subject_says_the_news_in_a_few_words(name: str, subject: str) -> None:
    assert subject == letters()[name].subject


@pytest.mark.parametrize(
    ("schedule", "word"),
    [
        ("0 7 * * 1", "weekly"),
        ("@weekly", "weekly"),
        ("30 6 * * *", "daily"),
        ("0 7 1 * *", "monthly"),
        ("@yearly", "yearly"),
        ("0 7 * * 1-5", ""),
        ("0 7,19 * * *", ""),
        ("@hourly", ""),
        ("", ""),
    ],
)
def test_the_pace_of_a_schedule_is_named_where_it_has_a_name(schedule: str, word: str) -> None:
    assert word == pace(schedule)


def test_a_late_report_says_since_when_it_was_due() -> None:
    letter = letters()["first"]
    assert "This report was due on 1 March 2026, 10:00 CET and comes late." in letter.text
    assert "due on 1 March 2026, 10:00 CET" in letter.html


def test_what_the_report_notes_of_ourselves_stands_in_both_parts() -> None:
    letter = report_letter(replace(report_on([lark()]), notes=("One message was refused.",)), WEEKLY)
    assert "One message was refused." in letter.html
    assert "NOTE: One message was refused." in letter.text


def test_an_alert_names_the_reason_of_each_change() -> None:
    letter = letters()["alerts"]
    for words in ("Seen in two looks", "such facts are told at once", "Not so any more in three looks", "It counts as unstable"):
        assert words in letter.html
        assert words in " ".join(letter.text.split())


def test_an_alert_shows_only_what_changed() -> None:
    assert "Petrel" not in letters()["alerts"].html + letters()["alerts"].text


def test_a_project_that_left_its_level_is_said_to_have_left_it() -> None:
    letter = alert_letter(news(), [Crossing("jsonkit", Level.OK, Level.ALERT, "left")], Circumstances())
    assert "Mainstay alert: jsonkit is no longer on alert (ml-platform)" == letter.subject
    assert "jsonkit is no longer on alert: quiet and steady" in letter.text


def test_a_crossing_of_a_project_that_is_no_longer_watched_is_left_out() -> None:
    letter = alert_letter(news(), [*alerts()[:1], Crossing("gone", Level.ALERT, Level.OK, "fact")], Circumstances())
    assert "Mainstay alert: Lark is now on alert (ml-platform)" == letter.subject


def test_a_reason_that_nobody_has_worded_yet_is_left_out_and_the_mail_is_whole() -> None:
    assert "Lark is now on alert" in alert_letter(news(), [replace(alerts()[0], reason="moon")], Circumstances()).text


@pytest.mark.parametrize(
    ("circumstances", "words"),
    [
        (WEEKLY, "Every card, picture and source: https://reports.example.org/mainstay/ml-platform.html"),
        (Circumstances(page_file="ml.html", is_attached=True), "is in the attached ml.html."),
        (Circumstances(page_file="ml.html"), "is in ml.html, kept where Mainstay runs."),
    ],
)
def test_the_mail_says_where_the_whole_report_is(circumstances: Circumstances, words: str) -> None:
    text = report_letter(report_on([lark()]), circumstances).text
    assert words in " ".join(text.split())


def test_the_mail_says_how_to_leave_the_list() -> None:
    letter = letters()["news"]
    assert 'href="mailto:platform@example.org"' in letter.html
    assert "To leave it, write to platform@example.org" in " ".join(letter.text.split())


def test_the_same_report_gives_the_same_mail() -> None:
    assert report_letter(news(), WEEKLY) == report_letter(news(), WEEKLY)


def test_dark_mode_and_phones_have_rules_of_their_own() -> None:
    sheet = Mail(letters()["news"].html).sheet
    assert "prefers-color-scheme" in sheet
    assert re.search(r"max-width:\s*480px", sheet)


def test_the_colours_of_mails_are_those_of_the_page() -> None:
    styles, mails = (
        set(re.findall(r"#[0-9a-f]{6}", (data_dir("templates") / name).read_text())) for name in ("style.css", "mail.css")
    )
    assert set() == mails - styles


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_brings_no_active_element(text: str) -> None:
    report = poisoned_report(text)
    crossings = [Crossing(project.key, project.level, Level.OK, text) for project in report.projects]
    for letter in (report_letter(report, WEEKLY), alert_letter(report, crossings, WEEKLY)):
        mail = Mail(letter.html)
        assert [] == [found for rule in RULES for found in rule(mail)]
        for shown in (letter.html, letter.text, letter.subject):
            assert set() == {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t"}
        assert "\n" not in letter.subject


def test_a_report_that_is_a_day_late_in_another_zone_tells_its_readers_time() -> None:
    report = replace(report_on([lark()]), zone="Asia/Tokyo")
    assert "due on 4 March 2026, 06:00 JST" in report_letter(report, Circumstances(due_at=NOW - timedelta(hours=12))).text
