"""What is secret, or may be, shows in no error, no repr and no log: tokens, paths and queries."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from monitor.model.errors import SourceError
from tests.net.conftest import Door, Serve
from tests.net.server import End, Play, Server, answer, dripping, head, redirect

TOKEN, QUERY, PASSWORD = "canary-of-the-token", "canary-of-the-query", "canary-of-the-password"
CANARIES = (TOKEN, QUERY, PASSWORD)

FAILING: dict[str, Callable[[Server], Play]] = {
    "404": lambda _: answer(404),
    "401": lambda _: answer(401),
    "429": lambda _: answer(429),
    "500": lambda _: answer(500),
    "a reset": lambda _: Play([], End.RESET),
    "a cut body": lambda _: Play([head(200, "Content-Length: 10"), b"[1"], End.CLOSE),
    "no HTTP": lambda _: Play([b"SSH-2.0\r\n\r\n"], End.CLOSE),
    "the cap": lambda _: answer(200, bytes(2**20 + 1)),
    "the deadline": lambda _: Play(dripping(head(200, "X: " + "y" * 600), 0.1)),
    "broken gzip": lambda _: answer(200, b"<html>", "Content-Encoding: gzip"),
    "a redirect without end": lambda server: redirect(f"{server.url}?q={QUERY}"),
    "a redirect to a forbidden address": lambda _: redirect(f"https://10.0.0.1/?q={QUERY}"),
    "a redirect with a password": lambda _: redirect(f"https://a:{PASSWORD}@example.org/?q={QUERY}"),
    "a redirect to a port with a canary": lambda _: redirect(f"https://example.org:{PASSWORD}/"),
    "a redirect to no host": lambda _: redirect(f"http://[{QUERY}"),
    "an echo of what was sent": lambda _: Play([head(200, f"Content-Length: {TOKEN}")], End.CLOSE),
}


@pytest.mark.parametrize("play", FAILING.values(), ids=FAILING)
def test_no_canary_shows_when_it_fails(
    door: Door, serve: Serve, play: Callable[[Server], Play], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server: Server = serve(script=lambda _, __: play(server))
    session = door.session(tokens={server.name: TOKEN}, max_megabytes=1, deadline_seconds=1.0)
    with pytest.raises(SourceError) as caught:
        session.get(f"{server.url}hidden?q={QUERY}")
    logging.getLogger("monitor").error("it failed", exc_info=caught.value)
    shown = [str(caught.value), repr(caught.value), caplog.text, *traceback.format_exception(caught.value)]
    assert [] == [canary for canary in CANARIES for text in shown if canary in text]


def test_no_canary_shows_when_it_succeeds(door: Door, serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "httpx", "httpx2", "httpcore", "httpcore2", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    server = serve(answer())
    client = door.client(tokens={server.name: TOKEN})
    session = client.session(door.validators)
    session.get(f"{server.url}?q={QUERY}")
    shown = [caplog.text, *(str(record.args) for record in caplog.records), repr(client), repr(session), repr(client.options)]
    assert [] == [canary for canary in CANARIES for text in shown if canary in text]


def test_the_log_of_others_who_use_the_library_is_left_alone(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    door.session()
    logging.getLogger("httpx").info("someone else's request")
    assert ["someone else's request"] == caplog.messages


ADDRESSES = [
    f"https://user:{PASSWORD}@example.org/",
    f"https://{PASSWORD}@example.org/",
    f"https://example.org:{PASSWORD}/",
    f"ftp://example.org/{PASSWORD}",
    f"https://[{PASSWORD}]/",
    f"https://exa mple.org/{PASSWORD}",
    f"https://nowhere.invalid/{PASSWORD}?token={PASSWORD}",
    f"https://10.0.0.1/{PASSWORD}?token={PASSWORD}",
    f"{PASSWORD}:x",
]


@pytest.mark.parametrize("url", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_refused_address_is_not_repeated(door: Door, url: str) -> None:
    with pytest.raises(SourceError) as caught:
        door.session().get(url)
    shown = "".join([str(caught.value), repr(caught.value), *traceback.format_exception(caught.value)])
    assert PASSWORD not in shown
