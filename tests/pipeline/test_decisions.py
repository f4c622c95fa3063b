"""Decisions are kept over a restart, listed in every report with their review, and reopened by what was not known then."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.model.decisions import Choice, Decision
from monitor.model.errors import SettingsError
from monitor.pipeline.cycle import reports_as_of
from monitor.pipeline.decisions import decide
from monitor.report.document import to_document
from monitor.store.decisions import load_decisions
from tests.pipeline.workshop import DAY, FACT, OK, WATCH, Workshop
from tests.report.sample_findings import archived_finding, overdue_finding

OVERDUE = overdue_finding("lark").id_in("lark")
ARCHIVED = archived_finding("lark").id_in("lark")
SUMMER = date(2026, 6, 1)


def take(shop: Workshop, about: str = "lark", choice: Choice = Choice.PIN, review_on: date = SUMMER, **said: str) -> Decision:
    words = {"owner": "Platform team", "reason": "we move in summer", **said}
    with shop.house() as house:
        return decide(house, about, choice, review_on=review_on, **words).decision


def decided(shop: Workshop) -> list[dict[str, object]]:
    with shop.house() as house:
        (report,) = reports_as_of(house, None, None)
    found: list[dict[str, object]] = to_document(report)["decisions"]
    return found


@pytest.fixture
def watched(shop: Workshop) -> Workshop:
    shop.cycle(after=DAY, lark=WATCH)
    return shop


def test_a_decision_outlives_a_restart_and_is_in_the_next_report(watched: Workshop) -> None:
    take(watched)
    (line,) = decided(watched)
    assert ("lark", None, "pin", "Platform team", "we move in summer", "2026-06-01", False) == (
        line["project"], line["finding"], line["choice"], line["owner"], line["reason"], line["review_on"], line["is_due"],
    )  # fmt: skip


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_both_stay_on_record(watched: Workshop) -> None:
    take(watched)
    take(watched, choice=Choice.REPLACE)
    take(watched, about=OVERDUE, choice=Choice.ACCEPT)
    with watched.house() as house:
        assert [("", Choice.REPLACE), (OVERDUE, Choice.ACCEPT)] == [(d.finding, d.choice) for d in load_decisions(house.database)]


def test_its_review_becomes_due(watched: Workshop) -> None:
    take(watched, review_on=(watched.now + DAY).date())
    watched.cycle(after=2 * DAY)
    assert [True] == [line["is_due"] for line in decided(watched)]


def test_a_fact_that_came_after_reopens_it_and_one_that_was_known_does_not(watched: Workshop) -> None:
    take(watched)
    watched.cycle(after=DAY, lark=FACT)
    (line,) = decided(watched)
    assert line["since"]
    assert (ARCHIVED,) == take(watched).known
    (line,) = decided(watched)
    assert [] == line["since"]


def test_a_page_of_today_is_written_again_when_something_was_decided(watched: Workshop) -> None:
    watched.cycle(after=DAY / 1440, at_once=True)
    take(watched)
    watched.cycle(after=DAY / 1440, at_once=True)
    newest = (watched.folder / "var" / "reports" / watched.reports[-1]).read_text()
    assert (2, True) == (len(watched.reports), "we move in summer" in newest)


@pytest.mark.parametrize(
    ("about", "owner", "reason", "review_on", "said"),
    [
        ("0123456789", "Ada", "why", SUMMER, "no such project or finding"),
        ("nothing", "Ada", "why", SUMMER, "nothing: no such project; there are: lark"),
        ("lark", "ada@reader.example", "why", SUMMER, "mail address"),
        ("lark", "Ada", " ", SUMMER, "--reason"),
        ("lark", "Ada", "why", date(2020, 1, 1), "--review-on"),
        ("lark", "Ada", "why", date(2030, 1, 1), "--review-on"),
    ],
)
def test_a_decision_that_will_not_do_is_refused(
    watched: Workshop, about: str, owner: str, reason: str, review_on: date, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        take(watched, about, owner=owner, reason=reason, review_on=review_on)


def test_a_decision_on_a_finding_says_which(watched: Workshop) -> None:
    take(watched, about=OVERDUE.upper())
    watched.cycle(after=DAY, lark=OK)
    assert [OVERDUE] == [line["finding"] for line in decided(watched)]
