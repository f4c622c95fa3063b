"""Lists that watch an organisation on GitHub: its repositories are told, and become projects of the list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.collectors.github import repositories
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Seen, StateFact, Unchanged
from monitor.model.included import Expansion
from monitor.model.target import Watchlist
from monitor.net.library import Reply
from monitor.pipeline.collect import with_organisations
from monitor.pipeline.expand import expanded
from tests.collectors.github_rig import page, rig
from tests.fakes.clock import Clock
from tests.fakes.wire import Asked, FakeWire
from tests.sim.house import installation
from tests.sim.population import HOST, Population

LISTED = replace(page("birds"), is_listed=True)


def repository(name: str, **changes: Any) -> dict[str, Any]:
    url = f"https://github.com/{name}"
    return {"full_name": name, "html_url": url, "archived": False, "fork": False, "private": False} | changes


def listing(*bodies: dict[str, Any], kind: str = "orgs") -> Any:
    """Return a service that lists these repositories for an organisation (or a person), with a validator."""

    def answer(asked: Asked) -> Reply | None:
        if not asked.path.startswith(f"/{kind}/birds/repos"):
            return Reply(404, {"content-type": "application/json"}, b"{}") if "/repos?" in asked.path else None
        etag = f'"{len(bodies)}-{sum(body["archived"] is True for body in bodies if "archived" in body)}"'
        if asked.headers.get("if-none-match") == etag:
            return Reply(304, {"etag": etag}, b"")
        return Reply(200, {"content-type": "application/json", "etag": etag}, json.dumps(bodies).encode())

    return answer


def test_public_repositories_are_told_without_archived_ones_and_forks() -> None:
    listed = listing(repository("birds/lark"), repository("birds/old", archived=True), repository("birds/copy", fork=True))
    with rig() as it:
        it.wire.faults.append(listed)
        found = it.one(repositories, LISTED)
        assert ["birds/lark"] == [item.value for item in found if isinstance(item, StateFact)]
        assert [True] == [item.is_complete for item in found if isinstance(item, Seen)]
        assert [Unchanged()] == it.one(repositories, LISTED)


def test_what_changed_last_is_asked_for_first() -> None:
    with rig() as it:
        it.wire.faults.append(listing(repository("birds/lark")))
        it.one(repositories, LISTED)
        assert "sort=updated" in it.wire.log[0].path


def test_a_person_has_repositories_too() -> None:
    with rig() as it:
        it.wire.faults.append(listing(repository("birds/lark"), kind="users"))
        assert ["birds/lark"] == [i.value for i in it.one(repositories, LISTED) if isinstance(i, StateFact)]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, b"{}", AccessDenied),
        (403, b"{}", AccessDenied),
        (404, b"{}", NotFound),
        (410, b"{}", NotFound),
        (429, b"{}", RateLimited),
        (451, b"{}", AccessDenied),
        (500, b"{}", Unavailable),
        (502, b"{}", Unavailable),
        (200, b"<!doctype html>", Malformed),
        (200, b'[{"full_name"', Malformed),
        (200, b'{"a": 1}', Malformed),
        (200, b'[{"full_name": 7}]', Malformed),
    ],
)
def test_trouble_is_told_as_what_it_is(status: int, body: bytes, error: type[SourceError]) -> None:
    with rig() as it:
        it.wire.faults.append(lambda _: Reply(status, {"content-type": "application/json"}, body))
        with pytest.raises(error):
            it.one(repositories, LISTED)


def test_only_organisations_that_a_list_includes_are_listed() -> None:
    assert repositories.SPEC.handles(LISTED)
    assert not repositories.SPEC.handles(page("birds"))


def test_the_repositories_of_an_included_organisation_become_projects_of_its_list(tmp_path: Path) -> None:
    clock = Clock()
    wire = FakeWire(clock, {})
    wire.faults.append(listing(repository("birds/lark"), repository("birds/lark-docs"), repository("birds/wren")))
    wire.services[HOST] = lambda _: Reply(404, {}, b"{}")
    with installation(tmp_path, Population(1), clock, wire) as house:
        lists = (*house.configuration.portfolio.watchlists, Watchlist("birds", "Birds", ()))
        portfolio = replace(house.configuration.portfolio, watchlists=lists)
        expansion = Expansion("birds", "https://github.com/birds", exclude=("*-docs",), impact="high")
        wider = replace(house, configuration=replace(house.configuration, portfolio=portfolio, expansions=(expansion,)))
        found = with_organisations(wider).configuration.portfolio
        birds = next(watchlist for watchlist in found.watchlists if watchlist.key == "birds")
        assert ["birds-lark", "birds-wren"] == [entry.project for entry in birds.entries]
        assert "https://github.com/birds/lark" == found.projects["birds-lark"].targets[0].key
        assert ["birds-lark", "birds-wren"] == [
            entry.project for entry in with_organisations(wider).configuration.portfolio.watchlists[-1].entries
        ]


@pytest.mark.parametrize(("expected", "later"), [(["birds-lark", "birds-wren"], 1), (["birds-lark"], 200)])
def test_a_repository_that_is_archived_stays_on_the_list_for_some_months(expected: list[str], later: int, tmp_path: Path) -> None:
    clock = Clock()
    wire = FakeWire(clock, {HOST: lambda _: Reply(404, {}, b"{}")})
    with installation(tmp_path, Population(1), clock, wire) as house:
        portfolio = replace(house.configuration.portfolio, watchlists=(Watchlist("birds", "Birds", ()),))
        expansion = Expansion("birds", "https://github.com/birds")
        wider = replace(house, configuration=replace(house.configuration, portfolio=portfolio, expansions=(expansion,)))
        for archived in (False, True):
            wire.faults[:] = [listing(repository("birds/lark"), repository("birds/wren", archived=archived))]
            with_organisations(wider)
            clock.forward(timedelta(days=2))
        clock.forward(timedelta(days=later))
        found = expanded(wider.configuration, house.database, clock())
        assert expected == [entry.project for entry in found.portfolio.watchlists[0].entries]


def only(names: list[dict[str, Any]]) -> Callable[[Asked], Reply | None]:
    """Return a service that lists these repositories, without a validator."""
    told = Reply(200, {"content-type": "application/json"}, json.dumps(names).encode())
    return lambda asked: told if "/orgs/birds/repos" in asked.path else None


@pytest.mark.parametrize(
    ("expected", "then"),
    [
        (["birds-lark", "birds-wren"], [repository("birds/skylark", id=1), repository("birds/wren", id=2)]),
        (
            ["birds-lark", "birds-skylark", "birds-wren"],
            [repository("birds/skylark", id=1), repository("birds/wren", id=2), repository("birds/lark", id=3)],
        ),
    ],
    ids=["renamed", "renamed, and its name taken by another"],
)
def test_a_repository_with_a_new_name_is_the_project_that_it_was(
    expected: list[str], then: list[dict[str, Any]], tmp_path: Path
) -> None:
    clock = Clock()
    wire = FakeWire(clock, {HOST: lambda _: Reply(404, {}, b"{}")})
    with installation(tmp_path, Population(1), clock, wire) as house:
        portfolio = replace(house.configuration.portfolio, watchlists=(Watchlist("birds", "Birds", ()),))
        expansion = Expansion("birds", "https://github.com/birds")
        wider = replace(house, configuration=replace(house.configuration, portfolio=portfolio, expansions=(expansion,)))
        for names in ([repository("birds/lark", id=1), repository("birds/wren", id=2)], then):
            wire.faults[:] = [only(names)]
            with_organisations(wider)
            clock.forward(timedelta(days=2))
        clock.forward(timedelta(days=300))
        with_organisations(wider)
        found = expanded(wider.configuration, house.database, clock())
        assert expected == sorted(entry.project for entry in found.portfolio.watchlists[0].entries)
