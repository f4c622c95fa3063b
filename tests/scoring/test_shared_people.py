"""The same person behind several projects is told by a proven account, and what is not heard of people is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.assessment import Assessment, RoleHolder
from monitor.model.finding import Outcome, Weight
from monitor.model.history import Person
from monitor.model.joins import Account
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.model.target import NamedPerson, Portfolio, Project, Target, TargetKind
from monitor.scoring.assess import assess
from monitor.scoring.rules import RULES
from monitor.scoring.shared_people import with_shared_people
from tests.scoring.build import GIT, NOW, WEEKLY, commits, day, history, view

ACCOUNT = Account("github:1", "ada")
PORTFOLIO = Portfolio({key: Project(key, key.title(), ()) for key in ("lark", "wren")}, {}, ())


def assessment(key: str, role: str = "mainstay") -> Assessment:
    found = assess(history(commits("a", WEEKLY)), NOW, DEFAULT_LIMITS)
    return replace(found, project=key, findings=(), people=(RoleHolder(f"{key}-a", role, day(900), day(1)),))


def codes(one: Account, other: Account, *, role: str = "mainstay", portfolio: Portfolio = PORTFOLIO) -> list[str]:
    people = {
        key: {f"{key}-a": Person(f"{key}-a", "Ada Quill", accounts=(own,))} for key, own in (("lark", one), ("wren", other))
    }
    judged = with_shared_people({key: assessment(key, role) for key in ("lark", "wren")}, people, portfolio)
    return [finding.headline.code for found in judged.values() for finding in found.findings]


def test_one_account_in_two_projects_is_told_in_both_as_context() -> None:
    assert ["shared_person.several"] * 2 == codes(ACCOUNT, ACCOUNT)
    people = {key: {f"{key}-a": Person(f"{key}-a", "Ada Quill", accounts=(ACCOUNT,))} for key in ("lark", "wren")}
    judged = with_shared_people({key: assessment(key) for key in ("lark", "wren")}, people, PORTFOLIO)
    (found,) = judged["lark"].findings
    assert (Weight.CONTEXT, ("lark-a",), 2) == (found.weight, found.persons, found.headline.values["projects"])
    assert ["Lark", "Wren"] == [item.what.values["project"] for item in found.evidence]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ACCOUNT, Account("github:2", "ada")),
        (ACCOUNT, Account("gitlab.com:1", "ada")),
        (ACCOUNT, replace(ACCOUNT, is_by_name=True)),
        (Account("git:abc", "ada"), Account("git:abc", "ada")),
        (Account("git:abc", "Ada Quill"), Account("git:abc", "Build Machine")),
    ],
)
def test_names_logins_and_shared_addresses_match_nobody(one: Account, other: Account) -> None:
    assert [] == codes(one, other)


def test_an_address_with_its_full_name_does() -> None:
    assert 2 == len(codes(Account("git:abc", "Ada Quill"), Account("git:abc", "ada quill")))


def test_members_of_a_family_are_one_project_and_a_reviewer_carries_none() -> None:
    family = Portfolio({key: Project(key, key, (), family="birds") for key in ("lark", "wren")}, {}, ())
    assert [] == codes(ACCOUNT, ACCOUNT, portfolio=family)
    assert [] == codes(ACCOUNT, ACCOUNT, role="reviewer")


@pytest.mark.parametrize(
    ("pages", "seen", "expected"),
    [
        ((), 0, (Outcome.UNKNOWN, "people_heard.nothing_watched", None)),
        (("https://bsky.app/profile/ada",), 0, (Outcome.UNKNOWN, "people_heard.not_seen", None)),
        (("https://bsky.app/profile/ada",), 1, (Outcome.OK, "people_heard.partly", "X or LinkedIn")),
        (("https://x.com/ada",), 1, (Outcome.OK, "people_heard.partly", "LinkedIn")),
        (("https://bsky.app/profile/ada", "https://x.com/ada"), 1, (Outcome.OK, "people_heard.partly", "X or LinkedIn")),
        (("https://x.com/ada", "https://www.linkedin.com/in/ada"), 2, (Outcome.OK, "people_heard.all", None)),
    ],
)
def test_channels_that_are_not_watched_are_said_for_each_person(
    pages: tuple[str, ...], seen: int, expected: tuple[object, ...]
) -> None:
    targets = tuple(Target(page, TargetKind.ACCOUNT, page, person="Ada Quill") for page in pages)
    project = Project("lark", "Lark", (Target(GIT, TargetKind.GIT, GIT), *targets), people=(NamedPerson("Ada Quill"),))
    lines = [view(Signal.STATEMENTS, page) for page in pages[:seen]] + [
        view(Signal.STATEMENTS, page, None) for page in pages[seen:]
    ]
    watched = replace(history(), project=project, coverage=tuple(lines))
    (found,) = RULES["people_heard"].judge(watched, NOW, DEFAULT_LIMITS)
    assert expected == (found.outcome, found.headline.code, found.headline.values.get("channels"))
