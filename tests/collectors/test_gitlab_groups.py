"""Lists that watch a group on GitLab: its projects are told, and become projects of the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.collectors.gitlab import groups
from monitor.model.errors import NotFound, SourceError
from monitor.model.facts import Unchanged
from monitor.model.included import Expansion
from monitor.model.signals import Signal
from monitor.model.target import Impact, Target, TargetKind, Watchlist
from monitor.net.library import Reply
from monitor.pipeline.collect import with_organisations
from monitor.settings.platforms import group_page
from tests.collectors.source_rig import TROUBLE, Source, complete, look, reply, rig, said, values
from tests.fakes.clock import Clock
from tests.fakes.wire import FakeWire
from tests.sim.house import installation
from tests.sim.population import Population

HOST = "gitlab.com"
BIRDS = replace(group_page("acme/birds"), is_listed=True)
GROUP = "/api/v4/groups/acme%2Fbirds/projects"
PERSON = "/api/v4/users/acme%2Fbirds/projects"


def project(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "path_with_namespace": name,
        "web_url": f"https://gitlab.com/{name}",
        "visibility": "public",
        "archived": False,
    } | changes


def test_public_projects_of_subgroups_too_are_told_without_archived_ones_and_forks() -> None:
    told = said(
        [
            project("acme/birds/lark"),
            project("acme/birds/sea/petrel"),
            project("acme/birds/old", archived=True),
            project("acme/birds/copy", forked_from_project={"id": 3}),
            project("acme/birds/own", visibility="internal"),
        ]
    )
    found = look(groups, BIRDS, HOST, {GROUP: told})
    assert ["acme/birds/lark", "acme/birds/sea/petrel"] == values(found, "repository")
    assert {Signal.REPOSITORIES: True} == complete(found)


def test_a_person_has_projects_too() -> None:
    assert ["ada/lark"] == values(look(groups, BIRDS, HOST, {PERSON: said([project("ada/lark")])}), "repository")


def test_all_pages_are_read_and_nothing_is_asked_twice() -> None:
    following = f"https://{HOST}{GROUP}?page=2"
    first = said([project("acme/birds/lark")], link=f'<{following}>; rel="next"', etag='"1"')

    def answer(asked: Any) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return reply(304)
        return said([project("acme/birds/wren")]) if asked.path.endswith("page=2") else first

    with rig({HOST: Source({GROUP: answer})}) as it:
        assert ["acme/birds/lark", "acme/birds/wren"] == values(it.one(groups, BIRDS), "repository")
        assert [Unchanged()] == it.one(groups, BIRDS)
        assert "include_subgroups=true" in it.paths[0]


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name not in ("404",)])
def test_what_goes_wrong_is_the_right_error_and_never_an_empty_group(trouble: str) -> None:
    answer, error = TROUBLE[trouble]
    expected: type[SourceError] = NotFound if trouble == "410" else error
    with pytest.raises(expected):
        look(groups, BIRDS, HOST, {GROUP: answer, PERSON: answer})


def test_a_group_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        look(groups, BIRDS, HOST, {})


def test_an_empty_list_is_an_empty_group() -> None:
    found = look(groups, BIRDS, HOST, {GROUP: said([])})
    assert ([], {Signal.REPOSITORIES: True}) == (values(found, "repository"), complete(found))


def test_the_projects_of_an_included_group_become_projects_of_its_list(tmp_path: Path) -> None:
    clock = Clock()
    wire = FakeWire(clock, {})
    wire.services["code.example.org"] = Source({GROUP: said([project("acme/birds/lark"), project("acme/birds/wren")])})
    with installation(tmp_path, Population(1), clock, wire) as house:
        lists = (*house.configuration.portfolio.watchlists, Watchlist("birds", "Birds", ()))
        portfolio = replace(house.configuration.portfolio, watchlists=lists)
        expansion = Expansion("birds", "https://code.example.org/acme/birds", "gitlab", exclude=("w*",), impact="high")
        changed = replace(house.configuration, portfolio=portfolio, expansions=(expansion,), disabled=frozenset())
        wider = replace(house, configuration=changed)
        found = with_organisations(wider).configuration.portfolio
        birds = next(watchlist for watchlist in found.watchlists if watchlist.key == "birds")
        assert [("acme-birds-lark", Impact.HIGH)] == [(entry.project, entry.impact) for entry in birds.entries]
        target = found.projects["acme-birds-lark"].targets[0]
        assert ("https://code.example.org/acme/birds/lark", "gitlab") == (target.key, target.forge)


def test_only_pages_that_shall_be_told_are_handled() -> None:
    plain = Target("https://gitlab.com/acme", TargetKind.ACCOUNT, "https://gitlab.com/acme", forge="gitlab")
    assert (True, False) == (groups.SPEC.handles(BIRDS), groups.SPEC.handles(plain))


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("https://gitlab.com/acme", "acme"),
        ("https://gitlab.com/acme/birds", "/acme/birds/"),
        ("https://code.example.org/acme", "https://CODE.example.org/acme/"),
    ],
)
def test_a_group_is_named_by_its_path_or_its_address(expected: str, name: str) -> None:
    assert expected == group_page(name).key


@pytest.mark.parametrize("name", ["", "a b", "https://gitlab.com/", "https://u:p@h.example/x", "-x", "x?y=1", "../x"])
def test_what_can_be_no_group_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no group on GitLab"):
        group_page(name)
