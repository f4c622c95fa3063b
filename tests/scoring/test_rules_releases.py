"""When a release is overdue, late or on time, on small made histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.facts import Channel
from monitor.model.finding import Outcome
from monitor.model.history import History, Release
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.assess import key_numbers
from tests.scoring.build import (
    NOW,
    PACKAGE,
    PACKAGE_SIGNALS,
    WEEKLY,
    commits,
    day,
    history,
    irregular,
    judged,
    release,
    releases_every,
    view,
    views,
)


@pytest.mark.parametrize(("last", "outcome"), [(20, Outcome.OK), (150, Outcome.OK), (600, Outcome.AT_RISK)])
def test_a_release_is_overdue_when_hardly_any_own_gap_was_as_long(last: int, outcome: Outcome) -> None:
    assert outcome is judged("release_overdue", history(releases=irregular(last))).outcome


def test_an_overdue_release_says_when_the_usual_window_ended_and_the_chance() -> None:
    finding = judged("release_overdue", history(commits("a", [30, 60]), irregular(600)))
    values = finding.headline.values
    assert ("release_overdue.overdue", 600, day(600)) == (finding.headline.code, values["wait_days"], values["released_on"])
    assert str(values["window_until"]) < str(NOW.date())
    forecast = next(item.what.values for item in finding.evidence if item.what.code == "release_overdue.forecast")
    assert 0 < float(str(forecast["chance_within"])) < 1
    assert 2 == next(i.what.values["active_days"] for i in finding.evidence if i.what.code == "release_overdue.unreleased_work")


def test_the_episode_of_an_overdue_release_starts_with_the_last_release() -> None:
    of = history(releases=irregular(600))
    today, later = (
        judged("release_overdue", of),
        judged("release_overdue", replace(of, coverage=tuple(views(days=-30))), NOW + timedelta(days=30)),
    )
    assert day(600) == today.started_on
    assert today.id_in("p") == later.id_in("p")


def test_a_scheduled_project_is_late_in_days() -> None:
    finding = judged("release_overdue", history(releases=releases_every(42, 9, 80)))
    assert ("release_overdue.late", 42, 38) == (
        finding.headline.code,
        finding.headline.values["every_days"],
        finding.headline.values["late_days"],
    )


def test_a_late_schedule_within_half_a_period_is_on_time() -> None:
    assert Outcome.OK is judged("release_overdue", history(releases=releases_every(42, 9, 60))).outcome


def test_a_project_that_never_released_has_nothing_overdue() -> None:
    assert Outcome.NOT_APPLICABLE is judged("release_overdue", history(commits("a", WEEKLY))).outcome


def test_a_new_prerelease_does_not_end_the_wait() -> None:
    of = history(releases=[*irregular(600), release("2.0rc1", 5, is_prerelease=True)])
    assert Outcome.AT_RISK is judged("release_overdue", of).outcome


def test_a_package_of_the_same_version_is_no_second_release() -> None:
    lines = [*views(), *views(PACKAGE_SIGNALS, PACKAGE)]
    of = history(releases=[*irregular(600), release("1.0", 400, channel=Channel.PACKAGE)], coverage=lines)
    assert 600 == judged("release_overdue", of).headline.values["wait_days"]


def test_work_on_the_day_of_the_release_is_not_work_since() -> None:
    finding = judged("release_overdue", history(commits("a", [600, 599, 3]), irregular(600)))
    assert 2 == next(i.what.values["active_days"] for i in finding.evidence if i.what.code == "release_overdue.unreleased_work")


def test_newer_prereleases_are_told_and_the_release_is_called_stable() -> None:
    newer = [release(f"2.0.dev{number}", 30 - number, is_prerelease=True) for number in (4, 5, 6)]
    finding = judged("release_overdue", history(releases=[*irregular(600), *newer]))
    assert "release_overdue.stable_overdue" == finding.headline.code
    since = next(item for item in finding.evidence if item.what.code == "release_overdue.prereleases")
    assert {"released_on": day(600), "prereleases": 3, "version": "2.0.dev6", "newest_on": day(24)} == since.what.values


def test_prereleases_before_the_last_release_are_not_told() -> None:
    finding = judged("release_overdue", history(releases=[*irregular(600), release("1.0rc1", 700, is_prerelease=True)]))
    assert "release_overdue.overdue" == finding.headline.code


def of_the_forge(last: int, signals: tuple[Signal, ...], tags: tuple[Release, ...] = ()) -> History:
    made = tuple(replace(one, channel=Channel.FORGE) for one in irregular(last))
    return replace(history(commits("a", WEEKLY), tags, coverage=views(signals)), forge_releases=made)


def test_where_nothing_shows_tags_or_packages_the_releases_of_the_forge_have_their_rhythm() -> None:
    of = of_the_forge(600, (Signal.ACTIVITY, Signal.FORGE_RELEASES))
    assert ("release_overdue.overdue", day(600)) == (
        judged("release_overdue", of).headline.code,
        key_numbers(of, NOW, DEFAULT_LIMITS).last_release_on,
    )
    assert Outcome.OK is judged("release_overdue", of_the_forge(20, (Signal.ACTIVITY, Signal.FORGE_RELEASES))).outcome


def test_releases_of_the_forge_disturb_no_rhythm_of_tags() -> None:
    tags = tuple(irregular(20))
    of = of_the_forge(600, (Signal.ACTIVITY, Signal.TAGS, Signal.FORGE_RELEASES), tags)
    assert (Outcome.OK, day(20)) == (
        judged("release_overdue", of).outcome,
        key_numbers(of, NOW, DEFAULT_LIMITS).last_release_on,
    )


def test_releases_of_the_forge_that_were_not_seen_are_no_wait() -> None:
    of = replace(of_the_forge(600, ()), coverage=(view(Signal.FORGE_RELEASES, days=None),))
    assert Outcome.UNKNOWN is judged("release_overdue", of).outcome
