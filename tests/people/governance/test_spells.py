"""From versions of files to who left, what was no departure, and who came; then to the listings of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.history import History, Person, State
from monitor.model.joins import Account
from monitor.model.target import Project, Target, TargetKind
from monitor.people.governance.listed import Words
from monitor.people.governance.listings import with_listings
from monitor.people.governance.reading import read_listed
from monitor.people.governance.spells import DEPARTURES, Spell, Version, has_team, spells_of
from monitor.settings.name_words import load_governance

WORDS = Words.of(load_governance())
START = datetime(2024, 1, 1, tzinfo=UTC)
MAIN, AREA = "OWNERS", "sub/OWNERS"


def at(day: int) -> datetime:
    return START + timedelta(days=day)


def version(day: int, text: str | None, path: str = MAIN) -> Version:
    found = None if text is None else read_listed(path, text, WORDS)
    return Version(path, at(day), found, has_team=has_team(text or ""))


def owners(*approvers: str, reviewers: tuple[str, ...] = (), emeriti: tuple[str, ...] = ()) -> str:
    lists = {"approvers": approvers, "reviewers": reviewers, "emeritus_approvers": emeriti}
    return "\n".join(f"{key}:\n" + "".join(f"- {login}\n" for login in logins) for key, logins in lists.items() if logins)


def spells(*versions: Version) -> dict[str, Spell]:
    """Return the last spell of each person that is none of an emeritus."""
    found = spells_of(versions, lambda one: one.handle.casefold())
    return {one.person: one for one in found if one.listed.role != "emeritus"}


def ends(*versions: Version) -> dict[str, str]:
    return {person: spell.ended_by for person, spell in spells(*versions).items()}


def test_who_is_taken_off_was_removed_on_the_day_of_the_change() -> None:
    found = spells(version(0, owners("ada", "bo")), version(400, owners("bo")))
    assert ("removed", at(400), "") == (found["@ada"].ended_by, found["@ada"].until, found["@bo"].ended_by)


def test_who_becomes_emeritus_within_two_months_is_emeritus() -> None:
    late = version(440, owners("bo", emeriti=("ada",)))
    assert "emeritus" == ends(version(0, owners("ada", "bo")), version(400, owners("bo")), late)["@ada"]


def test_a_step_down_is_one_departure_with_the_exit_that_follows() -> None:
    found = spells_of(
        [
            version(0, owners("ada", "bo")),
            version(400, owners("bo", reviewers=("ada",))),
            version(410, owners("bo")),
        ],
        lambda one: one.handle.casefold(),
    )
    assert ["role_lowered", "followed"] == [one.ended_by for one in found if one.person == "@ada"]


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ("file_gone", (version(400, None),)),
        ("moved", (version(400, "# See MAINTAINERS.md\n"),)),
        ("returned", (version(400, owners("bo")), version(420, owners("ada", "bo")))),
        ("brief", (version(10, owners("bo")),)),
    ],
)
def test_what_is_no_departure_is_named(expected: str, changes: tuple[Version, ...]) -> None:
    found = spells_of([version(0, owners("ada", "bo")), *changes], lambda one: one.handle.casefold())
    first = next(one for one in found if one.person == "@ada")
    assert expected == first.ended_by
    assert first.ended_by not in DEPARTURES


def test_people_replaced_by_a_team_have_not_left() -> None:
    before, after = version(0, "* @ada @bo", "CODEOWNERS"), version(400, "* @birds/maintainers", "CODEOWNERS")
    assert {"@ada": "team", "@bo": "team"} == ends(before, after)


def test_helpers_of_one_release_are_no_departures() -> None:
    lists = version(0, "aliases:\n  lark-release-team:\n  - ada\n  lark-maintainers:\n  - bo\n", "OWNERS_ALIASES")
    assert "helper" == ends(lists, version(120, "aliases:\n  lark-maintainers:\n  - bo\n", "OWNERS_ALIASES"))["@ada"]


def test_the_same_name_with_another_account_is_a_rename() -> None:
    before = version(0, "Ada Quill (@ada)\nBo Wren (@bo)\n", "MAINTAINERS")
    assert "renamed" == ends(before, version(400, "Ada Quill (@ada-q)\nBo Wren (@bo)\n", "MAINTAINERS"))["@ada"]


def test_who_moves_to_another_file_has_not_left() -> None:
    moved = version(400, "- @ada\n- @bo\n", "MAINTAINERS.md")
    assert {"@ada": "", "@bo": ""} == ends(version(0, owners("ada", "bo")), version(400, None), moved)


def test_who_leaves_the_whole_repository_has_left_although_a_folder_still_lists_them() -> None:
    found = spells_of(
        [version(0, owners("ada", "bo")), version(0, owners("ada"), AREA), version(400, owners("bo")), version(900, None, AREA)],
        lambda one: one.handle.casefold(),
    )
    assert ["removed", "file_gone"] == [one.ended_by for one in found if one.person == "@ada"]


def test_successors_are_those_new_in_the_same_change_or_else_within_a_month() -> None:
    first = version(0, owners("ada", "bo", reviewers=("cy",)))
    same = spells(first, version(400, owners("bo", "di")), version(410, owners("bo", "di", "eve")))
    later = spells(first, version(400, owners("bo")), version(420, owners("bo", "cy")), version(500, owners("bo", "cy", "di")))
    assert (("@di",), ("@cy",)) == (same["@ada"].successors, later["@ada"].successors)


def test_what_stood_there_at_our_first_look_has_no_beginning() -> None:
    first = replace(version(0, owners("ada")), is_first_look=True)
    assert (None, "removed") == ((found := spells(first, version(5, owners("bo"))))["@ada"].since, found["@ada"].ended_by)


GIT = Target("https://github.com/birds/lark", TargetKind.GIT, "https://github.com/birds/lark", forge="github")
ADA = Person("p-ada", "Ada Quill", accounts=(Account("github:1", "Ada-Q"), Account("git:x", "Ada Quill")))
BOT = Person("p-bot", "robo", is_bot=True, accounts=(Account("github:9", "robo"),))


def state(text: str, seen: int, until: int | None, attribute: str = "governance_text", subject: str = "MAINTAINERS.md") -> State:
    return State(
        GIT.key,
        attribute,
        text,
        f"{GIT.key}/blob/HEAD/{subject}",
        at(seen),
        None if until is None else at(until),
        subject=subject,
    )


def history(*states: State, persons: Mapping[str, Person] | None = None) -> History:
    known = {"p-ada": ADA, "p-bot": BOT} if persons is None else persons
    return History(Project("lark", "Lark", (GIT,)), at(900), (), (), states, known, ())


def test_a_listing_is_a_persons_where_their_account_is_proven() -> None:
    found = with_listings(history(state("- @ada-q\n- @bo\n- @robo\n", 0, None)), WORDS).listings
    assert [("p-ada", "@ada-q"), ("", "@bo")] == sorted([(one.person, one.handle) for one in found], reverse=True)
    assert {None} == {one.since for one in found}


def test_a_listing_ends_when_a_look_found_another_text() -> None:
    found = with_listings(history(state("- @ada-q\n- @bo\n", 0, 40), state("- @bo\n", 40, None)), WORDS).listings
    assert [("removed", at(40)), ("", None)] == [(one.ended_by, one.until) for one in found]


def test_a_file_that_a_look_no_longer_finds_is_gone() -> None:
    (found,) = with_listings(history(state("- @ada-q\n", 0, 40)), WORDS).listings
    assert ("file_gone", at(40)) == (found.ended_by, found.until)


def test_who_was_renamed_on_the_platform_stays_the_same_person() -> None:
    renamed = replace(ADA, accounts=(Account("github:1", "ada-new"),))
    login = State(GIT.key, "login", "ada-old", GIT.key, at(0), at(10), subject="github:1")
    texts = (state("- @ada-old\n- @bo\n", 0, 40), state("- @ada-new\n- @bo\n", 40, None))
    found = with_listings(history(login, *texts, persons={"p-ada": renamed}), WORDS).listings
    assert [("p-ada", "")] == [(one.person, one.ended_by) for one in found if one.person]


def test_a_full_name_alone_is_nobodys_proof() -> None:
    (found,) = with_listings(history(state("| Name |\n|---|\n| Ada Quill |\n", 0, None)), WORDS).listings
    assert ("", "Ada Quill") == (found.person, found.handle)


def past(text: str, day: int, mark: str, attribute: str = "governance_version") -> State:
    made = state(text, 800, None, attribute, f"MAINTAINERS.md@{mark}")
    return replace(made, held_from=at(day))


def test_departures_from_before_our_first_look_are_read_from_past_versions() -> None:
    versions = (past("- @ada-q\n- @bo\n", 0, "aaa"), past("- @bo\n", 400, "bbb"))
    found = with_listings(history(*versions, state("- @bo\n", 800, None)), WORDS).listings
    assert [("@ada-q", at(0), at(400), "removed"), ("@bo", at(0), None, "")] == [
        (one.handle, one.since, one.until, one.ended_by) for one in found
    ]


def test_the_oldest_version_that_was_read_has_no_beginning() -> None:
    (found,) = with_listings(history(past("- @bo\n", 0, "start")), WORDS).listings
    assert None is found.since


def test_a_list_that_its_history_saw_deleted_is_gone() -> None:
    gone = past("MAINTAINERS.md", 400, "ccc", "governance_gone")
    (found,) = with_listings(history(past("- @bo\n", 0, "aaa"), gone), WORDS).listings
    assert ("file_gone", at(400)) == (found.ended_by, found.until)


def test_what_happens_after_the_read_past_is_told_by_our_own_looks() -> None:
    seen = (state("- @bo\n- @cy\n", 800, 850), state("- @cy\n", 850, None))
    found = with_listings(history(past("- @bo\n- @cy\n", 10, "aaa"), *seen), WORDS).listings
    assert [("@bo", at(10), at(850), "removed"), ("@cy", at(10), None, "")] == [
        (one.handle, one.since, one.until, one.ended_by) for one in found
    ]


def test_a_file_without_a_past_that_was_read_has_no_beginning_at_our_first_look() -> None:
    other = state("* @cy\n", 800, None, subject=".github/CODEOWNERS")
    found = with_listings(history(past("- @bo\n", 10, "aaa"), state("- @bo\n", 800, None), other), WORDS).listings
    assert [(".github/CODEOWNERS", None), ("MAINTAINERS.md", at(10))] == [(one.path, one.since) for one in found]
