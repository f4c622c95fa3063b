"""Accounts merge to persons by proof or by equal full name, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind, Channel, RawIdentity
from monitor.model.history import Release
from monitor.model.joins import CONFIGURED
from monitor.model.target import NamedPerson, Project
from monitor.people.persons import build_history

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
PROJECT = Project("lark", "Lark", ())
COMMIT = ActivityKind.COMMIT


def facts(
    identities: Sequence[RawIdentity],
    activity: Sequence[tuple[int, date, ActivityKind, int]] = (),
    links: Sequence[tuple[int, int, str]] = (),
    releases: Sequence[Release] = (),
) -> ProjectFacts:
    return ProjectFacts(AS_OF, tuple(identities), tuple(activity), tuple(releases), (), tuple(links), ())


def account(stable_id: str, name: str, is_bot: bool = False) -> RawIdentity:
    return RawIdentity("git", stable_id, name, is_bot=is_bot)


def test_two_accounts_of_one_full_name_count_as_one_person() -> None:
    history = build_history(facts([account("a", "Ada Lovelace"), account("b", "ada  lovelace")]), PROJECT, {})
    assert 1 == len(history.persons)


def test_one_word_names_never_join() -> None:
    assert 2 == len(build_history(facts([account("a", "ada"), account("b", "ada")]), PROJECT, {}).persons)


def test_a_published_link_joins_accounts_of_other_names_and_keeps_its_reason() -> None:
    history = build_history(facts([account("a", "ada"), account("b", "Ada Lovelace")], links=[(0, 1, "mailmap")]), PROJECT, {})
    assert [("mailmap",)] == [person.proofs for person in history.persons.values()]


def test_a_bot_and_a_human_are_never_one_person() -> None:
    people = [account("a", "Lark Release", is_bot=True), account("b", "Lark Release")]
    assert 2 == len(build_history(facts(people, links=[(0, 1, "mailmap")]), PROJECT, {}).persons)


def test_the_withheld_identity_joins_nobody() -> None:
    people = [account("withheld", "(withheld by request)"), account("b", "(withheld by request)")]
    assert 2 == len(build_history(facts(people), PROJECT, {}).persons)


def test_a_later_account_does_not_rename_the_person() -> None:
    old, new = account("z", "Ada Lovelace"), account("a", "Ada Lovelace")
    before = build_history(facts([old], [(0, date(2020, 1, 1), COMMIT, 1)]), PROJECT, {})
    after = build_history(facts([old, new], [(0, date(2020, 1, 1), COMMIT, 1), (1, date(2021, 1, 1), COMMIT, 9)]), PROJECT, {})
    assert set(before.persons) == set(after.persons)


def test_the_newest_name_is_shown_however_much_was_done_under_a_former_one() -> None:
    old, new = account("a", "Adam Quill"), account("b", "Ada Quill")
    work = [(0, date(2020, 1, 1), COMMIT, 900), (1, date(2024, 1, 1), COMMIT, 1)]
    (person,) = build_history(facts([old, new], work, [(0, 1, "github commit")]), PROJECT, {}).persons.values()
    assert "Ada Quill" == person.name
    assert {"Ada Quill"} == {account.name for account in person.accounts}


def test_the_name_that_the_mailmap_gives_comes_before_the_newest() -> None:
    proper, other = account("a", "Ada Quill"), account("b", "aq on a train")
    work = [(0, date(2020, 1, 1), COMMIT, 1), (1, date(2024, 1, 1), COMMIT, 90)]
    (person,) = build_history(facts([proper, other], work, [(0, 1, "mailmap")]), PROJECT, {}).persons.values()
    assert "Ada Quill" == person.name


def test_a_login_is_no_name_where_there_is_one() -> None:
    people = [account("a", "Ada Quill"), RawIdentity("github", "7", "adaq")]
    work = [(0, date(2020, 1, 1), COMMIT, 1), (1, date(2024, 1, 1), ActivityKind.REVIEW, 90)]
    (person,) = build_history(facts(people, work, [(0, 1, "github commit")]), PROJECT, {}).persons.values()
    assert ("Ada Quill", {"Ada Quill", "adaq"}) == (person.name, {account.name for account in person.accounts})


def test_counts_of_merged_accounts_add_up_on_one_day() -> None:
    day = date(2025, 5, 5)
    merged = build_history(
        facts([account("a", "Ada B"), account("b", "Ada B")], [(0, day, COMMIT, 2), (1, day, COMMIT, 3)]), PROJECT, {}
    )
    assert 5 == sum(line.amount for line in merged.activity)
    assert 1 == len({line.person for line in merged.activity})


def test_a_configured_person_is_found_by_name_or_by_pseudonym() -> None:
    ada = NamedPerson("Ada", ("lead",), ("Ada L",))
    history = build_history(facts([account("a", "Ada L"), account("b", "Other One")]), PROJECT, {"b": ada, "ada l": ada})
    assert [(ada, (CONFIGURED,))] == [(person.named, person.proofs) for person in history.persons.values()]


def test_a_release_names_its_person_by_key() -> None:
    tagged = Release("1.0", Channel.TAG, AS_OF, "https://example.org", by="0")
    history = build_history(facts([account("a", "Ada L")], releases=[tagged]), PROJECT, {})
    assert [next(iter(history.persons))] == [release.by for release in history.releases]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400), st.integers(-3, 9)), max_size=40),
    st.lists(st.sampled_from(["ada", "Ada L", "ada l", "Bob M", "(withheld)", ""]), min_size=6, max_size=6),
)
def test_merging_never_changes_the_number_of_commits(days: list[tuple[int, int, int]], names: list[str]) -> None:
    people = [account(str(place), name) for place, name in enumerate(names)]
    rows = sorted((place, date.fromordinal(737000 + day), COMMIT, max(count, 0)) for place, day, count in days)
    history = build_history(facts(people, rows), PROJECT, {})
    assert sum(row[3] for row in rows) == sum(line.amount for line in history.activity)
