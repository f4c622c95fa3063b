"""Findings are answered: nothing rests on an answered one alone, every report lists it, and the answer outlives a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model.alerts import Held, Silencing
from monitor.model.errors import SettingsError
from monitor.pipeline.answers import answer
from monitor.pipeline.cycle import reports_as_of
from monitor.report.document import to_document
from monitor.report.text import report_text
from monitor.store.alerts import load_silences, load_states
from tests.pipeline.workshop import DAY, OK, WATCH, WEEKLY, Workshop
from tests.report.sample_findings import overdue_finding

OVERDUE = overdue_finding("lark").id_in("lark")
WHY = "we have our own fork"


def say(shop: Workshop, finding: str, kind: Silencing = Silencing.ACKNOWLEDGED, until: datetime | None = None) -> None:
    """Answer a finding."""
    with shop.house() as house:
        answer(house, finding, kind, owner="Platform team", reason=WHY, until=until)


@pytest.fixture
def watched(shop: Workshop) -> Workshop:
    """Return a house that saw one project overdue at its first look on a Tuesday."""
    shop.cycle(after=DAY, lark=WATCH)
    return shop


def test_an_answer_outlives_a_restart_and_ends_on_its_day(watched: Workshop) -> None:
    say(watched, OVERDUE, Silencing.SNOOZED)
    with watched.house() as house:
        silence = load_silences(house.database, watched.now)[OVERDUE]
        assert ("Platform team", WHY, watched.now + 30 * DAY) == (silence.owner, silence.reason, silence.until)
        assert {} == load_silences(house.database, watched.now + 31 * DAY)


def test_a_later_answer_takes_the_place_of_an_earlier_one(watched: Workshop) -> None:
    say(watched, OVERDUE, Silencing.SNOOZED)
    say(watched, OVERDUE, Silencing.DISPUTED)
    with watched.house() as house:
        assert Silencing.DISPUTED == load_silences(house.database, watched.now)[OVERDUE].kind


def test_a_past_day_ends_an_answer(watched: Workshop) -> None:
    say(watched, OVERDUE)
    say(watched, OVERDUE, until=watched.now - DAY)
    with watched.house() as house:
        assert {} == load_silences(house.database, watched.now)


def test_an_alert_that_rests_on_an_answered_finding_waits_for_the_end_of_the_answer(watched: Workshop) -> None:
    watched.lists = (replace(WEEKLY, alert_at="watch"),)
    watched.cycle(lark=OK)
    for _ in range(3):
        watched.cycle(after=DAY)
    watched.post.taken.clear()
    say(watched, OVERDUE, until=watched.now + timedelta(days=2, hours=12))
    for _ in range(2):
        watched.cycle(after=DAY, lark=WATCH)
    with watched.house() as house:
        assert Held.SILENCED == load_states(house.database, "weekly")["lark"].held
    assert [] == [body for _, body in watched.post.taken if b"alert-" in body]
    watched.cycle(after=DAY)
    assert 3 == len([body for _, body in watched.post.taken if b"alert-" in body])


def test_every_report_lists_the_answer_with_owner_reason_and_end(watched: Workshop) -> None:
    say(watched, OVERDUE)
    with watched.house() as house:
        (report,) = reports_as_of(house, None, None)
    (line,) = to_document(report)["answered"]
    assert (OVERDUE, "lark", "ack", "Platform team", WHY, "2026-06-01T06:00:00Z") == (
        line["finding"], line["project"], line["kind"], line["owner"], line["reason"], line["until"],
    )  # fmt: skip
    text = " ".join(report_text(report).split())
    assert f"acknowledged by Platform team on 3 March 2026 until 1 June 2026: {WHY} [{OVERDUE}]" in text


def test_a_page_of_today_is_written_again_when_a_finding_was_answered(watched: Workshop) -> None:
    watched.cycle(after=timedelta(minutes=1), at_once=True)
    say(watched, OVERDUE)
    watched.cycle(after=timedelta(minutes=1), at_once=True)
    newest = (watched.folder / "var" / "reports" / watched.reports[-1]).read_text()
    assert (2, True) == (len(watched.reports), "acknowledged by Platform team" in newest)


@pytest.mark.parametrize(
    ("finding", "owner", "reason", "said"),
    [
        ("0123456789", "Ada", "why", "no such finding"),
        (OVERDUE, "ada@reader.example", "why", "mail address"),
        (OVERDUE, " \t", "why", "--owner"),
        (OVERDUE, "Ada", "", "--reason"),
    ],
)
def test_an_answer_that_will_not_do_is_refused(watched: Workshop, finding: str, owner: str, reason: str, said: str) -> None:
    with watched.house() as house, pytest.raises(SettingsError, match=said):
        answer(house, finding, Silencing.ACKNOWLEDGED, owner=owner, reason=reason)


def test_an_answer_for_ever_is_refused(watched: Workshop) -> None:
    with pytest.raises(SettingsError, match="must end"):
        say(watched, OVERDUE, until=watched.now + 400 * DAY)
