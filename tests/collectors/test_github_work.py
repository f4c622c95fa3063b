"""Close looks at GitHub: releases, backlogs, answers, governance files, accounts and members."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graphql import parse, validate
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.collectors.github import accounts, counts, members, state, work
from monitor.collectors.github.graph import Node
from monitor.collectors.github.tickets import tickets
from monitor.collectors.github.work import FILES
from monitor.collectors.shape import Shape
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import (
    ACCOUNT_OF_COMMIT,
    ActivityFact,
    ActivityKind,
    LinkFact,
    MeasureFact,
    ReleaseFact,
    Seen,
    StateFact,
    StatementFact,
    TicketFact,
    TicketKind,
    Unchanged,
)
from monitor.model.signals import Signal
from monitor.net.library import Reply
from tests.collectors.github_rig import HOST, Rig, answering, page, repository, rig
from tests.fakes.graphql_schema import schema

GRAPHS = (state, counts, work, accounts)
BATCHED = pytest.mark.parametrize("collector", GRAPHS, ids=lambda collector: collector.SPEC.id)


def facts(rigged: Rig, collector: Any, target: Any) -> tuple[Any, ...]:
    found = rigged.many(collector, [target])[target.key]
    assert isinstance(found, tuple), found
    return found


def of(found: tuple[Any, ...], kind: type) -> list[Any]:
    return [item for item in found if isinstance(item, kind)]


def seen(found: tuple[Any, ...]) -> dict[Signal, Seen]:
    return {item.signal: item for item in found if isinstance(item, Seen)}


@BATCHED
def test_every_question_is_one_that_the_official_schema_answers(collector: Any) -> None:
    target = page("user1") if collector is accounts else repository("https://github.com/octocat/Hello-World")
    assert [] == validate(schema(), parse(collector.QUESTION.text([target, target])))


@BATCHED
def test_a_full_batch_costs_what_its_collector_says(collector: Any) -> None:
    with rig(100) as it:
        size = collector.SPEC.batch
        targets = [page(f"user{n}") for n in range(size)] if collector is accounts else it.targets(size)
        found = it.many(collector, targets)
        assert size == len([result for result in found.values() if isinstance(result, tuple)])
        assert [collector.SPEC.points] == [points for _, _, points in it.graphql.spent]


@BATCHED
def test_a_batch_shows_every_signal_that_was_promised(collector: Any) -> None:
    with rig(1) as it:
        target = page("user1") if collector is accounts else it.targets(1)[0]
        found = seen(facts(it, collector, target))
        assert collector.SPEC.signals == {signal for signal, window in found.items() if window.is_complete}


def test_releases_come_with_who_made_them_and_drafts_do_not_count() -> None:
    release = {
        "tagName": "v1.2.0",
        "url": "https://github.com/org0/r00000/releases/tag/v1.2.0",
        "publishedAt": "2026-02-20T10:00:00Z",
        "isPrerelease": False,
        "isDraft": False,
        "author": {"__typename": "User", "login": "user3", "databaseId": 1000003},
    }
    with rig(1) as it:
        draft = {**release, "tagName": "v2", "isDraft": True, "publishedAt": None}
        it.world.script(0, releases=lambda **_: {"totalCount": 2, "nodes": [draft, release]})
        found = facts(it, counts, it.targets(1)[0])
        (made,) = of(found, ReleaseFact)
        assert ("v1.2.0", datetime(2026, 2, 20, 10, tzinfo=UTC), "1000003") == (made.version, made.released_at, made.by.stable_id)


def test_only_the_time_since_the_oldest_release_shown_is_wholly_seen() -> None:
    nodes = [
        {
            "tagName": f"v{n}",
            "url": "https://github.com/x",
            "publishedAt": f"2026-02-{10 + n}T00:00:00Z",
            "isDraft": False,
            "isPrerelease": False,
            "author": None,
        }
        for n in range(10)
    ]
    with rig(1) as it:
        it.world.script(0, releases=lambda **_: {"totalCount": 40, "nodes": nodes})
        window = seen(facts(it, counts, it.targets(1)[0]))[Signal.FORGE_RELEASES]
        assert (datetime(2026, 2, 10, tzinfo=UTC), True) == (window.seen_from, window.is_complete)


ENDLESS = {"totalCount": 60, "nodes": [{"title": f"{n}.0", "url": "https://github.com/x", "dueOn": None} for n in range(50)]}


@pytest.mark.parametrize("told", [None, {"totalCount": 3, "nodes": []}, {"totalCount": 3, "nodes": [None]}, {"totalCount": 3}])
@pytest.mark.parametrize(
    ("collector", "name", "signal"),
    [
        (counts, "releases", Signal.FORGE_RELEASES),
        (work, "topForks", Signal.FORKS),
        (work, "milestones", Signal.ROADMAP),
        (work, "changes", Signal.RESPONSIVENESS),
        (work, "issues", Signal.RESPONSIVENESS),
    ],
)
def test_a_page_that_was_not_told_ends_nothing(collector: Any, name: str, signal: Signal, told: Any) -> None:
    with rig(1) as it:
        answering(it, lambda body: body["data"]["t0"].update({name: told}))
        found = it.many(collector, it.targets(1))[it.targets(1)[0].key]
        assert isinstance(found, Malformed) or (isinstance(found, tuple) and not seen(found)[signal].is_complete)


def test_a_list_of_milestones_that_goes_on_is_not_called_whole() -> None:
    with rig(1) as it:
        answering(it, lambda body: body["data"]["t0"].update(milestones=ENDLESS))
        found = facts(it, work, it.targets(1)[0])
        assert (50, False) == (
            len([item for item in of(found, StateFact) if item.attribute == "milestone"]),
            seen(found)[Signal.ROADMAP].is_complete,
        )


@pytest.mark.parametrize(("path", "is_plan_seen"), [("ROADMAP.md", False), ("docs/ROADMAP.md", False), ("SECURITY.md", True)])
def test_a_file_that_could_not_be_told_is_not_gone(path: str, is_plan_seen: bool) -> None:
    alias = next(alias for alias, known in FILES.items() if known == path)
    fault = {"type": "INTERNAL", "path": ["t0", alias], "message": "x"}
    with rig(1) as it:
        answering(it, lambda body: (body["data"]["t0"].update({alias: None}), body.update(errors=[fault])))
        windows = seen(facts(it, work, it.targets(1)[0]))
        assert (False, is_plan_seen) == (windows[Signal.GOVERNANCE].is_complete, windows[Signal.ROADMAP].is_complete)


def test_a_tracker_that_is_switched_off_is_elsewhere_and_not_empty() -> None:
    with rig(1) as it:
        it.world.script(0, hasIssuesEnabled=False)
        found = facts(it, counts, it.targets(1)[0])
        assert {"open_changes", "merged_changes"} == {m.metric for m in of(found, MeasureFact)}
        assert seen(found)[Signal.BACKLOG].is_complete


def test_a_first_answer_is_neither_by_the_author_nor_by_a_bot() -> None:
    ada, ben = ({"__typename": "User", "login": name, "databaseId": n} for name, n in (("ada", 1), ("ben", 2)))
    bot = {"__typename": "Bot", "login": "helper", "databaseId": 3}
    said = [("2026-02-01T01:00:00Z", ada), ("2026-02-01T02:00:00Z", bot), ("2026-02-01T05:00:00Z", ben)]
    ticket = {
        "number": 7,
        "url": "https://github.com/org0/r00000/issues/7",
        "createdAt": "2026-02-01T00:00:00Z",
        "author": ada,
        "authorAssociation": "NONE",
        "comments": {"totalCount": 3, "nodes": [{"createdAt": at, "author": who} for at, who in said]},
    }
    with rig(1) as it:
        it.world.script(0, issues=lambda first=None, **_: {"totalCount": 1, "nodes": [ticket] if first else []})
        found = [t for t in of(facts(it, work, it.targets(1)[0]), TicketFact) if t.kind is TicketKind.ISSUE]
        assert [(7, datetime(2026, 2, 1, 5, tzinfo=UTC), False)] == [(t.number, t.first_answer_at, t.is_inside) for t in found]


def test_an_answer_behind_what_was_shown_is_not_read_as_no_answer() -> None:
    ada = {"__typename": "User", "login": "ada", "databaseId": 1}
    ticket = {
        "number": 7,
        "url": "https://github.com/org0/r00000/issues/7",
        "createdAt": "2026-02-01T00:00:00Z",
        "author": ada,
        "authorAssociation": "NONE",
        "comments": {"totalCount": 30, "nodes": [{"createdAt": "2026-02-01T01:00:00Z", "author": ada}] * 5},
    }
    with rig(1) as it:
        it.world.script(0, issues=lambda first=None, **_: {"totalCount": 1, "nodes": [ticket] if first else []})
        assert not [t for t in of(facts(it, work, it.targets(1)[0]), TicketFact) if t.kind is TicketKind.ISSUE]


def test_who_reviews_and_answers_is_counted_by_day() -> None:
    with rig(1) as it:
        kinds = {fact.kind for fact in of(facts(it, work, it.targets(1)[0]), ActivityFact)}
        assert {ActivityKind.REVIEW, ActivityKind.ANSWER} == kinds


def test_an_address_is_joined_to_the_account_of_its_commit_and_never_shown() -> None:
    with rig(1) as it:
        found = facts(it, work, it.targets(1)[0])
        links = of(found, LinkFact)
        assert 5 == len(links)
        assert ("git", "id-user0-at-people.example", "", "1000000", ACCOUNT_OF_COMMIT) == (
            links[0].first.source,
            links[0].first.stable_id,
            links[0].first.name,
            links[0].second.stable_id,
            links[0].proof,
        )
        assert "@people.example" not in repr(found)


def test_governance_files_are_kept_with_their_lines_and_without_addresses() -> None:
    text = "# Maintainers\n\n- Ada Reed <ada@people.example> (@ada)\n- @ben\n"
    with rig(1) as it:
        it.world.files[0] = {"MAINTAINERS.md": text, "SECURITY.md": "Write to us."}
        states = of(facts(it, work, it.targets(1)[0]), StateFact)
        kept = {item.subject: item.value for item in states if item.attribute == "governance_text"}
        assert {"MAINTAINERS.md": "# Maintainers\n\n- Ada Reed <(address withheld)> (@ada)\n- @ben"} == kept
        assert {"SECURITY.md", "README.md", "LICENSE"} == {item.subject for item in states if item.attribute == "file_digest"}


@pytest.mark.parametrize(
    ("readme", "quote"),
    [
        ("# Lark\n\nThis project is no longer maintained.\n", "This project is no longer maintained."),
        ("# Lark\n\n> We are looking for new maintainers! Write to us.\n", "We are looking for new maintainers!"),
        ("**This repository has been archived.** Use wren.", "This repository has been archived.** Use wren."),
        ("# UNMAINTAINED\n\nUse wren.", "UNMAINTAINED"),
        ("本项目已不再维护。请使用 wren。", "本项目已不再维护。请使用 wren。"),
    ],
)
def test_a_notice_on_the_front_page_is_the_projects_own_word(readme: str, quote: str) -> None:
    with rig(1) as it:
        it.world.files[0] = {"README.md": readme}
        said = of(facts(it, work, it.targets(1)[0]), StatementFact)
        assert [("notice", "E1")] == [(item.kind, item.level.value) for item in said]
        assert said[0].quote == quote


@pytest.mark.parametrize(
    ("expected", "readme"),
    [
        (
            ["Please use ``newstar`` instead."],
            "This project is no longer maintained. Please use ``newstar`` instead.\n",
        ),
        ([], "# Lark\n\nThis project is no longer maintained. Use it at your own risk.\n"),
        ([], "# Lark\n\nUse `newstar` instead of the old parser.\n"),
    ],
)
def test_what_stands_behind_a_notice_to_use_instead_is_kept_beside_it(expected: list[str], readme: str) -> None:
    with rig(1) as it:
        it.world.files[0] = {"README.md": readme}
        states = of(facts(it, work, it.targets(1)[0]), StateFact)
        assert expected == [one.value for one in states if one.attribute == "front_page_replacement"]


@pytest.mark.parametrize(
    "readme",
    [
        "The function `read` is deprecated, use `load`.",
        "If this project is no longer maintained, fork it.",
        "A linter that finds packages that are unmaintained or abandoned.",
        "This project is not deprecated.",
        "We moved to a new build system.",
        "Maintained with love.",
    ],
)
def test_words_about_other_things_are_no_notice(readme: str) -> None:
    with rig(1) as it:
        it.world.files[0] = {"README.md": readme}
        assert [] == of(facts(it, work, it.targets(1)[0]), StatementFact)


def test_a_fork_that_somebody_pushes_to_is_told_by_its_month_and_followers() -> None:
    fork = {
        "nameWithOwner": "others/lark",
        "url": "https://github.com/others/lark",
        "pushedAt": "2026-02-20T00:00:00Z",
        "stargazerCount": 40,
        "owner": {"__typename": "User", "login": "others", "databaseId": 5},
    }
    with rig(1) as it:
        it.world.script(0, forks=lambda **_: {"totalCount": 1, "nodes": [fork]})
        found = facts(it, work, it.targets(1)[0])
        assert [("others/lark", "2026-02")] == [
            (s.subject, s.value) for s in of(found, StateFact) if s.attribute == "living_fork"
        ]
        assert [40] == [m.value for m in of(found, MeasureFact) if m.metric == "fork_stars"]


def test_files_for_machines_say_the_state_of_their_project() -> None:
    insights = "header: {expiration-date: 2026-01-01}\nproject-lifecycle: {status: inactive}\n"
    with rig(1) as it:
        it.world.files[0] = {"SECURITY-INSIGHTS.yml": insights, ".repostatus.org": "https://www.repostatus.org/#inactive"}
        states = [item for item in of(facts(it, work, it.targets(1)[0]), StateFact) if item.attribute == "repostatus"]
        assert [("inactive", ".repostatus.org"), ("inactive", "SECURITY-INSIGHTS.yml")] == sorted(
            (item.value, item.subject) for item in states
        )


def test_a_badge_of_repostatus_is_a_state() -> None:
    with rig(1) as it:
        it.world.files[0] = {"README.md": "[![x](https://www.repostatus.org/badges/latest/unsupported.svg)](https://x)"}
        states = {item.attribute: item.value for item in of(facts(it, work, it.targets(1)[0]), StateFact)}
        assert "unsupported" == states["repostatus"]


def test_a_profile_is_kept_as_far_as_it_concerns_work() -> None:
    with rig(1) as it:
        it.world.profiles["user1"] = {
            "bio": "Formerly at Acme, now at Borealis. mail me: me@people.example",
            "company": "@borealis",
            "location": "Somewhere",
            "status": {"message": "on leave", "organization": None},
        }
        states = {item.attribute: item.value for item in of(facts(it, accounts, page("user1")), StateFact)}
        assert "Formerly at Acme, now at Borealis. mail me: (address withheld)" == states["bio"]
        assert ("@borealis", "on leave", "User1") == (states["company"], states["status"], states["name"])
        assert "location" not in states


def test_another_number_under_the_same_login_is_another_subject() -> None:
    with rig(1) as it:
        before = {item.subject for item in of(facts(it, accounts, page("user1")), StateFact)}
        it.world.profiles["user1"] = {"databaseId": 77}
        assert {"github:1000001"} == before
        assert {"github:77"} == {item.subject for item in of(facts(it, accounts, page("user1")), StateFact)}


def test_a_forgotten_account_shows_nothing() -> None:
    with rig(1) as it:
        it.forgotten = frozenset({"1000001"})
        assert (Unchanged(),) == facts(it, accounts, page("user1"))


def test_an_account_that_is_gone_is_not_found_and_the_others_stay() -> None:
    with rig(1) as it:
        it.world.profiles["user1"] = {"is_gone": True}
        found = it.many(accounts, [page("user1"), page("user2")])
        assert isinstance(found[page("user1").key], NotFound)
        assert isinstance(found[page("user2").key], tuple)


class TestMembers:
    def test_all_pages_are_read(self) -> None:
        with rig(10, members_an_organisation=112) as it:
            found = it.one(members, page("org0"))
            assert 112 == len({item.value for item in found if isinstance(item, StateFact)})
            assert [True] == [item.is_complete for item in found if isinstance(item, Seen)]

    def test_who_is_no_longer_listed_is_missing_from_a_whole_view(self) -> None:
        with rig(10) as it:
            it.world.left = {("org0", 3)}
            found = it.one(members, page("org0"))
            assert "github:1000003 user3" not in {item.value for item in found if isinstance(item, StateFact)}

    def test_nothing_new_is_unchanged_and_costs_nothing(self) -> None:
        with rig(10) as it:
            it.one(members, page("org0"))
            counted = it.rest.used
            assert [Unchanged()] == it.one(members, page("org0"))
            assert counted == it.rest.used

    def test_who_left_from_a_later_page_is_seen_although_the_first_is_unchanged(self) -> None:
        with rig(10, members_an_organisation=112) as it:
            it.one(members, page("org0"))
            assert [Unchanged()] == it.one(members, page("org0"))
            it.world.left = {("org0", 111)}
            found = it.one(members, page("org0"))
            assert 111 == len({item.value for item in found if isinstance(item, StateFact)})
            counted = it.rest.used
            assert [Unchanged()] == it.one(members, page("org0"))
            assert counted == it.rest.used

    def test_a_person_has_no_members(self) -> None:
        with rig(10) as it:
            assert [Seen(Signal.MEMBERS, None, it.clock.now, is_complete=True)] == it.one(members, page("user1"))

    @pytest.mark.parametrize(
        ("status", "body", "error"),
        [
            (401, b"{}", AccessDenied),
            (403, b"{}", AccessDenied),
            (429, b"{}", RateLimited),
            (451, b"{}", AccessDenied),
            (500, b"{}", Unavailable),
            (502, b"{}", Unavailable),
            (200, b"<!doctype html>", Malformed),
            (200, b'[{"login": "a"', Malformed),
            (200, b'{"login": "a"}', Malformed),
            (200, b'["a"]', Malformed),
        ],
    )
    def test_trouble_is_told_as_what_it_is(self, status: int, body: bytes, error: type[SourceError]) -> None:
        with rig(10) as it:
            it.wire.faults.append(lambda _: Reply(status, {"content-type": "application/json"}, body))
            with pytest.raises(error):
                it.one(members, page("org0"))

    def test_an_empty_list_is_a_whole_view_of_nobody_listed(self) -> None:
        with rig(10) as it:
            it.wire.faults.append(lambda _: Reply(200, {"content-type": "application/json"}, b"[]"))
            found = it.one(members, page("org0"))
            assert [] == [item for item in found if isinstance(item, StateFact)]

    @pytest.mark.parametrize(("status", "body"), [(200, b"[]"), (404, b"{}")])
    def test_a_list_of_nobody_after_one_of_somebody_is_believed_when_it_comes_again(self, status: int, body: bytes) -> None:
        with rig(10) as it:
            before = it.one(members, page("org0"))
            assert [True] == [item.is_complete for item in before if isinstance(item, Seen)]
            it.wire.faults.append(lambda _: Reply(status, {"content-type": "application/json"}, body))
            looks = [it.one(members, page("org0")) for _ in range(3)]
            assert [False, True, True] == [item.is_complete for found in looks for item in found if isinstance(item, Seen)]

    def test_pages_that_lead_in_a_circle_are_refused(self) -> None:
        headers = {
            "content-type": "application/json",
            "link": f'<https://{HOST}/organizations/9/public_members?page=2>; rel="next"',
        }
        with rig(10) as it:
            it.wire.faults.append(lambda _: Reply(200, headers, b"[]"))
            with pytest.raises(Malformed, match="circle"):
                it.one(members, page("org0"))


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nodes", "totalCount", "author", "login", "databaseId", "createdAt"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["changes", "issues", "isMirror"]), anything, max_size=3))
def test_whatever_stands_where_tickets_should_gives_facts_or_a_source_error(data: dict[str, Any]) -> None:
    with rig(0) as it:
        context = it.context(None)
        node = Node(data, frozenset(), Shape(HOST))
        try:
            found = list(tickets(node, repository("https://github.com/a/b"), context))
        except SourceError:
            return
        assert all(not isinstance(item, TicketFact) or item.opened_at for item in found)


def test_a_second_look_a_day_later_keeps_what_it_knows() -> None:
    with rig(1, changing=1000) as it:
        target = it.targets(1)[0]
        first = {t.number for t in of(facts(it, work, target), TicketFact)}
        it.clock.forward(timedelta(days=1))
        second = {t.number for t in of(facts(it, work, target), TicketFact)}
        assert first & second
        assert second - first
