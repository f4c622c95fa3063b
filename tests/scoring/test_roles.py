"""Roles: each with its evidence and its days, and none for bots, the withheld, and who was never seen at work."""

from __future__ import annotations

from dataclasses import replace

from monitor.model.assessment import RoleHolder
from monitor.model.carrying import Listing
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History, Person, State
from monitor.model.joins import Account
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import NamedPerson
from monitor.scoring.roles import role_holders
from tests.scoring.build import GIT, NOW, ago, commits, day, history, release, views

ORG = "https://github.com/larkorg"


def held(of: History, role: str) -> list[RoleHolder]:
    return [holder for holder in role_holders(of, NOW, DEFAULT_LIMITS) if holder.role == role]


def with_person(of: History, person: Person) -> History:
    return replace(of, persons={**of.persons, person.key: person})


def listed(person: str, role: str = "maintainer", heading: str = "Maintainers", until: float | None = None) -> Listing:
    link = f"{GIT}#MAINTAINERS.md"
    return Listing(person, "@x", role, heading, "MAINTAINERS.md", GIT, link, ago(400), None if until is None else ago(until))


def member(key: str, until: float | None = None) -> State:
    return State(ORG, "member", f"{key} login", f"{ORG}/people", ago(90), None if until is None else ago(until))


def test_who_tags_releases_and_who_uploads_publishes() -> None:
    of = history(releases=[release("1.0", 50, by="ann"), release("1.0", 40, by="bo", channel=Channel.PACKAGE)])
    assert [("ann", day(50), EvidenceLevel.OBSERVED)] == [(h.person, h.last_seen_on, h.level) for h in held(of, "releaser")]
    assert [("bo", day(40), EvidenceLevel.RECORDED)] == [(h.person, h.last_seen_on, h.level) for h in held(of, "publisher")]


def test_a_reviewer_reviewed_in_the_last_year_and_is_dated_since_the_first_review() -> None:
    reviews = commits("ann", [20, 900], kind=ActivityKind.REVIEW)
    old = commits("bo", [400], kind=ActivityKind.REVIEW)
    assert [("ann", day(900), day(20))] == [
        (h.person, h.first_seen_on, h.last_seen_on) for h in held(history([*reviews, *old]), "reviewer")
    ]


def test_a_bot_that_reviews_holds_no_role() -> None:
    assert [] == held(history(commits("bot", [20], kind=ActivityKind.REVIEW), bots=["bot"]), "reviewer")


def test_a_maintainer_is_whom_a_file_lists_now() -> None:
    of = replace(history(), listings=(listed("ann"), listed("bo", until=30), listed("")))
    assert [("ann", day(400), EvidenceLevel.RECORDED, "Maintainers", f"{GIT}#MAINTAINERS.md")] == [
        (h.person, h.first_seen_on, h.level, h.listed_as, h.link) for h in held(of, "maintainer")
    ]


def test_a_lead_is_whom_the_configuration_calls_so() -> None:
    named = Person("ann", "Ann Bell", named=NamedPerson("Ann Bell", ("technical lead", "releases")))
    of = with_person(with_person(history(), named), Person("bo", "Bo", named=NamedPerson("Bo", ("leading light",))))
    assert [("ann", None)] == [(h.person, h.level) for h in held(of, "lead")]


def test_a_lead_is_whom_a_file_lists_under_such_a_heading() -> None:
    of = replace(history(), listings=(listed("ann", heading="Project Lead"), listed("bo", "emeritus", "Former leads")))
    assert [("ann", EvidenceLevel.RECORDED, "Project Lead")] == [(h.person, h.level, h.listed_as) for h in held(of, "lead")]


def test_a_member_of_the_organisation_is_told_where_they_were_seen_at_work() -> None:
    at_work = with_person(history(commits("ann", [9])), Person("ann", "Ann", accounts=(Account("github:5", "ann"),)))
    both = with_person(at_work, Person("far", "Far", accounts=(Account("github:6", "far"),)))
    of = replace(both, states=(member("github:5"), member("github:6")))
    assert [("ann", day(90), EvidenceLevel.RECORDED)] == [(h.person, h.first_seen_on, h.level) for h in held(of, "member")]


def test_who_is_a_member_no_longer_holds_no_such_role() -> None:
    at_work = with_person(history(commits("ann", [9])), Person("ann", "Ann", accounts=(Account("github:5", "ann"),)))
    assert [] == held(replace(at_work, states=(member("github:5", until=3),)), "member")


def test_membership_of_an_account_that_only_bears_the_name_is_nobodys() -> None:
    weak = Person("ann", "Ann Bell", accounts=(Account("git:x", "Ann Bell"), Account("github:5", "ann", is_by_name=True)))
    of = replace(with_person(history(commits("ann", [9])), weak), states=(member("github:5"),))
    assert [] == held(of, "member")


def test_every_role_says_how_it_is_known_or_that_the_configuration_says_so() -> None:
    rows = [*commits("zoe", range(1, 300, 5)), *commits("ann", [7], kind=ActivityKind.MERGE)]
    of = replace(history(rows, [release("1.0", 50, by="zoe")], coverage=views()), listings=(listed("zoe"),))
    assert all(h.level is not None and h.link for h in role_holders(of, NOW, DEFAULT_LIMITS))
