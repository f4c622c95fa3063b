"""The description of what is drawn: 36 months by role, blind spots, marks, keys, rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.model.facts import ActivityKind
from monitor.model.picture import EventMark, Picture
from monitor.model.signals import Signal
from monitor.scoring.picture import build_picture
from tests.scoring.build import GIT, NOW, commits, day, history, release, releases_every, state, view, views


def test_the_river_has_36_months_and_ends_with_the_month_of_the_last_whole_day() -> None:
    river = build_picture(history(commits("a", [5])), NOW).river
    assert (36, date(2023, 7, 1), date(2026, 6, 1)) == (len(river), river[0].month, river[-1].month)


def test_a_running_month_is_the_last() -> None:
    assert date(2026, 7, 1) == build_picture(history(commits("a", [5])), datetime(2026, 7, 2, 9, tzinfo=UTC)).river[-1].month


def test_active_days_are_counted_by_role() -> None:
    rows = [
        *commits("lead", range(1, 21), amount=5),
        *commits("helper", [1, 2, 3, 4, 5]),
        *commits("visitor", [1]),
        *commits("robot", [1, 2]),
        *commits("visitor", [8], kind=ActivityKind.MERGE),
    ]
    june = build_picture(history(rows, bots=["robot"]), NOW).river[-1]
    assert (20, 5, 1, 2) == (june.mainstays, june.maintainers, june.others, june.bots)


def test_months_that_were_not_looked_at_are_blind_spots() -> None:
    lines = [view(Signal.ACTIVITY, since=datetime(2025, 1, 10, tzinfo=UTC), days=50)]
    river = build_picture(history(commits("a", [70]), coverage=lines), NOW).river
    assert [date(2025, 2, 1), date(2026, 4, 1)] == [months[0] for months in _seen_from_and_until(river)]


def _seen_from_and_until(river: object) -> list[list[date]]:
    seen = [month.month for month in river if month.is_seen]  # type: ignore[attr-defined]
    return [seen, seen[::-1]]


def test_a_month_is_seen_only_where_every_repository_was() -> None:
    lines = [*views(), view(Signal.ACTIVITY, "other", days=None)]
    assert not any(month.is_seen for month in build_picture(history(commits("a", [9]), coverage=lines), NOW).river)


def test_nothing_promised_draws_nothing() -> None:
    assert Picture() == build_picture(history(coverage=[]), NOW)


def test_releases_of_the_36_months_are_marked_once() -> None:
    of = history(
        releases=[release("0.9", 1200), release("v1.0", 10), release("1.0", 9), release("2.0rc1", 3, is_prerelease=True)]
    )
    assert [("v1.0", False), ("2.0rc1", True)] == [(mark.version, mark.is_prerelease) for mark in build_picture(of, NOW).releases]


def test_a_silent_mainstay_a_rewrite_and_a_status_are_marked() -> None:
    states = [state("package_status", "active", days=90, until=40), state("package_status", "deprecated", days=40)]
    of = history(commits("lead", range(300, 800, 3)), states=[*states, state("history_rewritten", "yes", GIT, 20)])
    assert (
        EventMark(day(300), "event.mainstay_last_seen"),
        EventMark(day(40), "event.deprecated"),
        EventMark(day(20), "event.history_rewritten"),
    ) == build_picture(of, NOW).events


def test_the_first_sight_of_an_active_package_is_no_event() -> None:
    assert () == build_picture(history(states=[state("package_status", "active")]), NOW).events


def test_keys_count_hands_by_month_and_leave_open_what_cannot_be_seen() -> None:
    rows = [*commits("a", [3, 40], kind=ActivityKind.MERGE), *commits("b", [3], kind=ActivityKind.MERGE)]
    keys = build_picture(history(rows, [release("1.0", 5, by="a")]), NOW).keys
    assert (12, 2, 1, None) == (len(keys), keys[-1].mergers, keys[-1].taggers, keys[-1].publishers)
    assert (1, 0) == (keys[-2].mergers, keys[-2].taggers)


def test_the_rhythm_is_in_whole_days_since_the_last_release() -> None:
    rhythm = build_picture(history(releases=releases_every(42, 9, 50)), NOW).rhythm
    assert rhythm is not None
    assert ((42,) * 8, 50, 28, 63) == (rhythm.gaps_days, rhythm.wait_days, rhythm.usual_from_days, rhythm.usual_until_days)


def test_keys_of_months_that_were_not_seen_are_open_and_nobody_is_not_said_of_them() -> None:
    rows = [*commits("a", [70, 100], kind=ActivityKind.MERGE)]
    lines = [view(Signal.ACTIVITY, days=50), view(Signal.TAGS, days=50)]
    keys = build_picture(history(rows, [release("1.0", 600, by="a")], coverage=lines), NOW).keys
    assert [(1, None), (None, None), (None, None)] == [(month.mergers, month.taggers) for month in keys[-3:]]
    assert {None} == {month.taggers for month in keys}


@pytest.mark.parametrize("hours", [0, 30])
def test_months_seen_do_not_flicker_within_the_stale_limit(hours: int) -> None:
    river = build_picture(history(commits("a", [9]), coverage=[view(Signal.ACTIVITY)]), NOW + timedelta(hours=hours)).river
    assert all(month.is_seen for month in river)
