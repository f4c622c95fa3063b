"""Six signs from the platforms' answers to the words of a report: each once true, and once a near miss that stays silent.

A moved tag, replaced weights, a tokenizer that breaks, an unfixed advisory, a living fork and falling downloads, each through its
collectors, the store, the rules and the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model.collecting import GitLimits
from monitor.model.options import HttpOptions
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.pipeline.collect import collect_due
from monitor.pipeline.cycle import reports_as_of
from monitor.pipeline.house import House, open_house
from monitor.report.document import to_document
from monitor.report.render import render_text
from monitor.settings.configuration import Configuration
from monitor.store.hosts import StoredHosts
from tests.collectors.git_repo import ADA, BOB, Repository
from tests.collectors.source_rig import package, reply, said
from tests.fakes.clock import Clock
from tests.fakes.github_graphql import GraphQL
from tests.fakes.github_objects import connection
from tests.fakes.github_rest import Rest, github
from tests.fakes.github_world import World
from tests.fakes.wire import Asked, FakeWire, somewhere
from tests.sim.population import HOST as GITHUB
from tests.sim.population import TOKEN

DAY, WEEK = timedelta(days=1), timedelta(days=7)
HUB = Target("https://huggingface.co/Birds", TargetKind.HUB, "https://huggingface.co/Birds")
PACKAGE = package("pkg:pypi/lark")


@dataclass
class Web:
    """What hosts answer: by host and path without query."""

    answers: dict[tuple[str, str], Any] = field(default_factory=dict)

    def on(self, host: str) -> Callable[[Asked], Reply]:
        return lambda asked: self.answers.get((host, asked.path.partition("?")[0]), reply(404))


@dataclass
class Watch:
    """An installation that watches one project."""

    house: House
    clock: Clock
    web: Web

    def pass_by(self, time: timedelta = 2 * DAY) -> None:
        """Let time pass, and look at what is due then."""
        self.clock.forward(time)
        collect_due(self.house)

    def found(self, rule: str) -> list[str]:
        """Return the codes of what a rule finds at risk, each of which stands in the report's text in its own words."""
        report = reports_as_of(self.house, None, None)[0]
        text = " ".join(render_text(report).split())
        findings = [f for f in to_document(report)["projects"][0]["findings"] if f["rule"] == rule and f["outcome"] == "at_risk"]
        assert all(" ".join(f["text"].split())[:60] in text for f in findings)
        return [f["code"] for f in findings]


@contextmanager
def watching(folder: Path, *targets: Target, world: World | None = None, clock: Clock | None = None) -> Iterator[Watch]:
    clock = clock or Clock()
    web = Web()
    wire = FakeWire(clock, {host: web.on(host) for host in ("huggingface.co", "api.osv.dev", "git.invalid")})
    if world:
        wire.services[GITHUB] = github(GraphQL(world, token=TOKEN), Rest(world, token=TOKEN))
    configuration = Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/mainstay.db",
        portfolio=Portfolio(
            {"lark": Project("lark", "Lark", targets)}, {}, (Watchlist("all", "All", (Entry("lark", Impact.HIGH),)),)
        ),
        http=HttpOptions(contact="https://example.org/mainstay", tokens={GITHUB: TOKEN}),
        git=GitLimits(folder / "clones"),
        disabled=frozenset({"python_index", "deps_links", "cncf", "apache"}),
    )
    with open_house(configuration, clock, exclusive=True) as house:
        client = HttpClient(
            house.configuration.http,
            StoredHosts(house.database),
            clock,
            pause=clock.pause,
            spread=lambda: 0.5,
            lookup=somewhere,
            wire=wire,
        )
        with client:
            yield Watch(replace(house, http=client), clock, web)


def model(name: str, created: str, downloads: int = 1000) -> dict[str, Any]:
    return {
        "id": f"Birds/{name}",
        "createdAt": created,
        "downloads": downloads,
        "likes": 1,
        "gated": False,
        "disabled": False,
        "tags": [],
        "config": {"architectures": ["LarkForCausalLM"]},
        "cardData": {"license": "mit"},
    }


def tree(weights: str = "w", vocabulary: str = "v", card: str = "c") -> Reply:
    files = (("model.safetensors", weights), ("tokenizer.json", vocabulary), ("README.md", card))
    return said([{"type": "file", "path": path, "oid": oid * 40, "size": 1} for path, oid in files])


def shown(it: Watch, *models: dict[str, Any], **trees: Reply) -> None:
    """Let the Hub show these models, with the files of each by its name."""
    it.web.answers["huggingface.co", "/api/models"] = said(list(models))
    for name in (one["id"] for one in models):
        key = name.rpartition("/")[2].replace("-", "_")
        it.web.answers["huggingface.co", f"/api/models/{name}/tree/main"] = trees.get(key, tree())


@pytest.mark.parametrize(
    ("expected", "after"), [(["release_replaced.weights"], tree("x")), ([], tree(card="d"))], ids=["weights", "the card alone"]
)
def test_replaced_weights(expected: list[str], after: Reply, tmp_path: Path) -> None:
    with watching(tmp_path, HUB) as it:
        lark = model("Lark3-7B", "2025-06-01T00:00:00Z")
        shown(it, lark)
        collect_due(it.house)
        shown(it, lark, Lark3_7B=after)
        it.pass_by()
        assert expected == it.found("release_replaced")


@pytest.mark.parametrize(
    ("expected", "after"), [(["model_breaks.tokenizer"], tree(vocabulary="y")), ([], tree("x"))], ids=["tokenizer", "weights"]
)
def test_a_tokenizer_that_breaks(expected: list[str], after: Reply, tmp_path: Path) -> None:
    with watching(tmp_path, HUB) as it:
        old, new = model("Lark2-7B", "2025-01-01T00:00:00Z"), model("Lark3-7B", "2026-02-01T00:00:00Z")
        shown(it, new, old, Lark3_7B=after)
        collect_due(it.house)
        it.pass_by()
        assert expected == it.found("model_breaks")


@pytest.mark.parametrize(
    ("expected", "events"),
    [(["advisory_unfixed.open"], [{"introduced": "0"}]), ([], [{"introduced": "0"}, {"fixed": "1.4"}])],
    ids=["no fix", "a fix"],
)
def test_an_unfixed_advisory(expected: list[str], events: list[dict[str, str]], tmp_path: Path) -> None:
    flaw = {
        "id": "GHSA-1",
        "modified": "2025-10-09T00:00:00Z",
        "published": "2025-10-02T00:00:00Z",
        "summary": "A flaw",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "lark"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}],
    }
    with watching(tmp_path, PACKAGE) as it:
        it.web.answers["api.osv.dev", "/v1/query"] = said({"vulns": [flaw]})
        collect_due(it.house)
        it.pass_by()
        assert expected == it.found("advisory_unfixed")


@pytest.mark.parametrize(
    ("expected", "after"), [(["reliance_falling.fell"], 400), ([], 700)], ids=["to less than half", "a little"]
)
def test_falling_downloads(expected: list[str], after: int, tmp_path: Path) -> None:
    with watching(tmp_path, HUB) as it:
        for week in range(30):
            shown(it, model("Lark3-7B", "2024-06-01T00:00:00Z", downloads=1000 if week < 12 else after))
            it.pass_by(WEEK)
        assert expected == it.found("reliance_falling")


def repository(folder: Path, days_ago: list[int], now: Clock) -> Repository:
    made = Repository.new(folder / "lark.git")
    for place, days in enumerate(sorted(days_ago, reverse=True)):
        made.commit((ADA, BOB)[place % 2], int((now.now - days * DAY).timestamp()))
    return made


@pytest.mark.parametrize(
    ("expected", "is_moved"), [(["release_replaced.tag_moved"], True), ([], False)], ids=["moved", "a new one"]
)
def test_a_moved_tag(expected: list[str], is_moved: bool, tmp_path: Path) -> None:
    clock = Clock()
    made = repository(tmp_path, list(range(10, 400, 10)), clock)
    made.tag("v1.0", 39)
    made.write()
    with watching(tmp_path / "state", made.target(), clock=clock) as it:
        collect_due(it.house)
        made.git("tag", "-f", "v1.0" if is_moved else "v1.1", "main~3")
        it.pass_by()
        assert expected == it.found("release_replaced")


@pytest.mark.parametrize(("expected", "stars"), [(["living_fork.lives"], 50), ([], 3)], ids=["followed", "followed by nobody"])
def test_a_living_fork(expected: list[str], stars: int, tmp_path: Path) -> None:
    clock = Clock()
    made = repository(tmp_path, list(range(500, 900, 10)), clock).write()
    world = World(clock, 1)
    fork = {
        "nameWithOwner": "others/lark",
        "url": "https://github.com/others/lark",
        "pushedAt": clock.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "stargazerCount": stars,
        "owner": {"__typename": "User", "login": "others", "databaseId": 7},
    }
    world.script(0, forks=lambda **_: connection([fork], 1))
    targets = made.target(), Target(world.url(0), TargetKind.GIT, world.url(0), forge="github")
    with watching(tmp_path / "state", *targets, world=world, clock=clock) as it:
        collect_due(it.house)
        it.pass_by(8 * DAY)
        assert expected == it.found("living_fork")
