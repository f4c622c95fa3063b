"""Forgejo and Gitea on any host: what a repository shows, and what is never concluded too soon."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitor.collectors.forgejo import backlog, files, members, releases, state, tickets
from monitor.collectors.forgejo.places import is_repository
from monitor.model.collecting import Collector
from monitor.model.errors import Malformed, NotFound, RateLimited, SourceError
from monitor.model.facts import ActivityFact, RawIdentity, ReleaseFact, Seen, StateFact, TicketFact, TicketKind, Unchanged
from monitor.model.signals import Signal
from tests.collectors.source_rig import (
    TROUBLE,
    Source,
    Told,
    complete,
    look,
    measures,
    notes,
    reply,
    repository,
    rig,
    said,
    states,
    values,
)
from tests.fakes.contract import check_request, document
from tests.fakes.wire import Asked

HOST = "codeberg.org"
GRAIL = repository("https://codeberg.org/acme/grail", "forgejo")
INTERFACE = "/api/v1"
ROOT, VERSION, SEARCH = f"{INTERFACE}/repos/acme/grail", f"{INTERFACE}/version", f"{INTERFACE}/repos/search"
ALICE = {"id": 1, "login": "alice", "html_url": "https://codeberg.org/alice", "email": "alice@noreply.example"}
BOB = {"id": 2, "login": "bob", "html_url": "https://codeberg.org/bob", "email": "bob@noreply.example"}
REPOSITORY: dict[str, Any] = {
    "id": 7,
    "owner": {"id": 70, "login": "acme"},
    "name": "grail",
    "full_name": "acme/grail",
    "html_url": "https://codeberg.org/acme/grail",
    "default_branch": "main",
    "private": False,
    "internal": False,
    "archived": False,
    "archived_at": "1970-01-01T00:00:00Z",
    "mirror": False,
    "empty": False,
    "has_issues": True,
    "has_pull_requests": True,
    "stars_count": 12,
    "forks_count": 3,
    "open_issues_count": 5,
    "open_pr_counter": 2,
    "release_counter": 1,
}
FORGEJO, GITEA = said({"version": "11.0.3+gitea-1.22.0"}), said({"version": "1.24.2"})


def repo(**changes: Any) -> dict[str, Any]:
    return {**REPOSITORY, **changes}


def at(collector: Collector, answers: Mapping[str, Told]) -> list[Any]:
    return look(collector, GRAIL, HOST, answers)


def stated(**changes: Any) -> list[Any]:
    return at(state, {ROOT: said(repo(**changes)), VERSION: FORGEJO})


class TestState:
    def test_a_repository_shows_its_state(self) -> None:
        found = stated()
        assert {
            "visible": "yes",
            "repository_id": "codeberg.org:7",
            "full_name": "acme/grail",
            "archived": "no",
            "mirror": "no",
            "has_issues": "yes",
            "visibility": "public",
            "default_branch": "main",
            "owner": "acme",
            "owner_id": "codeberg.org:70",
            "forge_software": "forgejo",
        } == states(found)
        assert ({"stars": 12, "forks": 3}, True) == (measures(found), complete(found)[Signal.REPOSITORY_STATE])

    def test_archived_has_no_date_that_lies_ahead(self) -> None:
        found = stated(archived=True, archived_at="9999-12-31T23:59:59Z")
        assert [("yes", None)] == [
            (i.value, i.held_from) for i in found if isinstance(i, StateFact) and i.attribute == "archived"
        ]

    def test_archived_is_told_with_its_date_and_never_with_the_beginning_of_time(self) -> None:
        found = stated(archived=True, archived_at="2026-02-01T10:00:00+02:00")
        dates = {item.value: item.held_from for item in found if isinstance(item, StateFact) and item.attribute == "archived"}
        assert {"yes": datetime(2026, 2, 1, 8, tzinfo=UTC)} == dates
        undated = stated(archived=True)
        assert [None] == [i.held_from for i in undated if isinstance(i, StateFact) and i.attribute == "archived"]

    @pytest.mark.parametrize(
        ("changes", "attribute", "value"),
        [
            ({"private": True}, "visibility", "private"),
            ({"internal": True}, "visibility", "internal"),
            ({"mirror": True}, "mirror", "yes"),
            ({"has_issues": False}, "has_issues", "no"),
            ({"external_tracker": {"external_tracker_url": "https://bugs.example"}}, "has_issues", "no"),
            ({"external_tracker": {"external_tracker_url": "https://bugs.example"}}, "tracker", "https://bugs.example"),
            ({"parent": {"full_name": "up/stream"}}, "fork_of", "up/stream"),
            ({"id": 8}, "repository_id", "codeberg.org:8"),
            ({"owner": {"id": 71, "login": "other"}}, "owner", "other"),
        ],
    )
    def test_each_change_is_a_state(self, changes: dict[str, Any], attribute: str, value: str) -> None:
        assert value == states(stated(**changes))[attribute]

    def test_gitea_is_told_from_forgejo_once(self) -> None:
        with rig({HOST: Source({ROOT: said(REPOSITORY), VERSION: GITEA})}) as it:
            assert ["gitea", "gitea"] == [states(it.one(state, GRAIL))["forge_software"] for _ in range(2)]
            assert 1 == it.paths.count(VERSION)

    def test_a_moved_repository_is_followed(self) -> None:
        there = "/api/v1/repos/other/grail"
        answers = {
            ROOT: reply(301, location=f"https://{HOST}{there}"),
            there: said(repo(full_name="other/grail")),
            VERSION: FORGEJO,
        }
        assert "other/grail" == states(at(state, answers))["full_name"]

    def test_gone_is_told_only_after_three_looks_over_a_day_while_others_answer(self) -> None:
        with rig({HOST: Source({SEARCH: said({"ok": True, "data": [{"id": 1}]})})}) as it:
            began = it.clock.now
            for _ in range(3):
                found = it.one(state, GRAIL)
                assert ({}, False) == (states(found), complete(found)[Signal.REPOSITORY_STATE])
                it.clock.forward(timedelta(hours=6))
            it.clock.forward(timedelta(hours=6))
            (gone,) = [item for item in it.one(state, GRAIL) if isinstance(item, StateFact)]
            assert ("visible", "gone", began) == (gone.attribute, gone.value, gone.held_from)

    @pytest.mark.parametrize("others", [said({"ok": True, "data": []}), reply(404), reply(500), said([])])
    def test_where_nothing_else_answers_the_look_failed(self, others: Any) -> None:
        with pytest.raises(SourceError):
            at(state, {SEARCH: others})

    def test_what_did_not_change_is_unchanged(self) -> None:
        source = Source({ROOT: said(REPOSITORY, etag='"a"'), VERSION: FORGEJO})
        with rig({HOST: source}) as it:
            it.one(state, GRAIL)
            source.answers[ROOT] = reply(304, b"", etag='"a"')
            assert [Unchanged()] == it.one(state, GRAIL)


def release(tag: str, published: str | None, **more: Any) -> dict[str, Any]:
    return {"id": 1, "tag_name": tag, "published_at": published, "author": ALICE, "draft": False, "prerelease": False, **more}


def released(found: list[Any]) -> list[ReleaseFact]:
    return [item for item in found if isinstance(item, ReleaseFact)]


def listing(*told: dict[str, Any], **headers: str) -> dict[str, Told]:
    return {f"{ROOT}/releases": said(list(told), **{"x_total_count": str(len(told)), **headers})}


class TestReleases:
    def test_releases_are_told_with_their_author(self) -> None:
        (fact,) = released(at(releases, listing(release("v1.0", "2026-01-01T00:00:00Z", prerelease=True))))
        assert ("v1.0", RawIdentity("codeberg.org", "1", "alice"), True) == (fact.version, fact.by, fact.is_prerelease)

    def test_drafts_and_the_future_are_no_releases(self) -> None:
        told = listing(
            release("v3", "2099-01-01T00:00:00Z"),
            release("v2", "2026-01-02T00:00:00Z", draft=True),
            release("v1", "2026-01-01T00:00:00Z"),
        )
        assert ["v1"] == [fact.version for fact in released(at(releases, told))]

    def test_a_release_of_the_year_one_is_left_out_with_a_note(self) -> None:
        told = [release("v2", "0001-01-01T00:00:00Z"), release("v1", "2026-01-01T00:00:00Z")]
        found = at(releases, listing(*told))
        assert (["v1"], {"releases_without_date"}) == ([fact.version for fact in released(found)], notes(found))
        assert complete(found)[Signal.FORGE_RELEASES]
        assert not complete(at(releases, listing(told[0])))[Signal.FORGE_RELEASES]

    def test_an_empty_list_is_believed_where_its_count_is_nought(self) -> None:
        assert complete(at(releases, listing()))[Signal.FORGE_RELEASES]
        found = at(releases, {f"{ROOT}/releases": said([])})
        assert ({"empty_not_confirmed"}, False) == (notes(found), complete(found)[Signal.FORGE_RELEASES])

    def test_a_page_shorter_than_its_count_was_seen_since_its_oldest(self) -> None:
        found = at(releases, listing(release("v1", "2026-01-01T00:00:00Z"), x_total_count="9"))
        (seen,) = [item for item in found if isinstance(item, Seen)]
        assert datetime(2026, 1, 1, tzinfo=UTC) == seen.seen_from

    def test_all_pages_are_read(self) -> None:
        second = f"{ROOT}/releases?limit=50&page=2"
        answers = listing(release("v2", "2026-01-01T00:00:00Z"), link=f'<https://{HOST}{second}>; rel="next"', x_total_count="2")
        answers[second] = said([release("v1", "2025-01-01T00:00:00Z")], x_total_count="2")
        assert ["v2", "v1"] == [fact.version for fact in released(at(releases, answers))]


class TestBacklog:
    def answers(self, **changes: Any) -> dict[str, Told]:
        return {ROOT: said(repo(**changes)), f"{ROOT}/issues": said([{}], x_total_count="40")}

    def test_open_and_closed_are_counted(self) -> None:
        found = at(backlog, self.answers())
        assert {"open_issues": 5, "closed_issues": 40, "open_changes": 2} == measures(found)
        assert complete(found)[Signal.BACKLOG]

    @pytest.mark.parametrize("changes", [{"has_issues": False}, {"external_tracker": {"external_tracker_url": "x"}}])
    def test_a_tracker_elsewhere_has_no_nought(self, changes: dict[str, Any]) -> None:
        found = at(backlog, self.answers(**changes))
        assert ({"open_changes": 2}, {"tracker_elsewhere"}) == (measures(found), notes(found))

    @pytest.mark.parametrize("headers", [{}, {"x_total_count": "0"}, {"x_total_count": "many"}, {"x_total_count": "-1"}])
    def test_a_count_that_is_missing_or_contradicts_its_list_is_not_known(self, headers: dict[str, str]) -> None:
        found = at(backlog, self.answers() | {f"{ROOT}/issues": said([{}], **headers)})
        assert ("closed_issues" in measures(found), complete(found)[Signal.BACKLOG]) == (False, False)


def ticket(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "number": number,
        "created_at": "2026-02-01T00:00:00Z",
        "closed_at": None,
        "user": ALICE,
        "comments": 0,
        "html_url": f"https://codeberg.org/acme/grail/issues/{number}",
        **more,
    }


def comment(number: int, user: Any, when: str, kind: str = "issues") -> dict[str, Any]:
    place = f"https://codeberg.org/acme/grail/{kind}/{number}"
    urls = {"issue_url": place, "pull_request_url": ""} if kind == "issues" else {"issue_url": "", "pull_request_url": place}
    return {"id": 1, "user": user, "created_at": when, "body": "Thank you", **urls}


class TestTickets:
    def answers(self, issues: list[Any], changes: list[Any], comments: list[Any], **headers: str) -> dict[str, Told]:
        def listed(asked: Asked) -> Any:
            return said(changes if "type=pulls" in asked.path else issues, **headers)

        return {ROOT: said(REPOSITORY), f"{ROOT}/issues": listed, f"{ROOT}/issues/comments": said(comments)}

    def facts(self, found: list[Any]) -> dict[int, TicketFact]:
        return {item.number: item for item in found if isinstance(item, TicketFact)}

    def test_the_first_answer_is_that_of_somebody_else_and_no_machine(self) -> None:
        comments = [
            comment(5, BOB, "2026-02-04T00:00:00Z"),
            comment(5, ALICE, "2026-02-02T00:00:00Z"),
            comment(5, {"id": 9, "login": "renovate-bot"}, "2026-02-03T00:00:00Z"),
            comment(6, BOB, "2026-02-02T00:00:00Z", "pulls"),
        ]
        found = at(tickets, self.answers([ticket(5, comments=3)], [ticket(6, comments=1)], comments))
        facts = self.facts(found)
        assert datetime(2026, 2, 4, tzinfo=UTC) == facts[5].first_answer_at
        assert (TicketKind.CHANGE, datetime(2026, 2, 2, tzinfo=UTC)) == (facts[6].kind, facts[6].first_answer_at)
        assert ["bob", "bob"] == [item.identity.name for item in found if isinstance(item, ActivityFact)]

    def test_a_number_that_no_column_holds_is_refused_by_its_source(self) -> None:
        with pytest.raises(Malformed, match=r"codeberg\.org.*number is larger than any number of a ticket"):
            at(tickets, self.answers([ticket(2**31)], [], []))
        assert {2**31 - 1} == set(self.facts(at(tickets, self.answers([ticket(2**31 - 1)], [], []))))

    def test_a_merged_change_is_closed_and_merged(self) -> None:
        merged = ticket(6, closed_at="2026-02-05T00:00:00Z", pull_request={"merged": True, "merged_at": "2026-02-05T00:00:00Z"})
        fact = self.facts(at(tickets, self.answers([], [merged], [])))[6]
        assert datetime(2026, 2, 5, tzinfo=UTC) == fact.merged_at == fact.closed_at

    def test_without_comments_none_are_asked_for(self) -> None:
        with rig({HOST: Source(self.answers([ticket(5)], [], []))}) as it:
            assert {5} == self.facts(it.one(tickets, GRAIL)).keys()
            assert not any("comments" in path for path in it.paths)

    def test_a_ticket_whose_comments_lie_further_back_is_left_out(self) -> None:
        def endless(asked: Asked) -> Any:
            page = int(asked.path.partition("&page=")[2] or 1) + 1
            following = f"https://{HOST}{ROOT}/issues/comments?limit=50&page={page}"
            return said([comment(4, BOB, "2026-02-02T00:00:00Z")], link=f'<{following}>; rel="next"')

        answers = self.answers([ticket(5, comments=1), ticket(4, comments=9), ticket(3)], [], [])
        found = at(tickets, answers | {f"{ROOT}/issues/comments": endless})
        assert {4, 3} == self.facts(found).keys()
        assert ({"comments_not_read"}, False) == (notes(found), complete(found)[Signal.RESPONSIVENESS])

    def test_a_mirror_is_answered_elsewhere(self) -> None:
        found = at(tickets, {ROOT: said(repo(mirror=True))})
        assert ({}, {"review_elsewhere"}, False) == (self.facts(found), notes(found), complete(found)[Signal.RESPONSIVENESS])

    def test_only_since_the_oldest_shown_is_seen_where_more_follow(self) -> None:
        following = f'<https://{HOST}{ROOT}/issues?page=2>; rel="next"'
        (seen,) = [item for item in at(tickets, self.answers([ticket(5)], [], [], link=following)) if isinstance(item, Seen)]
        assert datetime(2026, 2, 1, tzinfo=UTC) == seen.seen_from


def entry(path: str, sha: str = "a" * 40, kind: str = "blob") -> dict[str, Any]:
    return {"path": path, "sha": sha, "type": kind, "mode": "100644"}


def content(text: str) -> Told:
    return said({"type": "file", "encoding": "base64", "content": base64.b64encode(text.encode()).decode()})


class TestFiles:
    def answers(self, digest: str = "a" * 40, **changes: Any) -> dict[str, Told]:
        root = [entry("MAINTAINERS.md", digest), entry("README.md"), entry("docs", "d" * 40, "tree"), entry("main.go")]
        return {
            ROOT: said(repo(**changes)),
            f"{ROOT}/git/trees/main": said({"tree": root, "truncated": False}),
            f"{ROOT}/git/trees/{'d' * 40}": said({"tree": [entry("GOVERNANCE.md")], "truncated": False}),
            f"{ROOT}/contents/MAINTAINERS.md": content("* Alice, alice@example.org"),
            f"{ROOT}/contents/docs/GOVERNANCE.md": content("By lazy consensus."),
            f"{ROOT}/contents/README.md": content("# Grail\n\nLooking fine."),
        }

    def test_governance_files_are_kept_without_addresses(self) -> None:
        found = at(files, self.answers())
        assert "* Alice, (address withheld)" == states(found, "MAINTAINERS.md")["governance_text"]
        assert "By lazy consensus." == states(found, "docs/GOVERNANCE.md")["governance_text"]
        assert ("a" * 40, True) == (states(found, "README.md")["file_digest"], complete(found)[Signal.GOVERNANCE])

    def test_files_are_read_again_only_when_one_changed(self) -> None:
        source = Source(self.answers())
        with rig({HOST: source}) as it:
            it.one(files, GRAIL)
            asked = len(it.paths)
            assert [Unchanged()] == it.one(files, GRAIL)
            assert asked + 3 == len(it.paths)
            source.answers = self.answers("b" * 40)
            assert complete(it.one(files, GRAIL))[Signal.GOVERNANCE]

    @pytest.mark.parametrize(
        "told", [{}, {"message": "x"}, {"tree": None}, {"tree": [{"path": "a", "type": "blob", "sha": "\ud800"}]}]
    )
    def test_a_folder_without_its_entries_is_malformed(self, told: dict[str, Any]) -> None:
        with pytest.raises(Malformed):
            at(files, self.answers() | {f"{ROOT}/git/trees/main": said(told)})

    @pytest.mark.parametrize("told", [{}, {"default_branch": ""}])
    def test_a_repository_that_does_not_say_that_it_is_empty_is_not(self, told: dict[str, Any]) -> None:
        with pytest.raises(Malformed):
            at(files, self.answers() | {ROOT: said(told)})

    def test_a_file_without_its_content_is_malformed(self) -> None:
        with pytest.raises(Malformed):
            at(files, self.answers() | {f"{ROOT}/contents/MAINTAINERS.md": said({"type": "file", "content": None})})

    @pytest.mark.parametrize("nothing", [{f"{ROOT}/git/trees/main": said({"tree": []})}, {ROOT: said(repo(empty=True))}])
    def test_no_files_where_files_were_are_believed_when_it_is_said_again(self, nothing: dict[str, Told]) -> None:
        source = Source(self.answers())
        with rig({HOST: source}) as it:
            it.one(files, GRAIL)
            source.answers |= nothing
            found = it.one(files, GRAIL)
            assert ("nothing_listed" in notes(found), complete(found)) == (True, {Signal.GOVERNANCE: False})
            assert {Signal.GOVERNANCE: True} == complete(it.one(files, GRAIL))

    def test_files_that_come_back_are_told_whole(self) -> None:
        source = Source(self.answers())
        with rig({HOST: source}) as it:
            it.one(files, GRAIL)
            source.answers[f"{ROOT}/git/trees/main"] = said({"tree": []})
            it.one(files, GRAIL)
            source.answers = self.answers()
            assert {Signal.GOVERNANCE: True} == complete(it.one(files, GRAIL))

    def test_a_folder_that_was_cut_is_seen_in_part(self) -> None:
        cut = {f"{ROOT}/git/trees/main": said({"tree": [entry("MAINTAINERS.md")], "truncated": True})}
        assert not complete(at(files, self.answers() | cut))[Signal.GOVERNANCE]

    def test_an_empty_repository_has_no_files(self) -> None:
        found = at(files, self.answers(empty=True))
        assert ({"no_files"}, True) == (notes(found), complete(found)[Signal.GOVERNANCE])

    @pytest.mark.parametrize("told", [{"content": 7}, {"content": "a"}])
    def test_what_is_not_base64_is_malformed(self, told: dict[str, Any]) -> None:
        with pytest.raises(Malformed):
            at(files, self.answers() | {f"{ROOT}/contents/MAINTAINERS.md": said(told)})

    def test_a_link_has_no_text(self) -> None:
        answers = self.answers() | {f"{ROOT}/contents/MAINTAINERS.md": said({"type": "symlink", "content": None})}
        assert "" == states(at(files, answers), "MAINTAINERS.md")["governance_text"]


class TestMembers:
    def test_public_members_of_the_owning_organisation_are_told(self) -> None:
        answers = {ROOT: said(REPOSITORY), f"{INTERFACE}/orgs/acme/public_members": said([ALICE, BOB])}
        found = at(members, answers)
        assert ["codeberg.org:1 alice", "codeberg.org:2 bob"] == values(found, "member")
        assert ("organisation", True) == (states(found)["owner_type"], complete(found)[Signal.MEMBERS])
        assert "@noreply.example" not in repr(found)

    def test_an_owner_whom_no_forge_would_name_is_malformed(self) -> None:
        with pytest.raises(Malformed, match="login is none that a forge gives out"):
            at(members, {ROOT: said(repo(owner={"id": 70, "login": "\ud800"}))})

    def test_a_persons_own_repository_has_no_members(self) -> None:
        found = at(members, {ROOT: said(REPOSITORY)})
        assert ({"owner_type": "user"}, True) == (states(found), complete(found)[Signal.MEMBERS])

    def test_a_member_who_is_never_to_be_collected_is_not(self) -> None:
        answers = {ROOT: said(REPOSITORY), f"{INTERFACE}/orgs/acme/public_members": said([ALICE, BOB])}
        with rig({HOST: Source(answers)}) as it:
            it.forgotten = frozenset({"1"})
            assert ["codeberg.org:2 bob"] == values(it.one(members, GRAIL), "member")


def test_another_host_is_asked_below_itself_unless_the_settings_say_where() -> None:
    own = repository("https://git.corp.example/acme/grail", "forgejo")
    answers = {"/api/v1/repos/acme/grail": said(REPOSITORY), "/api/v1/version": GITEA}
    with rig({"git.corp.example": Source(answers)}) as it:
        assert "git.corp.example:7" == states(it.one(state, own))["repository_id"]
    with rig({"api.corp.example": Source({"/x/repos/acme/grail": said(REPOSITORY), "/x/version": GITEA})}) as it:
        it.bases = {"forgejo:git.corp.example": "https://api.corp.example/x/"}
        assert "yes" == states(it.one(state, own))["visible"]


@pytest.mark.parametrize("path", ["/grail", "/a/b/c", "/a/..", "/a b/c"])
def test_an_address_that_can_be_no_repository_is_never_asked_about(path: str) -> None:
    with rig({HOST: Source()}) as it:
        with pytest.raises(Malformed):
            it.one(state, repository(f"https://codeberg.org{path}", "forgejo"))
        assert [] == it.paths


def test_only_repositories_on_such_a_host_are_handled() -> None:
    assert (True, False) == (is_repository(GRAIL), is_repository(repository("https://codeberg.org/a/b", "gitlab")))


ALL: dict[str, tuple[Collector, dict[str, Told]]] = {
    "forgejo_state": (state, {ROOT: said(REPOSITORY), VERSION: FORGEJO}),
    "forgejo_releases": (releases, listing(release("v1", "2026-01-01T00:00:00Z"))),
    "forgejo_backlog": (backlog, TestBacklog().answers()),
    "forgejo_tickets": (
        tickets,
        TestTickets().answers([ticket(5, comments=1)], [ticket(6)], [comment(5, BOB, "2026-02-04T00:00:00Z")]),
    ),
    "forgejo_files": (files, TestFiles().answers()),
    "forgejo_members": (members, {ROOT: said(REPOSITORY), f"{INTERFACE}/orgs/acme/public_members": said([ALICE])}),
}
each = pytest.mark.parametrize("name", ALL)


@each
def test_a_whole_answer_shows_what_is_promised_by_requests_that_the_description_knows(name: str) -> None:
    collector, answers = ALL[name]
    with rig({HOST: Source(answers)}) as it:
        assert dict.fromkeys(collector.SPEC.signals, True) == complete(it.one(collector, GRAIL))
        for asked in it.wire.log:
            # Servers and clients write a file's path with plain slashes; the description knows one part only.
            check_request(asked.method, asked.url.replace("/contents/docs/", "/contents/docs%2F"), asked.headers)


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ("Repository", REPOSITORY),
        ("ServerVersion", {"version": "11.0.3+gitea-1.22.0"}),
        ("Release", release("v1", "2026-01-01T00:00:00Z")),
        (
            "Issue",
            ticket(5, closed_at="2026-02-05T00:00:00Z", pull_request={"merged": True, "merged_at": "2026-02-05T00:00:00Z"}),
        ),
        ("Comment", comment(5, BOB, "2026-02-04T00:00:00Z")),
        ("GitTreeResponse", {"tree": [entry("README.md")], "truncated": False}),
        ("User", ALICE),
    ],
)
def test_the_answers_made_here_are_such_as_the_description_promises(schema: str, body: dict[str, Any]) -> None:
    definitions = document("forgejo/v1-swagger.trimmed.json")["definitions"]
    validator = Draft202012Validator({"$ref": f"#/definitions/{schema}", "definitions": definitions})
    assert [] == [error.message for error in validator.iter_errors(body)]
    assert body.keys() <= definitions[schema]["properties"].keys()


@each
@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is_and_no_fact_comes_of_it(name: str, kind: str) -> None:
    answer, error = TROUBLE[kind]
    with rig({HOST: Source()}) as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            it.one(ALL[name][0], GRAIL)


@each
def test_an_empty_list_with_200_is_never_a_sign_of_an_end(name: str) -> None:
    with rig({HOST: Source()}) as it:
        it.wire.faults.append(lambda _: said([]))
        try:
            found = it.one(ALL[name][0], GRAIL)
        except Malformed:
            return
        assert [] == [item for item in found if isinstance(item, StateFact | ReleaseFact | TicketFact)]


@each
def test_it_comes_back_when_the_server_wished(name: str) -> None:
    with rig({HOST: Source()}) as it:
        it.wire.faults.append(lambda _: TROUBLE["429"][0])
        with pytest.raises(RateLimited) as caught:
            it.one(ALL[name][0], GRAIL)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


def test_a_repository_that_is_gone_fails_all_but_its_state() -> None:
    for name in ALL.keys() - {"forgejo_state"}:
        with rig({HOST: Source()}) as it, pytest.raises(NotFound):
            it.one(ALL[name][0], GRAIL)


words = st.sampled_from(["alice", "2026-01-01T00:00:00Z", "a@b.example", "https://codeberg.org/x/issues/5", "\ud800"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(REPOSITORY, anything)))
def test_any_repository_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    try:
        found = stated(**changes)
    except SourceError:
        return
    shown = "".join(item.value for item in found if isinstance(item, StateFact))
    assert "a@b.example" not in shown
    shown.encode()


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*comment(5, BOB, ""), "user"), anything)))
def test_any_comment_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    told = comment(5, BOB, "2026-02-04T00:00:00Z") | changes
    try:
        found = at(tickets, TestTickets().answers([ticket(5, comments=1)], [], [told]))
    except SourceError:
        return
    assert [5] == [item.number for item in found if isinstance(item, TicketFact)]
