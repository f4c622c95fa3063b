"""What is sent and what is held back: due periods, levels that must hold before they are told, waits between attempts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery import policy
from monitor.model.alerts import AlertState, Evaluation, Fact, Held
from monitor.model.finding import Level
from monitor.model.letter import Crossing

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OK, WATCH, ALERT, UNKNOWN = Level.OK, Level.WATCH, Level.ALERT, Level.UNKNOWN
ARCHIVED = Fact("index_status", "f1")


def said(level: Level, *facts: Fact, method: str = "m1", silenced: datetime | None = None) -> Evaluation:
    """Return what one cycle says of the one project."""
    return Evaluation("weekly", "lark", method, level, facts, silenced)


class Tape:
    """Evaluations of one project, one after the other, and what readers were told."""

    def __init__(self, *levels: Level, alert_at: Level = ALERT, every: timedelta = DAY) -> None:
        self.state: AlertState | None = None
        self.told: list[Crossing] = []
        self.alert_at = alert_at
        self.every = every
        self.now = START
        self.say(*map(said, levels))

    def say(self, *evaluations: Evaluation) -> Tape:
        for evaluation in evaluations:
            decision = policy.decide(self.state, evaluation, self.alert_at, self.now)
            self.state = decision.state
            self.told += [decision.crossing] if decision.crossing else []
            self.now += self.every
        return self

    @property
    def reasons(self) -> list[str]:
        return [crossing.reason for crossing in self.told]

    @property
    def held(self) -> Held | None:
        return self.state.held if self.state else None


def test_what_was_so_before_we_looked_is_no_news() -> None:
    tape = Tape(ALERT, ALERT, ALERT)
    assert ([], Held.BASELINE) == (tape.reasons, tape.held)


def test_one_evaluation_is_not_enough_to_enter() -> None:
    tape = Tape(OK, ALERT)
    assert ([], Held.FIRST) == (tape.reasons, tape.held)


def test_two_evaluations_a_day_apart_enter() -> None:
    assert [Crossing("lark", ALERT, OK, "confirmed")] == Tape(OK, ALERT, ALERT).told


def test_many_evaluations_within_a_day_count_once() -> None:
    assert [] == Tape(OK, *[ALERT] * 24, every=HOUR).told


def test_the_evaluation_a_full_day_after_the_first_enters() -> None:
    assert ["confirmed"] == Tape(OK, *[ALERT] * 25, every=HOUR).reasons


def test_a_level_that_falls_back_must_hold_from_the_start_again() -> None:
    assert [] == Tape(OK, ALERT, OK, ALERT).told


def test_what_is_told_is_not_repeated() -> None:
    assert 1 == len(Tape(OK, *[ALERT] * 30).told)


def test_two_evaluations_are_not_enough_to_leave() -> None:
    tape = Tape(OK, ALERT, ALERT, OK, OK)
    assert (["confirmed"], Held.LEAVING) == (tape.reasons, tape.held)


def test_three_evaluations_a_day_apart_leave() -> None:
    assert Crossing("lark", WATCH, ALERT, "left") == Tape(OK, ALERT, ALERT, WATCH, WATCH, WATCH).told[-1]


def test_a_level_below_the_one_that_the_list_asks_for_is_no_news() -> None:
    assert [] == Tape(OK, WATCH, WATCH, WATCH).told


def test_a_list_that_asks_for_watch_is_told_of_watch_and_then_of_alert() -> None:
    tape = Tape(OK, WATCH, WATCH, ALERT, ALERT, alert_at=WATCH)
    assert [(OK, WATCH), (WATCH, ALERT)] == [(c.was, c.level) for c in tape.told]


def test_only_the_level_that_both_evaluations_reach_is_told() -> None:
    assert WATCH == Tape(OK, WATCH, ALERT, alert_at=WATCH).told[0].level


def test_what_cannot_be_seen_neither_enters_nor_leaves() -> None:
    assert [] == Tape(OK, UNKNOWN, UNKNOWN, UNKNOWN).told
    assert ["confirmed"] == Tape(OK, ALERT, ALERT, *[UNKNOWN] * 30).reasons


def test_what_cannot_be_seen_does_not_break_what_was_seen_before_and_after() -> None:
    tape = Tape(OK, ALERT, UNKNOWN)
    assert Held.UNKNOWN == tape.held
    assert ["confirmed"] == tape.say(said(ALERT)).reasons


def test_a_first_look_that_sees_nothing_is_no_baseline() -> None:
    tape = Tape(UNKNOWN)
    assert tape.state is None
    assert [] == tape.say(said(ALERT), said(ALERT)).told


def test_an_announced_fact_is_told_at_once() -> None:
    assert ["fact"] == Tape(OK).say(said(ALERT, ARCHIVED)).reasons


def test_a_fact_is_told_once() -> None:
    assert ["fact"] == Tape(OK).say(*[said(ALERT, ARCHIVED)] * 5).reasons


def test_a_new_fact_on_a_project_that_is_on_alert_is_told_at_once() -> None:
    assert ["confirmed", "fact"] == Tape(OK, ALERT, ALERT).say(said(ALERT, ARCHIVED)).reasons


def test_a_fact_that_was_so_before_we_looked_is_no_news() -> None:
    assert [] == Tape().say(said(ALERT, ARCHIVED), said(ALERT, ARCHIVED)).told


def came(fact: Fact, silenced: datetime | None = None, method: str = "m1") -> Evaluation:
    """Return an evaluation with a fact that an earlier look saw otherwise."""
    return replace(said(ALERT, fact, method=method, silenced=silenced), came=frozenset({fact}))


def test_a_fact_that_came_while_no_level_was_known_is_told_once() -> None:
    assert [Crossing("lark", ALERT, None, "fact")] == Tape(UNKNOWN, UNKNOWN).say(*[came(ARCHIVED)] * 3).told


def test_a_fact_that_came_while_no_level_was_known_waits_for_the_end_of_an_answer() -> None:
    tape = Tape(UNKNOWN).say(came(ARCHIVED, silenced=START + 9 * DAY))
    assert ([], Held.SILENCED) == (tape.reasons, tape.held)
    assert ["fact"] == tape.say(said(ALERT, ARCHIVED)).reasons


def test_a_new_method_tells_what_came_and_not_what_was_told() -> None:
    assert ["fact"] == Tape(OK).say(came(ARCHIVED, method="m2"), came(ARCHIVED, method="m3")).reasons


def test_a_fact_at_a_place_that_was_never_seen_before_is_no_news_at_once() -> None:
    at_new_place = replace(said(ALERT, ARCHIVED), new_places=frozenset({ARCHIVED}))
    tape = Tape(OK).say(at_new_place)
    assert ([], Held.FIRST) == (tape.reasons, tape.held)
    assert ["confirmed"] == tape.say(said(ALERT, ARCHIVED)).reasons


def test_a_fact_below_the_level_of_the_list_waits_for_the_report() -> None:
    assert [] == Tape(OK).say(said(WATCH, ARCHIVED), said(WATCH, ARCHIVED)).told


def test_a_new_method_is_no_news() -> None:
    tape = Tape(OK).say(*[said(ALERT, method="m2")] * 5)
    assert ([], Held.BASELINE) == (tape.reasons, tape.held)


def test_answered_findings_are_held_back_until_the_answer_ends() -> None:
    until = START + 9 * DAY
    tape = Tape(OK).say(*[said(ALERT, silenced=until)] * 4)
    assert ([], Held.SILENCED) == (tape.reasons, tape.held)
    assert ["confirmed"] == tape.say(said(ALERT)).reasons


def test_that_a_level_was_left_is_told_whoever_answered() -> None:
    assert ["confirmed", "left"] == Tape(OK, ALERT, ALERT).say(*[said(OK, silenced=START + 99 * DAY)] * 3).reasons


def test_a_level_that_changes_every_day_is_called_unstable_once() -> None:
    assert ["unstable"] == Tape(*[OK, ALERT] * 50).reasons


def test_a_level_that_changes_every_four_days_makes_no_more_than_four_notices_in_a_quarter() -> None:
    tape = Tape(*[OK] * 4, *([ALERT] * 4 + [OK] * 4) * 10)
    assert ["confirmed", "left", "confirmed", "unstable"] == tape.reasons


def test_an_unstable_level_that_holds_still_for_a_quarter_is_told_again() -> None:
    tape = Tape(*[OK, ALERT] * 3, OK, *[ALERT] * 95)
    assert ["unstable", "confirmed"] == tape.reasons


def test_a_fact_of_a_kind_that_comes_and_goes_is_unstable_too() -> None:
    evaluations = [said(ALERT, Fact("yanked", f"f{n}")) if n % 2 else said(OK) for n in range(100)]
    assert ["fact", "fact", "unstable"] == Tape().say(*evaluations).reasons


def test_a_fact_of_another_kind_is_told_of_an_unstable_project() -> None:
    tape = Tape(*[OK, ALERT] * 5)
    assert ["unstable", "fact"] == tape.say(said(ALERT, ARCHIVED)).reasons


def test_a_clock_that_is_set_back_does_not_make_a_day_longer() -> None:
    tape = Tape(OK, ALERT)
    tape.now = START - 10 * DAY
    assert ["confirmed"] == tape.say(said(ALERT), said(ALERT)).reasons


@given(st.lists(st.sampled_from(list(Level)), max_size=100))
def test_a_hundred_days_of_any_levels_make_few_notices(levels: list[Level]) -> None:
    assert len(Tape(*levels).told) <= policy.FLIPS + 1


@given(st.lists(st.sampled_from([WATCH, ALERT, OK]), max_size=40), st.data())
def test_days_that_cannot_be_seen_change_nothing_that_is_told(levels: list[Level], data: st.DataObject) -> None:
    with_gaps = [seen for level in levels for seen in (*[UNKNOWN] * data.draw(st.integers(0, 1)), level)]
    # The days themselves go on: what counts is the order of what was seen.
    assert [c.reason for c in Tape(*levels, every=2 * DAY).told] == [c.reason for c in Tape(*with_gaps, every=2 * DAY).told]


def test_all_changes_of_a_list_are_decided_together() -> None:
    first = [Evaluation("weekly", name, "m1", OK) for name in ("a", "b", "c")]
    then = [Evaluation("weekly", name, "m1", ALERT, (Fact("archived", name),)) for name in ("a", "b", "c")]
    states = {state.project: state for state in policy.decide_alerts({}, first, ALERT, START).states}
    assert ["a", "b", "c"] == [crossing.project for crossing in policy.decide_alerts(states, then, ALERT, START + HOUR).crossings]


def test_what_did_not_change_is_not_to_be_stored_again() -> None:
    one = [said(OK)]
    states = {state.project: state for state in policy.decide_alerts({}, one, ALERT, START).states}
    assert () == policy.decide_alerts(states, one, ALERT, START + DAY).states


WEEK = 7 * DAY


@pytest.mark.parametrize(
    ("expected", "first_seen", "told"),
    [
        (True, START - DAY, []),
        (False, START, []),
        (False, START + HOUR, []),
        (False, START - 9 * DAY, [START]),
        (True, START - 9 * DAY, [START - WEEK]),
        (False, START - 9 * DAY, [START + DAY]),
        (True, START - 9 * DAY, [START + 400 * DAY]),
    ],
    ids=["first", "seen then", "seen later", "told", "next", "clock set back", "told by a clock years ahead"],
)
def test_a_period_is_due_once_and_not_before_the_list_was_seen(
    expected: bool, first_seen: datetime, told: list[datetime]
) -> None:
    assert expected == policy.due_period(START, START + HOUR, first_seen, told)


@pytest.mark.parametrize(("expected", "after"), [(False, timedelta()), (False, 2 * HOUR), (True, 4 * HOUR), (True, 5 * DAY)])
def test_a_report_hours_after_its_moment_is_late(expected: bool, after: timedelta) -> None:
    assert expected == policy.is_late(START, START + after)


def waits(salt: str) -> Iterable[timedelta]:
    """Return the waits of a message that is never accepted, until it is given up."""
    now, attempts = START, 1
    while again := policy.next_try(attempts, salt, now, START):
        yield again - now
        now, attempts = again, attempts + 1


def test_waits_grow_and_stay_below_six_hours() -> None:
    found = list(waits("a"))
    assert all(later > sooner for sooner, later in pairwise(found[:6]))
    assert 6 * HOUR >= max(found)


def test_a_message_is_given_up_after_five_days() -> None:
    total = sum(waits("a"), timedelta())
    assert 5 * DAY <= total <= 5 * DAY + 6 * HOUR


def test_two_messages_do_not_come_back_at_the_same_moment() -> None:
    assert next(iter(waits("a"))) != next(iter(waits("b")))


@pytest.mark.parametrize(("expected", "ahead"), [(True, -HOUR), (True, timedelta()), (False, HOUR), (True, 2 * DAY)])
def test_a_wait_longer_than_any_is_a_clock_that_was_set_back(expected: bool, ahead: timedelta) -> None:
    assert expected == policy.is_due(START + ahead, START)
