"""From an invented GitHub to the words of a report: seven histories of repositories, an outage, and no secret anywhere."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.report import Report
from monitor.net.library import Reply
from monitor.pipeline.collect import collect_due
from monitor.pipeline.cycle import reports_as_of
from monitor.pipeline.house import House
from monitor.report.document import to_document
from monitor.report.render import render_html, render_text
from monitor.store.forget import forget
from monitor.store.usage import load_usage
from tests.fakes.clock import Clock
from tests.fakes.github_graphql import GraphQL
from tests.fakes.github_rest import Rest, github
from tests.fakes.github_world import World
from tests.fakes.wire import FakeWire
from tests.sim.house import installation
from tests.sim.population import HOST, TOKEN, Population

DAY = timedelta(days=1)


@dataclass
class Eyes:
    """One installation before an invented GitHub of ten repositories."""

    house: House
    world: World
    clock: Clock
    wire: FakeWire

    def days(self, count: int) -> None:
        """Let days pass and look once on each."""
        for _ in range(count):
            self.clock.forward(DAY)
            collect_due(self.house)

    def report(self) -> Report:
        return reports_as_of(self.house, None, None)[0]


@contextmanager
def eyes(folder: Path) -> Iterator[Eyes]:
    clock = Clock()
    world = World(clock, 10)
    wire = FakeWire(clock, {HOST: github(GraphQL(world, token=TOKEN), Rest(world, token=TOKEN))})
    with installation(folder, Population(10), clock, wire) as house:
        collect_due(house)
        yield Eyes(house, world, clock, wire)


def test_seven_histories_are_told_by_seven_words(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(1)
        world = it.world
        world.rename(0, "org0/new-name")
        world.rename(1, "others/r00001")
        world.script(1, owner={"__typename": "Organization", "login": "others", "databaseId": 77})
        world.script(2, databaseId=4242)
        world.hide(3)
        world.hide(4, 451, {"message": "Repository access blocked", "block": {"reason": "dmca", "created_at": None}})
        world.script(5, visibility="PRIVATE")
        world.script(6, isArchived=True, archivedAt="2026-03-03T08:00:00Z")
        it.days(4)
        text = " ".join(render_text(it.report()).split())
        for words in (
            "is called org0/new-name now, before org0/r00000",
            "has another owner: others, before org0",
            "the name is the same, the repository is not",
            "is no longer visible to us since",
            ": github.com/org0/r00004 is blocked by its host since 4 March 2026",
            "Number at its host: github:10000002 (seen on 3 March 2026), then github:4242",
            "is private, since",
            "is archived since 3 March 2026",
        ):
            assert words in text


def test_links_for_sponsors_that_go_are_told_as_context(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.world.script(7, fundingLinks=[{"platform": "CUSTOM", "url": "https://fund.example/r7"}])
        it.days(2)
        it.world.script(7, fundingLinks=[])
        it.days(3)
        project = next(p for p in to_document(it.report())["projects"] if p["key"] == "r7")
        assert ["funding_gone.gone"] == [f["code"] for f in project["findings"] if f["rule"] == "funding_gone"]
        assert "unknown" == project["level"]


def test_a_quiet_week_tells_of_no_event(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(7)
        document = to_document(it.report())
        at_risk = {f["rule"] for p in document["projects"] for f in p["findings"] if f["outcome"] == "at_risk"}
        assert not at_risk & {"repository_state", "repository_moved", "governance_changed", "policy_gone", "release_replaced"}


def test_an_outage_is_our_blind_spot_and_changes_nothing(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(2)
        it.wire.faults.append(lambda asked: Reply(503, {}, b"") if asked.host == HOST else None)
        it.days(20)
        document = to_document(it.report())
        outcomes = {f["outcome"] for p in document["projects"] for f in p["findings"] if f["rule"] == "repository_state"}
        assert {"unknown"} == outcomes
        it.wire.faults.clear()
        it.days(1)
        document = to_document(it.report())
        assert {"ok"} == {f["outcome"] for p in document["projects"] for f in p["findings"] if f["rule"] == "repository_state"}


def test_people_and_organisations_are_looked_at_because_of_their_work(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(3)
        asked = b"".join(asked.body for asked in it.wire.log)
        assert b"Account" in asked
        assert any("/orgs/org0/public_members" in asked.path for asked in it.wire.log)


def test_a_notice_is_told_although_only_one_look_a_day_is_made(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(1)
        it.world.files[6] = {"README.md": "# r6\n\nThis project is no longer maintained.\n"}
        it.days(9)
        project = next(p for p in to_document(it.report())["projects"] if p["key"] == "r6")
        assert "alert" == project["level"]


def test_nobody_is_named_whom_the_configuration_does_not_name(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(3)
        report = it.report()
        shown = render_html(report) + render_text(report) + json.dumps(to_document(report))
        assert "accounts at work here" in shown
        assert not re.search(r"\buser\d", shown)


def test_what_it_cost_is_in_the_store_and_in_the_report(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        usage = [u for u in load_usage(it.house.database, it.clock.now.date()) if u.source == HOST]
        assert usage[0].points > 0
        assert [line for line in it.report().costs if HOST in line and "point" in line]


def test_the_token_stands_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with eyes(tmp_path) as it:
        it.wire.faults.append(lambda asked: Reply(500, {}, TOKEN.encode()) if "public_members" in asked.path else None)
        it.days(2)
        report = it.report()
        shown = render_html(report) + render_text(report) + repr(to_document(report)) + repr(it.house) + caplog.text
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TOKEN not in shown
    assert TOKEN.encode() not in stored


def test_a_forgotten_account_is_erased_and_not_collected_again(tmp_path: Path) -> None:
    with eyes(tmp_path) as it:
        it.days(3)
        forget(it.house.database, "1000000", it.clock.now, names=["user0"])
    with installation(tmp_path, Population(10), it.clock, it.wire) as house:
        for _ in range(10):
            it.clock.forward(DAY)
            collect_due(house)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b'user0"' not in stored
    assert b"/user0" not in stored
    assert b"1000000 " not in stored
