"""Silent, stalled, falling, only bots, and quiet, on small made histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.finding import Outcome
from monitor.model.signals import Coverage, Signal
from tests.scoring.build import (
    NOW,
    commits,
    day,
    history,
    judged,
    views,
)


def test_a_project_silent_beyond_its_own_rhythm_is_told_since_its_last_day() -> None:
    finding = judged("project_silent", history(commits("a", range(200, 900, 5))))
    assert ("project_silent.silent", day(200)) == (finding.headline.code, finding.started_on)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([], "unknown.no_issue_tracker"),
        (views([Signal.RESPONSIVENESS], "https://code.example/lark"), "unknown.newest_answers_only"),
        (views([Signal.RESPONSIVENESS], "https://code.example/lark", days=90), "unknown.no_issue_tracker"),
    ],
    ids=["nothing beside commits", "reviews too", "answers, long ago"],
)
def test_what_beside_commits_does_not_show_is_told_by_what_was_seen(seen: list[Coverage], told: str) -> None:
    finding = judged("project_silent", history(commits("a", range(200, 900, 5)), coverage=[*views(), *seen]))
    assert ["project_silent.may_be_finished", told] == [message.code for message in finding.unknowns]


def test_one_visit_does_not_end_a_stall_nor_begin_a_new_one() -> None:
    rows = commits("a", range(1500, 1900, 5))
    before, after = history(rows), history([*rows, *commits("visitor", [4])])
    stalled = judged("project_silent", after)
    assert ("project_silent.stalled", 1) == (stalled.headline.code, stalled.headline.values["active_days"])
    assert day(1510 - 365) == stalled.started_on
    assert Outcome.AT_RISK is judged("project_silent", before).outcome


def test_three_active_days_in_a_year_are_no_stall() -> None:
    assert Outcome.OK is judged("project_silent", history(commits("a", [10, 120, 240, 500, 620]))).outcome


def test_a_project_younger_than_a_year_is_not_stalled() -> None:
    assert Outcome.OK is judged("project_silent", history(commits("a", [100, 101]))).outcome


def test_activity_that_fell_to_nothing_within_a_quarter_is_told() -> None:
    finding = judged("activity_falling", history(commits("a", range(95, 1400, 4))))
    assert (Outcome.AT_RISK, 90) == (finding.outcome, finding.headline.values["period_days"])


def test_a_fall_keeps_its_start_while_it_lasts() -> None:
    of = history(commits("a", range(95, 1400, 4)))
    later = replace(of, coverage=tuple(views(days=-60)))
    starts = {judged("activity_falling", of).started_on, judged("activity_falling", later, NOW + timedelta(days=50)).started_on}
    assert 1 == len(starts)


@pytest.mark.parametrize("every", [2, 9, 28])
def test_steady_activity_does_not_fall(every: int) -> None:
    assert Outcome.AT_RISK is not judged("activity_falling", history(commits("a", range(1, 1400, every)))).outcome


def test_bots_alone_are_no_life() -> None:
    rows = [*commits("robot", range(1, 170, 10)), *commits("a", range(200, 600, 10))]
    finding = judged("only_bots_alive", history(rows, bots=["robot"]))
    assert (Outcome.AT_RISK, day(200)) == (finding.outcome, finding.started_on)


@pytest.mark.parametrize("human", [[], [20]])
def test_bots_beside_people_or_none_at_all_are_ok(human: list[int]) -> None:
    rows = [*commits("robot", range(1, 170, 10) if human else [9]), *commits("a", human)]
    assert Outcome.OK is judged("only_bots_alive", history(rows, bots=["robot"])).outcome


def test_low_and_steady_is_quiet_and_says_what_was_not_checked() -> None:
    finding = judged("quiet", history(commits("a", range(10, 2000, 45))))
    assert (Outcome.OK, "quiet.quiet", 8) == (finding.outcome, finding.headline.code, finding.headline.values["active_days"])
    assert "quiet.obligations_unchecked" in {message.code for message in finding.unknowns}


@pytest.mark.parametrize(
    "days",
    [
        range(1, 2000, 7),
        range(1, 500, 45),
        range(10, 2000, 110),
        range(400, 2000, 45),
        [*range(10, 360, 60), *range(370, 730, 25)],
    ],
    ids=["busy", "young", "at the edge of a stall", "silent", "sinking"],
)
def test_what_is_busy_young_rare_silent_or_sinking_is_not_quiet(days: range) -> None:
    assert Outcome.OK is not judged("quiet", history(commits("a", days))).outcome


def test_few_days_that_may_be_chance_are_not_told_as_steady() -> None:
    finding = judged("activity_falling", history(commits("a", range(91, 1000, 28))))
    assert (Outcome.OK, "activity_falling.within_chance") == (finding.outcome, finding.headline.code)
