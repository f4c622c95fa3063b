"""Rules on packages, licences and foundations: each once true, and what comes near and is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.facts import Channel
from monitor.model.finding import Finding, Outcome, Weight
from monitor.model.history import History, Person, Release, State
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.metrics.versions import is_final, major_of
from monitor.scoring.rules import RULES
from monitor.scoring.rules.breaking_more_often import breaking, chance_of
from tests.scoring.build import GIT, NOW, PACKAGE, ago, day, history, judged, release, state, view, views


def advisory(value: str, days: float, severity: str = "medium", subject: str = "GHSA-1", seen: float = 1) -> list[State]:
    """Return the states of an advisory that was published so many days ago."""
    told = {"advisory": value, "advisory_severity": severity, "advisory_summary": "A flaw"}
    return [
        State(PACKAGE, name, text, f"https://osv.dev/vulnerability/{subject}", ago(seen), None, ago(days), subject)
        for name, text in told.items()
    ]


def on_advisories(*states: State, days: float | None = 0) -> History:
    return history(states=states, coverage=[*views(), view(Signal.ADVISORIES, PACKAGE, days)])


class TestAdvisoryUnfixed:
    def test_an_advisory_open_for_longer_than_disclosure_waits_is_a_warning(self) -> None:
        finding = judged("advisory_unfixed", on_advisories(*advisory("unfixed", 91)))
        assert (Outcome.AT_RISK, Weight.WARNING, "GHSA-1", day(91)) == (
            finding.outcome,
            finding.weight,
            finding.subject,
            finding.started_on,
        )
        assert (91, "medium") == (finding.headline.values["open_days"], finding.headline.values["severity"])

    @pytest.mark.parametrize(
        ("severity", "days", "weight"),
        [
            ("critical", 366, Weight.FACT),
            ("high", 366, Weight.FACT),
            ("high", 365, Weight.WARNING),
            ("medium", 2000, Weight.WARNING),
            ("unknown", 2000, Weight.WARNING),
        ],
    )
    def test_only_a_severe_one_that_is_open_for_a_year_is_a_fact(self, severity: str, days: int, weight: Weight) -> None:
        assert weight is judged("advisory_unfixed", on_advisories(*advisory("unfixed", days, severity))).weight

    @pytest.mark.parametrize(
        ("value", "days", "code"),
        [
            ("unfixed", 90, "young"),
            ("fixed in 1.4", 500, "none_open"),
            ("withdrawn", 500, "none_open"),
            ("not in later versions", 500, "none_open"),
            ("named versions only", 500, "none_open"),
            ("fixed in commit ffffffffffff", 500, "none_open"),
            ("fixed in 2.0rc1", 500, "prerelease_only"),
            ("fixed in 2.0.0-beta.2", 500, "prerelease_only"),
            ("fixed in 1.4, 2.0rc1", 500, "none_open"),
        ],
    )
    def test_near_misses_are_no_risk_and_say_why(self, value: str, days: int, code: str) -> None:
        severity = "medium" if code == "young" else "critical"
        finding = judged("advisory_unfixed", on_advisories(*advisory(value, days, severity)))
        assert (Outcome.OK, f"advisory_unfixed.{code}") == (finding.outcome, finding.headline.code)

    def test_nothing_listed_is_ok_only_where_it_was_wholly_seen(self) -> None:
        assert Outcome.OK is judged("advisory_unfixed", on_advisories()).outcome
        assert Outcome.UNKNOWN is judged("advisory_unfixed", on_advisories(days=None)).outcome
        partly = history(coverage=[view(Signal.ADVISORIES, PACKAGE, is_complete=False)])
        assert Outcome.UNKNOWN is judged("advisory_unfixed", partly).outcome

    def test_what_was_open_stays_open_while_nobody_answers(self) -> None:
        assert Outcome.AT_RISK is judged("advisory_unfixed", on_advisories(*advisory("unfixed", 200), days=40)).outcome

    @pytest.mark.parametrize("severity", ["high", "critical"])
    def test_a_new_one_of_the_gravest_kind_is_said_at_once_and_raises_nothing(self, severity: str) -> None:
        found = judged("advisory_unfixed", on_advisories(*advisory("unfixed", 2, severity)))
        assert (Outcome.AT_RISK, Weight.CONTEXT, "advisory_unfixed.fresh") == (found.outcome, found.weight, found.headline.code)

    @pytest.mark.parametrize("severity", ["low", "medium", "unknown"])
    def test_a_new_one_of_another_kind_waits_for_its_time(self, severity: str) -> None:
        assert Outcome.OK is judged("advisory_unfixed", on_advisories(*advisory("unfixed", 2, severity))).outcome

    def test_each_advisory_is_one_finding(self) -> None:
        both = on_advisories(*advisory("unfixed", 200), *advisory("unfixed", 300, subject="GHSA-2"))
        found = list(RULES["advisory_unfixed"].judge(both, NOW, DEFAULT_LIMITS))
        assert ["GHSA-1", "GHSA-2"] == [finding.subject for finding in found]

    def test_an_advisory_that_got_its_fix_is_no_risk_any_more(self) -> None:
        old = [replace(span, seen_until=ago(5)) for span in advisory("unfixed", 200, seen=100)]
        assert Outcome.OK is judged("advisory_unfixed", on_advisories(*old, *advisory("fixed in 1.5", 200, seen=5))).outcome


def years(*versions: tuple[str, float], **more: object) -> list[Release]:
    """Return package releases so many years before NOW."""
    return [release(v, age * 365, channel=Channel.PACKAGE, target=PACKAGE, **more) for v, age in versions]


def on_releases(releases: list[Release]) -> Finding:
    return judged("breaking_more_often", history(releases=releases, coverage=[view(Signal.PACKAGE_RELEASES, PACKAGE)]))


CALM = [("1.0", 9), ("1.1", 8), ("2.0", 6), ("2.1", 4), ("2.2", 3)]


class TestBreakingMoreOften:
    def test_more_majors_in_two_years_than_in_seven_before_is_said_as_context(self) -> None:
        finding = on_releases(years(*CALM, ("3.0", 1.8), ("4.0", 1.2), ("5.0", 0.7), ("6.0", 0.2)))
        assert (Outcome.AT_RISK, Weight.CONTEXT, 4, 1) == (
            finding.outcome,
            finding.weight,
            finding.headline.values["breaks"],
            finding.headline.values["breaks_before"],
        )
        assert 0 < float(str(finding.headline.values["chance"])) <= DEFAULT_LIMITS.breaking_tail

    def test_withdrawn_releases_count_once_a_day(self) -> None:
        broken = [replace(r, is_yanked=True) for r in years(("2.3", 1.5), ("2.4", 1.0), ("2.5", 0.5), ("2.6", 0.5))]
        assert 3 == on_releases([*years(*CALM), *broken]).headline.values["breaks"]

    @pytest.mark.parametrize(
        "lately",
        [
            [("3.0", 1.0), ("4.0", 0.5)],
            [("2.3", 1.0), ("2.4", 0.8), ("2.5", 0.6), ("2.6", 0.4)],
            [("3.0", 1.0), ("1.2", 0.9), ("1.3", 0.8), ("3.1", 0.5)],
        ],
        ids=["two may be chance", "minor versions", "older lines served"],
    )
    def test_near_misses_are_as_before(self, lately: list[tuple[str, float]]) -> None:
        assert "breaking_more_often.as_before" == on_releases(years(*CALM, *lately)).headline.code

    def test_a_project_that_always_broke_once_a_half_year_does_so_still(self) -> None:
        assert Outcome.OK is on_releases(years(*((f"{20 - n}.0", n / 2) for n in range(20)))).outcome

    def test_versions_that_are_years_or_promise_nothing_break_no_promise(self) -> None:
        assert Outcome.OK is on_releases(years(*((f"{2026 - n // 2}.{n % 2}", n / 2) for n in range(20)))).outcome
        assert Outcome.OK is on_releases(years(*((f"0.{20 - n}", n / 2) for n in range(20)))).outcome

    def test_a_young_project_has_no_past_to_compare_with(self) -> None:
        finding = on_releases(years(("1.0", 2.5), ("2.0", 1.5), ("3.0", 1.0), ("4.0", 0.5)))
        assert Outcome.NOT_APPLICABLE is finding.outcome

    def test_a_view_in_part_says_nothing(self) -> None:
        of = history(
            releases=years(*CALM, ("3.0", 1.8), ("4.0", 1.2), ("5.0", 0.7)),
            coverage=[view(Signal.PACKAGE_RELEASES, PACKAGE, is_complete=False)],
        )
        assert Outcome.UNKNOWN is judged("breaking_more_often", of).outcome

    def test_chances_are_those_of_the_binomial(self) -> None:
        assert pytest.approx(0.5) == chance_of(1, 0, 0.5)
        assert pytest.approx(1 / 16) == chance_of(4, 0, 0.5)
        assert pytest.approx(1.0) == chance_of(0, 5, 0.2)

    @given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=30))
    def test_there_are_never_more_breaks_than_releases(self, told: list[tuple[int, bool]]) -> None:
        releases = [release(f"{major}.0", 100 - n, is_yanked=yanked) for n, (major, yanked) in enumerate(told)]
        assert len(breaking(releases)) <= len(releases)


@pytest.mark.parametrize(
    ("version", "major"),
    [
        ("1.2.3", (0, 1)),
        ("v2.0.0", (0, 2)),
        ("1!0.5", (1, 0)),
        ("0.9", None),
        ("2024.1", None),
        ("jessie", None),
        ("3.1-jre", (0, 3)),
    ],
)
def test_the_major_is_what_promises_compatibility(version: str, major: tuple[int, int] | None) -> None:
    assert major == major_of(version)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", True), ("1.0rc1", False), ("1.0.dev3", False), ("1.0.0-alpha.1", False), ("1.0.0-foo", False), ("1.0.post1", True)],
)
def test_final_versions_are_told_from_prereleases(version: str, *, expected: bool) -> None:
    assert expected is is_final(version)


def spans(attribute: str, before: str, after: str, days: float, target: str = PACKAGE) -> list[State]:
    """Return two spans of a state: `before` until so many days ago, `after` since."""
    return [state(attribute, before, target, 900, days), state(attribute, after, target, days)]


def on_publishers(*states: State, releases: list[Release] | None = None, people: dict[str, Person] | None = None) -> Finding:
    of = history(releases=releases or [], states=states, coverage=[view(Signal.PUBLISHERS, PACKAGE)])
    return judged("publisher_changed", replace(of, persons={**of.persons, **(people or {})}))


class TestPublisherChanged:
    def test_publishers_who_were_all_replaced_are_a_warning(self) -> None:
        finding = on_publishers(*spans("publishers", "alice,bob", "mallory", 30))
        assert (Outcome.AT_RISK, Weight.WARNING, day(30)) == (finding.outcome, finding.weight, finding.started_on)
        assert ("publisher_changed.replaced", 2, 1) == (
            finding.headline.code,
            finding.headline.values["before"],
            finding.headline.values["after"],
        )

    def test_accounts_are_counted_and_not_named(self) -> None:
        for after in ("mallory", "alice,mallory"):
            finding = on_publishers(*spans("publishers", "alice,bob", after, 30))
            told = [finding.headline, *(fact.what for fact in finding.evidence)]
            assert not [
                value for message in told for value in message.values.values() if "alice" in str(value) or "mall" in str(value)
            ]

    @pytest.mark.parametrize("after", ["alice,bob,carol", "alice", "alice,carol"])
    def test_a_list_that_keeps_somebody_is_context(self, after: str) -> None:
        finding = on_publishers(*spans("publishers", "alice,bob", after, 30))
        assert (Outcome.AT_RISK, Weight.CONTEXT) == (finding.outcome, finding.weight)

    @pytest.mark.parametrize(
        ("before", "after", "days"),
        [("alice,bob", "bob,alice", 30), ("", "alice", 30), ("alice", "", 30), ("alice", "mallory", 181)],
        ids=["another order", "not told before", "not told now", "long ago"],
    )
    def test_near_misses_are_no_change(self, before: str, after: str, days: float) -> None:
        assert Outcome.OK is on_publishers(*spans("publishers", before, after, days)).outcome

    def test_a_newcomers_release_after_a_year_of_quiet_is_a_warning(self) -> None:
        finding = on_publishers(releases=self.released(("alice", 900), ("alice", 500), ("mallory", 20)))
        assert (Outcome.AT_RISK, Weight.WARNING, ("mallory",), 480) == (
            finding.outcome,
            finding.weight,
            finding.persons,
            finding.headline.values["quiet_days"],
        )

    @pytest.mark.parametrize(
        "told",
        [
            [("alice", 900), ("alice", 380), ("mallory", 20)],
            [("alice", 900), ("bob", 700), ("alice", 500), ("bob", 20)],
            [("alice", 900), ("", 500), ("mallory", 20)],
            [("", 900), ("", 500), ("mallory", 20)],
            [("alice", 1500), ("mallory", 700)],
            [("mallory", 20)],
        ],
        ids=["not quiet for long", "published before", "not told who before", "nobody told", "long ago", "the first of all"],
    )
    def test_near_misses_of_a_newcomer_are_ok(self, told: list[tuple[str, float]]) -> None:
        assert Outcome.OK is on_publishers(releases=self.released(*told)).outcome

    def test_a_workflow_that_publishes_is_no_newcomer(self) -> None:
        told = self.released(("alice", 900), ("alice", 500), ("workflow", 20))
        people = {"alice": Person("alice", "alice"), "workflow": Person("workflow", "workflow", is_bot=True)}
        assert Outcome.OK is on_publishers(releases=told, people=people).outcome

    @staticmethod
    def released(*told: tuple[str, float]) -> list[Release]:
        return [release(f"1.{n}", days, channel=Channel.PACKAGE, target=PACKAGE, by=who) for n, (who, days) in enumerate(told)]


def on_licence(before: str, after: str, days: float = 30) -> Finding:
    of = history(states=spans("licence", before, after, days, GIT), coverage=[view(Signal.REPOSITORY_STATE)])
    return judged("licence_changed", of)


class TestLicenceChanged:
    def test_another_licence_is_a_fact_that_names_both(self) -> None:
        finding = on_licence("Apache-2.0", "BUSL-1.1")
        assert (Outcome.AT_RISK, Weight.FACT, GIT) == (finding.outcome, finding.weight, finding.subject)
        assert ("Apache-2.0", "BUSL-1.1") == (finding.headline.values["before"], finding.headline.values["after"])

    @pytest.mark.parametrize("after", ["none", "NOASSERTION", "non-standard"])
    def test_a_licence_that_no_machine_recognises_any_more_is_a_warning(self, after: str) -> None:
        finding = on_licence("MPL-2.0", after)
        assert (Outcome.AT_RISK, Weight.WARNING, "licence_changed.not_recognised") == (
            finding.outcome,
            finding.weight,
            finding.headline.code,
        )

    @pytest.mark.parametrize(
        ("before", "after", "days"),
        [
            ("GPL-3.0", "GPL-3.0-only", 30),
            ("GPL-2.0+", "GPL-2.0-or-later", 30),
            ("mit", "MIT", 30),
            ("NOASSERTION", "MIT", 30),
            ("non-standard", "MIT", 30),
            ("none", "MIT", 30),
            ("Apache-2.0", "BUSL-1.1", 181),
        ],
    )
    def test_other_spellings_guesses_and_old_news_are_no_change(self, before: str, after: str, days: float) -> None:
        assert Outcome.OK is on_licence(before, after, days).outcome

    @pytest.mark.parametrize("between", ["none", "BUSL-1.1"])
    def test_a_licence_that_is_back_is_no_change(self, between: str) -> None:
        told = [
            state("licence", "MIT", GIT, 900, 60),
            state("licence", between, GIT, 60, 30),
            state("licence", "mit", GIT, 30),
        ]
        finding = judged("licence_changed", history(states=told, coverage=[view(Signal.REPOSITORY_STATE)]))
        assert (Outcome.OK, "licence_changed.back", day(30)) == (
            finding.outcome,
            finding.headline.code,
            finding.headline.values["seen_on"],
        )

    def test_a_third_licence_is_no_way_back(self) -> None:
        told = [
            state("licence", "MIT", GIT, 900, 60),
            state("licence", "none", GIT, 60, 30),
            state("licence", "BUSL-1.1", GIT, 30),
        ]
        finding = judged("licence_changed", history(states=told, coverage=[view(Signal.REPOSITORY_STATE)]))
        values = finding.headline.values
        assert ("licence_changed.changed", "MIT", "BUSL-1.1") == (finding.headline.code, values["before"], values["after"])

    def test_a_licence_that_was_lost_in_one_look_is_lost_after_the_second(self) -> None:
        once = history(states=spans("licence", "MIT", "none", 1, GIT), coverage=[view(Signal.REPOSITORY_STATE, GIT, 1)])
        twice = history(states=spans("licence", "MIT", "none", 1, GIT), coverage=[view(Signal.REPOSITORY_STATE, GIT, 0)])
        assert (Outcome.OK, "licence_changed.not_seen_twice") == (
            judged("licence_changed", once).outcome,
            judged("licence_changed", once).headline.code,
        )
        assert Outcome.AT_RISK is judged("licence_changed", twice).outcome

    def test_the_licence_of_a_thing_inside_is_judged_elsewhere(self) -> None:
        models = [replace(span, subject="Org/Model") for span in spans("licence", "MIT", "other-1", 30, GIT)]
        of = history(states=models, coverage=[view(Signal.REPOSITORY_STATE)])
        assert Outcome.OK is judged("licence_changed", of).outcome

    def test_a_gap_between_two_looks_does_not_hide_the_change(self) -> None:
        told = [state("licence", "MIT", GIT, 900, 60), state("licence", "BUSL-1.1", GIT, 30)]
        of = history(states=told, coverage=[view(Signal.REPOSITORY_STATE)])
        assert day(30) == judged("licence_changed", of).started_on


def on_foundation(*values: str, days: float | None = 0) -> Finding:
    told = [state("foundation_status", value, GIT) for value in values]
    return judged("foundation_moved", history(states=told, coverage=[view(Signal.FOUNDATION, GIT, days)]))


class TestFoundationMoved:
    @pytest.mark.parametrize("value", ["cncf:archived", "apache:attic", "apache:retired"])
    def test_a_project_that_its_foundation_retired_is_a_fact(self, value: str) -> None:
        finding = on_foundation(value)
        assert (Outcome.AT_RISK, Weight.FACT) == (finding.outcome, finding.weight)

    @pytest.mark.parametrize("value", ["cncf:graduated", "cncf:sandbox", "apache:top-level", "apache:incubator"])
    def test_a_project_in_any_other_stage_is_carried(self, value: str) -> None:
        assert Outcome.OK is on_foundation(value).outcome

    def test_a_project_of_no_foundation_has_nothing_to_be_retired_from(self) -> None:
        assert Outcome.NOT_APPLICABLE is on_foundation().outcome
        assert Outcome.UNKNOWN is on_foundation(days=None).outcome

    def test_the_date_of_the_vote_is_the_start_of_the_episode(self) -> None:
        told = replace(state("foundation_status", "cncf:archived", GIT), held_from=NOW - timedelta(days=700))
        finding = judged("foundation_moved", history(states=[told], coverage=[view(Signal.FOUNDATION)]))
        assert day(700) == finding.started_on
