"""Lists that watch an organisation on Forgejo or Gitea: its repositories are told, and become projects of the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.collectors.forgejo import organisations
from monitor.model.errors import NotFound, SourceError
from monitor.model.facts import Unchanged
from monitor.model.included import Expansion
from monitor.model.signals import Signal
from monitor.model.target import Impact, Target, TargetKind, Watchlist
from monitor.net.library import Reply
from monitor.pipeline.collect import with_organisations
from monitor.settings.platforms import organisation_page
from tests.collectors.source_rig import TROUBLE, Source, complete, look, reply, rig, said, values
from tests.fakes.clock import Clock
from tests.fakes.wire import FakeWire
from tests.sim.house import installation
from tests.sim.population import Population

HOST = "codeberg.org"
BIRDS = replace(organisation_page("birds"), is_listed=True)
GROUP = "/api/v1/orgs/birds/repos"
PERSON = "/api/v1/users/birds/repos"


def repository(name: str, **changes: Any) -> dict[str, Any]:
    return {"full_name": name, "html_url": f"https://codeberg.org/{name}", "fork": False, "archived": False} | changes


def test_public_repositories_are_told_without_archived_ones_and_forks() -> None:
    told = said(
        [
            repository("birds/lark"),
            repository("birds/wren", mirror=True),
            repository("birds/old", archived=True),
            repository("birds/copy", fork=True),
            repository("birds/own", private=True),
            repository("birds/house", internal=True),
        ]
    )
    found = look(organisations, BIRDS, HOST, {GROUP: told})
    assert ["birds/lark", "birds/wren"] == values(found, "repository")
    assert {Signal.REPOSITORIES: True} == complete(found)


def test_a_person_has_repositories_too() -> None:
    assert ["birds/lark"] == values(look(organisations, BIRDS, HOST, {PERSON: said([repository("birds/lark")])}), "repository")


def test_all_pages_are_read_and_nothing_is_asked_twice() -> None:
    following = f"https://{HOST}{GROUP}?page=2"
    first = said([repository("birds/lark")], link=f'<{following}>; rel="next"', etag='"1"')

    def answer(asked: Any) -> Reply:
        if asked.headers.get("if-none-match") == '"1"':
            return reply(304)
        return said([repository("birds/wren")]) if asked.path.endswith("page=2") else first

    with rig({HOST: Source({GROUP: answer})}) as it:
        assert ["birds/lark", "birds/wren"] == values(it.one(organisations, BIRDS), "repository")
        assert [Unchanged()] == it.one(organisations, BIRDS)


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name != "404"])
def test_what_goes_wrong_is_the_right_error_and_never_an_empty_organisation(trouble: str) -> None:
    answer, error = TROUBLE[trouble]
    expected: type[SourceError] = NotFound if trouble == "410" else error
    with pytest.raises(expected):
        look(organisations, BIRDS, HOST, {GROUP: answer, PERSON: answer})


def test_an_organisation_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        look(organisations, BIRDS, HOST, {})


def test_an_empty_list_is_an_empty_organisation() -> None:
    found = look(organisations, BIRDS, HOST, {GROUP: said([])})
    assert ([], {Signal.REPOSITORIES: True}) == (values(found, "repository"), complete(found))


def test_the_repositories_of_an_included_organisation_become_projects_of_its_list(tmp_path: Path) -> None:
    clock = Clock()
    wire = FakeWire(clock, {})
    wire.services["code.example.org"] = Source({GROUP: said([repository("birds/lark"), repository("birds/wren")])})
    with installation(tmp_path, Population(1), clock, wire) as house:
        lists = (*house.configuration.portfolio.watchlists, Watchlist("birds", "Birds", ()))
        portfolio = replace(house.configuration.portfolio, watchlists=lists)
        expansion = Expansion("birds", "https://code.example.org/birds", "forgejo", include=("l*",), impact="high")
        changed = replace(house.configuration, portfolio=portfolio, expansions=(expansion,), disabled=frozenset())
        found = with_organisations(replace(house, configuration=changed)).configuration.portfolio
        birds = next(watchlist for watchlist in found.watchlists if watchlist.key == "birds")
        assert [("birds-lark", Impact.HIGH)] == [(entry.project, entry.impact) for entry in birds.entries]
        target = found.projects["birds-lark"].targets[0]
        assert ("https://code.example.org/birds/lark", "forgejo") == (target.key, target.forge)


def test_only_pages_that_shall_be_told_are_handled() -> None:
    plain = Target("https://codeberg.org/birds", TargetKind.ACCOUNT, "https://codeberg.org/birds", forge="forgejo")
    assert (True, False) == (organisations.SPEC.handles(BIRDS), organisations.SPEC.handles(plain))


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("https://codeberg.org/birds", "birds"),
        ("https://code.example.org:3000/birds", "https://CODE.example.org:3000/birds/"),
    ],
)
def test_an_organisation_is_named_by_its_name_or_its_address(expected: str, name: str) -> None:
    assert expected == organisation_page(name).key


@pytest.mark.parametrize("name", ["", "a b", "a/b", "https://codeberg.org/", "https://u:p@h.example/x", "-x", "x?y=1", "../x"])
def test_what_can_be_no_organisation_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no organisation on Forgejo or Gitea"):
        organisation_page(name)
