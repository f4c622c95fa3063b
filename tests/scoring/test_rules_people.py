"""Absence factor, organisations, releasers and silent mainstays, on small made histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.facts import ActivityKind
from monitor.model.finding import EvidenceLevel, Outcome, Weight
from monitor.model.history import Activity, History
from tests.scoring.build import (
    NOW,
    commits,
    day,
    history,
    judged,
    release,
    views,
)


def test_one_person_with_half_of_the_commits_is_context() -> None:
    finding = judged("contributor_absence_factor", history([*commits("a", range(1, 60, 2)), *commits("b", range(2, 40, 2))]))
    assert (Outcome.AT_RISK, Weight.CONTEXT, ("a",)) == (finding.outcome, finding.weight, finding.persons)


def test_several_people_with_half_of_the_commits_are_ok() -> None:
    rows = [row for who in "abcd" for row in commits(who, range(1, 60, 2))]
    assert 2 == judged("contributor_absence_factor", history(rows)).headline.values["factor"]


def test_a_factor_that_rose_because_the_work_shrank_is_not_read_as_healthier() -> None:
    rows = [*commits("a", range(366, 720, 3)), *commits("b", [9]), *commits("c", [20]), *commits("d", [40]), *commits("e", [50])]
    finding = judged("contributor_absence_factor", history(rows))
    assert (Outcome.AT_RISK, "contributor_absence_factor.spread_thin") == (finding.outcome, finding.headline.code)
    assert (2, 1) == (finding.headline.values["factor"], finding.headline.values["factor_before"])


def test_a_year_without_commits_has_no_absence_factor() -> None:
    assert "contributor_absence_factor.nobody" == judged("contributor_absence_factor", history(commits("a", [500]))).headline.code


def test_several_people_of_one_organisation_are_context() -> None:
    rows = [row for who in "abc" for row in commits(who, range(1, 60, 2))]
    finding = judged("elephant_factor", history(rows, domains={"a": "acme.com", "b": "acme.com", "c": "gmail.com"}))
    assert (Outcome.AT_RISK, "acme.com") == (finding.outcome, finding.headline.values["organisation"])


def test_two_organisations_are_ok() -> None:
    rows = [row for who in "abc" for row in commits(who, range(1, 60, 2))]
    assert (
        Outcome.OK
        is judged("elephant_factor", history(rows, domains={"a": "acme.com", "b": "other.com", "c": "third.com"})).outcome
    )


def test_one_person_alone_is_no_organisation_to_warn_of() -> None:
    assert Outcome.NOT_APPLICABLE is judged("elephant_factor", history(commits("a", [3]), domains={"a": "acme.com"})).outcome


def test_without_hints_the_organisations_are_unknown() -> None:
    assert Outcome.UNKNOWN is judged("elephant_factor", history(commits("a", [3]))).outcome


@pytest.mark.parametrize(
    ("hands", "code"),
    [
        (("a", "a"), "one_releaser.one"),
        (("a", "b"), "one_releaser.several"),
        (("", ""), "one_releaser.not_recorded"),
        (("a",), "one_releaser.too_few"),
    ],
)
def test_releasers_are_counted_where_they_are_recorded(hands: tuple[str, ...], code: str) -> None:
    of = history(releases=[release(f"1.{place}", 30 * (place + 1), by=by) for place, by in enumerate(hands)])
    assert code == judged("one_releaser", of).headline.code


def faded(last: int, others: int = 0) -> History:
    """A lead active every third day until `last` days ago, and a second person active every `others` days."""
    rows = commits("lead", range(last, last + 500, 3), amount=4)
    return history([*rows, *commits("second", range(1, 1000, others) if others else [])])


def test_a_lead_beyond_their_own_rhythm_is_told_with_the_day_last_seen() -> None:
    finding = judged("mainstays_silent", faded(last=300, others=60))
    assert (Outcome.AT_RISK, Weight.WARNING, ("lead",)) == (finding.outcome, finding.weight, finding.persons)
    seen = next(item for item in finding.evidence if item.what.code == "mainstays_silent.last_seen")
    assert (day(300), 300, 3, EvidenceLevel.OBSERVED) == (
        seen.at,
        seen.what.values["silent_days"],
        seen.what.values["usual_gap_days"],
        seen.level,
    )


@pytest.mark.parametrize("last", [10, 100, 180])
def test_half_a_year_of_silence_is_a_break(last: int) -> None:
    assert Outcome.OK is judged("mainstays_silent", faded(last, others=60)).outcome


def test_a_lead_whose_work_others_carry_on_is_context() -> None:
    finding = judged("mainstays_silent", faded(last=300, others=1))
    assert (Outcome.AT_RISK, Weight.CONTEXT, "mainstays_silent.carried_on") == (
        finding.outcome,
        finding.weight,
        finding.headline.code,
    )


def test_a_lead_who_still_merges_is_seen() -> None:
    of = faded(last=300, others=60)
    merge = Activity(day(20), "lead", ActivityKind.MERGE, 1)
    assert Outcome.OK is judged("mainstays_silent", replace(of, activity=tuple(sorted([*of.activity, merge])))).outcome


def test_a_visitor_of_few_days_is_no_mainstay_to_miss() -> None:
    assert Outcome.NOT_APPLICABLE is judged("mainstays_silent", history(commits("a", range(300, 307), amount=50))).outcome


def test_a_slow_mainstay_is_given_their_own_time() -> None:
    bursts = [240 + 90 * burst + on for burst in range(12) for on in range(4)]
    assert Outcome.OK is judged("mainstays_silent", history(commits("slow", bursts))).outcome


def test_a_second_silence_is_a_new_episode_and_one_more_day_is_not() -> None:
    of = faded(last=300, others=60)
    later = replace(of, coverage=tuple(views(days=-20)))
    assert judged("mainstays_silent", of).id_in("p") == judged("mainstays_silent", later, NOW + timedelta(days=20)).id_in("p")
