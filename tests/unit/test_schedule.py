"""When a crontab line fires: by hand at changes of the clock, and against a walk through every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.model.crontab import DAYS, MONTHS, WORDS, read_crontab
from monitor.model.schedule import last_fire, next_fire, period_key

MINUTE = timedelta(minutes=1)
# Zones whose clocks change in unusual ways, with days on which they did.
CHANGES = {
    "UTC": (date(2026, 3, 29),),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
    "America/Sao_Paulo": (date(2018, 11, 4), date(2018, 2, 18)),  # at midnight
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),  # for Ramadan
    "Asia/Pyongyang": (date(2018, 5, 5),),  # once
    "Pacific/Apia": (date(2011, 12, 30),),  # a whole day skipped
    "Pacific/Kwajalein": (date(1969, 10, 1),),  # a day repeated
    "Asia/Kathmandu": (date(2024, 2, 29),),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def fires(line: str, zone: str, since: str, until: str) -> list[str]:
    """Every fire after `since` up to `until` as local time with its offset."""
    found = []
    moment = at(since)
    while (moment := next_fire(line, zone, moment)) <= at(until):
        found.append(moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"))
    return found


def test_sunday_is_0_and_7_and_has_a_name() -> None:
    sundays = [f"2026-03-{day:02}T05:00+00:00" for day in (1, 8, 15, 22, 29)]
    for word in ("0", "7", "sun", "SUN", "7-7", "0,7"):
        assert sundays == fires(f"0 5 * * {word}", "UTC", "2026-03-01T00:00Z", "2026-04-01T00:00Z")


def test_a_range_of_days_may_end_with_sunday() -> None:
    expected = [f"2026-03-{day:02}T05:00+00:00" for day in (6, 7, 8, 13, 14, 15)]
    for word in ("fri-sun", "5-7"):
        assert expected == fires(f"0 5 * * {word}", "UTC", "2026-03-02T00:00Z", "2026-03-16T00:00Z")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("@hourly", "2026-03-04T12:00Z"),
        ("@daily", "2026-03-04T00:00Z"),
        ("@midnight", "2026-03-04T00:00Z"),
        ("@weekly", "2026-03-01T00:00Z"),
        ("@monthly", "2026-03-01T00:00Z"),
        ("@yearly", "2026-01-01T00:00Z"),
        ("@annually", "2026-01-01T00:00Z"),
    ],
)
def test_a_word_stands_for_the_line_that_people_know(word: str, expected: str) -> None:
    assert at(expected) == last_fire(word, "UTC", at("2026-03-04T12:34Z"))


def test_every_word_has_a_line_of_five_fields() -> None:
    assert {5} == {len(line.split()) for line in WORDS.values()}


def test_lists_ranges_and_steps_go_together() -> None:
    expected = [f"2026-03-04T{hour}+00:00" for hour in ("08:00", "08:20", "08:40", "08:55", "10:00", "10:20", "10:40", "10:55")]
    assert expected == fires("*/20,55 8-10/2 * * *", "UTC", "2026-03-04T00:00Z", "2026-03-05T00:00Z")


def test_names_of_months_and_days_are_their_numbers() -> None:
    for number, name in enumerate(MONTHS, start=1):
        assert read_crontab(f"0 0 * {number} *") == read_crontab(f"0 0 * {name} *")
    for number, name in enumerate(DAYS):
        assert read_crontab(f"0 0 * * {number}") == read_crontab(f"0 0 * * {name}")


def test_the_moment_itself_counts_as_last_and_not_as_next() -> None:
    fire = at("2026-03-02T07:00Z")
    assert fire == last_fire("0 7 * * 1", "UTC", fire)
    assert at("2026-03-09T07:00Z") == next_fire("0 7 * * 1", "UTC", fire)
    assert fire == next_fire("0 7 * * 1", "UTC", fire - timedelta(microseconds=1))
    assert at("2026-02-23T07:00Z") == last_fire("0 7 * * 1", "UTC", fire - timedelta(microseconds=1))


def test_now_may_be_told_in_any_zone() -> None:
    tokyo = at("2026-03-02T07:00Z").astimezone(ZoneInfo("Asia/Tokyo"))
    assert at("2026-03-02T07:00Z") == last_fire("0 7 * * 1", "UTC", tokyo)


def test_a_time_that_does_not_exist_fires_at_the_first_moment_after_the_gap() -> None:
    expected = ["2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]
    assert expected == fires("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00Z", "2026-03-30T12:00Z")


def test_several_times_that_do_not_exist_fire_once_together() -> None:
    expected = ["2026-03-29T01:45+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00"]
    assert expected == fires("*/15 * * * *", "Europe/Berlin", "2026-03-29T00:30Z", "2026-03-29T01:15Z")


def test_a_time_that_exists_twice_fires_the_first_time() -> None:
    expected = ["2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]
    assert expected == fires("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00Z", "2026-10-26T12:00Z")


def test_in_the_repeated_hour_the_last_fire_stays_the_one_before_it() -> None:
    assert at("2026-10-25T00:50Z") == last_fire("*/10 * * * *", "Europe/Berlin", at("2026-10-25T01:40Z"))


def test_midnight_that_does_not_exist_is_the_first_moment_of_that_day() -> None:
    expected = ["2018-11-03T00:00-03:00", "2018-11-04T01:00-02:00", "2018-11-05T00:00-02:00"]
    assert expected == fires("@daily", "America/Sao_Paulo", "2018-11-03T00:00Z", "2018-11-05T12:00Z")


def test_a_day_that_a_zone_skipped_is_made_up_for_at_once() -> None:
    assert ["2011-12-31T00:00+14:00"] == fires("0 7 30 12 *", "Pacific/Apia", "2011-12-01T00:00Z", "2012-01-15T00:00Z")


def test_the_leap_day_comes_every_four_years_and_not_in_2100() -> None:
    assert at("2028-02-29T00:00Z") == next_fire("0 0 29 2 *", "UTC", at("2024-02-29T00:00Z"))
    assert at("2104-02-29T00:00Z") == next_fire("0 0 29 2 *", "UTC", at("2096-02-29T00:00Z"))
    assert at("2096-02-29T00:00Z") == last_fire("0 0 29 2 *", "UTC", at("2103-12-31T00:00Z"))


def test_the_31st_comes_in_the_months_that_have_one() -> None:
    assert 7 == len(fires("0 0 31 * *", "UTC", "2025-12-31T12:00Z", "2026-12-31T12:00Z"))


def test_the_key_of_a_period_is_the_local_time_of_its_fire() -> None:
    fire = next_fire("0 7 * * 1", "America/New_York", at("2026-03-01T00:00Z"))
    assert "2026-03-02T07:00" == period_key("America/New_York", fire)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_weekly_line_fires_at_its_local_hour_each_week_of_ten_years(zone: str) -> None:
    found = fires("0 7 * * 1", zone, "2020-01-01T00:00Z", "2030-01-01T00:00Z")
    mondays = {date(2020, 1, 6) + timedelta(weeks=week) for week in range(522)}
    assert {f"{day.isoformat()}T07:00" for day in mondays} == {text[:16] for text in found}
    assert len(found) == len(mondays)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_a_daily_line_in_the_hour_of_the_change_fires_once_a_day_for_ten_years(zone: str) -> None:
    found = fires("30 2 * * *", zone, "2020-01-01T12:00Z", "2030-01-01T12:00Z")
    days = [text[:10] for text in found]
    assert len(days) == len(set(days))
    assert {timedelta(days=1)} == {date.fromisoformat(b) - date.fromisoformat(a) for a, b in pairwise(days)}


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, frozenset[int], frozenset[int], frozenset[int]]:
    """A line written as lists, and the minutes, hours and weekdays (0 is Sunday) that it names."""
    minutes = draw(st.frozensets(st.integers(0, 59), min_size=1, max_size=6))
    hours = draw(st.frozensets(st.integers(0, 23), min_size=1, max_size=24))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1, max_size=7))
    words = (",".join(map(str, sorted(chosen))) for chosen in (minutes, hours, weekdays))
    minute, hour, weekday = words
    return f"{minute} {hour} * * {weekday}", minutes, hours, weekdays


def walked(
    zone: str, start: datetime, minutes: int, named: tuple[frozenset[int], frozenset[int], frozenset[int]]
) -> list[datetime]:
    """Every fire among the minutes from `start` on, by looking at each: what its clock shows first, and what it skips."""
    clock = ZoneInfo(zone)
    shown = start.astimezone(clock).replace(tzinfo=None) - MINUTE
    found = []
    for number in range(minutes):
        moment = start + number * MINUTE
        is_due = False
        while shown < moment.astimezone(clock).replace(tzinfo=None):
            shown += MINUTE
            is_due = is_due or _is_named(shown, *named)
        if is_due:
            found.append(moment)
    return found


def _is_named(wall: datetime, minutes: frozenset[int], hours: frozenset[int], weekdays: frozenset[int]) -> bool:
    return wall.minute in minutes and wall.hour in hours and wall.isoweekday() % 7 in weekdays


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([(zone, day) for zone, days in CHANGES.items() for day in days]), lines(), st.integers(0, 3 * 24 * 60 - 1))
@example(("Pacific/Apia", date(2011, 12, 30)), ("0 12 * * 5", frozenset({0}), frozenset({12}), frozenset({5})), 1440)
def test_fires_are_those_that_a_walk_through_every_minute_finds(
    change: tuple[str, date], line: tuple[str, frozenset[int], frozenset[int], frozenset[int]], minute: int
) -> None:
    zone, day = change
    text, *named = line
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    expected = walked(zone, start, 5 * 24 * 60, (named[0], named[1], named[2]))
    now = start + timedelta(days=1) + minute * MINUTE
    before, after = [one for one in expected if one <= now], [one for one in expected if one > now]
    if before:
        assert before[-1] == last_fire(text, zone, now)
    if after:
        assert after[0] == next_fire(text, zone, now)


@given(
    st.sampled_from(sorted(CHANGES)),
    st.sampled_from([*WORDS, "*/7 * * * *", "30 2 * * *", "0 0 29 2 *", "15 1-3 * * sun", "0 0 31 1,12 *"]),
    st.integers(int(at("1980-01-01T00:00Z").timestamp()), int(at("2080-01-01T00:00Z").timestamp())),
)
def test_now_lies_between_two_neighbouring_fires_with_keys_of_their_own(zone: str, line: str, second: int) -> None:
    now = datetime.fromtimestamp(second, UTC)
    last, following = last_fire(line, zone, now), next_fire(line, zone, now)
    assert last <= now < following
    assert following == next_fire(line, zone, last)
    assert last == last_fire(line, zone, following - timedelta(microseconds=1))
    assert period_key(zone, last) < period_key(zone, following)
