"""Metrics under their CHAOSS names, on small made histories."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import Person
from monitor.model.limits import DEFAULT_LIMITS
from monitor.scoring.metrics.activity import active_days, end_day, human_commits, last_year, rows_between
from monitor.scoring.metrics.contributor_absence_factor import contributor_absence_factor, mainstays
from monitor.scoring.metrics.elephant_factor import elephant_factor, organisation_of, organisations
from monitor.scoring.metrics.falling_activity import fall_in_quarter, fall_in_year
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.metrics.own_rhythm import own_rhythm, quantile
from monitor.scoring.metrics.release_frequency import (
    cadence_of,
    finals,
    gaps_between,
    merged_releases,
    plain_version,
    usual_window,
)
from tests.scoring.build import NOW, commits, day, history, release, releases_every


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (datetime(2026, 7, 1, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 0, 0, 1, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 7, 1, 23, 59, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_window_ends_with_the_last_day_that_has_begun(moment: datetime, end: date) -> None:
    assert end == end_day(moment)


def test_a_year_is_the_365_days_before_now() -> None:
    of = history(commits("a", [1, 365, 366]))
    assert [day(365), day(1)] == [row.on for row in last_year(of, NOW)]
    assert [day(366)] == [row.on for row in last_year(of, NOW, years_ago=1)]


def test_a_window_holds_its_first_day_and_not_its_end() -> None:
    of = history(commits("a", [10, 11, 12]))
    assert [day(12), day(11)] == [row.on for row in rows_between(of, day(12), day(10))]


def test_merges_and_bots_make_no_day_active() -> None:
    rows = [*commits("a", [3], kind=ActivityKind.MERGE), *commits("robot", [4]), *commits("a", [5])]
    assert 1 == active_days(human_commits(rows, frozenset({"robot"})))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({"a": 6, "b": 5, "c": 1}, ("a",)),
        ({"a": 5, "b": 5, "c": 1}, ("a", "b")),
        ({"b": 4, "a": 4}, ("a",)),
        ({"c": 1, "b": 1, "a": 1}, ("a", "b")),
        ({}, ()),
    ],
)
def test_mainstays_are_the_fewest_with_half_and_ties_go_by_key(made: dict[str, int], expected: tuple[str, ...]) -> None:
    assert expected == mainstays(made, 0.5)


def test_nobody_has_no_absence_factor() -> None:
    assert contributor_absence_factor({}, DEFAULT_LIMITS) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [({"a": 9}, None), ({"a": 10}, 1), ({"a": 10, "": 9}, 1), ({"a": 9, "": 10}, None), ({"a": 5, "b": 5, "": 10}, None)],
)
def test_a_factor_is_told_where_there_is_work_and_the_forgotten_would_not_change_it(
    made: dict[str, int], expected: int | None
) -> None:
    assert expected == contributor_absence_factor(made, DEFAULT_LIMITS, {""})


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 100), min_size=1))
def test_mainstays_have_half_and_not_one_of_them_is_spare(made: dict[str, int]) -> None:
    chosen = mainstays(made, 0.5)
    reached = sum(made[person] for person in chosen)
    assert reached * 2 >= sum(made.values())
    assert (reached - made[chosen[-1]]) * 2 < sum(made.values())


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        (("gmail.com", "acme.com"), "acme.com"),
        (("example.com",), ""),
        (("host.local",), ""),
        (("ACME.com",), "acme.com"),
        ((), ""),
    ],
)
def test_a_mail_provider_is_no_organisation(domains: tuple[str, ...], expected: str) -> None:
    assert expected == organisation_of(Person("a", "A", domains))


def test_the_elephant_factor_counts_organisations_of_half_the_commits() -> None:
    persons = {
        key: Person(key, key, (domain,)) for key, domain in {"a": "x.com", "b": "x.com", "c": "y.com", "d": "z.com"}.items()
    }
    found = organisations({"a": 3, "b": 3, "c": 5, "d": 4}, persons)
    assert 2 == elephant_factor(found, 0.5)


def test_without_hints_for_half_of_the_commits_there_is_no_elephant_factor() -> None:
    found = organisations({"a": 3, "b": 7}, {"a": Person("a", "a", ("x.com",))})
    assert elephant_factor(found, 0.5) is None


@pytest.mark.parametrize(
    ("values", "share", "expected"), [([1, 2, 3], 0.5, 2), ([1, 3], 0.5, 2), ([5], 0.9, 5), (range(11), 0.9, 9)]
)
def test_quantiles_lie_between_their_neighbours(values: list[float], share: float, expected: float) -> None:
    assert expected == pytest.approx(quantile(values, share))


def test_a_slow_person_is_given_three_of_their_own_gaps() -> None:
    days = [date(2020, 1, 1) + timedelta(days=100 * place) for place in range(10)]
    rhythm = own_rhythm(days, DEFAULT_LIMITS)
    assert (100.0, 100, 300) == (rhythm.usual_days, rhythm.longest_days, rhythm.patience_days)


def test_the_gap_told_as_usual_is_one_that_nine_of_ten_were_within() -> None:
    ages = [0, 1, 3, 6, 86]
    assert 80 == own_rhythm([day(age) for age in reversed(ages)], DEFAULT_LIMITS).told_days


def test_one_day_gives_no_rhythm_but_the_floor() -> None:
    assert 180 == own_rhythm([date(2020, 1, 1)], DEFAULT_LIMITS).patience_days


@pytest.mark.parametrize(
    ("written", "plain"),
    [("v1.2", "1.2"), ("release_1_2", "1.2"), ("1.2.0", "1.2"), ("V2.0", "2"), ("2026.07", "2026.07"), ("main", "main")],
)
def test_tag_and_package_spell_a_version_alike(written: str, plain: str) -> None:
    assert plain == plain_version(written)


def test_a_version_seen_as_tag_and_package_is_one_release_at_its_first_sighting() -> None:
    of = history(releases=[release("v1.0", 10), release("1.0.0", 9, channel=Channel.PACKAGE, by="a"), release("1.1", 5)])
    merged = merged_releases(of, NOW)
    assert [("v1.0", 10, "a"), ("1.1", 5, "")] == [(r.version, (NOW - r.released_at).days, r.by) for r in merged]


def test_a_release_is_yanked_only_where_every_channel_says_so() -> None:
    of = history(releases=[release("1.0", 10), release("1.0", 9, channel=Channel.PACKAGE, is_yanked=True)])
    assert [False] == [found.is_yanked for found in merged_releases(of, NOW)]


def test_tags_less_than_two_days_apart_are_one_release() -> None:
    assert [10.0] == gaps_between([release("1.0", 21), release("1.0.1", 20), release("1.1", 11)])


def test_prereleases_set_no_rhythm() -> None:
    assert ["1.0"] == [found.version for found in finals([release("1.0", 9), release("2.0rc1", 3, is_prerelease=True)])]


def test_releases_of_one_moment_are_ordered_by_their_numbers() -> None:
    same = [release(version, 9) for version in ("v10.0.0", "v9.9.1", "v9.10", "nightly")]
    assert ["nightly", "v9.9.1", "v9.10", "v10.0.0"] == [found.version for found in finals(same)]


def test_the_fit_is_the_shrunken_log_normal_by_hand() -> None:
    cadence = cadence_of(history(releases=[release("1.0", 50), release("1.1", 20)]), NOW, DEFAULT_LIMITS)
    assert cadence is not None
    # One gap of 30 days, ln 30 = 3.401197: mean (2*3.9 + 3.401197)/3; nu*sigma^2 = 2*1.44 + 2/3*(3.401197 - 3.9)^2; nu = 3.
    assert 3.733732 == pytest.approx(cadence.location, abs=1e-5)
    assert 3.0 == cadence.freedom
    assert 1.163459 == pytest.approx(cadence.scale, abs=1e-4)


def test_other_lines_do_not_set_the_rhythm_of_the_line_that_released_last() -> None:
    plugin = [release(f"0.{place}", 30 + place * 3, stream="plugin") for place in range(9)]
    cadence = cadence_of(history(releases=[*releases_every(60, 6, 10), *plugin]), NOW, DEFAULT_LIMITS)
    assert cadence is not None
    assert (60.0,) * 5 == cadence.gaps


def test_a_new_line_is_judged_by_all_releases() -> None:
    cadence = cadence_of(history(releases=[*releases_every(60, 6, 70), release("2.0", 10, stream="next")]), NOW, DEFAULT_LIMITS)
    assert cadence is not None
    assert (*(60.0,) * 5, 60.0) == cadence.gaps


def test_a_regular_project_is_scheduled_and_late_after_half_a_period() -> None:
    cadence = cadence_of(history(releases=releases_every(42, 9, 5)), NOW, DEFAULT_LIMITS)
    assert cadence is not None
    assert 42.0 == cadence.every_days
    assert 63.0 == pytest.approx(usual_window(cadence, DEFAULT_LIMITS)[1])


def test_the_chance_of_a_release_falls_with_the_wait() -> None:
    chances = []
    for last in (5, 200, 800):
        cadence = cadence_of(
            history(releases=[release(f"1.{n}", last + gap) for n, gap in enumerate((0, 30, 100, 160, 300))]), NOW, DEFAULT_LIMITS
        )
        assert cadence is not None
        chances.append(cadence.chance_within(180))
    assert chances == sorted(chances, reverse=True)


@given(st.lists(st.floats(2, 3000), max_size=15), st.integers(0, 4000))
def test_expected_days_lie_in_order_and_after_now(gaps: list[float], wait: int) -> None:
    ages = [wait + sum(gaps[:place]) for place in range(len(gaps) + 1)]
    cadence = cadence_of(history(releases=[release(f"{n}", age + 0.01) for n, age in enumerate(ages)]), NOW, DEFAULT_LIMITS)
    assert cadence is not None
    days = [cadence.expected_on(share, DEFAULT_LIMITS) for share in (0.05, 0.5, 0.95)]
    told = [on for on in days if on is not None]
    assert told == sorted(told)
    assert all(on >= (NOW - timedelta(days=1)).date() for on in told)


def test_a_young_project_has_no_level_to_fall_from() -> None:
    assert fall_in_quarter([day(200), day(1)], NOW) is None
    assert fall_in_year([], NOW) is None


def test_a_fall_is_measured_against_the_two_years_before() -> None:
    busy = [day(on) for on in range(1000, 90, -5)]
    fall = fall_in_quarter(busy, NOW)
    assert fall is not None
    assert (0, 18.0) == (fall.active_days, fall.usual_days)
    assert fall.tail < 0.001


def test_a_steady_project_does_not_fall() -> None:
    fall = fall_in_year([day(on) for on in range(1400, 0, -5)], NOW)
    assert fall is not None
    assert fall.tail > 0.3


def test_hands_are_people_who_merged_tagged_or_published() -> None:
    rows = [*commits("a", [5], kind=ActivityKind.MERGE), *commits("robot", [6], kind=ActivityKind.MERGE)]
    of = history(rows, [release("1.0", 9, by="b"), release("1.1", 400, by="c")], bots=["robot"])
    hands = hands_on_keys(of, day(365), day(0))
    assert (frozenset("a"), frozenset("b"), None) == (hands.mergers, hands.taggers, hands.publishers)


def test_hands_that_no_source_names_are_unknown_not_none() -> None:
    hands = hands_on_keys(history(commits("a", [5]), [release("1.0", 9)]), day(365), day(0))
    assert (None, None) == (hands.mergers, hands.releasers)
