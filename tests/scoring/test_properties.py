"""What holds for every history: no rule raises, codes are as published, not looking never clears."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.facts import ActivityKind, Channel
from monitor.model.finding import Finding, Level, Message, Outcome
from monitor.model.history import Activity, History, Release, State
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.levels import judge_level
from monitor.scoring.rules import RULES, all_messages
from tests.scoring.build import GIT, NOW, PACKAGE, ago, day, history

PEOPLE = ("a", "b", "c", "robot")
DAYS = st.integers(1, 2200)
RARE = settings(max_examples=60, deadline=None)

activities = st.builds(Activity, DAYS.map(day), st.sampled_from(PEOPLE), st.sampled_from(ActivityKind), st.integers(1, 9))
# Weeks on end of one person: single days alone never make a mainstay.
streaks = st.builds(
    lambda person, start, step, count: [Activity(day(start + step * n), person, ActivityKind.COMMIT, 1) for n in range(count)],
    st.sampled_from(PEOPLE),
    st.integers(1, 900),
    st.integers(1, 30),
    st.integers(5, 60),
)
releases = st.builds(
    Release,
    st.from_regex(r"v?[0-9]{1,2}\.[0-9](rc1)?", fullmatch=True),
    st.sampled_from(Channel),
    DAYS.map(ago),
    st.just("link"),
    st.sampled_from(["", "plugin"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", *PEOPLE]),
)
states = st.builds(
    State,
    st.sampled_from([GIT, PACKAGE]),
    st.sampled_from(["package_status", "package_status_reason", "history_rewritten"]),
    st.sampled_from(["active", "archived", "deprecated", "yes", "", "odd"]),
    st.just("link"),
    DAYS.map(ago),
    st.none() | DAYS.map(ago),
    st.none() | DAYS.map(ago),
)
lines = st.builds(
    Coverage,
    st.sampled_from(Signal),
    st.sampled_from([GIT, PACKAGE]),
    st.just("test"),
    st.none() | DAYS.map(ago),
    st.none() | st.integers(0, 40).map(ago),
    st.booleans(),
)
histories = st.builds(
    lambda single, runs, made, held, seen: history(
        [*single, *(row for run in runs for row in run)],
        made,
        held,
        seen,
        bots=["robot"],
        domains={"a": "acme.com", "b": "acme.com", "c": "example.com"},
    ),
    st.lists(activities, max_size=25),
    st.lists(streaks, max_size=4),
    st.lists(releases, max_size=15),
    st.lists(states, max_size=5),
    st.lists(lines, max_size=10),
)


def findings(of: History) -> dict[str, list[Finding]]:
    return {key: list(rule.judge(of, NOW, DEFAULT_LIMITS)) for key, rule in RULES.items()}


def messages(found: Finding) -> list[Message]:
    return [found.headline, *found.unknowns, *found.clears, *(item.what for item in found.evidence)]


def answers(of: History) -> dict[str, set[Outcome]]:
    return {rule: {finding.outcome for finding in found} for rule, found in findings(of).items()}


@RARE
@given(histories)
def test_every_rule_answers_every_history_with_published_codes(of: History) -> None:
    known = all_messages()
    for rule, found in findings(of).items():
        assert found, rule
        for message in (message for finding in found for message in messages(finding)):
            assert set(known[message.code]) == set(message.values), message.code


@RARE
@given(histories, st.integers(-3, 400))
def test_assessing_never_raises_and_speaks_of_known_persons_only(of: History, later: int) -> None:
    found = assess(of, NOW + timedelta(days=later), DEFAULT_LIMITS)
    assert {key for finding in found.findings for key in finding.persons} <= set(of.persons)
    assert {holder.person for holder in found.people} <= set(of.persons)
    assert found.picture.river == () or 36 == len(found.picture.river)


@RARE
@given(histories)
def test_an_unknown_says_what_is_missing_and_a_risk_has_evidence(of: History) -> None:
    for found in (finding for group in findings(of).values() for finding in group):
        assert (found.outcome is Outcome.UNKNOWN) == bool(found.missing)
        assert found.outcome is not Outcome.AT_RISK or found.evidence


@RARE
@given(histories, st.integers(15, 400))
def test_a_view_that_gets_stale_never_makes_a_rule_say_ok(of: History, days: int) -> None:
    stale = replace(of, coverage=tuple(_aged(line, days) for line in of.coverage))
    before, after = answers(of), answers(stale)
    assert all(Outcome.OK not in after[rule] or Outcome.OK in before[rule] for rule in RULES)
    assert not _cleared(of, stale)


def _aged(line: Coverage, days: int) -> Coverage:
    return replace(line, seen_until=line.seen_until - timedelta(days=days) if line.seen_until else None)


@RARE
@given(histories, st.integers(0, 3), st.booleans())
def test_facts_that_get_lost_never_turn_unknown_into_ok(of: History, kept: int, keep_releases: bool) -> None:
    poorer = replace(
        of,
        activity=of.activity[:: kept + 1] if kept else (),
        releases=of.releases if keep_releases else (),
        states=(),
    )
    assert not _cleared(of, poorer)


def _cleared(of: History, poorer: History) -> bool:
    before = judge_level(assess(of, NOW, DEFAULT_LIMITS), Impact.HIGH, DEFAULT_LIMITS).level
    after = judge_level(assess(poorer, NOW, DEFAULT_LIMITS), Impact.HIGH, DEFAULT_LIMITS).level
    return before is Level.UNKNOWN and after is Level.OK


@RARE
@given(histories)
def test_a_rule_that_sees_nothing_fresh_is_unknown_whatever_the_facts(of: History) -> None:
    blind = replace(of, coverage=tuple(replace(line, seen_until=None) for line in of.coverage))
    # What was recorded stays recorded while nobody answers.
    facts = {
        "index_status",
        "history_rewritten",
        "advisory_unfixed",
        "publisher_changed",
        "licence_changed",
        "foundation_moved",
    }
    outcomes = set().union(*(found for rule, found in answers(blind).items() if rule not in facts))
    assert outcomes <= {Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}
