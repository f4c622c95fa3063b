"""From findings to a level: facts, families, persons, context, and what was not seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.assessment import Assessment, Standing
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Level, Message, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.levels import judge_level
from monitor.scoring.rules import RULES
from tests.scoring.build import NOW, PACKAGE, PACKAGE_SIGNALS, commits, day, history, view, views

WELL = assess(history(commits("a", range(1, 1400, 7))), NOW, DEFAULT_LIMITS)


def risk(
    rule: str, weight: Weight | None = None, persons: tuple[str, ...] = (), level: EvidenceLevel = EvidenceLevel.OBSERVED
) -> Finding:
    evidence = (Evidence(Message("e"), day(9), "link", level),)
    return Finding(rule, Outcome.AT_RISK, weight or RULES[rule].RULE.weight, Message("m"), evidence, persons=persons)


def level(*findings: Finding, impact: Impact = Impact.MEDIUM, of: Assessment = WELL) -> Level:
    return judge_level(replace(of, findings=findings), impact, DEFAULT_LIMITS).level


ACTIVITY, RELEASES, STATUS = risk("activity_falling"), risk("release_overdue"), risk("index_status")
PERSON = risk("mainstays_silent", persons=("a",))


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((), Level.OK),
        ((risk("contributor_absence_factor"), risk("one_releaser"), risk("elephant_factor")), Level.OK),
        ((ACTIVITY,), Level.WATCH),
        ((ACTIVITY, risk("project_silent")), Level.WATCH),
        ((ACTIVITY, RELEASES), Level.ALERT),
        ((PERSON,), Level.WATCH),
        ((PERSON, ACTIVITY), Level.WATCH),
        ((PERSON, ACTIVITY, RELEASES), Level.ALERT),
        ((STATUS,), Level.ALERT),
        ((risk("release_overdue", Weight.CONTEXT), ACTIVITY), Level.WATCH),
    ],
)
def test_two_families_or_a_fact_alert_and_context_never_raises(findings: tuple[Finding, ...], expected: Level) -> None:
    assert expected is level(*findings)


@pytest.mark.parametrize(
    ("impact", "two", "three", "fact"),
    [
        (Impact.LOW, Level.WATCH, Level.ALERT, Level.WATCH),
        (Impact.MEDIUM, Level.ALERT, Level.ALERT, Level.ALERT),
        (Impact.CRITICAL, Level.ALERT, Level.ALERT, Level.ALERT),
    ],
)
def test_low_impact_waits_for_a_third_family_and_watches_facts(impact: Impact, two: Level, three: Level, fact: Level) -> None:
    rewritten = risk("history_rewritten")
    assert (two, three, fact) == (
        level(ACTIVITY, RELEASES, impact=impact),
        level(ACTIVITY, RELEASES, rewritten, impact=impact),
        level(STATUS, impact=impact),
    )


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [(EvidenceLevel.OBSERVED, Level.WATCH), (EvidenceLevel.REPORTED, Level.WATCH), (EvidenceLevel.RECORDED, Level.ALERT)],
)
def test_a_claim_about_persons_needs_a_record_to_alert(evidence: EvidenceLevel, expected: Level) -> None:
    assert expected is level(risk("index_status", persons=("a",), level=evidence))
    assert expected is level(risk("mainstays_silent", persons=("a",), level=evidence), ACTIVITY)


def test_the_verdict_names_the_rules_that_made_it() -> None:
    verdict = judge_level(replace(WELL, findings=(ACTIVITY, RELEASES, risk("one_releaser"))), Impact.HIGH, DEFAULT_LIMITS)
    assert ("activity_falling", "release_overdue") == verdict.because


def test_nothing_found_where_activity_was_not_seen_is_unknown() -> None:
    unseen = replace(WELL, coverage=tuple(views(days=15)), findings=())
    assert Level.UNKNOWN is level(of=unseen)


def test_a_warning_holds_where_the_rest_was_not_seen() -> None:
    assert Level.WATCH is level(RELEASES, of=replace(WELL, coverage=tuple(views(days=None))))


def test_packages_alone_make_a_project_ok_only_where_no_repository_is_promised() -> None:
    packages = views(PACKAGE_SIGNALS, PACKAGE)
    assert Level.OK is level(of=replace(WELL, coverage=tuple(packages)))
    assert Level.UNKNOWN is level(of=replace(WELL, coverage=(*packages, *views(days=None))))


def test_tags_are_releases_enough_when_the_index_does_not_answer() -> None:
    assert Level.OK is level(of=replace(WELL, coverage=(*views(), view(Signal.PACKAGE_RELEASES, PACKAGE, None))))


def test_a_project_without_any_view_is_unknown() -> None:
    assert Level.UNKNOWN is level(of=replace(WELL, coverage=()))


def test_a_silence_that_can_no_longer_be_judged_is_not_cleared() -> None:
    gone = commits("a", range(400, 1400, 3))
    half_seen = assess(history(gone, coverage=[*views(), view(Signal.ACTIVITY, "other", days=40)]), NOW, DEFAULT_LIMITS)
    assert Level.WATCH is judge_level(assess(history(gone), NOW, DEFAULT_LIMITS), Impact.HIGH, DEFAULT_LIMITS).level
    assert Level.UNKNOWN is judge_level(half_seen, Impact.HIGH, DEFAULT_LIMITS).level


def test_a_superseded_member_is_ok_unless_a_fact_holds() -> None:
    older = replace(WELL, standing=Standing.SUPERSEDED)
    assert (Level.OK, Level.ALERT) == (level(RELEASES, of=older), level(STATUS, of=older))


def test_a_superseded_project_that_was_not_seen_of_late_is_unknown() -> None:
    unseen = replace(WELL, standing=Standing.SUPERSEDED, coverage=())
    assert Level.UNKNOWN is level(of=unseen)


def test_a_repository_without_any_work_or_release_is_not_called_ok() -> None:
    empty = assess(history([]), NOW, DEFAULT_LIMITS)
    assert (Level.UNKNOWN, Standing.UNKNOWN) == (level(*empty.findings, of=empty), empty.standing)
