"""What is tried again and what is not, and which error each status becomes."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest

from monitor.model.errors import AccessDenied, Malformed, NotFound, SourceError, Unavailable
from tests.net.conftest import Door, Serve
from tests.net.server import End, Play, answer


def test_500_twice_and_then_200_is_an_answer(door: Door, serve: Serve) -> None:
    server = serve(answer(500), answer(502), answer(200, b"[1]"))
    assert b"[1]" == door.session().get(server.url).body


def test_the_pauses_between_tries_grow(door: Door, serve: Serve) -> None:
    door.session().get(serve(answer(500), answer(502), answer(200, b"[1]")).url)
    first, second = door.pauses
    assert 0 < first < second


def test_three_times_500_is_unavailable(door: Door, serve: Serve) -> None:
    server = serve(answer(500))
    with pytest.raises(Unavailable):
        door.session().get(server.url)
    assert 3 == len(server.requests)


def test_a_reset_connection_is_tried_again(door: Door, serve: Serve) -> None:
    server = serve(Play([], End.RESET), answer(200, b"[1]"))
    assert b"[1]" == door.session().get(server.url).body


def test_a_connection_kept_too_long_is_no_trouble(door: Door, serve: Serve) -> None:
    server, session = serve(Play(answer(200, b"[1]").parts, End.CLOSE), answer(200, b"[2]")), door.session()
    session.get(server.url)
    assert b"[2]" == session.get(server.url).body


def test_one_connection_serves_several_requests(door: Door, serve: Serve) -> None:
    server, session = serve(answer()), door.session()
    for number in range(3):
        session.get(f"{server.url}{number}")
    assert 1 == server.connections


def test_after_three_requests_without_an_answer_a_host_is_left_alone(door: Door, serve: Serve) -> None:
    server, session = serve(answer(500)), door.session()
    for _ in range(4):
        with pytest.raises(Unavailable):
            session.get(server.url)
    assert 9 == len(server.requests)


def test_a_host_that_was_left_alone_is_asked_again_after_some_minutes(door: Door, serve: Serve) -> None:
    server, session = serve(*[answer(500)] * 9, answer(200, b"[1]")), door.session()
    for _ in range(4):
        with pytest.raises(Unavailable):
            session.get(server.url)
    door.now += timedelta(minutes=6)
    assert b"[1]" == session.get(server.url).body


def test_a_host_that_is_left_alone_keeps_no_other_from_answering(door: Door, serve: Serve) -> None:
    dead, well, session = serve(answer(500)), serve(answer(200, b"[1]")), door.session()
    for _ in range(4):
        with pytest.raises(Unavailable):
            session.get(dead.url)
    assert b"[1]" == session.get(well.url).body


KINDS: dict[int, type[SourceError]] = {
    400: Malformed,
    401: AccessDenied,
    403: AccessDenied,
    404: NotFound,
    410: NotFound,
    451: AccessDenied,
    202: Unavailable,
    206: Malformed,
}


@pytest.mark.parametrize(("status", "kind"), KINDS.items())
def test_each_status_becomes_its_error_and_is_named(door: Door, serve: Serve, status: int, kind: type[SourceError]) -> None:
    with pytest.raises(kind, match=rf"^127\.0\.0\.1:[0-9]+: .*{status}"):
        door.session().get(serve(answer(status)).url)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_clear_no_is_asked_once(door: Door, serve: Serve, status: int) -> None:
    server = serve(answer(status))
    with pytest.raises(SourceError):
        door.session().get(server.url)
    assert 1 == len(server.requests)


@pytest.mark.parametrize("lines", [("Content-Encoding: gzip",), ("Content-Encoding: br",)])
def test_404_is_not_found_however_broken_its_page_is(door: Door, serve: Serve, lines: tuple[str, ...]) -> None:
    with pytest.raises(NotFound):
        door.session().get(serve(answer(404, b"<html>", *lines)).url)


def test_a_refused_connection_says_so(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable, match=f"127.0.0.1:{port}: connection refused"):
        door.session().get(f"http://127.0.0.1:{port}/")


def test_a_name_that_does_not_resolve_says_so(door: Door) -> None:
    with pytest.raises(Unavailable, match=r"^nowhere\.invalid: the name does not resolve"):
        door.session().get("https://nowhere.invalid/")


@pytest.mark.parametrize("path", ["ä", "a%2Fb", "//x", "a/../b", "?q=ü&r=1", "a;b=1"])
def test_any_path_gets_an_answer_or_a_source_error(door: Door, serve: Serve, path: str) -> None:
    assert b"{}" == door.session().get(serve(answer()).url + path).body


def test_the_path_is_sent_as_it_was_escaped(door: Door, serve: Serve) -> None:
    server = serve(answer())
    door.session().get(f"{server.url}a%2Fb?q=%20&r=1")
    assert "/a%2Fb?q=%20&r=1" == server.requests[0].path
