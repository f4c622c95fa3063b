"""The rules on departures: each true once and a near miss once, and nothing observed or reported about a person above watch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from monitor.model.carrying import Affiliation, Departure, DepartureKind, Listing, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, Channel
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.history import History, Release
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.levels import judge_level
from monitor.scoring.metrics.departed import chance_of, share_within
from monitor.scoring.rules import RULES
from tests.scoring.build import GIT, NOW, WEEKLY, ago, commits, day, history, irregular, release, view, views

ANNOUNCED, RECORDED, OBSERVED, REPORTED, _ = EvidenceLevel
OWNERS = f"{GIT}/OWNERS"
WORK = [row for person in "abcde" for row in commits(person, WEEKLY)]


def left(
    person: str = "a",
    days: int = 40,
    kind: DepartureKind = DepartureKind.DELISTED,
    level: EvidenceLevel = RECORDED,
    role: str = "maintainer",
    **more: object,
) -> Departure:
    sign = Sign(kind, level, day(days), OWNERS, not_before=day(days + 7), quote="formerly at Acme", path="OWNERS")
    return Departure(person, role, level, day(days), (sign,), **more)  # type: ignore[arg-type]


def project(*departures: Departure, releases: list[Release] | None = None, **more: object) -> History:
    lines = [*views(), view(Signal.STATEMENTS), view(Signal.GOVERNANCE)]
    found = history(WORK, irregular(20) if releases is None else releases, coverage=lines)
    return replace(found, departures=departures, **more)  # type: ignore[arg-type]


def findings(rule: str, of: History, now: datetime = NOW) -> list[Finding]:
    return list(RULES[rule].judge(of, now, DEFAULT_LIMITS))


def only(rule: str, of: History) -> Finding:
    (found,) = findings(rule, of)
    return found


def listed(*persons: str) -> tuple[Listing, ...]:
    return tuple(Listing(person, person, "maintainer", "Maintainers", "OWNERS", GIT, OWNERS, ago(900)) for person in persons)


def level_of(of: History) -> Level:
    return judge_level(assess(of, NOW, DEFAULT_LIMITS), Impact.CRITICAL, DEFAULT_LIMITS).level


RULE_IDS = (
    "departure",
    "departures_cluster",
    "departure_after_release",
    "lead_without_successor",
    "last_hand_gone",
    "company_leaving",
)


@pytest.mark.parametrize("rule", RULE_IDS)
def test_nothing_is_at_risk_where_nobody_departed_and_unknown_where_nobody_looked(rule: str) -> None:
    assert Outcome.OK is only(rule, project()).outcome
    blind = replace(project(), coverage=(view(Signal.STATEMENTS, days=None), view(Signal.GOVERNANCE, days=None)))
    assert Outcome.UNKNOWN is only(rule, blind).outcome


@pytest.mark.parametrize(
    ("departure", "weight", "code"),
    [
        (left(), Weight.WARNING, "delisted"),
        (left(role="lead"), Weight.FACT, "delisted"),
        (left(role="reviewer"), Weight.CONTEXT, "delisted"),
        (left(contradicted_by=(GIT,)), Weight.CONTEXT, "delisted"),
        (left(is_before_watch=True), Weight.CONTEXT, "before_watch"),
        (left(kind=DepartureKind.PUBLISHER_REMOVED), Weight.CONTEXT, "publisher_removed"),
        (left(kind=DepartureKind.FORMER, level=OBSERVED, role="lead"), Weight.WARNING, "former"),
    ],
)
def test_a_recorded_departure_weighs_by_the_role_and_by_what_speaks_against_it(
    departure: Departure, weight: Weight, code: str
) -> None:
    found = only("departure", project(departure))
    assert (Outcome.AT_RISK, weight, f"departure.{code}") == (found.outcome, found.weight, found.headline.code)
    assert (("a",), day(40), OWNERS) == (found.persons, found.started_on, found.evidence[0].link)


def test_one_of_many_who_is_taken_off_a_list_is_ordinary_change() -> None:
    team = project(left(), listings=listed(*"abcdefghijk"))
    assert Weight.CONTEXT is only("departure", team).weight


def test_what_was_announced_or_reported_is_left_to_the_rule_on_statements() -> None:
    assert Outcome.OK is only("departure", project(left(kind=DepartureKind.ANNOUNCED, level=ANNOUNCED))).outcome
    assert Outcome.OK is only("departure", project(left(kind=DepartureKind.REPORTED, level=REPORTED))).outcome


def announced_and(*more: Sign, days: int = 40, **others: object) -> Departure:
    said = Sign(DepartureKind.ANNOUNCED, ANNOUNCED, day(days), "https://lark.example/farewell", quote="stepping down")
    return Departure("a", "lead", ANNOUNCED, day(days), (said, *more), **others)  # type: ignore[arg-type]


def test_a_record_of_an_announced_departure_is_said_as_context_and_never_denied() -> None:
    off = Sign(DepartureKind.DELISTED, RECORDED, day(38), OWNERS, path="OWNERS")
    found = only("departure", project(announced_and(off)))
    assert (Outcome.AT_RISK, Weight.CONTEXT, "departure.shown_too") == (found.outcome, found.weight, found.headline.code)
    assert (day(40), day(38)) == (found.headline.values["on"], found.headline.values["shown_on"])
    assert ["departing.delisted"] == [one.what.code for one in found.evidence]


def test_a_fresh_record_of_a_departure_that_was_told_long_ago_is_not_denied_either() -> None:
    off = Sign(DepartureKind.DELISTED, RECORDED, day(20), OWNERS, path="OWNERS")
    assert "departure.shown_too" == only("departure", project(announced_and(off, days=190))).headline.code
    assert Outcome.OK is only("departure", project(announced_and(off, returned_on=day(5)))).outcome


def test_a_named_successor_is_nothing_to_wait_for() -> None:
    alone, followed = only("departure", project(left())), only("departure", project(left(successors=("b",))))
    named = "departure.successor_named"
    assert (True, False) == tuple(named in {one.code for one in found.clears} for found in (alone, followed))


def test_silence_beside_an_announcement_is_no_record_of_it() -> None:
    silent = Sign(DepartureKind.SILENT, OBSERVED, day(10), GIT, not_before=day(200))
    assert "departure.none" == only("departure", project(announced_and(silent))).headline.code


def test_who_came_back_is_no_risk() -> None:
    found = only("departure", project(left(returned_on=day(5))))
    assert (Outcome.OK, day(5)) == (found.outcome, found.headline.values["back_on"])


@pytest.mark.parametrize(
    ("departures", "expected"),
    [
        ((left(role="lead"),), Level.ALERT),
        ((left(),), Level.WATCH),
        ((left(kind=DepartureKind.FORMER, level=OBSERVED, role="lead"),), Level.WATCH),
        ((left(kind=DepartureKind.FORMER, level=OBSERVED), left("b", kind=DepartureKind.FORMER, level=OBSERVED)), Level.WATCH),
        ((left(level=REPORTED, kind=DepartureKind.REPORTED, role="lead"),), Level.OK),
    ],
)
def test_only_records_and_announcements_bring_a_project_above_watch(departures: tuple[Departure, ...], expected: Level) -> None:
    assert expected is level_of(project(*departures))


def test_chance_is_the_binomial_tail_of_a_quarter() -> None:
    share = share_within(0.2, 90)
    assert pytest.approx(0.0535, abs=1e-3) == share
    assert pytest.approx(1 - (1 - share) ** 3) == chance_of(1, 3, share)
    assert 1.0 == chance_of(0, 5, share)


def test_three_of_five_within_a_quarter_are_a_cluster_and_two_are_not() -> None:
    three = only("departures_cluster", project(left("a", 80), left("b", 50), left("c", 20)))
    assert (Outcome.AT_RISK, ("a", "b", "c"), day(80)) == (three.outcome, three.persons, three.started_on)
    assert (3, 5) == (three.headline.values["leavers"], three.headline.values["people"])
    assert Outcome.OK is only("departures_cluster", project(left("a", 80), left("b", 50))).outcome


@pytest.mark.parametrize(
    "third",
    [
        left("c", 120),
        left("c", 20, level=OBSERVED),
        left("c", 20, level=REPORTED),
        left("c", 20, returned_on=day(3)),
        left("c", 20, is_before_watch=True),
        left("b", 20),
        left("nobody-seen-at-work", 20),
    ],
)
def test_a_cluster_needs_people_at_work_who_surely_left_within_the_quarter(third: Departure) -> None:
    assert Outcome.OK is only("departures_cluster", project(left("a", 25), left("b", 22), third)).outcome


def test_a_departure_right_after_a_major_release_is_context_and_says_that_no_excess_is_known() -> None:
    major = [release("1.0.0", 800), release("2.0.0", 400), release("3.0.0", 45)]
    found = only("departure_after_release", project(left(), releases=major))
    assert (Weight.CONTEXT, "3.0.0", 5) == (found.weight, found.headline.values["version"], found.headline.values["after_days"])
    assert "departure_after_release.no_excess" in {message.code for message in found.unknowns}


@pytest.mark.parametrize(
    "releases",
    [
        [release("1.0.0", 800), release("2.0.0", 400), release("3.0.0", 75)],
        [release("1.0.0", 800), release("1.1.0", 400), release("1.2.0", 41)],
        [release("3.0.0", 41)],
        [release("1.0.0", 53), release("2.0.0", 49), release("3.0.0", 45)],
        [release("1.0.0", 800), release("2.0.0", 400), release("3.0.0", 39)],
    ],
)
def test_other_releases_are_not_the_one_before_a_departure(releases: list[Release]) -> None:
    assert Outcome.OK is only("departure_after_release", project(left(), releases=releases)).outcome


def test_a_model_release_counts_as_a_major_one() -> None:
    models = tuple(release(f"Lark-{days}", days, channel=Channel.MODEL) for days in (400, 200, 42))
    assert "Lark-42" == only("departure_after_release", project(left(), models=models)).headline.values["version"]


def test_a_lead_without_a_named_successor_is_a_warning_after_a_month_with_what_was_searched() -> None:
    found = only("lead_without_successor", project(left(role="lead", candidates=("c", "b"))))
    assert (Outcome.AT_RISK, Weight.WARNING, 40) == (found.outcome, found.weight, found.headline.values["days"])
    told = [(message.code.rpartition(".")[2], *message.values.values()) for message in found.unknowns]
    assert ("searched", "statements") in told
    assert ("not_searched", "members") in told
    assert [("candidate", "b"), ("candidate", "c"), ("candidates_are_no_forecast",)] == told[-3:]


def test_a_lead_who_left_yesterday_or_is_followed_is_no_warning() -> None:
    assert Weight.CONTEXT is only("lead_without_successor", project(left(days=3, role="lead"))).weight
    named = only("lead_without_successor", project(left(role="lead", successors=("b",))))
    assert (Outcome.OK, "b") == (named.outcome, named.headline.values["successor"])
    assert Outcome.OK is only("lead_without_successor", project(left(role="maintainer"))).outcome


def test_departures_of_others_than_leads_are_counted_where_no_lead_is_known_to_have_left() -> None:
    nobody, others = only("lead_without_successor", project()), only("lead_without_successor", project(left(role="maintainer")))
    assert ("no_lead_departed", "nobody_led") == tuple(one.headline.code.rpartition(".")[2] for one in (nobody, others))
    assert 1 == others.headline.values["departures"]


def published(person: str, days: float) -> Release:
    return release(f"1.{days}", days, channel=Channel.PACKAGE, by=person)


def test_the_last_publisher_who_departs_takes_the_last_hand() -> None:
    alone = [published("a", 300), published("a", 100)]
    found = only("last_hand_gone", project(left(), releases=alone))
    assert ("last_hand_gone.publishers", 1, ("a",)) == (found.headline.code, found.headline.values["people"], found.persons)
    two = [*alone, published("b", 90)]
    assert Outcome.OK is only("last_hand_gone", project(left(), releases=two)).outcome
    taken_over = [*alone, published("b", 10)]
    assert Outcome.OK is only("last_hand_gone", project(left(), releases=taken_over)).outcome


def test_the_last_merger_likewise() -> None:
    of = project(left())
    merging = tuple(sorted([*of.activity, *commits("a", range(50, 90), kind=ActivityKind.MERGE)]))
    assert "last_hand_gone.mergers" == only("last_hand_gone", replace(of, activity=merging)).headline.code


def belongs(person: str, organisation: str = "Acme", kind: str = "company", until: float | None = None) -> Affiliation:
    last = None if until is None else ago(until)
    return Affiliation(person, organisation, kind, organisation, f"https://p.example/{person}", OBSERVED, ago(900), last)


def test_two_of_three_of_one_organisation_who_leave_are_a_warning() -> None:
    both = (left("a", 60), left("b", 20))
    told = (belongs("a"), belongs("b", "acme.com", "domain"), belongs("c"), belongs("d", "Other"))
    found = only("company_leaving", project(*both, affiliations=told))
    assert (Outcome.AT_RISK, Weight.WARNING, ("a", "b"), 3) == (
        found.outcome,
        found.weight,
        found.persons,
        found.headline.values["people"],
    )


@pytest.mark.parametrize(
    "affiliations",
    [
        (belongs("a"), belongs("b", "Other")),
        (belongs("a"),),
        (belongs("a", kind="member"), belongs("b", kind="member")),
        (belongs("a"), belongs("b", until=700)),
    ],
)
def test_two_who_leave_without_one_organisation_are_none(affiliations: tuple[Affiliation, ...]) -> None:
    both = (left("a", 60), left("b", 20))
    assert Outcome.OK is only("company_leaving", project(*both, affiliations=affiliations)).outcome
