"""GraphQL of the invented GitHub: a plan answers as graphql-core does, at the published cost, within the published limits."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from monitor.collectors.github import accounts, counts, state, work
from monitor.net.library import Reply
from tests.collectors.github_rig import page, repository
from tests.fakes import github_events as events
from tests.fakes.clock import Clock
from tests.fakes.contract import shared
from tests.fakes.github_graphql import GraphQL
from tests.fakes.github_people import owner_of
from tests.fakes.github_world import World
from tests.fakes.wire import Asked
from tests.sim.house import url_of

HOST, TOKEN = "api.github.com", "ghp_invented"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Line:
    """A telephone line to an invented GitHub of a thousand repositories."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.world = World(self.clock, 1000)
        self.graphql = GraphQL(self.world, TOKEN, **options)

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> Reply:
        headers = {"user-agent": "Mainstay/1", "authorization": f"Bearer {TOKEN}"}
        body = json.dumps({"query": query} | ({"variables": variables} if variables else {})).encode()
        return self.graphql(Asked(self.clock.now, "POST", HOST, "/graphql", headers, body))

    def said(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask(query, variables).body)
        return found


def question(collector: Any, count: int) -> str:
    targets = [page(f"user{n}") if collector is accounts else repository(url_of(n)) for n in range(count)]
    return str(collector.QUESTION.text(targets))


@pytest.mark.parametrize("collector", [state, counts, work, accounts], ids=lambda collector: collector.SPEC.id)
def test_what_a_plan_answers_is_what_graphql_core_answers(collector: Any) -> None:
    line, size = Line(), collector.SPEC.batch
    events.delete(line.world, 1)
    events.transfer(line.world, 2, "elsewhere")
    first = line.said(question(collector, size))
    in_full = line.graphql.executor.full
    again = line.said(question(collector, size))
    assert (1, 1) == (in_full, line.graphql.executor.full)
    for said in (first, again):
        said["data"].pop("rateLimit")
    assert first == again


def test_a_batch_of_another_size_is_of_the_same_shape() -> None:
    line = Line()
    for count in (3, 100, 57):
        line.said(question(state, count))
    assert 1 == len(line.graphql.executor.shapes)


@pytest.mark.parametrize(
    ("fragment", "count", "points"),
    [("Base", 100, 1), ("Poll", 30, 2), ("Deep", 8, 4), ("U", 50, 1)],
)
def test_the_published_examples_cost_what_the_reference_computes(fragment: str, count: int, points: int) -> None:
    text = shared("github/example-queries.graphql").read_text().partition("query Example")[0]
    kind = 'user(login: "user0")' if fragment == "U" else 'repository(owner: "org0", name: "r00000")'
    aliases = "\n".join(f"t{n}: {kind} {{ ...{fragment} }}" for n in range(count))
    used = {"Base": "Base", "Poll": "Poll Base", "Deep": "Deep Poll Base", "U": "U"}[fragment].split()
    fragments = "\n".join("fragment " + part for part in text.split("fragment ")[1:] if part.split()[0] in used)
    said = Line().said(f"query {{\nrateLimit {{ cost nodeCount }}\n{aliases}\n}}\n{fragments}")
    assert "errors" not in said
    assert points == said["data"]["rateLimit"]["cost"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ('{ repository(owner: "org0", name: "r00000") { openIssues } }', "openIssues"),
            ('{ repository(owner: "org0", name: "r00000") { issues { nodes { id } } } }', "first"),
            ('{ repository(owner: "org0", name: "r00000") { issues(first: 0) { nodes { id } } } }', "first"),
            ('{ repository(owner: "org0", name: "r00000") { issues(first: 101) { nodes { id } } } }', "first"),
            ("{ repository(", "Syntax"),
        ],
    )
    def test_what_the_schema_does_not_allow_is_an_error_with_200_and_no_data(self, query: str, said: str) -> None:
        line = Line()
        found = line.said(query)
        assert "data" not in found
        assert said in found["errors"][0]["message"]
        assert 0 == line.graphql.used

    def test_half_a_million_nodes_are_the_most(self) -> None:
        inner = "issues(first: 100) { nodes { comments(first: 100) { nodes { id } } } }"
        aliases = "\n".join(f't{n}: repository(owner: "org0", name: "r0000{n % 9}") {{ {inner} }}' for n in range(50))
        assert "MAX_NODE_LIMIT_EXCEEDED" == Line().said(f"query {{\n{aliases}\n}}")["errors"][0]["type"]

    def test_a_missing_one_is_null_with_an_error_that_names_it_and_the_others_stay(self) -> None:
        line = Line()
        events.delete(line.world, 1)
        line.graphql.forbidden = {line.world.name(2)}
        said = line.said(question(state, 4))
        assert [None, None] == [said["data"]["t1"], said["data"]["t2"]]
        assert {("t1", "NOT_FOUND"), ("t2", "FORBIDDEN")} == {(error["path"][0], error["type"]) for error in said["errors"]}
        assert "org0/r00003" == said["data"]["t3"]["nameWithOwner"]

    def test_an_answer_cut_for_its_resources_is_200_in_part(self) -> None:
        reply = Line(most_whole=2).ask(question(counts, 5))
        said = json.loads(reply.body)
        assert (200, 3) == (reply.status, len(said["errors"]))
        assert all("resource limits" in error["message"] for error in said["errors"])
        assert said["data"]["t1"]
        assert said["data"]["t4"] is None

    def test_a_bad_token_and_no_question(self) -> None:
        line = Line()
        asked = Asked(line.clock.now, "POST", HOST, "/graphql", {"user-agent": "x", "authorization": "Bearer no"}, b"{}")
        assert 401 == line.graphql(asked).status
        headers = {**asked.headers, "authorization": f"Bearer {TOKEN}"}
        assert 400 == line.graphql(Asked(line.clock.now, "POST", HOST, "/graphql", headers, b"{}")).status


class TestLimits:
    def test_the_hour_ends_with_200_an_error_and_nothing_left(self) -> None:
        line = Line()
        line.graphql.used, line.graphql.window = 5_000, line.clock.now
        reply = line.ask(question(state, 1))
        assert (200, "0") == (reply.status, reply.headers["x-ratelimit-remaining"])
        assert "RATE_LIMITED" == json.loads(reply.body)["errors"][0]["type"]
        line.clock.forward(HOUR)
        assert "errors" not in line.said(question(state, 1))

    def test_ten_seconds_are_the_most_and_a_time_out_costs(self) -> None:
        line = Line(takes_time=True)
        before = line.clock.now
        assert 200 == line.ask(question(counts, 30)).status
        assert 3 == pytest.approx((line.clock.now - before).total_seconds(), abs=1)
        points = line.graphql.used
        assert line.ask(question(work, 20)).status in (502, 504)
        assert points < line.graphql.used

    def test_too_many_at_once_is_a_gateway_error_in_html(self) -> None:
        line = Line(most_repositories=30)
        replies = [line.ask(question(state, 31)) for _ in range(2)]
        assert {502, 504} == {reply.status for reply in replies}
        assert all(reply.body.startswith(b"<html>") for reply in replies)
        assert 20 == line.graphql.used

    @pytest.mark.parametrize("retry_after", [0, 60])
    def test_the_secondary_limit_comes_with_and_without_a_time(self, retry_after: int) -> None:
        reply = Line(is_secondary=True, retry_after=retry_after).ask(question(state, 1))
        assert (403, str(retry_after) if retry_after else None) == (reply.status, reply.headers.get("retry-after"))
        assert b"secondary rate limit" in reply.body

    def test_one_question_after_the_other_never_meets_the_minute(self) -> None:
        line = Line(takes_time=True)
        assert {200} == {line.ask(question(work, 8)).status for _ in range(40)}

    def test_many_at_the_same_time_do(self) -> None:
        line = Line(takes_time=True)
        statuses = []
        for _ in range(20):
            at = line.clock.now
            statuses.append(line.ask(question(work, 8)).status)
            # As if all were asked at once.
            line.clock.now = at + timedelta(seconds=0.1)
        assert 403 in statuses


def test_variables_are_understood() -> None:
    head = "query ($o: String!, $n: String!, $f: Int)"
    query = head + "{ repository(owner: $o, name: $n) { releases(first: $f) { nodes { tagName } } } }"
    said = Line().said(query, {"o": "org0", "n": "r00000", "f": 3})
    assert 3 == len(said["data"]["repository"]["releases"]["nodes"])


def test_the_whole_population_is_the_same_for_the_same_seed() -> None:
    assert Line().said(question(work, 8)) == Line().said(question(work, 8))


def test_about_a_fifth_changes_on_a_day() -> None:
    world = World(Clock(), 1000)
    assert 200 == pytest.approx(sum(world.changed_on(number, world.today) for number in range(1000)), abs=45)


def test_an_owner_is_an_organisation_or_the_one_everybody_knows() -> None:
    assert ["Organization", "User"] == [owner_of(login)["__typename"] for login in ("org3", "octocat")]
