"""The outbox: everything of a cycle in one transaction, each message once, each attempt remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event, select

from monitor.model.alerts import AlertState, Fact, Held, Notice, Reason
from monitor.model.finding import Level
from monitor.model.options import Retention
from monitor.model.outbox import NewMessage, NewReport, Occasion, RecipientState, Telling, Tried
from monitor.model.stored import StoredReport
from monitor.store.alerts import load_notices, load_states
from monitor.store.engine import Database
from monitor.store.judgements import load_last_report, load_periods
from monitor.store.outbox import load_body, load_undelivered, load_waiting, rewrite_bodies, save_tried
from monitor.store.retention import purge
from monitor.store.tables.alerts import NOTICE
from monitor.store.tables.outbox import DELIVERY, MESSAGE, RECIPIENT
from monitor.store.told import load_first_seen, save_telling
from tests.store.builders import DAY, NOW, rows_in
from tests.store.test_judgements import OVERDUE, WATCH, judged

ADA, BEN = "ada@reader.example", "ben@reader.example"
FIRE = NOW - DAY / 24


def message(recipient: str = ADA, occasion: str = "period-1", channel: str = "email", at: datetime = NOW) -> NewMessage:
    """Return one message, ready to be stored."""
    key = f"weekly|{occasion}|{channel}|{recipient}"
    return NewMessage(
        key, Occasion.PERIOD, "period_due", "weekly", channel, recipient, "News", at, body=f"for {recipient}".encode()
    )


def report(*messages: NewMessage, at: datetime = NOW, period_at: datetime | None = FIRE) -> NewReport:
    """Return a report that these messages carry."""
    return NewReport(StoredReport("weekly", f"{at:%Y-%m-%d}", at, at, "m1", "{}", ""), period_at, messages)


STATE = AlertState(
    "weekly", "rush", "m1", Level.OK, Level.ALERT, 1, Level.ALERT, NOW, (NOW,), False, (Fact("r s", "f"),), Held.FIRST, NOW
)
ALL = Telling(
    at=NOW,
    judged=((judged(OVERDUE), WATCH),),
    watchlists=("weekly",),
    reports=(report(message(ADA), message(BEN)),),
    alerts=(message(ADA, "alert-1"),),
    states=(STATE,),
    notices=(Notice("weekly", "rush", Level.ALERT, None, Reason.FACT, "alert-1", NOW),),
)


def accept(db: Database, recipient: str, occasion: str = "period-1", at: datetime = NOW) -> None:
    """Mark a message as accepted."""
    (one,) = (w for w in load_waiting(db) if w.key == message(recipient, occasion).key)
    save_tried(db, one, Tried(RecipientState.SENT, at))


def test_everything_that_a_cycle_tells_comes_back(db: Database) -> None:
    assert 1 == save_telling(db, ALL)
    assert [(ADA, b"for ada@reader.example"), (BEN, b"for ben@reader.example"), (ADA, b"for ada@reader.example")] == [
        (waiting.recipient, load_body(db, waiting)) for waiting in load_waiting(db)
    ]
    assert {"rush": STATE} == load_states(db, "weekly")
    assert ALL.notices == load_notices(db, "weekly", NOW - DAY)
    assert ({"weekly": NOW}, (FIRE,)) == (load_first_seen(db), load_periods(db, "weekly"))


@pytest.mark.parametrize("table", [MESSAGE, RECIPIENT, NOTICE], ids=lambda table: str(table.name))
def test_an_error_at_any_row_stores_nothing_at_all(db: Database, table: object) -> None:
    def refuse(_connection: object, clause: object, *_: object) -> None:
        if getattr(clause, "table", None) is table:
            raise RuntimeError("the lights went out")

    before = rows_in(db)
    event.listen(db.engine, "before_execute", refuse)
    with pytest.raises(RuntimeError):
        save_telling(db, ALL)
    event.remove(db.engine, "before_execute", refuse)
    assert before == rows_in(db)


def test_a_message_whose_key_is_known_is_not_stored_again(db: Database) -> None:
    save_telling(db, Telling(NOW, (), alerts=(message(),)))
    save_telling(db, Telling(NOW, (), alerts=(replace(message(), body=b"other"),)))
    (waiting,) = load_waiting(db)
    assert b"for ada@reader.example" == load_body(db, waiting)


def test_a_message_that_could_not_be_made_waits_for_nobody(db: Database) -> None:
    save_telling(db, Telling(NOW, (), alerts=(replace(message(), body=b"", refused="no such header"),)))
    assert () == load_waiting(db)
    (one,) = load_undelivered(db, NOW)
    assert (RecipientState.REFUSED, "no such header", 0) == (one.state, one.detail, one.attempts)


def test_each_attempt_is_remembered(db: Database) -> None:
    save_telling(db, Telling(NOW, (), alerts=(message(),)))
    (first,) = load_waiting(db)
    save_tried(db, first, Tried(RecipientState.PENDING, NOW, "451 later", NOW + DAY))
    (second,) = load_waiting(db)
    save_tried(db, second, Tried(RecipientState.SENT, NOW + DAY))
    with db.read() as connection:
        attempts = connection.execute(select(DELIVERY).order_by(DELIVERY.c.attempt)).all()
        recipient = connection.execute(select(RECIPIENT)).one()
    assert [(1, "pending", "451 later", NOW + DAY), (2, "sent", "", None)] == [
        (row.attempt, row.outcome, row.detail, row.next_try_at) for row in attempts
    ]
    assert ("sent", 2, NOW + DAY) == (recipient.state, recipient.attempts, recipient.accepted_at)


def test_nobody_is_tried_sooner_by_a_channel_that_reaches_nobody(db: Database) -> None:
    save_telling(db, Telling(NOW, (), alerts=(message(ADA), message(BEN), message("files", channel="files"))))
    first, *_ = load_waiting(db)
    save_tried(db, first, Tried(RecipientState.PENDING, NOW, "refused", NOW + DAY), everyone=True)
    assert [NOW + DAY, NOW + DAY, NOW] == [waiting.next_try_at for waiting in load_waiting(db)]


def test_the_last_report_is_the_last_that_somebody_accepted_by_that_way(db: Database) -> None:
    save_telling(db, Telling(NOW, (), reports=(report(message(ADA), message(BEN)),)))
    save_telling(db, Telling(NOW, (), reports=(report(message(ADA, "period-2"), at=NOW + 7 * DAY),)))
    assert load_last_report(db, "weekly", ["email"]) is None
    accept(db, BEN)
    told = load_last_report(db, "weekly", ["email"])
    assert told
    assert NOW == told.created_at
    assert load_last_report(db, "weekly", ["files"]) is None


def test_a_page_from_before_there_were_messages_counts_as_written(db: Database) -> None:
    save_telling(db, Telling(NOW, (), reports=(report(period_at=None),)))
    assert load_last_report(db, "weekly", ["files"])
    assert load_last_report(db, "weekly", ["email"]) is None
    assert () == load_periods(db, "weekly")


def test_a_list_is_first_seen_once(db: Database) -> None:
    save_telling(db, Telling(NOW, (), ("weekly",)))
    save_telling(db, Telling(NOW + DAY, (), ("weekly", "daily")))
    assert {"weekly": NOW, "daily": NOW + DAY} == load_first_seen(db)


def test_bytes_are_dropped_after_a_month_unless_somebody_waits(db: Database) -> None:
    save_telling(db, Telling(NOW, (), reports=(report(message(ADA), message(BEN)),)))
    accept(db, ADA)
    purge(db, Retention(), NOW + 31 * DAY)
    with db.read() as connection:
        assert [b"", b"for ben@reader.example"] == list(
            connection.execute(select(MESSAGE.c.body).order_by(MESSAGE.c.id)).scalars()
        )


def test_stored_bytes_can_be_made_anew(db: Database) -> None:
    save_telling(db, Telling(NOW, (), reports=(report(message(ADA), message(BEN)),)))
    assert 1 == rewrite_bodies(db, lambda channel, body: body.replace(b"ada", channel.encode()))
    assert [b"for email@reader.example", b"for ben@reader.example"] == [load_body(db, waiting) for waiting in load_waiting(db)]
