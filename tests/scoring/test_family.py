"""Families: who supersedes whom, what that silences, and the one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model.assessment import Standing, Verdict
from monitor.model.finding import Level, Outcome
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Family, Impact, Portfolio, Project
from monitor.scoring.assess import assess
from monitor.scoring.family import Span, family_level, superseded_by, with_families, with_family
from monitor.scoring.levels import judge_level
from tests.scoring.build import NOW, PACKAGE, PACKAGE_SIGNALS, commits, history, state, views

SILENT = assess(history(commits("lead", range(300, 900, 3))), NOW, DEFAULT_LIMITS)
ALIVE = assess(history(commits("lead", range(1, 600, 3))), NOW, DEFAULT_LIMITS)
OK, WATCH, UNKNOWN = Verdict(Level.OK), Verdict(Level.WATCH, ("release_overdue",)), Verdict(Level.UNKNOWN)


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ({"one": span("2024-01-01", "2025-01-01"), "two": span("2024-09-01", "2026-01-01")}, {"one": "two"}),
        ({"one": span("2024-01-01", "2026-01-01"), "two": span("2024-09-01", "2025-01-01")}, {}),
        ({"one": span("2024-01-01", "2025-12-30"), "two": span("2024-09-01", "2026-01-01")}, {}),
        ({"one": span("2024-01-01", "2025-01-01"), "two": Span(None, None)}, {}),
        ({"alone": span("2024-01-01", "2025-01-01")}, {}),
        ({"one": span("2024-01-01", "2025-01-01"), "same": span("2024-01-01", "2026-01-01")}, {}),
        (
            {
                "one": span("2023-01-01", "2023-12-01"),
                "two": span("2024-01-01", "2025-01-01"),
                "three": span("2025-01-01", "2026-01-01"),
            },
            {"one": "three", "two": "three"},
        ),
    ],
    ids=[
        "followed",
        "outlived its follower",
        "both alive",
        "a sibling never seen",
        "alone",
        "born together",
        "three generations",
    ],
)
def test_a_member_is_superseded_by_the_newest_that_began_later_and_went_on(
    spans: dict[str, Span], expected: dict[str, str]
) -> None:
    assert expected == superseded_by(spans)


@pytest.mark.parametrize(("own", "newer", "is_superseded"), [(1, 5, True), (2, 4, True), (3, 4, False), (0, 0, False)])
def test_with_both_alive_the_younger_must_carry_twice_the_work_since_it_began(own: int, newer: int, is_superseded: bool) -> None:
    before, began = date(2026, 1, 1), date(2026, 2, 1)
    old = Span(date(2024, 1, 1), date(2026, 3, 5), {before: 30, began: own})
    young = Span(date(2026, 2, 16), date(2026, 3, 2), {before: 0, began: newer})
    assert is_superseded == ("old" in superseded_by({"old": old, "young": young}))


def test_a_younger_member_that_stopped_earlier_supersedes_nobody() -> None:
    old = Span(date(2024, 1, 1), date(2026, 3, 5), {date(2026, 2, 1): 1})
    young = Span(date(2025, 2, 16), date(2026, 1, 2), {date(2026, 2, 1): 9})
    assert {} == superseded_by({"old": old, "young": young})


def test_a_superseded_member_is_never_called_stalled() -> None:
    member = with_family(SILENT, "newer")
    assert (Standing.SUPERSEDED, "newer") == (member.standing, member.newer_sibling)
    outcomes = {finding.rule: finding.outcome for finding in member.findings}
    assert {Outcome.NOT_APPLICABLE} == {outcomes["project_silent"], outcomes["mainstays_silent"]}
    assert Level.OK is judge_level(member, Impact.CRITICAL, DEFAULT_LIMITS).level


def test_a_fact_holds_for_a_superseded_member_too() -> None:
    lines = [*views(), *views(PACKAGE_SIGNALS, PACKAGE)]
    quarantined = history(commits("a", range(300, 900, 3)), states=[state("package_status", "quarantined")], coverage=lines)
    member = with_family(assess(quarantined, NOW, DEFAULT_LIMITS), "newer")
    assert Level.ALERT is judge_level(member, Impact.HIGH, DEFAULT_LIMITS).level


def test_an_ended_member_stays_ended() -> None:
    assert Standing.ENDED is with_family(replace(SILENT, standing=Standing.ENDED), "newer").standing


def test_only_members_of_one_family_supersede_each_other() -> None:
    projects = {key: Project(key, key, (), family=family) for key, family in {"old": "f", "new": "f", "other": ""}.items()}
    shortened = replace(ALIVE.numbers, first_activity_on=date(2026, 1, 1))
    assessments = {"old": SILENT, "new": replace(ALIVE, numbers=shortened), "other": SILENT}
    result = with_families(assessments, Portfolio(projects, {"f": Family("f", "F")}))
    assert {"old": "new", "new": "", "other": ""} == {key: found.newer_sibling for key, found in result.items()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (OK, OK, Level.OK),
        (OK, WATCH, Level.WATCH),
        (OK, UNKNOWN, Level.UNKNOWN),
        (WATCH, OK, Level.WATCH),
        (UNKNOWN, OK, Level.OK),
    ],
)
def test_the_row_of_a_family_is_its_worst_living_member(old: Verdict, new: Verdict, expected: Level) -> None:
    assert expected is family_level([(with_family(SILENT, "new"), old), (ALIVE, new)]).level


def test_a_family_without_members_is_unknown() -> None:
    assert Level.UNKNOWN is family_level([]).level


def test_an_older_member_that_slows_down_is_superseded_whoever_does_more() -> None:
    projects = {key: Project(key, key, (), family="f") for key in ("old", "new")}
    older = replace(SILENT, numbers=replace(SILENT.numbers, last_activity_on=ALIVE.numbers.last_activity_on))
    younger = replace(ALIVE, numbers=replace(ALIVE.numbers, first_activity_on=date(2026, 1, 1)), picture=SILENT.picture)
    result = with_families({"old": older, "new": younger}, Portfolio(projects, {"f": Family("f", "F")}))
    assert (Standing.SUPERSEDED, "new") == (result["old"].standing, result["old"].newer_sibling)
