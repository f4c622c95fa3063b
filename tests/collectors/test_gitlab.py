"""GitLab on any host: what a project shows, with and without rights, and what is never concluded too soon."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.gitlab import backlog, files, members, releases, state, tickets
from monitor.collectors.gitlab.places import is_project
from monitor.model.collecting import Collector
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError
from monitor.model.facts import (
    ActivityFact,
    RawIdentity,
    ReleaseFact,
    StateFact,
    StatementFact,
    TicketFact,
    TicketKind,
    Unchanged,
)
from monitor.model.signals import Signal
from monitor.model.target import Target
from tests.collectors.source_rig import (
    TROUBLE,
    Rig,
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
from tests.fakes.contract import check_request
from tests.fakes.wire import Asked

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "contracts" / "gitlab"
HOST = "gitlab.com"
GRAIL = repository("https://gitlab.com/acme/sub/grail", "gitlab")
ROOT = "/api/v4/projects/acme%2Fsub%2Fgrail"
BY_NUMBER = "/api/v4/projects/7"
OTHERS = "/api/v4/projects"
PROJECT: dict[str, Any] = {
    "id": 7,
    "path_with_namespace": "acme/sub/grail",
    "web_url": "https://gitlab.com/acme/sub/grail",
    "default_branch": "main",
    "visibility": "public",
    "archived": False,
    "mirror": False,
    "issues_enabled": True,
    "merge_requests_enabled": True,
    "star_count": 12,
    "forks_count": 3,
    "open_issues_count": 5,
    "license": {"key": "apache-2.0", "name": "Apache License 2.0"},
    "namespace": {"id": 70, "full_path": "acme/sub", "kind": "group"},
    "last_activity_at": "2026-02-01T00:00:00Z",
}
ALICE = {"id": 1, "username": "alice", "name": "Alice", "web_url": "https://gitlab.com/alice"}
BOB = {"id": 2, "username": "bob", "name": "Bob", "web_url": "https://gitlab.com/bob"}
BOT = {"id": 9, "username": "project_7_bot_1f", "name": "Bot"}


def project(**changes: Any) -> dict[str, Any]:
    return {**PROJECT, **changes}


def at(collector: Collector, answers: Mapping[str, Told], target: Target = GRAIL, **options: Any) -> list[Any]:
    return look(collector, target, HOST, answers, **options)


class TestState:
    def test_a_project_shows_its_state(self) -> None:
        found = at(state, {ROOT: said(PROJECT)})
        assert {
            "visible": "yes",
            "repository_id": "gitlab:7",
            "full_name": "acme/sub/grail",
            "archived": "no",
            "has_issues": "yes",
            "mirror": "no",
            "visibility": "public",
            "default_branch": "main",
            "licence": "Apache-2.0",
            "owner": "acme/sub",
            "owner_type": "organisation",
            "owner_id": "gitlab:namespace-70",
        } == states(found)
        assert ({"stars": 12, "forks": 3}, True) == (measures(found), complete(found)[Signal.REPOSITORY_STATE])

    @pytest.mark.parametrize(
        ("changes", "attribute", "value"),
        [
            ({"archived": True}, "archived", "yes"),
            ({"visibility": "internal"}, "visibility", "internal"),
            ({"mirror": True}, "mirror", "yes"),
            ({"issues_enabled": False}, "has_issues", "no"),
            ({"license": None}, "licence", "none"),
            ({"license": {"key": "other"}}, "licence", "NOASSERTION"),
            ({"license": {"key": "eupl-1.2"}}, "licence", "eupl-1.2"),
            ({"namespace": {"id": 3, "path": "alice", "kind": "user"}}, "owner_type", "user"),
            ({"forked_from_project": {"id": 5, "path_with_namespace": "up/stream"}}, "fork_of", "up/stream"),
        ],
    )
    def test_each_change_is_a_state(self, changes: dict[str, Any], attribute: str, value: str) -> None:
        assert value == states(at(state, {ROOT: said(project(**changes))}))[attribute]

    def test_what_is_not_told_without_rights_is_not_known_and_never_no(self) -> None:
        bare = {key: PROJECT[key] for key in ("id", "path_with_namespace", "web_url", "default_branch", "star_count")}
        found = at(state, {ROOT: said(bare)})
        assert {"visible", "repository_id", "full_name", "default_branch"} == states(found).keys()
        assert ({"told_in_part"}, False) == (notes(found), complete(found)[Signal.REPOSITORY_STATE])

    def test_a_moved_project_is_followed_to_its_number(self) -> None:
        moved = reply(301, location=f"https://{HOST}{BY_NUMBER}?license=true")
        found = at(state, {ROOT: moved, BY_NUMBER: said(project(path_with_namespace="other/grail"))})
        assert ("other/grail", "gitlab:7") == (states(found)["full_name"], states(found)["repository_id"])

    def test_a_project_whose_name_leads_nowhere_is_found_by_its_number(self) -> None:
        source = Source({ROOT: said(PROJECT)})
        with rig({HOST: source}) as it:
            it.one(state, GRAIL)
            source.answers = {BY_NUMBER: said(project(path_with_namespace="other/grail"))}
            assert "other/grail" == states(it.one(state, GRAIL))["full_name"]

    def test_a_name_that_another_project_took_shows_another_number(self) -> None:
        assert "gitlab:8" == states(at(state, {ROOT: said(project(id=8))}))["repository_id"]

    def test_gone_is_told_only_after_three_looks_over_a_day_while_others_answer(self) -> None:
        with rig({HOST: Source({OTHERS: said([{"id": 1}])})}) as it:
            began = it.clock.now
            for _ in range(3):
                found = it.one(state, GRAIL)
                assert ({}, False) == (states(found), complete(found)[Signal.REPOSITORY_STATE])
                it.clock.forward(timedelta(hours=6))
            it.clock.forward(timedelta(hours=6))
            found = it.one(state, GRAIL)
            (gone,) = [item for item in found if isinstance(item, StateFact)]
            assert ("gone", began, True) == (gone.value, gone.held_from, complete(found)[Signal.REPOSITORY_STATE])

    @pytest.mark.parametrize("others", [said([]), reply(404), reply(500), said({})])
    def test_where_nothing_else_answers_the_look_failed(self, others: Any) -> None:
        with pytest.raises(SourceError):
            at(state, {OTHERS: others})

    def test_what_comes_back_is_counted_anew(self) -> None:
        source = Source({OTHERS: said([{"id": 1}])})
        with rig({HOST: source}) as it:
            it.one(state, GRAIL)
            source.answers[ROOT] = said(PROJECT)
            it.one(state, GRAIL)
            source.answers.pop(ROOT)
            it.clock.forward(timedelta(days=2))
            assert {} == states(it.one(state, GRAIL))

    def test_what_did_not_change_is_unchanged(self) -> None:
        source = Source({ROOT: said(PROJECT, etag='W/"a"')})
        with rig({HOST: source}) as it:
            it.one(state, GRAIL)
            source.answers[ROOT] = reply(304, b"", etag='W/"a"')
            assert [Unchanged()] == it.one(state, GRAIL)


def release(tag: str, released_at: str, **more: Any) -> dict[str, Any]:
    return {"tag_name": tag, "released_at": released_at, "author": ALICE, "commit": {"id": "f" * 40}, **more}


class TestReleases:
    def test_releases_are_told_with_their_author_and_commit(self) -> None:
        (fact,) = self.released(at(releases, self.answers(release("v1.0", "2026-01-01T00:00:00Z"))))
        assert ("v1.0", RawIdentity("gitlab", "1", "alice"), "f" * 40, False) == (
            fact.version,
            fact.by,
            fact.digest,
            fact.is_prerelease,
        )

    def test_a_release_in_the_future_is_announced_and_not_believed(self) -> None:
        answers = self.answers(
            release("v3", "2099-01-01T00:00:00Z"),
            release("v2", "2026-03-02T07:00:00Z", upcoming_release=True),
            release("v1", "2026-01-01T00:00:00Z"),
        )
        assert ["v1"] == [fact.version for fact in self.released(at(releases, answers))]

    def test_a_release_of_the_year_one_is_left_out_with_a_note(self) -> None:
        told = [release("v2", "0001-01-01T00:00:00Z"), release("v1", "2026-01-01T00:00:00Z")]
        found = at(releases, self.answers(*told))
        assert (["v1"], {"releases_without_date"}) == ([fact.version for fact in self.released(found)], notes(found))
        assert not complete(at(releases, self.answers(told[0])))[Signal.FORGE_RELEASES]

    def test_prereleases_are_told_by_their_tags(self) -> None:
        answers = self.answers(release("v2.0.0-rc1", "2026-01-01T00:00:00Z"))
        assert [True] == [fact.is_prerelease for fact in self.released(at(releases, answers))]

    def test_an_empty_list_is_believed_where_its_count_is_nought(self) -> None:
        assert complete(at(releases, {f"{ROOT}/releases": said([], x_total="0")}))[Signal.FORGE_RELEASES]

    def test_an_empty_list_without_its_count_says_nothing(self) -> None:
        found = at(releases, {f"{ROOT}/releases": said([])})
        assert ({"empty_not_confirmed"}, False) == (notes(found), complete(found)[Signal.FORGE_RELEASES])

    def test_all_pages_are_read(self) -> None:
        following = f"https://{HOST}{ROOT}/releases?per_page=100&page=2"
        answers = {
            f"{ROOT}/releases": said([release("v2", "2026-01-01T00:00:00Z")], link=f'<{following}>; rel="next"'),
            f"{ROOT}/releases?per_page=100&page=2": said([release("v1", "2025-01-01T00:00:00Z")]),
        }
        assert ["v2", "v1"] == [fact.version for fact in self.released(at(releases, answers))]

    def test_pages_that_lead_in_a_circle_are_malformed(self) -> None:
        here = f"https://{HOST}{ROOT}/releases?per_page=100"
        with pytest.raises(Malformed, match="circle"):
            at(releases, {f"{ROOT}/releases": said([release("v2", "2026-01-01T00:00:00Z")], link=f'<{here}>; rel="next"')})

    @pytest.mark.shared
    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of the contract are not beside this checkout")
    def test_the_sample_of_the_reference_is_read(self) -> None:
        sample = json.loads((SAMPLES / "sample.list_releases.json").read_text())
        (fact,) = self.released(at(releases, {f"{ROOT}/releases": said(sample)}))
        assert ("v0.2", datetime(2019, 1, 3, 1, 56, 19, 539000, UTC)) == (fact.version, fact.released_at)

    @staticmethod
    def answers(*told: dict[str, Any]) -> dict[str, Told]:
        return {f"{ROOT}/releases": said(list(told), x_total=str(len(told)))}

    @staticmethod
    def released(found: list[Any]) -> list[ReleaseFact]:
        return [item for item in found if isinstance(item, ReleaseFact)]


COUNTS = {"statistics": {"counts": {"all": 30, "closed": 25, "opened": 5}}}


def total(opened: str, merged: str) -> Told:
    def answer(asked: Asked) -> Any:
        return said([{}], x_total=opened if "state=opened" in asked.path else merged)

    return answer


class TestBacklog:
    def answers(self, **changes: Any) -> dict[str, Told]:
        return {
            ROOT: said(project(**changes)),
            f"{ROOT}/issues_statistics": said(COUNTS),
            f"{ROOT}/merge_requests": total("4", "90"),
        }

    def test_open_closed_and_merged_are_counted(self) -> None:
        found = at(backlog, self.answers())
        assert {"open_issues": 5, "closed_issues": 25, "open_changes": 4, "merged_changes": 90} == measures(found)
        assert complete(found)[Signal.BACKLOG]

    def test_where_the_statistics_are_for_members_the_lists_tell(self) -> None:
        lists = {f"{ROOT}/issues_statistics": reply(401), f"{ROOT}/issues": total("6", "26")}
        assert {"open_issues": 6, "closed_issues": 26} == {
            name: value for name, value in measures(at(backlog, self.answers() | lists)).items() if "issues" in name
        }

    def test_a_count_that_is_left_out_of_long_lists_is_not_known(self) -> None:
        found = at(backlog, self.answers() | {f"{ROOT}/merge_requests": said([{}])})
        assert ({"open_issues", "closed_issues"}, False) == (set(measures(found)), complete(found)[Signal.BACKLOG])
        assert {"count_not_told"} == notes(found)

    def test_a_count_that_contradicts_its_list_is_not_believed(self) -> None:
        assert "open_changes" not in measures(at(backlog, self.answers() | {f"{ROOT}/merge_requests": total("0", "0")}))

    def test_a_tracker_that_is_switched_off_has_no_nought(self) -> None:
        found = at(backlog, self.answers(issues_enabled=False))
        assert {"open_changes": 4, "merged_changes": 90} == measures(found)
        assert {"tracker_elsewhere"} == notes(found)


def ticket(number: int, **more: Any) -> dict[str, Any]:
    return {
        "iid": number,
        "created_at": "2026-02-01T00:00:00Z",
        "closed_at": None,
        "author": ALICE,
        "user_notes_count": 0,
        "web_url": f"https://gitlab.com/acme/sub/grail/-/issues/{number}",
        **more,
    }


def note(author: Any, when: str, **more: Any) -> dict[str, Any]:
    return {"author": author, "created_at": when, "system": False, "body": "Thank you", **more}


class TestTickets:
    def answers(self, issues: list[Any], changes: list[Any] | None = None, **more: Told) -> dict[str, Told]:
        return {ROOT: said(PROJECT), f"{ROOT}/issues": said(issues), f"{ROOT}/merge_requests": said(changes or [])} | {
            f"{ROOT}/{name.replace('__', '/')}": answer for name, answer in more.items()
        }

    def facts(self, found: list[Any]) -> list[TicketFact]:
        return [item for item in found if isinstance(item, TicketFact)]

    def test_the_first_answer_is_that_of_somebody_else_and_no_machine(self) -> None:
        told = [
            note(ALICE, "2026-02-02T00:00:00Z"),
            note(BOB, "2026-02-03T00:00:00Z", system=True),
            note(BOT, "2026-02-03T12:00:00Z"),
            note(BOB, "2026-02-04T00:00:00Z"),
        ]
        found = at(tickets, self.answers([ticket(5, user_notes_count=4)], issues__5__notes=said(told)))
        (fact,) = self.facts(found)
        assert (TicketKind.ISSUE, 5, datetime(2026, 2, 4, tzinfo=UTC)) == (fact.kind, fact.number, fact.first_answer_at)
        assert ["bob"] == [item.identity.name for item in found if isinstance(item, ActivityFact)]

    def test_a_number_that_no_column_holds_is_refused_by_its_source(self) -> None:
        with pytest.raises(Malformed, match=r"gitlab\.com.*iid is larger than any number of a ticket"):
            at(tickets, self.answers([ticket(2**31)]))
        assert [2**31 - 1] == [fact.number for fact in self.facts(at(tickets, self.answers([ticket(2**31 - 1)])))]

    def test_a_merge_by_another_is_an_answer(self) -> None:
        merged = ticket(6, merged_at="2026-02-05T00:00:00Z", merged_by=BOB)
        own = ticket(7, merged_at="2026-02-05T00:00:00Z", merged_by=ALICE)
        one, two = self.facts(at(tickets, self.answers([], [merged, own])))
        assert (datetime(2026, 2, 5, tzinfo=UTC), None) == (one.first_answer_at, two.first_answer_at)
        assert one.closed_at == one.merged_at

    def test_without_notes_nothing_was_answered_and_nothing_is_asked(self) -> None:
        with rig({HOST: Source(self.answers([ticket(5)]))}) as it:
            (fact,) = self.facts(it.one(tickets, GRAIL))
            assert (None, 3) == (fact.first_answer_at, len(it.paths))

    def test_a_look_at_full_lists_asks_as_often_as_the_plan_counts(self) -> None:
        full = [ticket(number, user_notes_count=1) for number in range(1, tickets.NEWEST + 1)]
        more = {f"issues__{number}__notes": said([note(BOB, "2026-02-04T00:00:00Z")]) for number in range(1, tickets.NEWEST + 1)}
        more |= {name.replace("issues", "merge_requests"): answer for name, answer in more.items()}
        with rig({HOST: Source(self.answers(full, full, **more))}) as it:
            it.one(tickets, GRAIL)
            assert tickets.SPEC.requests == len(it.paths)

    def test_notes_that_are_not_for_us_leave_their_tickets_out(self) -> None:
        answers = self.answers(
            [ticket(5, user_notes_count=1), ticket(4), ticket(3, user_notes_count=2)], issues__5__notes=reply(401)
        )
        found = at(tickets, answers)
        assert [4] == [fact.number for fact in self.facts(found)]
        assert ({"notes_not_shown"}, False) == (notes(found), complete(found)[Signal.RESPONSIVENESS])

    def test_what_is_switched_off_is_not_missing(self) -> None:
        answers = self.answers([ticket(5)]) | {
            ROOT: said(project(merge_requests_enabled=False)),
            f"{ROOT}/merge_requests": reply(403),
        }
        found = at(tickets, answers)
        assert ([5], True) == ([fact.number for fact in self.facts(found)], complete(found)[Signal.RESPONSIVENESS])

    def test_a_list_that_is_refused_leaves_the_view_in_part(self) -> None:
        found = at(tickets, self.answers([ticket(5)]) | {f"{ROOT}/merge_requests": reply(403)})
        assert ({"list_not_shown"}, False) == (notes(found), complete(found)[Signal.RESPONSIVENESS])

    def test_where_both_lists_are_refused_so_are_we(self) -> None:
        with pytest.raises(AccessDenied):
            at(tickets, {ROOT: said(PROJECT), f"{ROOT}/issues": reply(403), f"{ROOT}/merge_requests": reply(403)})

    def test_only_since_the_oldest_shown_is_seen_where_more_follow(self) -> None:
        following = f'<https://{HOST}{ROOT}/issues?page=2>; rel="next"'
        answers = self.answers([]) | {f"{ROOT}/issues": said([ticket(5)], link=following)}
        (seen,) = [item for item in at(tickets, answers) if hasattr(item, "seen_from")]
        assert datetime(2026, 2, 1, tzinfo=UTC) == seen.seen_from


def entry(path: str, digest: str = "a" * 40, kind: str = "blob") -> dict[str, Any]:
    return {"id": digest, "name": path.rpartition("/")[2], "type": kind, "path": path, "mode": "100644"}


def tree(root: list[Any], docs: list[Any]) -> Told:
    return lambda asked: said(docs if "path=docs" in asked.path else root)


class TestFiles:
    def answers(self, digest: str = "a" * 40) -> dict[str, Told]:
        root = [entry("MAINTAINERS.md", digest), entry("README.md"), entry("main.py"), entry("docs", kind="tree")]
        return {
            f"{ROOT}/repository/tree": tree(root, [entry("docs/GOVERNANCE.md")]),
            f"{ROOT}/repository/files/MAINTAINERS.md/raw": reply(200, b"# Maintainers\n* Alice, alice@example.org"),
            f"{ROOT}/repository/files/docs%2FGOVERNANCE.md/raw": reply(200, b"By lazy consensus."),
            f"{ROOT}/repository/files/README.md/raw": reply(200, b"# Grail\n\nThis project is no longer maintained."),
        }

    def test_governance_files_are_kept_without_addresses(self) -> None:
        found = at(files, self.answers())
        assert "# Maintainers\n* Alice, (address withheld)" == states(found, "MAINTAINERS.md")["governance_text"]
        assert "By lazy consensus." == states(found, "docs/GOVERNANCE.md")["governance_text"]
        assert complete(found)[Signal.GOVERNANCE]

    def test_the_front_page_is_watched_and_its_notices_told(self) -> None:
        found = at(files, self.answers())
        assert "a" * 40 == states(found, "README.md")["file_digest"]
        assert ["This project is no longer maintained."] == [i.quote for i in found if isinstance(i, StatementFact)]

    def test_files_are_read_again_only_when_one_changed(self) -> None:
        source = Source(self.answers())
        with rig({HOST: source}) as it:
            it.one(files, GRAIL)
            asked = len(it.paths)
            assert [Unchanged()] == it.one(files, GRAIL)
            assert asked + 2 == len(it.paths)
            source.answers = self.answers("b" * 40)
            assert complete(it.one(files, GRAIL))[Signal.GOVERNANCE]

    def test_no_files_where_files_were_are_believed_when_it_is_said_again(self) -> None:
        source = Source(self.answers())
        with rig({HOST: source}) as it:
            it.one(files, GRAIL)
            source.answers[f"{ROOT}/repository/tree"] = tree([], [])
            found = it.one(files, GRAIL)
            assert ({"nothing_listed"}, {Signal.GOVERNANCE: False}) == (notes(found), complete(found))
            assert {Signal.GOVERNANCE: True} == complete(it.one(files, GRAIL))


class TestMembers:
    def test_without_a_token_nothing_is_asked(self) -> None:
        with rig({HOST: Source()}) as it:
            with pytest.raises(AccessDenied, match="shows members to those with a token only"):
                it.one(members, GRAIL)
            assert [] == it.paths

    def test_those_who_may_write_are_members(self) -> None:
        told = [{**ALICE, "access_level": 50}, {**BOB, "access_level": 30}, {"id": 3, "username": "carol", "access_level": 20}]
        found = at(members, {f"{ROOT}/members/all": said(told)}, tokens={HOST: "glpat-invented"})
        assert ["gitlab:1 alice", "gitlab:2 bob"] == values(found, "member")
        assert complete(found)[Signal.MEMBERS]

    def test_a_list_of_nobody_was_not_shown_to_us(self) -> None:
        found = at(members, {f"{ROOT}/members/all": said([])}, tokens={HOST: "glpat-invented"})
        assert not complete(found)[Signal.MEMBERS]

    def test_the_token_stands_in_no_fact_and_no_error(self) -> None:
        found = at(members, {f"{ROOT}/members/all": said([{**ALICE, "access_level": 50}])}, tokens={HOST: "glpat-invented"})
        assert "glpat-invented" not in repr(found)


HOSTS_OWN = repository("https://git.corp.example/acme/grail", "gitlab")


def test_another_host_is_asked_below_itself_and_numbers_for_itself() -> None:
    with rig({"git.corp.example": Source({"/api/v4/projects/acme%2Fgrail": said(PROJECT)})}) as it:
        assert "git.corp.example:7" == states(it.one(state, HOSTS_OWN))["repository_id"]


def test_the_settings_name_where_a_host_is_asked() -> None:
    with rig({"api.corp.example": Source({"/gl/projects/acme%2Fgrail": said(PROJECT)})}) as it:
        it.bases = {"gitlab:git.corp.example": "https://api.corp.example/gl"}
        assert "yes" == states(it.one(state, HOSTS_OWN))["visible"]


@pytest.mark.parametrize("path", ["/grail", "/a/../b", "/a b/c", "/a/%2e%2e"])
def test_an_address_that_can_be_no_project_is_never_asked_about(path: str) -> None:
    with rig({HOST: Source()}) as it:
        with pytest.raises(Malformed):
            it.one(state, repository(f"https://gitlab.com{path}", "gitlab"))
        assert [] == it.paths


def test_only_repositories_on_a_gitlab_are_handled() -> None:
    assert (True, False) == (is_project(GRAIL), is_project(repository("https://gitlab.com/acme/grail", "")))


ALL: dict[str, tuple[Collector, dict[str, Told]]] = {
    "gitlab_state": (state, {ROOT: said(PROJECT)}),
    "gitlab_releases": (releases, TestReleases.answers(release("v1", "2026-01-01T00:00:00Z"))),
    "gitlab_backlog": (backlog, TestBacklog().answers()),
    "gitlab_tickets": (tickets, TestTickets().answers([ticket(5, user_notes_count=1)], issues__5__notes=said([]))),
    "gitlab_files": (files, TestFiles().answers()),
    "gitlab_members": (members, {f"{ROOT}/members/all": said([{**ALICE, "access_level": 50}])}),
}
each = pytest.mark.parametrize("name", ALL)


def seen(it: Rig, name: str) -> list[Any]:
    return it.one(ALL[name][0], GRAIL)


@each
def test_a_whole_answer_shows_what_is_promised_by_requests_that_the_reference_knows(name: str) -> None:
    collector, answers = ALL[name]
    with rig({HOST: Source(answers)}, tokens={HOST: "glpat-invented"}) as it:
        assert dict.fromkeys(collector.SPEC.signals, True) == complete(seen(it, name))
        for asked in it.wire.log:
            check_request(asked.method, asked.url, asked.headers)


@each
@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is_and_no_fact_comes_of_it(name: str, kind: str) -> None:
    answer, error = TROUBLE[kind]
    with rig({HOST: Source()}, tokens={HOST: "glpat-invented"}) as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            seen(it, name)


@each
def test_an_empty_list_with_200_is_never_a_sign_of_an_end(name: str) -> None:
    with rig({HOST: Source()}, tokens={HOST: "glpat-invented"}) as it:
        it.wire.faults.append(lambda _: said([]))
        try:
            found = seen(it, name)
        except Malformed:
            return
        assert [] == [item for item in found if isinstance(item, StateFact | ReleaseFact | TicketFact)]


@each
def test_it_comes_back_when_the_server_wished(name: str) -> None:
    with rig({HOST: Source()}, tokens={HOST: "glpat-invented"}) as it:
        it.wire.faults.append(lambda _: TROUBLE["429"][0])
        with pytest.raises(RateLimited) as caught:
            seen(it, name)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


def test_a_project_that_is_gone_fails_all_but_its_state() -> None:
    for name in ALL.keys() - {"gitlab_state"}:
        with rig({HOST: Source()}, tokens={HOST: "glpat-invented"}) as it, pytest.raises(NotFound):
            seen(it, name)


words = st.sampled_from(["alice", "2026-01-01T00:00:00Z", "public", "a@b.example", "https://gitlab.com/x", "\ud800"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(PROJECT, anything)))
def test_any_project_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    try:
        found = at(state, {ROOT: said(project(**changes))})
    except SourceError:
        return
    shown = "".join(item.value for item in found if isinstance(item, StateFact))
    assert "a@b.example" not in shown
    shown.encode()


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ticket(1), anything)))
def test_any_ticket_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    try:
        found = at(tickets, TestTickets().answers([ticket(5) | changes]))
    except SourceError:
        return
    assert all(isinstance(item.number, int) for item in found if isinstance(item, TicketFact))
