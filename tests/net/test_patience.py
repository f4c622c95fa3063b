"""How long a host is left alone that does not answer, or that says "too often" without saying until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model.errors import AccessDenied, NotFound, RateLimited, Unavailable
from monitor.net.circuit import FAILURES_IN_A_ROW
from tests.net.conftest import Door, Serve
from tests.net.server import answer

MINUTE = timedelta(minutes=1)


def test_an_answer_in_between_counts_from_the_start(door: Door, serve: Serve) -> None:
    server = serve(*[answer(500)] * (FAILURES_IN_A_ROW - 1), answer(404), answer(500), answer(200, b"[1]"))
    session = door.session(tries=1)
    for kind in [*[Unavailable] * (FAILURES_IN_A_ROW - 1), NotFound, Unavailable]:
        with pytest.raises(kind):
            session.get(server.url)
    assert b"[1]" == session.get(server.url).body


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


def test_403_that_speaks_of_something_else_is_none(door: Door, serve: Serve) -> None:
    with pytest.raises(AccessDenied):
        door.session().get(serve(answer(403, b'{"message": "Repository access blocked"}')).url)
