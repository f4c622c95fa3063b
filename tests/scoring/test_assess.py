"""One assessment: standing, numbers, roles, stability, and every code that it may use."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.assessment import Standing
from monitor.model.facts import ActivityKind
from monitor.model.finding import Level, Outcome, Weight
from monitor.model.history import History
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Impact
from monitor.scoring.assess import METHOD, assess
from monitor.scoring.levels import judge_level
from monitor.scoring.rules import RULES, all_messages
from tests.scoring.build import (
    GIT,
    NOW,
    PACKAGE,
    PACKAGE_SIGNALS,
    ago,
    commits,
    day,
    history,
    judged,
    release,
    state,
    view,
    views,
)

BOTH = [*views(), *views(PACKAGE_SIGNALS, PACKAGE)]
ALIVE = commits("a", range(1, 1400, 7))
QUIET_AND_OVERDUE = history(commits("a", range(10, 2500, 45)), [release(f"1.{n}", 1500 + 30 * n) for n in range(8)])


def standing(of: History) -> Standing:
    return assess(of, NOW, DEFAULT_LIMITS).standing


def test_each_rule_is_registered_under_its_own_id() -> None:
    assert {rule.RULE.id: rule for rule in RULES.values()} == RULES


def test_every_code_belongs_to_its_rule() -> None:
    assert all(code.startswith(f"{key}.") for key, rule in RULES.items() for code in rule.MESSAGES)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (history(ALIVE), Standing.ACTIVE),
        (history(ALIVE, coverage=views(days=15)), Standing.UNKNOWN),
        (history(ALIVE, coverage=[]), Standing.UNKNOWN),
        (QUIET_AND_OVERDUE, Standing.QUIET),
        (history(ALIVE, states=[state("package_status", "archived")], coverage=BOTH), Standing.ENDED),
        (history(ALIVE, states=[state("package_status", "quarantined")], coverage=BOTH), Standing.ACTIVE),
        (
            history(
                ALIVE,
                states=[state("package_status", "archived"), state("package_status", "active", "pkg:pypi/q")],
                coverage=BOTH,
            ),
            Standing.ACTIVE,
        ),
    ],
    ids=["active", "not seen", "nothing watched", "quiet", "archived", "quarantined", "one old name of a living project"],
)
def test_standing(of: History, expected: Standing) -> None:
    assert expected is standing(of)


def test_a_quiet_project_is_ok_and_its_overdue_release_is_still_said() -> None:
    quiet = assess(QUIET_AND_OVERDUE, NOW, DEFAULT_LIMITS)
    overdue = next(finding for finding in quiet.findings if finding.rule == "release_overdue")
    assert (Outcome.AT_RISK, Weight.CONTEXT) == (overdue.outcome, overdue.weight)
    assert Level.OK is judge_level(quiet, Impact.CRITICAL, DEFAULT_LIMITS).level
    assert quiet.standing_reason is not None
    assert "quiet.quiet" == quiet.standing_reason.code


def test_numbers_of_a_project() -> None:
    rows = [*commits("a", [3, 5, 400], amount=5), *commits("b", [4]), *commits("a", [2], kind=ActivityKind.MERGE)]
    numbers = assess(history(rows, [release("1.0", 50, by="a"), release("1.1", 20, by="b")]), NOW, DEFAULT_LIMITS).numbers
    assert (day(3), day(400), 3, 2, 1) == (
        numbers.last_activity_on,
        numbers.first_activity_on,
        numbers.active_days_year,
        numbers.people_year,
        numbers.absence_factor,
    )
    assert (2, 1, day(20), "1.1") == (numbers.releasers_year, numbers.mergers_year, numbers.last_release_on, numbers.last_version)
    assert numbers.release_expected_from is not None
    assert numbers.release_expected_by is not None
    assert day(20) <= numbers.release_expected_from < numbers.release_expected_by


def test_numbers_of_nothing_are_unknown_not_zero() -> None:
    numbers = assess(history(coverage=[]), NOW, DEFAULT_LIMITS).numbers
    assert [None] * 4 == [numbers.active_days_year, numbers.people_year, numbers.absence_factor, numbers.last_release_on]


@pytest.mark.parametrize(
    "lines", [views(days=60), [view(signal, since=ago(300)) for signal in (Signal.ACTIVITY, Signal.TAGS)]], ids=["ends", "begins"]
)
def test_numbers_of_a_year_that_was_partly_seen_are_unknown(lines: list[Coverage]) -> None:
    rows = [*commits("a", range(70, 300, 3)), *commits("a", [80], kind=ActivityKind.MERGE)]
    numbers = assess(history(rows, [release("1.0", 90, by="a")], coverage=lines), NOW, DEFAULT_LIMITS).numbers
    counted = (numbers.active_days_year, numbers.people_year, numbers.absence_factor, numbers.releasers_year)
    assert (None, None, None, None, None) == (*counted, numbers.mergers_year)
    assert day(70) == numbers.last_activity_on


def test_numbers_of_a_year_seen_until_last_week_are_known() -> None:
    of = history(commits("a", range(20, 300, 3)), coverage=views(days=10))
    assert 94 == assess(of, NOW, DEFAULT_LIMITS).numbers.active_days_year


@pytest.mark.parametrize("rule", ["contributor_absence_factor", "elephant_factor", "quiet"])
def test_a_rule_that_counts_a_year_is_unknown_where_it_was_partly_seen(rule: str) -> None:
    rows = [*commits("a", range(1, 200, 3)), *commits("b", range(2, 200, 3))]
    lines = [view(signal, since=ago(300)) for signal in (Signal.ACTIVITY, Signal.AFFILIATION)]
    finding = judged(rule, history(rows, coverage=lines, domains={"a": "acme.com", "b": "acme.com"}))
    assert Outcome.UNKNOWN is finding.outcome


def test_a_project_seen_for_less_than_a_year_is_active_without_a_count() -> None:
    finding = judged("project_silent", history(ALIVE, coverage=[view(Signal.ACTIVITY, since=ago(300))]))
    assert (Outcome.OK, "project_silent.active_lately") == (finding.outcome, finding.headline.code)


@pytest.mark.parametrize("rule", ["contributor_absence_factor", "elephant_factor"])
def test_what_was_counted_is_dated_with_the_end_of_the_window(rule: str) -> None:
    rows = [row for who in "ab" for row in commits(who, range(40, 300, 3), amount=4 if who == "a" else 1)]
    rows += commits("c", range(40, 300, 3), amount=4)
    finding = judged(rule, history(rows, domains=dict.fromkeys("abc", "acme.com")))
    assert {day(1)} == {item.at for item in finding.evidence}


def test_roles_are_listed_by_key_with_the_days_seen() -> None:
    rows = [*commits("zoe", range(1, 300, 5)), *commits("ann", [7], kind=ActivityKind.MERGE)]
    holders = assess(history(rows, [release("1.0", 50, by="zoe")]), NOW, DEFAULT_LIMITS).people
    assert [("zoe", "mainstay", day(1)), ("zoe", "releaser", day(50)), ("ann", "merger", day(7))] == [
        (holder.person, holder.role, holder.last_seen_on) for holder in holders
    ]


def test_an_assessment_of_the_same_day_is_the_same_whatever_the_hour() -> None:
    of = history(ALIVE, [release("1.0", 50), release("1.1", 20)])
    morning, evening = (assess(of, NOW + timedelta(hours=hour), DEFAULT_LIMITS) for hour in (1, 22))
    assert morning == replace(evening, as_of=morning.as_of)


def test_the_method_is_said() -> None:
    assert METHOD == assess(history(), NOW, DEFAULT_LIMITS).method


def test_no_two_findings_share_an_id() -> None:
    states = [state("package_status", "archived"), state("package_status", "deprecated", "pkg:npm/p")]
    findings = assess(history(ALIVE, states=states, coverage=BOTH), NOW, DEFAULT_LIMITS).findings
    assert len(findings) == len({finding.id_in("p") for finding in findings})


def test_codes_are_published_with_their_values() -> None:
    assert ("signal", "seen_until") == all_messages()["view.not_seen"]


def test_silence_after_a_rewrite_is_unknown_for_the_commits_may_have_been_taken_away() -> None:
    silent = list(commits("lead", range(300, 900, 3)))
    rewritten = assess(history(silent, states=[state("history_rewritten", "1a2b..3c4d", GIT, 20)]), NOW, DEFAULT_LIMITS)
    plain = assess(history(silent), NOW, DEFAULT_LIMITS)
    outcomes = [{f.outcome for f in found.findings if f.rule == "project_silent"} for found in (plain, rewritten)]
    assert [{Outcome.AT_RISK}, {Outcome.UNKNOWN}] == outcomes
