"""Each rule on small made histories: what raises it, what does not, and what nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.facts import ActivityKind, Channel
from monitor.model.finding import EvidenceLevel, Outcome, Weight
from monitor.model.history import Activity, History, Release, State
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.rules import RULES
from tests.scoring.build import (
    GIT,
    NOW,
    PACKAGE,
    PACKAGE_SIGNALS,
    commits,
    day,
    history,
    judged,
    release,
    releases_every,
    state,
    view,
    views,
)

WEEKLY = range(1, 1400, 7)
IRREGULAR = (0, 30, 90, 110, 190, 250, 400)


def irregular(last: int) -> list[Release]:
    return [release(f"1.{place}", last + age) for place, age in enumerate(IRREGULAR)]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_no_target_promises_does_not_apply(rule: str) -> None:
    assert Outcome.NOT_APPLICABLE is judged(rule, history(commits("a", WEEKLY), coverage=[])).outcome


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("days", [None, 15])
def test_what_was_not_looked_at_lately_is_unknown_and_says_what_is_missing(rule: str, days: int | None) -> None:
    lines = [*views(days=days), *views(PACKAGE_SIGNALS, PACKAGE, days)]
    finding = judged(rule, history(commits("a", WEEKLY), irregular(900), coverage=lines))
    assert Outcome.UNKNOWN is finding.outcome
    assert set(finding.missing) <= set().union(*RULES[rule].RULE.needs)
    assert finding.missing


@pytest.mark.parametrize("rule", ["project_silent", "mainstays_silent", "activity_falling"])
def test_silence_is_unknown_while_one_repository_could_not_be_looked_at(rule: str) -> None:
    gone = history(commits("a", range(400, 1400, 3)), coverage=[*views(), view(Signal.ACTIVITY, "other", days=40)])
    assert Outcome.AT_RISK is judged(rule, replace(gone, coverage=tuple(views()))).outcome
    assert Outcome.UNKNOWN is judged(rule, gone).outcome


def test_activity_seen_in_one_repository_is_enough_to_be_active() -> None:
    finding = judged(
        "project_silent", history(commits("a", WEEKLY), coverage=[*views(), view(Signal.ACTIVITY, "other", days=40)])
    )
    assert Outcome.OK is finding.outcome
    assert "unknown.signal_not_seen" in {message.code for message in finding.unknowns}


def test_a_release_is_overdue_by_tags_although_the_index_does_not_answer_and_that_is_said() -> None:
    lines = [*views(), view(Signal.PACKAGE_RELEASES, PACKAGE, days=None)]
    finding = judged("release_overdue", history(commits("a", WEEKLY), irregular(900), coverage=lines))
    assert Outcome.AT_RISK is finding.outcome
    assert "unknown.signal_not_seen" in {message.code for message in finding.unknowns}


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


def test_a_project_silent_beyond_its_own_rhythm_is_told_since_its_last_day() -> None:
    finding = judged("project_silent", history(commits("a", range(200, 900, 5))))
    assert ("project_silent.silent", day(200)) == (finding.headline.code, finding.started_on)


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


def packaged(*states: State, days: float = 0) -> History:
    return history(states=states, coverage=views(PACKAGE_SIGNALS, PACKAGE, days))


@pytest.mark.parametrize("status", ["archived", "deprecated", "quarantined", "unpublished"])
def test_the_word_of_the_index_is_a_fact_with_its_reason(status: str) -> None:
    finding = judged("index_status", packaged(state("package_status", status), state("package_status_reason", "use q")))
    assert (Outcome.AT_RISK, Weight.FACT, f"index_status.{status}") == (finding.outcome, finding.weight, finding.headline.code)
    assert "use q" in {item.what.values.get("reason") for item in finding.evidence}


def test_a_status_that_we_have_no_word_for_is_told_as_it_is() -> None:
    assert "frozen" == judged("index_status", packaged(state("package_status", "frozen"))).headline.values["status"]


def test_an_active_package_is_ok() -> None:
    assert Outcome.OK is judged("index_status", packaged(state("package_status", "active"))).outcome


def test_a_status_that_was_taken_back_is_no_longer_told() -> None:
    spans = (state("package_status", "deprecated", days=50, until=20), state("package_status", "active", days=20))
    assert Outcome.OK is judged("index_status", packaged(*spans)).outcome


def test_a_recorded_end_stays_a_fact_while_the_index_does_not_answer() -> None:
    assert Outcome.AT_RISK is judged("index_status", packaged(state("package_status", "archived"), days=60)).outcome


def test_a_fresh_look_that_brought_no_status_is_unknown() -> None:
    assert Outcome.UNKNOWN is judged("index_status", packaged()).outcome


def test_a_withdrawn_newest_release_is_a_fact_and_names_the_one_before() -> None:
    releases = [
        release("1.0", 90, channel=Channel.PACKAGE),
        release("1.1", 9, channel=Channel.PACKAGE, is_yanked=True, yanked_reason="broken"),
    ]
    finding = judged("latest_yanked", history(releases=releases, coverage=views(PACKAGE_SIGNALS, PACKAGE)))
    assert (Outcome.AT_RISK, Weight.FACT, "1.0") == (finding.outcome, finding.weight, finding.headline.values["version_before"])
    assert "broken" in {item.what.values.get("reason") for item in finding.evidence}


def test_a_withdrawn_release_that_was_replaced_is_ok() -> None:
    releases = [release("1.0", 90, channel=Channel.PACKAGE, is_yanked=True), release("1.1", 9, channel=Channel.PACKAGE)]
    assert Outcome.OK is judged("latest_yanked", history(releases=releases, coverage=views(PACKAGE_SIGNALS, PACKAGE))).outcome


@pytest.mark.parametrize(("days", "outcome"), [(5, Outcome.AT_RISK), (90, Outcome.AT_RISK), (91, Outcome.OK)])
def test_a_rewritten_history_warns_for_ninety_days(days: int, outcome: Outcome) -> None:
    of = history(states=[state("history_rewritten", "main: 1a2b to 3c4d", GIT, days)])
    assert outcome is judged("history_rewritten", of).outcome


def test_a_state_that_says_no_is_no_rewrite() -> None:
    assert Outcome.OK is judged("history_rewritten", history(states=[state("history_rewritten", "no", GIT, 5)])).outcome


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


def test_every_risk_says_why_with_evidence_and_what_would_change_it() -> None:
    of = history(
        [*commits("lead", range(400, 1300, 3)), *commits("robot", range(1, 100, 9))],
        irregular(900),
        [state("package_status", "archived"), state("history_rewritten", "yes", GIT, 5)],
        [*views(), *views(PACKAGE_SIGNALS, PACKAGE)],
        bots=["robot"],
    )
    risks = [f for rule in RULES.values() for f in rule.judge(of, NOW, DEFAULT_LIMITS) if f.outcome is Outcome.AT_RISK]
    assert {"project_silent", "only_bots_alive", "release_overdue", "mainstays_silent", "index_status", "history_rewritten"} <= {
        finding.rule for finding in risks
    }
    assert all(finding.evidence and finding.clears for finding in risks)
    assert all(item.link for finding in risks for item in finding.evidence)
