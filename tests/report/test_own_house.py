"""What reports say of our own doings, in every format: late, not delivered, answered, held back, told between reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest

from monitor.model.alerts import AlertState, Held, Notice, Reason, Silence, Silencing
from monitor.model.finding import Level
from monitor.model.letter import Circumstances
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.outbox import RecipientState, Undelivered
from monitor.model.own_house import OwnHouse
from monitor.model.report import Report
from monitor.model.target import Entry, Portfolio, Watchlist
from monitor.report.build import build_report
from monitor.report.document import to_document
from monitor.report.mail import report_letter
from monitor.report.markdown import report_markdown
from monitor.report.render import render_html, render_text
from monitor.report.terminal import render_explain
from tests.report.sample_findings import RULES, overdue_finding
from tests.report.samples import NOW, lark

DAY = timedelta(days=1)
OVERDUE = overdue_finding().id_in("lark")
WHY = "we <b>carry</b> it ourselves"


def report_with(house: OwnHouse) -> Report:
    """Return a report on one project that is on alert, with what is said of our own doings."""
    one = lark()
    return build_report(
        watchlist=Watchlist("ml", "ML", (Entry("lark", one.impact),), zone="Europe/Berlin"),
        portfolio=Portfolio({"lark": one.project}, {}, ()),
        assessments={"lark": one.assessment},
        verdicts={"lark": one.verdict},
        rules=RULES,
        people={"lark": one.people},
        previous=None,
        as_of=NOW,
        generated_at=NOW,
        limits=DEFAULT_LIMITS,
        house=house,
    )


class Words(HTMLParser):
    """The words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def __str__(self) -> str:
        return " ".join(self.said)


def mail_html(report: Report) -> str:
    return str(Words(report_letter(report, Circumstances()).html))


def mail_text(report: Report) -> str:
    return report_letter(report, Circumstances()).text


FORMATS: dict[str, Callable[[Report], str]] = {
    "page": lambda report: str(Words(render_html(report))),
    "text": render_text,
    "markdown": lambda report: unescape(report_markdown(report).replace("\\", "")),
    "json": lambda report: json.dumps(to_document(report), ensure_ascii=False),
    "mail": mail_html,
    "mail text": mail_text,
}
in_every_format = pytest.mark.parametrize("say", FORMATS.values(), ids=FORMATS.keys())


def flat(text: str) -> str:
    """Return words with single spaces between them, whatever the width of the lines."""
    return re.sub(r"\s+", " ", text)


def state(held: Held, **more: object) -> OwnHouse:
    one = AlertState("ml", "lark", "1", Level.OK, Level.ALERT, held=held, held_at=NOW - DAY)
    return OwnHouse(states={"lark": replace(one, **more)})  # type: ignore[arg-type]


def undelivered(state: RecipientState, **more: object) -> Undelivered:
    one = Undelivered("ml", "email", "cyd@reader.example", "s", state, 1, "550 no such user", NOW - DAY, NOW, None)
    return replace(one, **more)  # type: ignore[arg-type]


@in_every_format
def test_a_late_report_says_when_it_was_due(say: Callable[[Report], str]) -> None:
    report = report_with(OwnHouse(due_at=NOW - 3 * DAY))
    assert "it was due on 1 March 2026, 10:00 CET" in flat(say(report))


@in_every_format
def test_a_report_says_that_an_earlier_message_was_refused_and_names_no_address(say: Callable[[Report], str]) -> None:
    said = flat(say(report_with(OwnHouse(undelivered=(undelivered(RecipientState.REFUSED),)))))
    assert "1 message of this list was refused for good, the newest of 3 March 2026: 550 no such user." in said
    assert "cyd" not in said


def test_messages_that_wait_and_that_were_given_up_are_counted_apart() -> None:
    states = (RecipientState.PENDING, RecipientState.EXPIRED, RecipientState.EXPIRED)
    report = report_with(OwnHouse(undelivered=tuple(map(undelivered, states))))
    assert ["2 messages of this list were given up", "1 message of this list is not accepted yet"] == [
        note.split(",")[0] for note in report.notes
    ]


@in_every_format
def test_an_answer_is_listed_with_owner_reason_and_end(say: Callable[[Report], str]) -> None:
    silence = Silence(OVERDUE, Silencing.DISPUTED, "Ops", WHY, NOW - DAY, NOW + 9 * DAY)
    said = flat(say(report_with(OwnHouse(silences={OVERDUE: silence}))))
    assert WHY in said
    assert OVERDUE in said
    assert "disputed by Ops on 3 March 2026 until 13 March 2026" in said or '"kind": "dispute"' in said


def test_an_answer_to_a_finding_that_is_no_longer_open_is_not_listed() -> None:
    silence = Silence("0123456789", Silencing.SNOOZED, "Ops", WHY, NOW - DAY, NOW + 9 * DAY)
    assert () == report_with(OwnHouse(silences={"0123456789": silence})).answered


@in_every_format
def test_a_change_of_level_that_is_held_back_is_listed_with_its_reason(say: Callable[[Report], str]) -> None:
    said = flat(say(report_with(state(Held.FIRST))))
    assert "Lark: alert, not told yet: a second look at least a day later must see it too (since 3 March 2026, 10:00 CET)" in said


@pytest.mark.parametrize("held", [Held.LEAVING, Held.UNSTABLE, Held.SILENCED])
def test_each_reason_to_hold_back_has_words(held: Held) -> None:
    (text,) = report_with(state(held)).held_back
    assert re.match(r"Lark: [a-z ,:]+", text)


@pytest.mark.parametrize("held", [Held.NOTHING, Held.BASELINE, Held.UNKNOWN])
def test_what_no_reader_waits_for_is_not_in_the_report(held: Held) -> None:
    assert () == report_with(state(held)).held_back


def test_explain_says_what_was_told_and_what_is_held_back() -> None:
    notice = Notice("ml", "lark", Level.ALERT, Level.OK, Reason.CONFIRMED, "alert-1", NOW - 5 * DAY)
    other = replace(notice, project="wren")
    house = replace(state(Held.LEAVING, told=Level.ALERT), notices=(notice, other))
    said = flat(render_explain(report_with(house), "lark"))
    assert "told on 27 February 2026, 10:00 CET: alert, was ok; seen in two looks a day apart" in said
    assert "no longer alert, not told yet" in said


def test_explain_says_that_a_first_look_is_no_news() -> None:
    assert "no alert, it was so when a level was first known" in flat(render_explain(report_with(state(Held.BASELINE)), "lark"))
