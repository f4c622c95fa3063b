"""What holds for every rule, and the rules on facts and events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.facts import Channel
from monitor.model.finding import Outcome, Weight
from monitor.model.history import History, State
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.rules import RULES
from tests.scoring.build import (
    GIT,
    NOW,
    PACKAGE,
    PACKAGE_SIGNALS,
    WEEKLY,
    ago,
    commits,
    day,
    history,
    irregular,
    judged,
    release,
    state,
    view,
    views,
)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_no_target_promises_does_not_apply(rule: str) -> None:
    assert Outcome.NOT_APPLICABLE is judged(rule, history(commits("a", WEEKLY), coverage=[])).outcome


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("days", [None, 15])
def test_what_was_not_looked_at_lately_is_unknown_and_says_what_is_missing(rule: str, days: int | None) -> None:
    needed = [signal for group in RULES[rule].RULE.needs for signal in sorted(group)]
    lines = [*views(days=days), *views(PACKAGE_SIGNALS, PACKAGE, days), *views(needed, "elsewhere", days)]
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


def test_a_release_is_withdrawn_on_the_day_that_we_saw_it_and_not_on_that_of_its_release() -> None:
    seen = release("1.1", 400, channel=Channel.PACKAGE, is_yanked=True, yanked_seen_at=ago(3), yanked_not_before=ago(6))
    found = judged("latest_yanked", history(releases=[seen], coverage=views(PACKAGE_SIGNALS, PACKAGE)))
    assert (day(3), ago(3), ()) == (found.started_on, found.evidence[0].at, found.unknowns)
    assert {"version": "1.1", "not_before": day(6), "seen_on": day(3)} == found.evidence[0].what.values
    before_watch = replace(seen, yanked_not_before=None)
    found = judged("latest_yanked", history(releases=[before_watch], coverage=views(PACKAGE_SIGNALS, PACKAGE)))
    assert ["latest_yanked.withdrawn_when"] == [one.code for one in found.unknowns]
    later = replace(seen, yanked_seen_at=ago(-5))
    assert day(400) == judged("latest_yanked", history(releases=[later], coverage=views(PACKAGE_SIGNALS, PACKAGE))).started_on


def test_a_withdrawn_release_that_was_replaced_is_ok() -> None:
    releases = [release("1.0", 90, channel=Channel.PACKAGE, is_yanked=True), release("1.1", 9, channel=Channel.PACKAGE)]
    assert Outcome.OK is judged("latest_yanked", history(releases=releases, coverage=views(PACKAGE_SIGNALS, PACKAGE))).outcome


@pytest.mark.parametrize(("days", "outcome"), [(5, Outcome.AT_RISK), (90, Outcome.AT_RISK), (91, Outcome.OK)])
def test_a_rewritten_history_warns_for_ninety_days(days: int, outcome: Outcome) -> None:
    of = history(states=[state("history_rewritten", "main: 1a2b to 3c4d", GIT, days)])
    assert outcome is judged("history_rewritten", of).outcome


def test_a_state_that_says_no_is_no_rewrite() -> None:
    assert Outcome.OK is judged("history_rewritten", history(states=[state("history_rewritten", "no", GIT, 5)])).outcome


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
