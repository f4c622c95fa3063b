"""REST of the invented GitHub against what is published of the real one: bodies, validators, limits, refusals, pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from monitor.net.library import Reply
from tests.fakes import github_events as events
from tests.fakes.clock import Clock
from tests.fakes.contract import check_answer, document, shared
from tests.fakes.github_rest import Rest
from tests.fakes.github_world import World
from tests.fakes.wire import Asked

HOST, TOKEN = "api.github.com", "ghp_invented"
REPOSITORY = "/repos/org0/r00003"
HOUR = timedelta(hours=1)
SHAPED = (
    REPOSITORY,
    f"{REPOSITORY}/releases",
    f"{REPOSITORY}/releases/latest",
    f"{REPOSITORY}/tags",
    f"{REPOSITORY}/commits",
    f"{REPOSITORY}/contributors",
    f"{REPOSITORY}/codeowners/errors",
    f"{REPOSITORY}/community/profile",
    f"{REPOSITORY}/activity",
    f"{REPOSITORY}/license",
    f"{REPOSITORY}/forks",
    f"{REPOSITORY}/contents/README.md",
    "/orgs/org0",
    "/orgs/org0/public_members",
    "/users/user7",
    "/users/user7/orgs",
    "/users/user7/social_accounts",
    "/rate_limit",
)


class Line:
    """A telephone line to an invented GitHub of ten repositories."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.world = World(self.clock, 10, members_an_organisation=250)
        self.rest = Rest(self.world, **options)

    def ask(self, path: str, token: str = TOKEN, **headers: str) -> Reply:
        said = {"user-agent": "Mainstay/1"} | ({"authorization": f"Bearer {token}"} if token else {})
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.rest(Asked(self.clock.now, "GET", HOST, path, said | given, b""))

    def body(self, path: str, **headers: str) -> Any:
        return json.loads(self.ask(path, **headers).body)


@pytest.mark.parametrize("path", SHAPED)
def test_a_body_has_the_shape_that_is_published(path: str) -> None:
    reply = Line().ask(path)
    check_answer("github", "GET", path, reply.status, json.loads(reply.body))


@pytest.mark.parametrize(
    "do",
    [
        lambda world: events.archive(world, 3),
        lambda world: events.relicense(world, 3, "BUSL-1.1"),
        lambda world: events.relicense(world, 3, "none"),
        lambda world: events.transfer(world, 3, "elsewhere"),
        lambda world: events.reuse_name(world, 3),
        lambda world: events.force_push(world, 3),
    ],
)
def test_after_an_event_the_shape_is_still_the_published_one(do: Any) -> None:
    line = Line()
    do(line.world)
    path = f"/repos/{line.world.name(3)}"
    check_answer("github", "GET", path, 200, line.body(path))
    check_answer("github", "GET", f"{path}/activity", 200, line.body(f"{path}/activity"))


def test_the_description_is_one_that_refuses_a_wrong_body() -> None:
    wrong = Line().body(REPOSITORY) | {"id": "three"}
    with pytest.raises(AssertionError):
        check_answer("github", "GET", REPOSITORY, 200, wrong)


class TestValidators:
    def test_nothing_new_is_304_and_counts_nothing_with_a_token(self) -> None:
        line = Line()
        first = line.ask(f"{REPOSITORY}/releases")
        again = line.ask(f"{REPOSITORY}/releases", if_none_match=first.headers["etag"])
        assert (304, b"") == (again.status, again.body)
        assert "1" == again.headers["x-ratelimit-used"]

    def test_without_a_token_even_304_counts(self) -> None:
        line = Line()
        first = line.ask(REPOSITORY, token="")
        assert "2" == line.ask(REPOSITORY, token="", if_none_match=first.headers["etag"]).headers["x-ratelimit-used"]

    def test_another_token_of_the_same_user_needs_its_own_validator_and_shares_the_quota(self) -> None:
        line = Line(more_tokens=frozenset({"ghp_other"}))
        first = line.ask(REPOSITORY)
        other = line.ask(REPOSITORY, token="ghp_other", if_none_match=first.headers["etag"])
        assert (200, "2") == (other.status, other.headers["x-ratelimit-used"])

    def test_a_bad_token_is_refused_whatever_it_holds(self) -> None:
        line = Line()
        first = line.ask(REPOSITORY)
        assert 401 == line.ask(REPOSITORY, token="ghp_wrong", if_none_match=first.headers["etag"]).status

    def test_a_validator_of_one_page_is_none_of_another(self) -> None:
        line = Line()
        first = line.ask("/orgs/org0/public_members")
        assert 200 == line.ask("/orgs/org0/public_members?page=2", if_none_match=first.headers["etag"]).status


class TestNames:
    def test_a_rename_leads_to_the_durable_id_and_keeps_it(self) -> None:
        line = Line()
        before = line.body(REPOSITORY)["id"]
        events.rename(line.world, 3, "new")
        moved = line.ask(f"{REPOSITORY}/tags?per_page=5")
        assert (301, f"https://{HOST}/repositories/{before}/tags?per_page=5") == (moved.status, moved.headers["location"])
        assert ("org0/new", before) == tuple(line.body(f"/repositories/{before}")[name] for name in ("full_name", "id"))

    def test_names_are_found_in_any_case(self) -> None:
        assert 200 == Line().ask("/repos/ORG0/R00003").status

    def test_a_name_that_somebody_else_took_has_another_id_and_leads_nowhere(self) -> None:
        line = Line()
        before = line.body(REPOSITORY)["id"]
        events.delete(line.world, 3)
        assert 404 == line.ask(REPOSITORY).status
        events.reuse_name(line.world, 3)
        assert before != line.body(REPOSITORY)["id"]
        assert 404 == line.ask(f"/repositories/{before}").status

    def test_a_slash_at_the_end_is_another_address(self) -> None:
        assert 404 == Line().ask(f"{REPOSITORY}/").status


class TestRefusals:
    @pytest.mark.parametrize(("reason", "status"), [("dmca", 451), ("tos", 403), ("unavailable", 403)])
    def test_a_blocked_repository_says_so_as_it_was_observed(self, reason: str, status: int) -> None:
        line = Line()
        events.take_down(line.world, 3, reason)
        reply = line.ask(REPOSITORY)
        seen = json.loads(shared("github/observed/blocked-and-missing.json").read_text())
        observed = next(entry for name, entry in seen.items() if name.startswith(reason))
        said = json.loads(reply.body)
        assert (observed["status"], observed["body"].keys(), observed["body"]["block"].keys()) == (
            reply.status,
            said.keys(),
            said["block"].keys(),
        )
        assert (status, observed["body"]["message"]) == (reply.status, said["message"])

    def test_a_missing_and_a_private_one_look_the_same_and_as_observed(self) -> None:
        line = Line()
        events.make_private(line.world, 3)
        seen = json.loads(shared("github/observed/blocked-and-missing.json").read_text())["missing_404"]["body"]
        assert seen == line.body(REPOSITORY)

    def test_who_gives_no_name_is_refused(self) -> None:
        line = Line()
        assert 403 == line.rest(Asked(line.clock.now, "GET", HOST, REPOSITORY, {}, b"")).status

    def test_an_unknown_version_is_refused_and_the_newer_one_says_less(self) -> None:
        line = Line()
        assert 400 == line.ask(REPOSITORY, x_github_api_version="2019-01-01").status
        assert "rate" in line.body("/rate_limit")
        assert "rate" not in line.body("/rate_limit", x_github_api_version="2026-03-10")

    def test_what_a_token_may_not_see_names_the_permission(self) -> None:
        reply = Line(denied=frozenset({REPOSITORY})).ask(REPOSITORY)
        assert (403, True) == (reply.status, "x-accepted-github-permissions" in reply.headers)

    def test_what_is_switched_off_is_gone(self) -> None:
        assert 410 == Line(gone=frozenset({f"{REPOSITORY}/issues"})).ask(f"{REPOSITORY}/issues").status

    def test_statistics_are_computed_first(self) -> None:
        line = Line()
        first = line.ask(f"{REPOSITORY}/stats/contributors")
        assert (202, b"") == (first.status, first.body)
        again = line.ask(f"{REPOSITORY}/stats/contributors")
        check_answer("github", "GET", f"{REPOSITORY}/stats/contributors", again.status, json.loads(again.body))

    def test_an_empty_repository_has_no_commits_and_no_contributors(self) -> None:
        line = Line()
        line.world.script(3, isEmpty=True)
        assert (409, 204) == (line.ask(f"{REPOSITORY}/commits").status, line.ask(f"{REPOSITORY}/contributors").status)


class TestLimits:
    def test_the_hour_ends_at_5000_and_begins_anew(self) -> None:
        line = Line()
        line.rest.used, line.rest.window = 5_000, line.clock.now
        reply = line.ask(REPOSITORY)
        assert (403, "0") == (reply.status, reply.headers["x-ratelimit-remaining"])
        assert 200 == line.ask("/rate_limit").status
        line.clock.forward(HOUR)
        assert 200 == line.ask(REPOSITORY).status

    def test_sixty_an_hour_are_for_anybody(self) -> None:
        line = Line()
        statuses = [line.ask(REPOSITORY, token="").status for _ in range(61)]
        assert (60, 403) == (statuses.count(200), statuses[-1])

    def test_900_in_a_minute_are_too_many_even_unchanged_ones(self) -> None:
        line = Line()
        etag = line.ask(REPOSITORY).headers["etag"]
        statuses = [line.ask(REPOSITORY, if_none_match=etag).status for _ in range(900)]
        assert (899, 403) == (statuses.count(304), statuses[-1])
        line.clock.forward(timedelta(minutes=1))
        assert 304 == line.ask(REPOSITORY, if_none_match=etag).status

    def test_their_clock_may_differ_from_ours_and_dates_everything(self) -> None:
        reply = Line(skew=timedelta(hours=3)).ask(REPOSITORY)
        assert "Mon, 02 Mar 2026 09:00:00 GMT" == reply.headers["date"]
        assert 3600 == int(reply.headers["x-ratelimit-reset"]) - 1772442000


class TestPages:
    def test_pages_lead_on_by_durable_ids_until_the_last(self) -> None:
        line, path, seen = Line(), "/orgs/org0/public_members?per_page=100", []
        while path:
            reply = line.ask(path)
            seen += [entry["login"] for entry in json.loads(reply.body)]
            found = re.search(r'<https://api\.github\.com([^>]+)>; rel="next"', reply.headers.get("link", ""))
            path = found[1] if found else ""
            assert not path or path.startswith("/organizations/500000/public_members?per_page=100&page=")
        assert (250, 250) == (len(seen), len(set(seen)))

    def test_thirty_is_usual_and_a_hundred_is_the_most(self) -> None:
        line = Line()
        assert (30, 100) == tuple(len(line.body(f"/orgs/org0/public_members{q}")) for q in ("", "?per_page=500"))


def test_a_moved_tag_and_a_rewritten_branch_are_seen() -> None:
    line = Line()
    before = {tag["name"]: tag["commit"]["sha"] for tag in line.body(f"{REPOSITORY}/tags")}
    head = line.body(f"{REPOSITORY}/commits")[0]["sha"]
    moved = events.move_tag(line.world, 3)
    events.force_push(line.world, 3)
    after = {tag["name"]: tag["commit"]["sha"] for tag in line.body(f"{REPOSITORY}/tags")}
    assert [moved] == [name for name in before if before[name] != after[name]]
    assert head != line.body(f"{REPOSITORY}/commits")[0]["sha"]
    assert 1 == len(line.body(f"{REPOSITORY}/activity?activity_type=force_push"))


def test_what_was_recorded_and_what_is_invented_have_the_same_fields() -> None:
    recorded = json.loads(shared("github/recorded/octokit-fixtures/get-repository.json").read_text())[0]["response"]
    known = document("github/rest-openapi.trimmed.json")["components"]["schemas"]["full-repository"]["required"]
    assert set(known) <= Line().body(REPOSITORY).keys()
    assert len(set(known) - recorded.keys()) < 10


def test_a_plan_happens_when_its_moment_comes() -> None:
    line = Line()
    line.world.plan(line.clock.now + HOUR, lambda: events.archive(line.world, 3))
    assert line.body(REPOSITORY)["archived"] is False
    line.clock.forward(HOUR)
    assert line.body(REPOSITORY)["archived"] is True
