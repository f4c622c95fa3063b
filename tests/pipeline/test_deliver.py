"""From a due period to a message accepted for each recipient: once, with the same bytes, whatever fails in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from monitor.delivery import CHANNELS
from monitor.model.letter import Address
from monitor.model.outbox import Edition, RecipientState
from monitor.pipeline import privacy
from monitor.pipeline.collect import CollectSummary
from monitor.pipeline.cycle import CycleResult, reports_as_of
from monitor.pipeline.deliver import Delivered, has_due
from monitor.store.outbox import load_undelivered
from monitor.store.tables.outbox import MESSAGE, RECIPIENT
from tests.databases import rows_by_table
from tests.pipeline.workshop import ALERT, DAY, FACT, HOUR, MINUTE, READERS, WEEKLY, Workshop, later, refused

ADA, BEN, CYD = READERS
PERIOD = "period-2026-03-02T07:00"


@pytest.fixture
def due(shop: Workshop) -> Workshop:
    """Return a house whose list is due at the next cycle."""
    shop.cycle()
    shop.now += HOUR
    return shop


def states(shop: Workshop) -> dict[str, tuple[str, int]]:
    """Return how far each reader's messages came, and after how many attempts."""
    with shop.house() as house, house.database.read() as connection:
        rows = connection.execute(select(RECIPIENT).where(RECIPIENT.c.recipient != "files")).all()
    return {row.recipient: (row.state, row.attempts) for row in rows}


def test_a_first_look_writes_a_page_and_sends_nothing(shop: Workshop) -> None:
    shop.cycle()
    assert (["weekly-2026-03-02-060000.html"], []) == (shop.reports, shop.post.taken)


def test_a_due_period_reaches_every_reader_once(due: Workshop) -> None:
    due.cycle()
    due.cycle(after=HOUR)
    assert [(reader, [PERIOD]) for reader in READERS] == [(reader, due.post.occasions(reader)) for reader in READERS]


def test_a_due_period_is_written_too(due: Workshop) -> None:
    due.cycle()
    assert "weekly-2026-03-02-070000.html" in due.reports


def test_each_week_is_told_once_however_often_a_cycle_runs(due: Workshop) -> None:
    for _ in range(21 * 2):
        due.cycle(after=12 * HOUR)
    assert ["period-2026-03-02T07:00", "period-2026-03-09T07:00", "period-2026-03-16T07:00", "period-2026-03-23T07:00"] == (
        due.post.occasions()
    )


def test_weeks_asleep_are_caught_up_with_once_and_marked_late(due: Workshop) -> None:
    due.cycle()
    due.cycle(after=30 * DAY)
    due.cycle(after=MINUTE)
    assert [PERIOD, "period-2026-03-30T07:00"] == due.post.occasions()
    with due.house() as house, house.database.read() as connection:
        reasons = connection.execute(select(MESSAGE.c.reason).where(MESSAGE.c.channel == "post").order_by(MESSAGE.c.id)).scalars()
        assert ["period_due"] * 3 + ["late"] * 3 == list(reasons)


def test_a_clock_set_back_two_days_repeats_no_period(due: Workshop) -> None:
    due.cycle(after=7 * DAY)
    due.now -= 2 * DAY
    for _ in range(3):
        due.cycle(after=DAY)
    assert ["period-2026-03-09T07:00"] == due.post.occasions()


def test_one_refusal_does_not_keep_the_others_from_their_message(due: Workshop) -> None:
    due.post.faults[BEN] = refused()
    due.cycle()
    assert {ADA: ("sent", 1), BEN: ("refused", 1), CYD: ("sent", 1)} == states(due)


def test_a_refusal_for_good_is_not_tried_again(due: Workshop) -> None:
    due.post.faults[BEN] = refused()
    for _ in range(5):
        due.cycle(after=MINUTE)
    assert 1 == due.post.tries.count(BEN)


def test_the_operator_learns_of_a_refusal(due: Workshop) -> None:
    due.post.faults[BEN] = refused()
    assert 3 == due.cycle().exit_code(None)
    with due.house() as house:
        (trouble,) = load_undelivered(house.database, due.now - DAY)
    assert (BEN, RecipientState.REFUSED, "550 no such user") == (trouble.recipient, trouble.state, trouble.detail)


def test_a_failure_that_passes_is_tried_again_with_the_same_bytes(due: Workshop) -> None:
    due.post.faults[BEN] = later()
    due.cycle()
    due.post.faults.clear()
    due.cycle(after=10 * MINUTE)
    assert {ADA: ("sent", 1), BEN: ("sent", 2), CYD: ("sent", 1)} == states(due)
    (body,) = [body for reader, body in due.post.taken if reader == BEN]
    assert b"2026-03-02T07:00:00Z" in body


def test_nothing_is_tried_before_its_time(due: Workshop) -> None:
    due.post.faults[BEN] = later()
    due.cycle()
    due.cycle(after=MINUTE)
    assert 1 == due.post.tries.count(BEN)


def test_a_message_that_waits_is_due_when_its_time_has_come(due: Workshop) -> None:
    due.post.faults[BEN] = later()
    due.cycle()
    with due.house() as house:
        assert not has_due(house, due.now)
        assert has_due(house, due.now + HOUR)


def test_a_server_that_nobody_can_reach_is_asked_once_for_all(due: Workshop) -> None:
    due.post.faults = dict.fromkeys(READERS, later("connection refused", everyone=True))
    due.cycle()
    due.cycle(after=MINUTE)
    assert [ADA] == due.post.tries
    due.post.faults.clear()
    due.cycle(after=10 * MINUTE)
    assert sorted(READERS) == sorted(reader for reader, _ in due.post.taken)


def test_a_message_is_given_up_after_five_days(due: Workshop) -> None:
    due.post.faults[BEN] = later()
    for _ in range(22):
        due.cycle(after=6 * HOUR)
    assert ("expired", True) == (states(due)[BEN][0], states(due)[BEN][1] > 10)


def test_who_is_taken_off_the_list_gets_nothing_that_waited(due: Workshop) -> None:
    due.post.faults[BEN] = later()
    due.cycle()
    due.lists = (replace(WEEKLY, recipients=(ADA, CYD)),)
    due.post.faults.clear()
    due.cycle(after=HOUR)
    assert ("expired", 1) == (states(due)[BEN][0], due.post.tries.count(BEN))


def test_what_cannot_be_made_for_one_reader_reaches_the_others(due: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def choosy(edition: Edition, address: Address, options: object) -> bytes:
        if address.recipient == BEN:
            raise refused("a header cannot be made")
        return due.post.compose(edition, address, options)

    monkeypatch.setitem(CHANNELS, "post", replace(due.post.channel(), compose=choosy))
    due.cycle()
    assert {ADA: ("sent", 1), BEN: ("refused", 0), CYD: ("sent", 1)} == states(due)


def test_a_page_that_could_not_be_written_is_written_by_the_next_cycle(shop: Workshop) -> None:
    reports = shop.folder / "var" / "reports"
    reports.parent.mkdir()
    reports.write_text("in the way")
    assert 3 == shop.cycle(at_once=True).exit_code(None)
    reports.unlink()
    assert 0 == shop.cycle(after=MINUTE, at_once=True).exit_code(None)
    assert ["weekly-2026-03-02-060000.html"] == shop.reports


def test_a_second_cycle_that_says_the_same_stores_nothing(shop: Workshop) -> None:
    shop.cycle(at_once=True, lark=ALERT)
    before = rows_by_table(shop.url)
    assert not shop.cycle(after=MINUTE, at_once=True).published[0].is_new
    assert before == rows_by_table(shop.url)


def test_a_report_compares_with_the_last_one_that_a_reader_got(due: Workshop) -> None:
    due.cycle()
    due.post.faults = dict.fromkeys(READERS, refused())
    due.cycle(after=7 * DAY, lark=ALERT)
    due.post.faults.clear()
    due.cycle(after=7 * DAY)
    assert b"worse" in due.post.taken[-1][1]


@pytest.mark.parametrize("channels", [("files", "post"), ("post",)], ids=["pages and mail", "mail alone"])
def test_a_first_report_by_mail_tells_what_came_since_the_first_look(channels: tuple[str, ...], shop: Workshop) -> None:
    shop.lists = (replace(WEEKLY, channels=channels),)
    shop.cycle(at_once=True, wren=FACT)
    shop.cycle(at_once=True, after=30 * MINUTE, lark=ALERT)
    shop.cycle(after=timedelta(minutes=31))
    mail = shop.post.taken[0][1].decode()
    assert "1 change" in mail.splitlines()[1]
    assert "Compared with what was seen on 2 March 2026, 06:00 UTC: no report was sent before." in " ".join(mail.split())


def test_a_report_made_as_a_mail_compares_with_the_last_mail(shop: Workshop) -> None:
    shop.cycle()
    shop.cycle(at_once=True, after=30 * MINUTE, lark=ALERT)
    assert [1, 1] == [changes_by(shop, channel) for channel in ("post", "files")]
    shop.now += DAY
    assert [1, 0] == [changes_by(shop, channel) for channel in ("post", "files")]


def test_who_asks_after_todays_report_sees_its_news_and_what_is_newer(shop: Workshop) -> None:
    shop.lists = (replace(WEEKLY, channels=("files",)),)
    shop.cycle()
    assert 0 == changes_by(shop, "files")
    shop.cycle(at_once=True, after=30 * MINUTE, lark=ALERT)
    assert 1 == changes_by(shop, "files")
    shop.levels |= {"lark": "ok"}
    shop.now += 30 * MINUTE
    assert 1 == changes_by(shop, "files")
    shop.cycle(at_once=True, after=MINUTE)
    shop.now += DAY
    assert 0 == changes_by(shop, "files")


def changes_by(shop: Workshop, channel: str) -> int:
    with shop.house() as house:
        return len(reports_as_of(house, None, None, "weekly", channel)[0].changes)


def test_a_channel_that_a_list_takes_up_late_begins_where_the_last_report_of_the_others_ended(shop: Workshop) -> None:
    shop.lists = (replace(WEEKLY, channels=("files",)),)
    shop.cycle()
    shop.cycle(after=2 * HOUR, lark=ALERT)
    shop.lists = (WEEKLY,)
    shop.cycle(after=7 * DAY)
    assert "no change" in shop.post.taken[0][1].decode().splitlines()[1]


def test_a_forgotten_name_is_in_no_message_that_waits_or_was_sent(due: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    due.post.faults[BEN] = later()
    due.cycle()
    # No account of these projects has a name: the list's title stands in for one.
    monkeypatch.setattr(privacy, "load_names", lambda *_: frozenset({"Weekly"}))
    with due.house() as house:
        privacy.forget_everywhere(house, "a" * 32)
        with house.database.read() as connection:
            bodies = list(connection.execute(select(MESSAGE.c.body).where(MESSAGE.c.channel == "post")).scalars())
    assert [3, 0] == [len(bodies), sum(b"Weekly" in body for body in bodies)]
    due.post.faults.clear()
    due.cycle(after=HOUR)
    assert b"(withheld)" in next(body for reader, body in due.post.taken if reader == BEN)


def test_a_bug_in_a_channel_keeps_nobody_else_waiting(due: Workshop) -> None:
    due.post.faults[ADA] = AttributeError("no such thing")
    due.cycle()
    assert {ADA: ("pending", 1), BEN: ("sent", 1), CYD: ("sent", 1)} == states(due)
    with due.house() as house:
        assert "bug: AttributeError: no such thing" == load_undelivered(house.database, due.now - DAY)[0].detail


@pytest.mark.parametrize(
    ("known", "due", "answered", "code"),
    [(9, 9, 0, 3), (9, 5, 0, 3), (9, 4, 0, 0), (9, 1, 0, 0), (1, 1, 0, 3), (9, 9, 1, 0), (9, 0, 0, 0), (0, 0, 0, 0)],
)
def test_one_dead_place_among_many_is_no_trouble_of_ours(known: int, due: int, answered: int, code: int) -> None:
    assert code == CycleResult(CollectSummary(known, due, answered, ()), (), 0, Delivered()).exit_code(None)
