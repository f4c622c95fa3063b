"""The ledger of activity: the newest complete look is the truth, and what was known before can still be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model.facts import ActivityFact, ActivityKind, RawIdentity, Seen
from monitor.model.signals import Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database, open_database
from tests.databases import Databases
from tests.store.builders import ADA, BEN, DAY, NOW, PROJECT, REPOSITORY, attempt, commits, counts_of, facts_of, rows_in


def test_activity_comes_back_by_day_account_and_kind(db: Database) -> None:
    save_attempt(
        db, attempt(commits(BEN, "2026-02-03"), commits(ADA, "2026-02-01", 2), commits(ADA, "2026-02-01", 1, ActivityKind.MERGE))
    )
    facts = facts_of(db)
    assert [date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 3)] == [on for _, on, _, _ in facts.activity]
    assert {
        ("Ada Quill", "2026-02-01", "commit"): 2,
        ("Ada Quill", "2026-02-01", "merge"): 1,
        ("Ben Otter", "2026-02-03", "commit"): 1,
    } == counts_of(facts)
    assert {ADA, BEN} == set(facts.identities)


def test_counts_of_one_day_that_come_in_parts_are_added(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2), commits(ADA, "2026-02-01", 3)))
    assert {("Ada Quill", "2026-02-01", "commit"): 5} == counts_of(facts_of(db))


def test_a_look_with_nothing_new_writes_no_activity(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2)))
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2), at=NOW + DAY))
    assert 1 == rows_in(db)["activity"]


def test_a_rewritten_history_takes_back_what_is_no_longer_there(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2), commits(BEN, "2026-02-02", 5)))
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 1), at=NOW + DAY))
    assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))


def test_what_was_known_before_a_rewrite_can_still_be_told(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2), commits(BEN, "2026-02-02", 5)))
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 1), at=NOW + DAY))
    before = facts_of(db, known_at=NOW + DAY)
    assert {("Ada Quill", "2026-02-01", "commit"): 2, ("Ben Otter", "2026-02-02", "commit"): 5} == counts_of(before)


def test_an_incomplete_look_takes_nothing_back(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2)))
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 1), commits(BEN, "2026-02-02"), at=NOW + DAY, missing=[Signal.ACTIVITY]))
    assert {("Ada Quill", "2026-02-01", "commit"): 2, ("Ben Otter", "2026-02-02", "commit"): 1} == counts_of(facts_of(db))


def test_a_look_at_the_last_days_takes_nothing_back_from_before_them(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-01-01"), commits(ADA, "2026-02-20"), commits(ADA, "2026-02-21")))
    window = Seen(Signal.ACTIVITY, datetime.fromisoformat("2026-02-20T12:00:00Z"), NOW + DAY, is_complete=True)
    save_attempt(db, attempt(at=NOW + DAY, seen=(window,)))
    assert {("Ada Quill", "2026-01-01", "commit"): 1, ("Ada Quill", "2026-02-20", "commit"): 1} == counts_of(facts_of(db))


def test_a_full_look_of_another_collector_takes_nothing_back(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    save_attempt(db, attempt(at=NOW + DAY, collector="forge"))
    assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))


def test_publishing_is_taken_back_only_where_publishers_were_seen(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 1, ActivityKind.PUBLISH)))
    save_attempt(db, attempt(at=NOW + DAY))
    assert 1 == len(facts_of(db).activity)
    save_attempt(db, attempt(at=NOW + 2 * DAY, seen=(Seen(Signal.PUBLISHERS, None, NOW + 2 * DAY, is_complete=True),)))
    assert () == facts_of(db).activity


@pytest.mark.parametrize(
    ("asked_at", "seen_at", "days"),
    [
        ("2026-02-02T23:00:00Z", "2026-02-02T12:00:00Z", ["2026-02-01", "2026-02-02"]),
        ("2026-02-02T12:00:00Z", "2026-02-02T12:00:00Z", ["2026-02-01", "2026-02-02"]),
        ("2026-02-02T11:00:00Z", "2026-02-02T12:00:00Z", ["2026-02-01"]),
        ("2026-02-02T00:00:00Z", "2026-02-02T00:00:00Z", ["2026-02-01"]),
    ],
)
def test_of_the_day_of_the_moment_asked_for_what_was_seen_by_then_is_told(
    db: Database, asked_at: str, seen_at: str, days: list[str]
) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01"), commits(ADA, "2026-02-02"), at=datetime.fromisoformat(seen_at)))
    facts = facts_of(db, as_of=datetime.fromisoformat(asked_at))
    assert {("Ada Quill", day, "commit"): 1 for day in days} == counts_of(facts)


def test_history_collected_later_counts_for_an_earlier_moment(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2020-05-05")))
    assert {("Ada Quill", "2020-05-05", "commit"): 1} == counts_of(facts_of(db, as_of=NOW - 1000 * DAY))


def test_a_new_name_replaces_the_former_one(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    renamed = replace(ADA, name="Ada Heron", domain="heron.example", is_bot=True)
    save_attempt(db, attempt(commits(renamed, "2026-02-01"), at=NOW + DAY))
    assert (renamed,) == facts_of(db).identities
    assert (renamed,) == facts_of(db, known_at=NOW + DAY).identities


def test_an_account_in_two_repositories_of_a_project_is_one_account(db: Database) -> None:
    other = Target("https://code.example/reed/rush-docs", TargetKind.GIT, "https://code.example/reed/rush-docs")
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2)))
    there = replace(ADA, name="A. Quill", domain="quill.example")
    save_attempt(db, attempt(commits(there, "2026-02-01", 3), target=other))
    both = Project("rush", "Rush", (REPOSITORY, other))
    assert {("Ada Quill", "2026-02-01", "commit"): 5} == counts_of(facts_of(db, project=both))
    assert "quill.example" == facts_of(db, project=both).identities[0].domain


def test_two_projects_may_share_a_target_and_removing_it_drops_its_facts_from_view(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    assert counts_of(facts_of(db)) == counts_of(facts_of(db, project=Project("other", "Other", (REPOSITORY,))))
    assert () == facts_of(db, project=replace(PROJECT, targets=())).activity


def test_text_that_no_database_can_hold_is_stored_all_the_same(db: Database) -> None:
    save_attempt(db, attempt(commits(replace(ADA, name="Ada\0 \ud800Quill"), "2026-02-01")))
    assert "Ada\ufffd \ufffdQuill" == facts_of(db).identities[0].name


PEOPLE = [RawIdentity("git", str(number) * 32, f"Person {number}") for number in range(3)]
Truth = Mapping[tuple[int, int], int]
TRUTHS = st.lists(st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 5)), st.integers(1, 4), max_size=6), max_size=5)


def facts_in(truth: Truth) -> list[ActivityFact]:
    """Return the facts of one look: (person, days ago) -> count."""
    return [ActivityFact(PEOPLE[who], (NOW - DAY * (10 + ago)).date(), ActivityKind.COMMIT, n) for (who, ago), n in truth.items()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truths=TRUTHS)
def test_at_every_moment_the_last_look_before_it_is_what_was_known(databases: Databases, truths: list[Truth]) -> None:
    with open_database(databases.fresh()) as db:
        for number, truth in enumerate(truths):
            save_attempt(db, attempt(*facts_in(truth), at=NOW + number * DAY))
        for number in range(len(truths) + 1):
            known = facts_of(db, known_at=NOW + number * DAY - timedelta(hours=1))
            wanted = truths[number - 1] if number else {}
            assert counts_in(wanted) == counts_of(known)
        assert counts_in(truths[-1] if truths else {}) == counts_of(facts_of(db))


def counts_in(truth: Truth) -> dict[tuple[str, str, str], int]:
    """Return a look as `counts_of` would."""
    return {(fact.identity.name, str(fact.on), fact.kind.value): fact.count for fact in facts_in(truth)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truths=TRUTHS, ago=st.integers(0, 30))
def test_nothing_that_happened_later_is_told_of_an_earlier_moment(databases: Databases, truths: list[Truth], ago: int) -> None:
    moment = NOW - DAY * ago
    with open_database(databases.fresh()) as db:
        for number, truth in enumerate(truths):
            save_attempt(db, attempt(*facts_in(truth), at=NOW + number * DAY))
        told = counts_of(facts_of(db, as_of=moment))
        wanted = {key: n for key, n in counts_in(truths[-1] if truths else {}).items() if key[1] < str(moment.date())}
    assert wanted == told
