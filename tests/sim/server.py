"""The process of the invented GitHub: python -m tests.sim.server DESCRIPTOR POPULATION. What it weighs is not counted as ours."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from monitor.net.library import Reply
from monitor.net.trouble import Failure
from tests.fakes.clock import Clock
from tests.fakes.github_graphql import GraphQL
from tests.fakes.github_rest import Rest, github
from tests.fakes.ledger import Ledger
from tests.fakes.wire import Asked, Service
from tests.sim.population import HOST, START, TOKEN, Population, world_of


def service_of(population: Population, clock: Clock) -> Service:
    """Return the service of api.github.com for a population, in which every request takes its time."""
    world = world_of(population, clock)
    service: Service = github(GraphQL(world, TOKEN, takes_time=True), Rest(world, TOKEN, takes_time=True))
    return service


def serve(connection: Connection, population: Population) -> None:
    """Answer until the other side hangs up: (moment, method, path, headers, body), or an empty tuple for the log."""
    clock, ledger = Clock(START), Ledger()
    service = service_of(population, clock)
    while True:
        try:
            message: Any = connection.recv()
        except EOFError:
            return
        if not message:
            connection.send(ledger)
            continue
        at, method, path, headers, body = message
        connection.send(answered(service, clock, ledger, Asked(at, method, HOST, path, headers, body)))


def answered(
    service: Service, clock: Clock, ledger: Ledger, asked: Asked
) -> tuple[datetime, int, dict[str, str], bytes] | tuple[datetime, str]:
    """Return when it was answered and what, noted in the log."""
    # Whoever asks tells the time; two who ask at once are answered one after the other.
    clock.now = max(clock.now, asked.at)
    found: Reply | Failure = service(asked)
    ledger.note(asked.at, HOST, asked.path, asked.headers, found)
    if isinstance(found, Failure):
        return clock.now, found.reason
    return clock.now, found.status, dict(found.headers), found.body


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])), Population(**json.loads(sys.argv[2])))
