"""How the daemon says how it is doing: what is red, the JSON document, and the numbers."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.daemon.health import Health, Record, Status
from monitor.daemon.pages import Page, health_page, metrics_page
from monitor.daemon.web import answering
from monitor.model.errors import SettingsError
from monitor.model.options import Listen
from monitor.model.outbox import RecipientState, Tried, Waiting
from monitor.pipeline.collect import CollectSummary
from monitor.pipeline.cycle import CycleResult
from monitor.pipeline.deliver import Delivered
from tests.daemon.process import fetched

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def trouble(channel: str, state: RecipientState) -> tuple[Waiting, Tried]:
    """A message of this channel that was not accepted."""
    waiting = Waiting(1, 1, "key", channel, "weekly", "somebody", 0, created_at=START, next_try_at=START)
    return waiting, Tried(state, START, "canary is not there")


COLLECTED = CollectSummary(known=5, due=3, answered=2, problems=(("pkg:pypi/lark", "rate_limited", "later"),))
RESULT = CycleResult(COLLECTED, (), 1, Delivered(sent=2, troubles=(trouble("email", RecipientState.REFUSED),)))
LOOPBACK = Listen("127.0.0.1", 0)


def fresh() -> Record:
    return Record(Health(START, patience=HOUR))


def looked() -> Record:
    """A record of one good cycle of a minute and one idle look five minutes later."""
    record = fresh()
    record.begin(START)
    record.done(START + MINUTE, RESULT)
    record.idle(START + 6 * MINUTE)
    return record


def test_before_the_first_look_has_ended_it_is_starting() -> None:
    assert Status.STARTING == fresh().read().status(START + MINUTE)


def test_after_a_good_look_it_is_ok() -> None:
    assert Status.OK == looked().read().status(START + 7 * MINUTE)


def test_when_nothing_moves_for_longer_than_patience_it_is_late() -> None:
    health = looked().read()
    assert Status.OK == health.status(START + 6 * MINUTE + HOUR)
    assert Status.LATE == health.status(START + 7 * MINUTE + HOUR)


def test_a_start_that_never_comes_to_a_look_is_late() -> None:
    assert Status.LATE == fresh().read().status(START + HOUR + MINUTE)


def test_a_long_first_cycle_is_not_late_while_it_gets_on() -> None:
    record = fresh()
    record.begin(START)
    record.moved(START + 5 * HOUR)
    assert Status.STARTING == record.read().status(START + 6 * HOUR)


def test_a_failed_look_is_red_at_once_and_until_the_next_good_one() -> None:
    record = looked()
    record.failed("disk full")
    assert Status.FAILING == record.read().status(START + 7 * MINUTE)
    record.idle(START + 8 * MINUTE)
    assert Status.OK == record.read().status(START + 8 * MINUTE)


def test_a_report_that_could_not_be_written_here_is_red() -> None:
    record = looked()
    record.done(START + HOUR, CycleResult(COLLECTED, (), 1, Delivered(0, (trouble("files", RecipientState.PENDING),))))
    assert Status.FAILING == record.read().status(START + HOUR)


def test_a_mail_that_is_not_accepted_is_no_trouble_of_ours() -> None:
    assert Status.OK == looked().read().status(START + 7 * MINUTE)


def test_messages_that_wait_are_told_with_their_age() -> None:
    record = looked()
    record.waiting((START + MINUTE, START))
    expected = {"waiting": 2, "oldest_since": "2026-03-02T07:00:00Z"}
    assert expected == json.loads(health_page(record.read(), START + HOUR).text)["messages"]
    assert START.timestamp() == numbers(metrics_page(record.read(), START + HOUR))["mainstay_oldest_message_time_seconds"]


def test_a_clock_that_was_set_back_makes_no_negative_age() -> None:
    assert timedelta() == looked().read().age(START - timedelta(days=2))


def test_a_failure_is_told_without_secrets_and_in_one_line() -> None:
    record = looked()
    record.redact = lambda text: text.replace("canary", "***")
    record.failed("canary\nis full")
    record.settings(HOUR, "canary is wrong")
    assert ("*** is full", "*** is wrong") == (record.read().failure, record.read().refused)


def test_the_page_is_200_with_the_age_while_all_is_well() -> None:
    page = health_page(looked().read(), START + 10 * MINUTE)
    document = json.loads(page.text)
    assert (200, "ok", 240) == (page.status, document["status"], document["age_seconds"])
    assert {"known": 5, "due": 3, "answered": 2, "last_answer_at": "2026-03-02T07:01:00Z"} == document["sources"]


def test_the_page_is_503_with_reason_and_age_when_a_look_failed() -> None:
    record = looked()
    record.failed("var/mainstay.db: the disk is full")
    page = health_page(record.read(), START + 10 * MINUTE)
    document = json.loads(page.text)
    assert (503, "failing", 240) == (page.status, document["status"], document["age_seconds"])
    assert "var/mainstay.db: the disk is full" == document["failure"]


def numbers(page: Page) -> dict[str, float]:
    """Return each sample, after checking the form that OpenMetrics asks for."""
    *lines, end = page.text.splitlines()
    assert "# EOF" == end
    assert page.text.endswith("\n")
    families = re.findall(r"^# TYPE (\w+) (\w+)$", page.text, re.MULTILINE)
    assert len(families) == len({name for name, _ in families})
    samples = {}
    for line in lines:
        if not line.startswith("#"):
            found = re.fullmatch(r"(\w+)((?:\{\w+=\"[^\"]*\"\})?) ([0-9.e+-]+)", line)
            assert found, line
            endings = {"counter": "_total", "info": "_info"}
            assert found[1] in {name + endings.get(kind, "") for name, kind in families}
            samples[found[1] + found[2]] = float(found[3])
    return samples


def test_the_numbers_are_open_metrics() -> None:
    found = numbers(metrics_page(looked().read(), START + 10 * MINUTE))
    expected = {
        "mainstay_healthy": 1,
        "mainstay_start_time_seconds": START.timestamp(),
        "mainstay_last_good_look_time_seconds": (START + 6 * MINUTE).timestamp(),
        "mainstay_last_answer_time_seconds": (START + MINUTE).timestamp(),
        'mainstay_looks_total{result="cycle"}': 1,
        'mainstay_looks_total{result="failed"}': 0,
        'mainstay_looks_total{result="idle"}': 1,
        'mainstay_attempts_total{outcome="answered"}': 2,
        'mainstay_attempts_total{outcome="rate_limited"}': 1,
        'mainstay_sources{state="known"}': 5,
        'mainstay_sources{state="due"}': 3,
        'mainstay_sources{state="answered"}': 2,
        'mainstay_messages_total{result="sent"}': 2,
        'mainstay_messages_total{result="refused"}': 1,
        "mainstay_messages_waiting": 0,
        "mainstay_reports_total": 0,
        "mainstay_cycle_seconds": 60,
        "mainstay_busy": 0,
        "mainstay_settings_current": 1,
    }
    assert expected == {name: value for name, value in found.items() if not name.startswith("mainstay_build")}


def test_what_is_not_known_yet_has_no_number() -> None:
    found = numbers(metrics_page(fresh().read(), START))
    assert {"mainstay_last_good_look_time_seconds", "mainstay_sources", "mainstay_cycle_seconds"}.isdisjoint(found)


def test_counters_only_grow() -> None:
    record = looked()
    before = numbers(metrics_page(record.read(), START))
    record.begin(START + HOUR)
    record.done(START + HOUR, RESULT)
    record.failed("x")
    after = numbers(metrics_page(record.read(), START))
    totals = [name for name in before if "_total" in name]
    assert [True] * len(totals) == [after[name] >= before[name] for name in totals]


def test_a_value_in_a_label_cannot_break_out_of_it() -> None:
    record = fresh()
    collected = CollectSummary(1, 1, 0, (("t", 'a"b\\c\nd', ""),))
    record.done(START, CycleResult(collected, (), 0, Delivered()))
    assert 'mainstay_attempts_total{outcome="a\\"b\\\\c\\nd"} 1' in metrics_page(record.read(), START).text.splitlines()


def test_threads_do_not_lose_each_other_s_notes() -> None:
    record = fresh()

    def note() -> None:
        for _ in range(200):
            record.idle(START)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 800 == record.read().looks["idle"]


PAGES: dict[str, Callable[[], Page]] = {"/healthz": lambda: Page(503, "text/plain", "red")}


def test_a_page_is_answered_with_its_status() -> None:
    with answering(LOOPBACK, PAGES) as address:
        assert (503, "text/plain", "red") == fetched(f"{address}/healthz")
        assert (503, "text/plain", "red") == fetched(f"{address}/healthz?now")


def test_another_path_is_404_and_names_those_there_are() -> None:
    with answering(LOOPBACK, PAGES) as address:
        assert (404, "there are: /healthz") == fetched(f"{address}/../secret")[::2]


def said_to(address: str, request: bytes) -> bytes:
    """Send raw bytes to the server and return all that it answers."""
    with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=30) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_head_has_no_body() -> None:
    with answering(LOOPBACK, PAGES) as address:
        answer = said_to(address, b"HEAD /healthz HTTP/1.0\r\n\r\n")
    assert (True, True) == (b" 503 " in answer.splitlines()[0], answer.endswith(b"\r\n\r\n"))


def test_other_methods_are_refused() -> None:
    with answering(LOOPBACK, PAGES) as address:
        assert b" 501 " in said_to(address, b"POST /healthz HTTP/1.0\r\n\r\n").splitlines()[0]


def test_no_version_of_what_we_run_on_is_told() -> None:
    with answering(LOOPBACK, PAGES) as address:
        assert b"Python" not in said_to(address, b"GET /healthz HTTP/1.0\r\n\r\n")


def test_without_an_address_nothing_answers() -> None:
    with answering(None, PAGES) as address:
        assert "" == address


def test_an_address_that_is_taken_is_named() -> None:
    with answering(LOOPBACK, PAGES) as address:
        port = int(address.rsplit(":", 1)[1])
        with (
            pytest.raises(SettingsError, match=f"127.0.0.1:{port} cannot be listened on"),
            answering(Listen("127.0.0.1", port), PAGES),
        ):
            pass
