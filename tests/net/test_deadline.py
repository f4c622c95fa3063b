"""A request ends in time, however the server spends it. A drip here would last a minute; the deadline is a third of a second."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from monitor.model.errors import NotFound, Unavailable
from tests.net.conftest import Door, Serve
from tests.net.server import Play, answer, dripping, head

DEADLINE = 0.3
# Far above what a busy machine adds to the deadline, far below the minute that the drip lasts.
SOON = 10.0


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    with pytest.raises(Unavailable):
        work()
    return time.monotonic() - started


def test_headers_that_drip_end_within_the_deadline(door: Door, serve: Serve) -> None:
    server = serve(Play(dripping(head(200, "X: " + "y" * 1200), 0.05)))
    session = door.session(deadline_seconds=DEADLINE)
    assert SOON > seconds_of(lambda: session.get(server.url))


def test_a_body_that_drips_ends_within_the_deadline(door: Door, serve: Serve) -> None:
    server = serve(Play([head(200, "Content-Length: 1200"), *dripping(b"x" * 1200, 0.05)]))
    session = door.session(deadline_seconds=DEADLINE)
    assert SOON > seconds_of(lambda: session.get(server.url))


def test_interim_answers_without_end_end_within_the_deadline(door: Door, serve: Serve) -> None:
    server = serve(Play([part for _ in range(1200) for part in (head(103), 0.05)]))
    session = door.session(deadline_seconds=DEADLINE)
    assert SOON > seconds_of(lambda: session.get(server.url))


def test_a_server_that_never_answers_ends_within_the_deadline(door: Door, serve: Serve) -> None:
    server = serve(Play([60.0]))
    session = door.session(deadline_seconds=DEADLINE)
    assert SOON > seconds_of(lambda: session.get(server.url))


def test_a_server_that_never_shakes_hands_for_tls_ends_within_the_deadline(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        session = door.session(deadline_seconds=DEADLINE)
        assert SOON > seconds_of(lambda: session.get(f"https://127.0.0.1:{silent.getsockname()[1]}/"))


def test_redirects_share_one_deadline(door: Door, serve: Serve) -> None:
    slow = Play([0.25, head(302, "Location: /on", "Content-Length: 0")])
    server = serve(slow)
    session = door.session(deadline_seconds=0.4)
    assert SOON > seconds_of(lambda: session.get(server.url))
    assert 2 == len(server.requests)


def test_a_refusal_whose_body_drips_is_understood_by_its_headers(door: Door, serve: Serve) -> None:
    server = serve(Play([head(404, "Content-Length: 1200"), *dripping(b"x" * 1200, 0.05)]))
    session = door.session()
    with pytest.raises(NotFound):
        session.get(server.url)


def test_closing_the_client_ends_what_is_under_way(door: Door, serve: Serve) -> None:
    arrived = threading.Event()

    def hold(_: object, __: int) -> Play:
        arrived.set()
        return Play([60.0])

    server, client = serve(script=hold), door.client(deadline_seconds=50.0)
    session, ended = client.session(door.validators), []

    def ask() -> None:
        with pytest.raises(Unavailable) as caught:
            session.get(server.url)
        ended.append(caught.value)

    asking = threading.Thread(target=ask)
    asking.start()
    assert arrived.wait(SOON)
    client.__exit__(None, None, None)
    asking.join(SOON)
    assert 1 == len(ended)


def test_what_ran_into_the_deadline_is_not_tried_again(door: Door, serve: Serve) -> None:
    server = serve(Play([60.0]))
    session = door.session(deadline_seconds=DEADLINE)
    with pytest.raises(Unavailable):
        session.get(server.url)
    assert 1 == len(server.requests)


def test_after_a_drip_the_same_host_can_be_asked_again(door: Door, serve: Serve) -> None:
    server = serve(Play([head(200, "Content-Length: 1200"), *dripping(b"x" * 1200, 0.05)]), answer(200, b"[1]"))
    session = door.session(deadline_seconds=0.7)
    with pytest.raises(Unavailable):
        session.get(server.url)
    assert b"[1]" == session.get(server.url).body


def test_a_host_that_hangs_does_not_hold_up_another(door: Door, serve: Serve) -> None:
    hanging, quick = serve(Play([60.0]), address="127.0.0.2"), serve(answer(200, b"[1]"))
    session = door.session(deadline_seconds=2.0)
    failed = threading.Event()

    def wait() -> None:
        with pytest.raises(Unavailable):
            session.get(hanging.url)
        failed.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    answered = session.get(quick.url)
    was_first = not failed.is_set()
    waiting.join()
    assert (b"[1]", True) == (answered.body, was_first)


def test_one_request_is_in_flight_per_host(door: Door, serve: Serve) -> None:
    server = serve(script=lambda _, __: Play([0.03, head(200, "Content-Length: 2"), b"{}"]))
    session = door.session()
    askers = [threading.Thread(target=session.get, args=(f"{server.url}{number}",)) for number in range(5)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert (5, 1) == (len(server.requests), server.most_at_once)


def test_the_settings_may_allow_more_requests_per_host(door: Door, serve: Serve) -> None:
    together = threading.Barrier(2, timeout=10)

    def only_together(_: object, __: int) -> Play:
        together.wait()
        return answer()

    server = serve(script=only_together)
    session = door.session(requests_per_host=2)
    askers = [threading.Thread(target=session.get, args=(f"{server.url}{number}",)) for number in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert 2 == server.most_at_once
