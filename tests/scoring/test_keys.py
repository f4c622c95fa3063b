"""Hands on the keys: who used each in the last year, and who could have and did not, each with the reason."""

from __future__ import annotations

from dataclasses import replace

from monitor.model.carrying import Listing
from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History, Person, State
from monitor.model.joins import Account
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Target, TargetKind
from monitor.model.who import KeyHands
from monitor.scoring.keys import key_hands
from tests.scoring.build import GIT, NOW, PACKAGE, ago, commits, day, history, release, state, views

MERGE = ActivityKind.MERGE


def hands(of: History, key: str) -> KeyHands:
    return next(found for found in key_hands(of, NOW, DEFAULT_LIMITS) if found.key == key)


def could(of: History, key: str) -> list[tuple[str, str]]:
    return [(able.person or f"@{able.handle}", able.why) for able in hands(of, key).could]


def listed(person: str, handle: str = "@x", until: float | None = None) -> Listing:
    ended = None if until is None else ago(until)
    return Listing(person, handle, "maintainer", "Maintainers", "MAINTAINERS.md", GIT, GIT, ago(500), ended)


def test_who_merged_and_who_did_so_before_are_told_apart() -> None:
    of = history([*commits("ann", [20], kind=MERGE), *commits("bo", [400], kind=MERGE), *commits("old", [1500], kind=MERGE)])
    found = hands(of, "merge")
    assert (frozenset({"ann"}), [("bo", "before", day(400))]) == (found.did, [(a.person, a.why, a.on) for a in found.could])


def test_a_listed_maintainer_who_was_not_seen_to_merge_could() -> None:
    of = replace(
        history(commits("ann", [20], kind=MERGE)), listings=(listed("ann"), listed("bo"), listed("", "@cy"), listed("d", until=9))
    )
    assert [("@@cy", "listed"), ("bo", "listed")] == could(of, "merge")


def test_where_no_source_says_who_merged_it_is_not_known() -> None:
    assert None is hands(history(commits("ann", [20])), "merge").did


def test_where_the_last_year_was_not_seen_nobody_is_said_to_have_merged() -> None:
    of = history(commits("ann", [400], kind=MERGE), coverage=views(days=300))
    assert None is hands(of, "merge").did
    assert [("ann", "before")] == could(of, "merge")


def test_whom_the_index_lets_publish_and_who_did_not_could() -> None:
    of = history(releases=[release("1.0", 30, by="ann", channel=Channel.PACKAGE)], states=[state("publishers", "ann,bo,cy")])
    persons = {
        "ann": Person("ann", "ann", accounts=(Account("npm:ann", "ann"),)),
        "b": Person("b", "b", accounts=(Account("npm:bo", "bo"),)),
    }
    assert [("@cy", "publisher"), ("b", "publisher")] == could(replace(of, persons=persons), "publish")


def test_a_right_that_was_taken_away_is_none() -> None:
    assert [] == could(history(states=[state("publishers", "bo", until=5)]), "publish")


def test_who_tagged_two_years_ago_could_have_tagged() -> None:
    of = history(releases=[release("1.0", 30, by="ann"), release("0.9", 700, by="bo"), release("0.1", 2000, by="old")])
    assert (frozenset({"ann"}), [("bo", "before")]) == (hands(of, "tag").did, could(of, "tag"))


def test_members_of_a_project_on_gitlab_could_merge_and_those_of_an_organisation_are_not_said_to() -> None:
    of = history(commits("ann", [20], kind=MERGE))
    gitlab = replace(of.project, targets=(Target(GIT, TargetKind.GIT, GIT, forge="gitlab"),))
    shown = (
        State(GIT, "member", "gitlab:5 bo", f"{GIT}/bo", ago(90)),
        State("https://github.com/larkorg", "member", "github:6 cy", "https://github.com/cy", ago(90)),
    )
    assert [("@bo", "member")] == could(replace(of, project=gitlab, states=shown), "merge")


def test_a_bot_never_could() -> None:
    of = history([*commits("ann", [20], kind=MERGE), *commits("bot", [400], kind=MERGE)], bots=["bot"])
    assert [] == could(of, "merge")


def test_a_publisher_of_another_index_account_is_not_guessed() -> None:
    of = history(states=[state("publishers", "bo", PACKAGE)])
    assert [("@bo", "publisher")] == could(
        replace(of, persons={"bo": Person("bo", "bo", accounts=(Account("github:1", "bo"),))}), "publish"
    )


def test_whom_the_list_of_publishers_leaves_out_now_could_not_publish_any_more() -> None:
    made = [release("1.0", 400, by=who, channel=Channel.PACKAGE, target=PACKAGE) for who in ("ann", "bo")]
    of = history(releases=made, states=[state("publishers", "zork, Bo", PACKAGE)])
    persons = {key: Person(key, key, accounts=(Account(f"npm:{key}", key),)) for key in ("ann", "bo")}
    assert [("@zork", "publisher"), ("bo", "publisher")] == could(replace(of, persons=persons), "publish")
    unlisted = replace(of, persons=persons, states=())
    assert [("ann", "before"), ("bo", "before")] == could(unlisted, "publish")
