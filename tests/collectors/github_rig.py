"""What the tests of GitHub's collectors share: the invented GitHub behind the product's own HTTP client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.collectors.github import state
from monitor.model.collecting import BatchCollector, Context, GitLimits, Result
from monitor.model.facts import Cursor, Seen, StateFact, Yield
from monitor.model.target import Target, TargetKind
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.memory import MemoryValidators
from monitor.pipeline.meter import Meter, Pace
from tests.fakes.clock import Clock
from tests.fakes.contract import law
from tests.fakes.github_graphql import GraphQL
from tests.fakes.github_rest import Rest, github
from tests.fakes.github_world import World
from tests.fakes.wire import Asked, FakeWire, client_on

HOST = "api.github.com"
TOKEN = "ghp_invented"


def repository(url: str) -> Target:
    return Target(url, TargetKind.GIT, url, forge="github")


def page(login: str) -> Target:
    url = f"https://github.com/{login}"
    return Target(url, TargetKind.ACCOUNT, url, forge="github")


@dataclass
class Rig:
    """An invented GitHub and a client that speaks to it; cursors are kept between looks, as the store does.

    Every request is held against the official descriptions, and none may come before it is allowed.
    """

    clock: Clock
    world: World
    graphql: GraphQL
    rest: Rest
    wire: FakeWire
    client: HttpClient
    meter: Meter
    validators: MemoryValidators = field(default_factory=MemoryValidators)
    cursors: dict[tuple[str, str], str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()
    bases: dict[str, str] = field(default_factory=dict)

    def targets(self, count: int) -> list[Target]:
        return [repository(self.world.url(number)) for number in range(count)]

    def context(self, http: Any, cursor: str = "") -> Context:
        return Context(
            http=http,
            git=GitLimits(Path("unused")),
            now=self.clock.now,
            cursor=cursor,
            pseudonym=lambda address: f"id-{address.replace('@', '-at-')}",
            is_forgotten=self.forgotten.__contains__,
            bases=self.bases,
        )

    def many(self, collector: BatchCollector, targets: Sequence[Target], size: int = 0) -> dict[str, Result]:
        """Return what a batch brings, by target key."""
        session = self.client.session(self.validators)
        name = collector.SPEC.id
        contexts = {t.key: self.context(session, self.cursors.get((name, t.key), "")) for t in targets}
        pace = Pace(collector.SPEC.batch, size or collector.SPEC.batch)
        found = {target.key: result for target, result in collector.collect_many(targets, contexts, pace)}
        self.validators.remember(session.staged)
        for key, result in found.items():
            for item in result if isinstance(result, tuple) else ():
                if isinstance(item, Cursor):
                    self.cursors[name, key] = item.value
        return found

    def one(self, collector: Any, target: Target) -> list[Yield]:
        """Return what one look brings. Raises SourceError."""
        session = self.client.session(self.validators)
        found = list(collector.collect(target, self.context(session, self.cursors.get((collector.SPEC.id, target.key), ""))))
        self.validators.remember(session.staged)
        for item in found:
            if isinstance(item, Cursor):
                self.cursors[collector.SPEC.id, target.key] = item.value
        return found


@contextmanager
def rig(size: int = 0, *, token: str = TOKEN, **world: Any) -> Iterator[Rig]:
    clock = Clock()
    invented = World(clock, size, **world)
    graphql, rest = GraphQL(invented), Rest(invented)
    wire = FakeWire(clock, {HOST: github(graphql, rest)}, law=law())
    meter = Meter(clock)
    with client_on(wire, meter, tokens={HOST: token} if token else {}) as client:
        yield Rig(clock, invented, graphql, rest, wire, client, meter)
    assert [] == wire.unlawful + wire.ledger.hasty


def answering(it: Rig, change: Callable[[dict[str, Any]], object]) -> None:
    """Let the host change each of its answers before it is sent."""
    honest = it.wire.services[HOST]

    def twisted(asked: Asked) -> Reply:
        found = honest(asked)
        assert isinstance(found, Reply)
        body = json.loads(found.body)
        change(body)
        return Reply(found.status, found.headers, json.dumps(body).encode())

    it.wire.services[HOST] = twisted


def states(found: object) -> dict[str, str]:
    """Return the states of the target itself by attribute."""
    assert isinstance(found, list | tuple), found
    return {item.attribute: item.value for item in found if isinstance(item, StateFact) and not item.subject}


def is_whole(found: object) -> bool:
    assert isinstance(found, list | tuple), found
    return all(item.is_complete for item in found if isinstance(item, Seen))


def look(rigged: Rig, target: Target) -> Result:
    """Return what the state of one repository is."""
    return rigged.many(state, [target])[target.key]
