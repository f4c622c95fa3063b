"""One installation that watches invented repositories, on a clock and a wire of the simulation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from monitor.collectors import COLLECTORS
from monitor.collectors.github.places import SOURCE
from monitor.model.collecting import GitLimits
from monitor.model.options import HttpOptions
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.net.client import HttpClient
from monitor.net.library import Exchanges
from monitor.pipeline.house import House, open_house
from monitor.settings.configuration import Configuration
from monitor.store.hosts import StoredHosts
from tests.fakes.clock import Clock
from tests.sim.population import HOST, TOKEN, Population
from tests.sim.remote import somewhere

REPOSITORIES_AN_OWNER = 10
# What is simulated is what GitHub's interfaces are asked.
SWITCHED_OFF = frozenset(collector.SPEC.id for collector in COLLECTORS if collector.SPEC.place != SOURCE)
IMPACTS = (Impact.LOW, Impact.MEDIUM, Impact.MEDIUM, Impact.HIGH, Impact.CRITICAL)


def url_of(number: int) -> str:
    """Return the page of an invented repository."""
    return f"https://github.com/org{number // REPOSITORIES_AN_OWNER}/r{number:05}"


def portfolio_of(size: int) -> Portfolio:
    """Return a portfolio of so many projects, one repository each, on one list."""
    projects = {}
    for number in range(size):
        url = url_of(number)
        target = Target(url, TargetKind.GIT, url, forge="github")
        projects[f"r{number}"] = Project(f"r{number}", f"R{number}", (target,))
    entries = tuple(Entry(key, IMPACTS[number % len(IMPACTS)]) for number, key in enumerate(projects))
    return Portfolio(projects, {}, (Watchlist("all", "All", entries),))


def configuration_for(folder: Path, population: Population) -> Configuration:
    """Return the configuration of an installation in a folder."""
    return Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/mainstay.db",
        portfolio=portfolio_of(population.size),
        http=HttpOptions(contact="https://example.org/mainstay", tokens={HOST: TOKEN}),
        git=GitLimits(folder / "clones"),
        disabled=SWITCHED_OFF,
    )


@contextmanager
def installation(folder: Path, population: Population, clock: Clock, wire: Exchanges) -> Iterator[House]:
    """Yield the house, open, its client on the wire."""
    with open_house(configuration_for(folder, population), clock, exclusive=True) as house:
        client = HttpClient(
            house.configuration.http,
            StoredHosts(house.database),
            clock,
            pause=clock.pause,
            spread=lambda: 0.5,
            lookup=somewhere,
            meter=house.meter,
            wire=wire,
        )
        with client:
            yield replace(house, http=client)
