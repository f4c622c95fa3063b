"""When a host says "later", it is left alone until then: by this client, by the next, and by all sessions."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.model.errors import AccessDenied, RateLimited
from tests.net.conftest import NOW, Door, Serve
from tests.net.server import answer

DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
HALF_HOUR = timedelta(minutes=30)
UNIX = int((NOW + HALF_HOUR).timestamp())
DATE = format_datetime(NOW + HALF_HOUR, usegmt=True)

# The header lines of a refusal, and how long it makes us wait.
REFUSALS: dict[str, tuple[tuple[str, ...], timedelta]] = {
    "seconds": (("Retry-After: 90",), timedelta(seconds=90)),
    "a date": ((f"Retry-After: {DATE}",), HALF_HOUR),
    "10^12 seconds": (("Retry-After: 1000000000000",), DAY),
    "a hundred digits": (("Retry-After: " + "9" * 100,), DAY),
    "a date far ahead": (("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",), DAY),
    "a used-up quota, reset by Unix time": (
        ("X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 0", f"X-RateLimit-Reset: {UNIX}"),
        HALF_HOUR,
    ),
    "a used-up quota, reset in seconds": (("RateLimit-Limit: 60", "RateLimit-Remaining: 0", "RateLimit-Reset: 1800"), HALF_HOUR),
    "a used-up quota in one field": (('RateLimit: "api";r=0;t=1800', 'RateLimit-Policy: "api";q=500;w=3600'), HALF_HOUR),
    "the later of two": (("Retry-After: 90", "X-RateLimit-Remaining: 0", f"X-RateLimit-Reset: {UNIX}"), HALF_HOUR),
    "a reset far ahead": (("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 99999999999"), DAY),
}
# What names no time: 429 waits a minute.
NO_HINT = {
    "nothing": (),
    "-1": ("Retry-After: -1",),
    "garbage": ("Retry-After: soon, my friend",),
    "empty": ("Retry-After:",),
    "not a number": ("Retry-After: NaN",),
    "infinite": ("Retry-After: inf",),
    "a broken date": ("Retry-After: Mon, 99 Foo 2026 99:99:99 GMT",),
    "a broken reset": ("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: later"),
}


def refused(door: Door, url: str, **options: Any) -> datetime:
    with pytest.raises(RateLimited) as caught:
        door.session(**options).get(url)
    return caught.value.until


@pytest.mark.parametrize("status", [429, 403])
@pytest.mark.parametrize(("lines", "wait"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_for_haste_says_until_when(
    door: Door, serve: Serve, status: int, lines: tuple[str, ...], wait: timedelta
) -> None:
    assert NOW + wait == refused(door, serve(answer(status, b"{}", *lines)).url)


@pytest.mark.parametrize("lines", NO_HINT.values(), ids=NO_HINT)
def test_429_without_a_readable_hint_waits_a_minute(door: Door, serve: Serve, lines: tuple[str, ...]) -> None:
    assert NOW + MINUTE == refused(door, serve(answer(429, b"{}", *lines)).url)


def test_a_date_in_the_past_waits_only_a_little(door: Door, serve: Serve) -> None:
    past = format_datetime(NOW - DAY, usegmt=True)
    assert NOW < refused(door, serve(answer(429, b"{}", f"Retry-After: {past}")).url) <= NOW + MINUTE


def test_403_without_a_hint_is_a_matter_of_access(door: Door, serve: Serve) -> None:
    quota = ("X-RateLimit-Limit: 60", "X-RateLimit-Remaining: 5", f"X-RateLimit-Reset: {UNIX}")
    with pytest.raises(AccessDenied):
        door.session().get(serve(answer(403, b"{}", *quota)).url)


def test_403_that_speaks_of_a_rate_limit_is_a_refusal_for_haste(door: Door, serve: Serve) -> None:
    server = serve(answer(403, b'{"message": "You have exceeded a secondary rate limit."}'))
    assert NOW + MINUTE == refused(door, server.url)


def test_a_compressed_refusal_is_read_as_well(door: Door, serve: Serve) -> None:
    packed = gzip.compress(b'{"message": "You have exceeded a secondary rate limit."}')
    server = serve(answer(403, packed, "Content-Encoding: gzip", "Content-Type: application/json"))
    with pytest.raises(RateLimited) as caught:
        door.session().get(server.url)
    assert b"secondary rate limit" in caught.value.said


@pytest.mark.parametrize(("encoding", "body"), [("gzip", b"no gzip at all"), ("br", b"rate limit"), ("gzip", b"")])
def test_a_refusal_that_cannot_be_unpacked_stays_a_refusal(door: Door, serve: Serve, encoding: str, body: bytes) -> None:
    server = serve(answer(403, body, f"Content-Encoding: {encoding}"))
    with pytest.raises(AccessDenied) as caught:
        door.session().get(server.url)
    assert b"" == caught.value.said


def test_refusals_in_a_row_without_a_hint_double_the_wait(door: Door, serve: Serve) -> None:
    session, url = door.session(), serve(answer(429)).url
    waits = []
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            session.get(url)
        waits.append(caught.value.until - door.now)
        door.now = caught.value.until
    assert [MINUTE, 2 * MINUTE, 4 * MINUTE] == waits


def test_a_date_is_read_by_the_clock_of_the_server(door: Door, serve: Serve) -> None:
    ahead = NOW + timedelta(hours=5)
    lines = (f"Date: {format_datetime(ahead, usegmt=True)}", f"Retry-After: {format_datetime(ahead + HALF_HOUR, usegmt=True)}")
    assert NOW + HALF_HOUR == refused(door, serve(answer(429, b"{}", *lines)).url)


def test_a_refusal_is_saved(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"{}", "Retry-After: 90"))
    refused(door, server.url)
    assert NOW + timedelta(seconds=90) == door.hosts.load_not_before(server.name, "")


def test_a_refusal_is_asked_once(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"{}", "Retry-After: 90"))
    refused(door, server.url)
    assert 1 == len(server.requests)


def test_no_request_reaches_the_host_before_the_time_also_from_a_new_client(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"{}", "Retry-After: 90"), answer())
    until = refused(door, server.url)
    door.now = until - timedelta(seconds=1)
    assert until == refused(door, server.url + "elsewhere")
    assert 1 == len(server.requests)


def test_when_the_time_has_come_the_host_is_asked_again(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"{}", "Retry-After: 90"), answer(200, b"[1]"))
    door.now = refused(door, server.url)
    assert b"[1]" == door.session().get(server.url).body


def test_a_refusal_of_one_token_does_not_bind_the_host_without_it(door: Door, serve: Serve) -> None:
    server = serve(answer(429, b"{}", "Retry-After: 90"), answer(200, b"[1]"))
    refused(door, server.url, tokens={server.name: "secret"})
    assert b"[1]" == door.session().get(server.url).body


def test_a_refusal_with_an_endless_body_is_still_read(door: Door, serve: Serve) -> None:
    server = serve(answer(429, bytes(3 * 2**20), "Retry-After: 90"))
    assert NOW + timedelta(seconds=90) == refused(door, server.url, max_megabytes=1)


QUOTAS = {
    "x-ratelimit": ("X-RateLimit-Limit: 60", "X-RateLimit-Remaining: {}", f"X-RateLimit-Reset: {UNIX}"),
    "ratelimit-": ("RateLimit-Limit: 60, 60;w=3600", "RateLimit-Remaining: {}", "RateLimit-Reset: 1800"),
    "one field": ('RateLimit: "api";r={};t=1800', 'RateLimit-Policy: "api";q=60;w=3600'),
}


@pytest.mark.parametrize("lines", QUOTAS.values(), ids=QUOTAS)
def test_a_fifth_of_a_quota_is_not_used_up(door: Door, serve: Serve, lines: tuple[str, ...]) -> None:
    server = serve(answer(200, b"[1]", *(line.format(12) for line in lines)))
    assert b"[1]" == door.session().get(server.url).body
    assert NOW + HALF_HOUR == refused(door, server.url)
    assert 1 == len(server.requests)


@pytest.mark.parametrize("lines", QUOTAS.values(), ids=QUOTAS)
def test_more_than_a_fifth_of_a_quota_may_be_used(door: Door, serve: Serve, lines: tuple[str, ...]) -> None:
    server, session = serve(answer(200, b"[1]", *(line.format(13) for line in lines))), door.session()
    session.get(server.url)
    assert b"[1]" == session.get(server.url).body


def test_503_with_a_time_to_come_back_keeps_us_away_until_then(door: Door, serve: Serve) -> None:
    server = serve(answer(503, b"", "Retry-After: 90"))
    refused(door, server.url)
    assert NOW + timedelta(seconds=90) == refused(door, server.url)
    assert 1 == len(server.requests)


def test_a_time_written_down_under_a_wrong_clock_does_not_shut_a_host_out(door: Door, serve: Serve) -> None:
    server = serve(answer(200, b"[1]"))
    door.hosts.save_not_before(server.name, "", NOW + timedelta(days=3650), "HTTP 429")
    assert b"[1]" == door.session().get(server.url).body
