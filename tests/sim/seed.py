"""Makes a warm store in a process of its own: python -m tests.sim.seed FOLDER POPULATION.

Everything was looked at before, at the moment that the plan gave it: every bookmark and validator is what the collectors would
hold, who works where is known, and each look is due when its turn comes. What only reports read (most states) is not there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from monitor.collectors.fields import to_cursor
from monitor.collectors.github import accounts, counts, members, state, work
from monitor.model.attempt import OK
from monitor.model.collecting import CollectorSpec
from monitor.pipeline.house import open_house
from monitor.pipeline.plan import Layer, Plan, plan_of, spread_of
from monitor.store.accounts import ACTIVE, OWNER
from monitor.store.bulk import insert_rows
from monitor.store.tables.facts import ACTIVITY, IDENTITY, SOURCE, STATE, TARGET, WATCHED_ACCOUNT
from monitor.store.tables.upkeep import HTTP_VALIDATOR, INSTALLATION
from tests.fakes.clock import Clock
from tests.fakes.github_objects import head_of, release_moments
from tests.fakes.github_rest import etag_of
from tests.fakes.github_routes import Routes
from tests.fakes.github_world import USER_IDS, World, iso
from tests.sim.house import configuration_for, url_of
from tests.sim.population import HOST, START, TOKEN, Population, world_of

PAGE = "https://github.com/"
Row = dict[str, Any]


@dataclass
class Store:
    """The rows of a warm store, made table by table, with ids of its own."""

    world: World
    plan: Plan
    targets: dict[str, int] = field(default_factory=dict)
    sources: list[Row] = field(default_factory=list)

    def target(self, key: str) -> int:
        """Return the id of a target."""
        return self.targets.setdefault(key, len(self.targets) + 1)

    def look(self, spec: CollectorSpec, key: str, cursor: Callable[[], str] = str) -> Row:
        """Return the source of one collector on one target, as its last look left it; the clock stands at that look."""
        interval = self.plan.intervals[spec.id]
        if spec.batch == 1:
            finished = START - interval * spread_of(key) * 0.9
            due = self.plan.next_look(spec, key, finished)
        else:
            due = self.plan.next_look(spec, key, START)
            finished = due - interval
        self.world.clock.now = finished
        row = {
            "id": len(self.sources) + 1,
            "target_id": self.target(key),
            "collector": spec.id,
            "cursor": cursor(),
            "finished_at": finished,
            "outcome": OK,
            "detail": "",
            "failures": 0,
            "next_check_at": due,
        }
        self.sources.append(row)
        return row


def signs(world: World, number: int) -> str:
    """Return the bookmark that the state of a repository leaves: by it, a later look tells whether anything happened."""
    last = iso(world.last_change(number))
    release = release_moments(world, number, 1)
    tag = f"v{release[0][0] // 10}.{release[0][0] % 10}.0" if release else ""
    return to_cursor(signs=[last, head_of(world, number), tag])


def repositories(store: Store, size: int) -> Iterator[Row]:
    """Yield the states that tell who owns each repository."""
    for number in range(size):
        key = url_of(number)
        source = store.look(state.SPEC, key, lambda number=number: signs(store.world, number))  # type: ignore[misc]
        store.look(counts.SPEC, key)
        store.look(work.SPEC, key)
        for attribute, value in (("owner", key.split("/")[3]), ("owner_type", "organisation")):
            at = source["finished_at"]
            yield {
                "source_id": source["id"],
                "subject": "",
                "attribute": attribute,
                "value": value,
                "link": key,
                "held_from": None,
                "seen_from": at,
                "seen_at": at,
            }


def people(world: World, size: int) -> list[str]:
    """Return the pages of everybody who works at one of so many repositories."""
    return [f"{PAGE}user{world.person(number, place)}" for number in range(size) for place in range(world.people_a_repository)]


def organisations(size: int) -> list[str]:
    """Return the pages of everybody who owns one of so many repositories."""
    return list(dict.fromkeys(url_of(number).rpartition("/")[0] for number in range(size)))


def plan_for_all(world: World, size: int) -> Plan:
    """Return the plan that the engine makes for all of them."""
    repos, owners = [url_of(number) for number in range(size)], organisations(size)
    layers = [Layer(module.SPEC, repos) for module in (state, counts, work)]
    return plan_of([*layers, Layer(accounts.SPEC, owners + people(world, size)), Layer(members.SPEC, owners)])


def identities(store: Store, size: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Return who works where: accounts, one day of work of each, and whose pages are watched because of it."""
    known: list[Row] = []
    worked: list[Row] = []
    watched: list[Row] = []
    for number in range(size):
        target = store.target(url_of(number))
        watched.append({"target_id": target, "account": url_of(number).rpartition("/")[0], "why": OWNER})
        for place in range(store.world.people_a_repository):
            person, which = store.world.person(number, place), len(known) + 1
            login = f"user{person}"
            account = {"id": which, "target_id": target, "source": "github", "stable_id": str(USER_IDS + person), "name": login}
            known.append({**account, "domain": "", "is_bot": False, "seen_at": START})
            day = {"identity_id": which, "day": START.toordinal() - 10, "kind": "review", "delta": 1, "seen_at": START}
            worked.append({"source_id": number * 3 + 3, **day})
            watched.append({"target_id": target, "account": f"{PAGE}{login}", "why": ACTIVE})
    return known, worked, watched


def pages(store: Store, size: int) -> Iterator[Row]:
    """Look at everybody's pages; yield the validators that organisations' members were given."""
    routes = Routes(store.world)
    for key in people(store.world, size):
        store.look(accounts.SPEC, key)
    for key in organisations(size):
        store.look(accounts.SPEC, key)
        looked = store.look(members.SPEC, key)
        path = f"/orgs/{key.rpartition('/')[2]}/public_members?per_page=100"
        etag = etag_of(f"Bearer {TOKEN}", path, routes.answer(path).body)
        held = {"credential": HOST, "url": f"https://{HOST}{path}", "etag": etag, "last_modified": ""}
        yield {"source_id": looked["id"], **held, "seen_at": looked["finished_at"]}


def write(folder: Path, population: Population) -> None:
    """Write the store."""
    size, clock = population.size, Clock(START)
    world = world_of(population, clock)
    store = Store(world, plan_for_all(world, size))
    states = list(repositories(store, size))
    known, worked, watched = identities(store, size)
    validators = list(pages(store, size))
    rows: Sequence[tuple[Any, list[Row]]] = (
        (TARGET, [{"id": n, "key": key, "kind": _kind(key)} for key, n in store.targets.items()]),
        (SOURCE, store.sources),
        (STATE, states),
        (IDENTITY, known),
        (ACTIVITY, worked),
        (WATCHED_ACCOUNT, watched),
        (HTTP_VALIDATOR, validators),
    )
    with open_house(configuration_for(folder, Population(0)), Clock(START), exclusive=True) as house:
        for table, entries in rows:
            with house.database.write() as connection:
                insert_rows(connection, table, entries)
        told(house.database, START)


def _kind(key: str) -> str:
    return "git" if key.removeprefix(PAGE).count("/") else "account"


def told(database: Any, at: datetime) -> None:
    """Remember when it was last told whose pages are watched."""
    with database.write() as connection:
        connection.execute(insert(INSTALLATION).values(name="accounts_told", value=at.isoformat()))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Population(**json.loads(sys.argv[2])))
