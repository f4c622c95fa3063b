"""Reading the hints of when to come back: any text in any header gives a time that can be kept, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.net.told import told
from tests.net.conftest import NOW

DAY = timedelta(hours=24)
NAMES = [
    *("retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"),
    *("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit", "ratelimit-policy"),
]
VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: format_datetime(moment.replace(tzinfo=UTC))),
    st.builds('"{}";r={};t={}'.format, st.sampled_from("ab"), st.integers(0, 9), st.integers(0)),
    st.builds('"{}";q={};w=60'.format, st.sampled_from("ab"), st.integers(0, 99)),
)
HEADERS = st.dictionaries(st.sampled_from(NAMES), VALUES)
STATUSES = st.sampled_from([200, 301, 304, 403, 404, 429, 500, 503])


@given(STATUSES, HEADERS)
def test_whatever_is_told_lies_ahead_and_within_a_day(status: int, headers: dict[str, str]) -> None:
    wish = told(status, headers, NOW)
    if wish is not None:
        assert NOW < wish.until <= NOW + DAY


@given(HEADERS)
def test_429_always_makes_us_wait(headers: dict[str, str]) -> None:
    wish = told(429, headers, NOW)
    assert wish is not None
    assert wish.is_refused


@given(st.sampled_from([200, 304, 404]), HEADERS)
def test_what_is_no_refusal_is_not_taken_for_one(status: int, headers: dict[str, str]) -> None:
    wish = told(status, headers, NOW)
    assert wish is None or not wish.is_refused


@pytest.mark.parametrize(
    "body",
    [
        b'{"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}]}',
        b'{"errors":[{"message":"You have exceeded a secondary rate limit."}]}',
        b'{"message": "You have exceeded a secondary rate limit. Please wait.", "documentation_url": "https://docs.example"}',
        b'{"data": null, "errors": [{"type": "RATE_LIMIT"}]}',
    ],
)
def test_a_limit_that_is_told_with_200_is_a_refusal(body: bytes) -> None:
    wish = told(200, {"retry-after": "90"}, NOW, body=body)
    assert (True, NOW + timedelta(seconds=90)) == (wish is not None and wish.is_refused, wish.until if wish else None)
    dated = told(200, {"retry-after": format_datetime(NOW + timedelta(minutes=7))}, NOW, body=body)
    assert NOW + timedelta(minutes=7) == (dated.until if dated else None)
    nameless = told(200, {}, NOW, body=body)
    assert NOW + timedelta(minutes=1) == (nameless.until if nameless else None)


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"rateLimit": {"cost": 1}, "t0": {"text": "how we meet the secondary rate limit"}}}',
        b'{"errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}], "data": {"t0": null}}',
        b'{"message": "hello", "rate": 5}',
        b'{"errors": [' + b'{"message": "secondary rate limit"},' * 500 + b"]}",
        b"secondary rate limit",
        b"",
    ],
)
def test_an_answer_that_only_speaks_of_limits_is_none(body: bytes) -> None:
    assert told(200, {"retry-after": "90"}, NOW, body=body) is None


@given(st.integers(1, 86_400))
def test_seconds_are_kept_to_the_second(seconds: int) -> None:
    wish = told(429, {"retry-after": str(seconds)}, NOW)
    assert NOW + timedelta(seconds=seconds) == (wish.until if wish else None)


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_quota_is_left_alone_exactly_from_its_last_fifth_on(remaining: int, limit: int) -> None:
    headers = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": "60"}
    assert (5 * remaining <= limit) == (told(200, headers, NOW) is not None)


def test_an_answer_without_hints_has_no_wish() -> None:
    assert None is told(200, {"content-type": "application/json"}, NOW)


@pytest.mark.parametrize("zone", ["+0200", "-0700", "GMT", "-0000"])
def test_the_time_is_told_in_utc(zone: str) -> None:
    wish = told(429, {"retry-after": f"Mon, 02 Mar 2026 20:30:00 {zone}"}, datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    assert timedelta(0) == (wish.until.utcoffset() if wish else None)
