"""Absence factor, organisations, releasers and silent mainstays, on small made histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.carrying import Affiliation
from monitor.model.facts import ActivityKind
from monitor.model.finding import EvidenceLevel, Outcome, Weight
from monitor.model.history import Activity, History, Person
from monitor.model.limits import DEFAULT_LIMITS
from monitor.scoring.assess import assess
from monitor.scoring.metrics.elephant_factor import organisations_in
from tests.scoring.build import (
    GIT,
    GIT_SIGNALS,
    NOW,
    ago,
    commits,
    day,
    history,
    judged,
    release,
    view,
    views,
)


def test_one_person_with_half_of_the_commits_is_context() -> None:
    finding = judged("contributor_absence_factor", history([*commits("a", range(1, 60, 2)), *commits("b", range(2, 40, 2))]))
    assert (Outcome.AT_RISK, Weight.CONTEXT, ("a",)) == (finding.outcome, finding.weight, finding.persons)


def test_several_people_with_half_of_the_commits_are_ok() -> None:
    rows = [row for who in "abcd" for row in commits(who, range(1, 60, 2))]
    assert 2 == judged("contributor_absence_factor", history(rows)).headline.values["factor"]


def test_a_factor_that_rose_because_the_work_shrank_is_not_read_as_healthier() -> None:
    rows = [*commits("a", range(366, 720, 3)), *(row for n, who in enumerate("bcde") for row in commits(who, [9 + n], amount=3))]
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
        (("a", "a", ""), "one_releaser.one_of_known"),
        (("a", ""), "one_releaser.not_recorded"),
    ],
)
def test_releasers_are_counted_where_they_are_recorded(hands: tuple[str, ...], code: str) -> None:
    of = history(releases=[release(f"1.{place}", 30 * (place + 1), by=by) for place, by in enumerate(hands)])
    assert code == judged("one_releaser", of).headline.code


def test_releases_without_a_known_maker_are_told_apart() -> None:
    of = history(releases=[release(f"1.{place}", 20 * (place + 1), by="a" if place < 9 else "") for place in range(12)])
    finding = judged("one_releaser", of)
    assert (Outcome.AT_RISK, {"releases": 12, "known": 9, "unknown": 3}) == (finding.outcome, finding.headline.values)


def test_prereleases_are_not_counted_as_releases() -> None:
    made = [release("1.0", 90, by="a"), release("2.0rc1", 9, by="a", is_prerelease=True)]
    assert {"releases": 1} == judged("one_releaser", history(releases=made)).headline.values


def test_releases_that_nobody_is_known_to_have_made_have_unknown_releasers_not_none() -> None:
    of = history(releases=[release("0.1", 900, by="a"), release("1.0", 90), release("1.1", 30)])
    assert assess(of, NOW, DEFAULT_LIMITS).numbers.releasers_year is None


def test_a_person_with_two_commits_is_no_mainstay() -> None:
    assert () == assess(history(commits("a", [3, 9])), NOW, DEFAULT_LIMITS).people
    finding = judged("contributor_absence_factor", history(commits("a", [3, 9])))
    assert (Outcome.NOT_APPLICABLE, "contributor_absence_factor.too_little") == (finding.outcome, finding.headline.code)
    many = history([row for number in range(12) for row in commits(f"p{number:02}", [number + 1])])
    assert () == judged("contributor_absence_factor", many).persons


def test_the_sum_of_forgotten_accounts_holds_no_role_and_its_work_counts() -> None:
    rows = [*commits("a", range(1, 300, 2)), *commits("gone", range(1, 300, 3)), *commits("gone", [9], kind=ActivityKind.MERGE)]
    of = history(rows, [release("1.0", 90, by="gone"), release("1.1", 30, by="gone")])
    of = replace(of, persons={**of.persons, "gone": Person("gone", "", is_withheld=True)})
    found = assess(of, NOW, DEFAULT_LIMITS)
    assert {"a"} == {holder.person for holder in found.people} | {key for finding in found.findings for key in finding.persons}
    assert (None, None) == (found.numbers.releasers_year, found.numbers.mergers_year)
    counted = judged("contributor_absence_factor", of).headline.values
    assert 250 == counted["commits"]


def test_a_second_person_is_not_asked_for_where_the_factor_is_higher() -> None:
    rows = [*commits("a", range(366, 720, 3)), *(row for n, who in enumerate("bcde") for row in commits(who, [9 + n], amount=3))]
    (clears,) = judged("contributor_absence_factor", history(rows)).clears
    assert ("contributor_absence_factor.work_comes_back", 60) == (clears.code, clears.values["commits"])


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


def by_name(rows: list[Activity]) -> list[Activity]:
    """The same rows by accounts that only bear the person's full name."""
    return [row._replace(is_by_name=True) for row in rows]


def test_an_account_of_the_same_name_may_show_that_somebody_is_active() -> None:
    of = faded(last=300, others=60)
    seen = by_name(commits("lead", [20]))
    assert Outcome.OK is judged("mainstays_silent", replace(of, activity=tuple(sorted([*of.activity, *seen])))).outcome


def test_work_under_the_same_name_alone_makes_nobody_a_silent_mainstay() -> None:
    of = faded(last=300, others=60)
    rows = [row._replace(is_by_name=row.person == "lead") for row in of.activity]
    finding = judged("mainstays_silent", replace(of, activity=tuple(rows)))
    assert "lead" not in finding.persons


def test_the_rhythm_of_a_silent_mainstay_is_told_from_proven_accounts() -> None:
    of = faded(last=300, others=60)
    more = by_name(commits("lead", range(301, 700)))
    told = [judged("mainstays_silent", replace(of, activity=tuple(sorted([*of.activity, *rows])))) for rows in ([], more)]
    gaps = [
        next(item.what.values["usual_gap_days"] for item in one.evidence if "usual_gap_days" in item.what.values) for one in told
    ]
    assert gaps[0] == gaps[1]


def by_domain(years: int) -> History:
    """Two people of Acme this year, and another organisation's beside them in the years before."""
    rows = [row for who in "abc" for row in commits(who, range(1, 60, 2))]
    rows += [row for year in range(1, years) for who in "abcd" for row in commits(who, range(366 * year, 366 * year + 60, 2))]
    rows += [row for year in range(1, years) for row in commits("d", range(366 * year, 366 * year + 60, 2))]
    return history(rows, domains={"a": "acme.com", "b": "acme.com", "c": "gmail.com", "d": "other.com"})


def test_an_elephant_factor_that_fell_to_one_says_from_what_and_when() -> None:
    finding = judged("elephant_factor", by_domain(years=2))
    assert ("elephant_factor.narrowed", 2) == (finding.headline.code, finding.headline.values["factor_before"])
    assert [("elephant_factor.counted", day(1)), ("elephant_factor.year", day(366))] == [
        (item.what.code, item.at) for item in finding.evidence
    ]


def test_years_that_were_not_wholly_seen_are_not_told() -> None:
    shallow = replace(by_domain(years=3), coverage=tuple(view(signal, since=ago(800)) for signal in GIT_SIGNALS))
    assert ["elephant_factor.counted", "elephant_factor.year"] == [
        item.what.code for item in judged("elephant_factor", shallow).evidence
    ]


def test_commits_count_for_the_organisation_of_their_time() -> None:
    rows = [
        *commits("a", range(1, 60)),
        *commits("a", range(400, 460)),
        *commits("b", range(1, 30)),
        *commits("b", range(400, 430)),
    ]
    moved = [
        Affiliation("a", "bell.com", "domain", "", GIT, EvidenceLevel.OBSERVED, ago(460), ago(400)),
        Affiliation("a", "acme.com", "domain", "", GIT, EvidenceLevel.OBSERVED, ago(60)),
        Affiliation("b", "acme.com", "domain", "", GIT, EvidenceLevel.OBSERVED, ago(430)),
    ]
    of = replace(history(rows, domains={"a": "acme.com", "b": "acme.com"}), affiliations=tuple(moved))
    assert [{"acme.com": 88}, {"bell.com": 60, "acme.com": 30}] == [organisations_in(of, NOW, years).commits for years in (0, 1)]


def test_nobody_becomes_a_silent_mainstay_because_the_work_of_another_one_was_told_apart() -> None:
    rows = [*commits("lead", range(300, 800, 3), amount=2), *by_name(commits("lead", range(301, 800, 3)))]
    rows += commits("third", range(302, 800, 3), amount=2)
    finding = judged("mainstays_silent", history([*rows, *commits("now", range(1, 300, 60))]))
    assert ("lead",) == finding.persons
