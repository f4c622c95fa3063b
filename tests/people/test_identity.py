"""Who is who: what proves that accounts are one person's, what only counts them so, and how the operator corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind, RawIdentity
from monitor.model.history import History, Person, State
from monitor.model.joins import BOTH_PAGES, CONFIGURED, OWN_PAGE, SAME_NAME, Correction, CorrectionKind
from monitor.model.target import NamedPerson, Project, Target, TargetKind
from monitor.people.persons import build_history

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
SEEN = datetime(2025, 12, 1, tzinfo=UTC)
PROJECT = Project("lark", "Lark", ())
GITHUB, HUB = "https://github.com/", "https://huggingface.co/"


def git(stable_id: str, name: str) -> RawIdentity:
    return RawIdentity("git", stable_id, name)


def forge(number: str, login: str, is_bot: bool = False) -> RawIdentity:
    return RawIdentity("github", number, login, is_bot=is_bot)


def profile(key: str, page: str, *links: str, target: str = "", **said: str) -> list[State]:
    """What an account's page says now."""
    login = page.rpartition("/")[2]
    values = [("login", login), *said.items(), *(("link", link) for link in links)]
    return [State(target or page, attribute, value, page, SEEN, subject=key) for attribute, value in values]


def who_is_who(
    identities: Sequence[RawIdentity] = (),
    *profiles: Sequence[State],
    links: Sequence[tuple[int, int, str]] = (),
    project: Project = PROJECT,
    corrections: Sequence[Correction] = (),
    activity: Sequence[tuple[int, date, ActivityKind, int]] = (),
) -> History:
    states = tuple(state for said in profiles for state in said)
    facts = ProjectFacts(AS_OF, tuple(identities), tuple(activity), (), states, tuple(links), (), corrections=tuple(corrections))
    named = {account.casefold(): person for person in project.people for account in (person.name, *person.accounts)}
    return build_history(facts, project, named)


def person_with(history: History, key: str) -> Person:
    return next(person for person in history.persons.values() if key in {account.key for account in person.accounts})


def together(history: History) -> set[frozenset[str]]:
    return {frozenset(account.key for account in person.accounts) for person in history.persons.values()}


def test_a_page_that_links_another_account_of_the_project_joins_both() -> None:
    history = who_is_who([forge("1", "adaquill")], profile("huggingface:a", HUB + "ada", GITHUB + "AdaQuill/"))
    assert {frozenset({"github:1", "huggingface:a"})} == together(history)
    assert (OWN_PAGE,) == person_with(history, "github:1").proofs


def test_two_pages_that_link_each_other_join() -> None:
    pages = (profile("github:1", GITHUB + "adaq", HUB + "ada"), profile("huggingface:a", HUB + "ada", GITHUB + "adaq"))
    assert (BOTH_PAGES,) == person_with(who_is_who([], *pages), "github:1").proofs


def test_a_joined_account_brings_its_git_addresses_along() -> None:
    history = who_is_who(
        [git("x", "ada"), forge("1", "adaquill")],
        profile("huggingface:a", HUB + "ada", GITHUB + "adaquill"),
        links=[(0, 1, "account of the commit")],
    )
    assert {frozenset({"git:x", "github:1", "huggingface:a"})} == together(history)
    assert person_with(history, "git:x").is_proven


CONTRADICTIONS = {
    "the linked account names another one on that platform": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo"),
        profile("github:1", GITHUB + "bo", HUB + "bowren"),
    ],
    "two accounts of one platform claim it": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo"),
        profile("huggingface:b", HUB + "cy", GITHUB + "bo"),
        profile("github:1", GITHUB + "bo"),
    ],
    "the page names two accounts of one platform": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo", GITHUB + "cy"),
        profile("github:1", GITHUB + "bo"),
    ],
    "it is an organisation": [
        profile("huggingface:a", HUB + "ada", GITHUB + "larkorg"),
        profile("github:1", GITHUB + "larkorg", account_type="organisation"),
    ],
    "their full names share no word": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo", name="Ada Quill"),
        profile("github:1", GITHUB + "bo", name="Bo Wren"),
    ],
    "both are on one platform": [
        profile("github:2", GITHUB + "ada", GITHUB + "bo"),
        profile("github:1", GITHUB + "bo"),
    ],
    "the login passed on to another account": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo"),
        profile("github:1", GITHUB + "bo"),
        profile("github:9", GITHUB + "bo"),
    ],
    "the link leads to a repository": [
        profile("huggingface:a", HUB + "ada", GITHUB + "bo/lark"),
        profile("github:1", GITHUB + "bo"),
    ],
}


@pytest.mark.parametrize("why", CONTRADICTIONS)
def test_a_link_that_is_contradicted_proves_nothing(why: str) -> None:
    assert {()} == {person.proofs for person in who_is_who([], *CONTRADICTIONS[why]).persons.values()}


def test_a_link_that_was_taken_down_joins_no_longer() -> None:
    page = [*profile("huggingface:a", HUB + "ada")]
    gone = State(HUB + "ada", "link", GITHUB + "bo", HUB + "ada", SEEN, SEEN, subject="huggingface:a")
    assert 2 == len(who_is_who([forge("1", "bo")], [*page, gone]).persons)


def test_the_same_login_with_another_number_is_another_person() -> None:
    assert 2 == len(who_is_who([forge("1", "ada"), forge("2", "ada")]).persons)


def test_the_same_login_on_another_platform_is_another_person() -> None:
    assert 2 == len(who_is_who([forge("1", "ada")], profile("huggingface:a", HUB + "ada")).persons)


def test_what_the_configuration_writes_down_joins() -> None:
    ada = NamedPerson("Ada Quill", ("lead",), ("Quill A", "adaquill"))
    page = GITHUB + "adaquill"
    project = Project("lark", "Lark", (Target(page, TargetKind.ACCOUNT, page, person="Ada Quill"),), people=(ada,))
    history = who_is_who([git("x", "Quill A"), forge("7", "adaquill")], profile("github:7", page), project=project)
    assert [(ada, (CONFIGURED,))] == [(person.named, person.proofs) for person in history.persons.values()]


def test_a_configured_login_is_meant_for_its_own_platform_only() -> None:
    ada = NamedPerson("Ada Quill", (), ("adaquill",))
    page = GITHUB + "adaquill"
    project = Project("lark", "Lark", (Target(page, TargetKind.ACCOUNT, page, person="Ada Quill"),), people=(ada,))
    history = who_is_who([], profile("github:7", page), profile("huggingface:z", HUB + "adaquill"), project=project)
    assert None is person_with(history, "huggingface:z").named


def test_the_sole_bearer_of_a_configured_name_is_that_person() -> None:
    ada = NamedPerson("Ada Quill", (), ("adaquill",))
    page = GITHUB + "adaquill"
    project = Project("lark", "Lark", (Target(page, TargetKind.ACCOUNT, page, person="Ada Quill"),), people=(ada,))
    history = who_is_who([git("x", "Ada Quill")], profile("github:7", page), project=project)
    assert (ada, True) == (person_with(history, "git:x").named, person_with(history, "git:x").is_proven)


def test_of_two_people_with_the_configured_name_neither_is_taken_for_the_configured_one() -> None:
    people = [git("x", "Wei Zhang"), git("y", "Wei Zhang"), forge("1", "weiz"), forge("2", "zhangw")]
    project = Project("lark", "Lark", (), people=(NamedPerson("Wei Zhang"),))
    history = who_is_who(people, links=[(0, 2, "account of the commit"), (1, 3, "account of the commit")], project=project)
    assert ({None}, 2) == ({person.named for person in history.persons.values()}, len(history.persons))


def test_a_third_account_of_a_name_that_two_people_bear_joins_neither() -> None:
    people = [git("x", "Wei Zhang"), git("y", "Wei Zhang"), forge("1", "weiz"), forge("2", "zhangw"), git("z", "Wei Zhang")]
    history = who_is_who(people, links=[(0, 2, "account of the commit"), (1, 3, "account of the commit")])
    assert frozenset({"git:z"}) in together(history)


def test_what_is_joined_by_name_alone_is_marked_so_in_person_and_activity() -> None:
    day = date(2025, 5, 5)
    rows = [(0, day, ActivityKind.COMMIT, 9), (1, day, ActivityKind.COMMIT, 2)]
    history = who_is_who([git("x", "Ada Quill"), git("y", "Ada Quill")], activity=rows)
    (person,) = history.persons.values()
    assert (False, (SAME_NAME,)) == (person.is_proven, person.proofs)
    assert {("git:x", False), ("git:y", True)} == {(account.key, account.is_by_name) for account in person.accounts}
    assert {(9, False), (2, True)} == {(row.amount, row.is_by_name) for row in history.activity}


def correction(kind: CorrectionKind, first: str, second: str = "") -> Correction:
    return Correction(kind, first, second, "seen at the conference", AS_OF)


def test_the_operator_joins_what_nothing_proves() -> None:
    joined = [correction(CorrectionKind.JOIN, "git:x", "github:1")]
    history = who_is_who([git("x", "ada"), forge("1", "quill")], corrections=joined)
    assert ("joined by hand: seen at the conference",) == person_with(history, "git:x").proofs


def test_the_operator_splits_what_was_joined_by_proof_or_name() -> None:
    people = [git("x", "Ada Quill"), git("y", "Ada Quill"), forge("1", "ada")]
    split = [correction(CorrectionKind.SPLIT, "git:x")]
    history = who_is_who(people, links=[(0, 2, "account of the commit")], corrections=split)
    assert 3 == len(history.persons)


def test_a_join_by_hand_outlives_a_split() -> None:
    said = [correction(CorrectionKind.JOIN, "git:x", "github:1"), correction(CorrectionKind.SPLIT, "git:x")]
    assert 1 == len(who_is_who([git("x", "ada"), forge("1", "quill")], corrections=said).persons)


def test_a_correction_of_accounts_that_are_not_here_changes_nothing() -> None:
    said = [correction(CorrectionKind.JOIN, "git:gone", "git:x"), correction(CorrectionKind.SPLIT, "git:none")]
    assert 1 == len(who_is_who([git("x", "ada")], corrections=said).persons)


def test_members_of_an_organisation_are_persons_of_the_project() -> None:
    member = State("https://github.com/larkorg", "member", "github:5 boewren", GITHUB + "boewren", SEEN)
    assert "boewren" == person_with(who_is_who([], [member]), "github:5").name


def test_a_bot_is_joined_to_nobody_by_a_link() -> None:
    page = profile("huggingface:a", HUB + "ada", GITHUB + "lark-helper")
    assert 2 == len(who_is_who([forge("1", "lark-helper", is_bot=True)], page).persons)


def test_an_account_can_be_written_down_by_its_id() -> None:
    bo = NamedPerson("Bo Wren", (), ("npm:bowren",))
    project = Project("lark", "Lark", (), people=(bo,))
    assert bo == next(iter(who_is_who([RawIdentity("npm", "bowren", "bowren")], project=project).persons.values())).named


def test_a_page_is_shown_for_people_and_not_guessed_for_machines() -> None:
    history = who_is_who([forge("1", "adaquill"), forge("2", "helper[bot]", is_bot=True)])
    pages = {account.key: account.page for person in history.persons.values() for account in person.accounts}
    assert {"github:1": "https://github.com/adaquill", "github:2": ""} == pages
