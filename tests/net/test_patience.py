"""How long a host is left alone that does not answer, or that says "too often" without saying until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model.errors import AccessDenied, NotFound, RateLimited, Unavailable
from monitor.net.circuit import FAILURES_IN_A_ROW, PAUSE
from tests.net.conftest import NOW, Door, Serve
from tests.net.server import answer

MINUTE = timedelta(minutes=1)
IN_WORDS = b'{"message": "You have exceeded a secondary rate limit."}'


def test_a_host_that_failed_several_times_in_a_row_is_not_asked_for_a_while(door: Door, serve: Serve) -> None:
    server, session = serve(answer(500)), door.session(tries=1)
    for _ in range(FAILURES_IN_A_ROW + 2):
        with pytest.raises(Unavailable, match="500"):
            session.get(server.url)
    assert FAILURES_IN_A_ROW == len(server.requests)


def test_after_the_while_it_is_asked_again(door: Door, serve: Serve) -> None:
    server, session = serve(*[answer(500)] * FAILURES_IN_A_ROW, answer(200, b"[1]")), door.session(tries=1)
    for _ in range(FAILURES_IN_A_ROW):
        with pytest.raises(Unavailable):
            session.get(server.url)
    door.now += PAUSE
    assert b"[1]" == session.get(server.url).body


def test_an_answer_in_between_counts_from_the_start(door: Door, serve: Serve) -> None:
    server = serve(*[answer(500)] * (FAILURES_IN_A_ROW - 1), answer(404), answer(500), answer(200, b"[1]"))
    session = door.session(tries=1)
    for kind in [*[Unavailable] * (FAILURES_IN_A_ROW - 1), NotFound, Unavailable]:
        with pytest.raises(kind):
            session.get(server.url)
    assert b"[1]" == session.get(server.url).body


def test_another_host_is_not_held_up_by_one_that_is_silent(door: Door, serve: Serve) -> None:
    silent, other, session = serve(answer(500)), serve(answer(200, b"[1]")), door.session(tries=1)
    for _ in range(FAILURES_IN_A_ROW + 1):
        with pytest.raises(Unavailable):
            session.get(silent.url)
    assert b"[1]" == session.get(other.url).body


def test_each_refusal_that_names_no_time_doubles_the_wait(door: Door, serve: Serve) -> None:
    server, session = serve(answer(429)), door.session()
    waits = []
    for _ in range(4):
        with pytest.raises(RateLimited) as caught:
            session.get(server.url)
        waits.append((caught.value.until - door.now) / MINUTE)
        door.now = caught.value.until
    assert [1, 2, 4, 8] == waits


def test_an_answer_ends_the_doubling(door: Door, serve: Serve) -> None:
    server, session = serve(answer(429), answer(429), answer(200), answer(429)), door.session()
    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            session.get(server.url)
        door.now = caught.value.until
    session.get(server.url)
    with pytest.raises(RateLimited) as last:
        session.get(server.url)
    assert MINUTE == last.value.until - door.now


def test_403_that_speaks_of_a_rate_limit_is_one(door: Door, serve: Serve) -> None:
    with pytest.raises(RateLimited) as caught:
        door.session().get(serve(answer(403, IN_WORDS)).url)
    assert NOW + MINUTE == caught.value.until


def test_403_that_speaks_of_something_else_is_none(door: Door, serve: Serve) -> None:
    with pytest.raises(AccessDenied):
        door.session().get(serve(answer(403, b'{"message": "Repository access blocked"}')).url)


def test_a_shorter_wish_does_not_undo_a_longer_one(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"", "Retry-After: 3600"), answer(429, b"", "Retry-After: 5"))
    door.hosts.save_not_before(server.name, "", NOW, "")
    first, second = door.session(), door.session()
    with pytest.raises(RateLimited):
        first.get(server.url)
    with pytest.raises(RateLimited) as caught:
        second.get(server.url)
    assert NOW + timedelta(hours=1) == caught.value.until


def test_a_wait_is_counted_on_the_clock_of_the_server(door: Door, serve: Serve) -> None:
    ahead = int((NOW + timedelta(hours=5)).timestamp())
    lines = ("Date: Mon, 02 Mar 2026 16:59:00 GMT", "X-RateLimit-Remaining: 0", f"X-RateLimit-Reset: {ahead}")
    with pytest.raises(RateLimited) as caught:
        door.session().get(serve(answer(429, b"", *lines)).url)
    assert NOW + MINUTE == caught.value.until
