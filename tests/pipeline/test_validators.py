"""Two collectors that ask a server for one address: what one was told is never taken for what the other knows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from monitor.collectors import COLLECTORS
from monitor.model.attempt import UNCHANGED, Attempt
from monitor.model.facts import StateFact
from monitor.model.target import Entry, Impact, Portfolio, Project, Watchlist
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.pipeline.house import House, open_house
from monitor.pipeline.jobs import load_jobs, plan_for
from monitor.pipeline.look import look
from monitor.store.attempts import save_attempts
from monitor.store.hosts import StoredHosts
from tests.collectors.test_forgejo import FORGEJO, GRAIL, HOST, REPOSITORY, ROOT, VERSION
from tests.fakes.clock import Clock
from tests.fakes.wire import Asked, FakeWire, somewhere
from tests.sim.house import configuration_for
from tests.sim.population import Population


@dataclass
class Forge:
    """A host with one repository, which is told with a validator of its content."""

    shown: dict[str, Any] = field(default_factory=lambda: dict(REPOSITORY))

    def __call__(self, asked: Asked) -> Reply:
        path = asked.path.partition("?")[0]
        if path == VERSION:
            return FORGEJO
        body = json.dumps(self.shown if path == ROOT else []).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        headers = {"content-type": "application/json", "x-total-count": "0", "etag": etag}
        return Reply(304, headers, b"") if asked.headers.get("if-none-match") == etag else Reply(200, headers, body)


@contextmanager
def forge_house(folder: Path, forge: Forge) -> Iterator[House]:
    clock = Clock()
    project = Project("grail", "Grail", (GRAIL,))
    portfolio = Portfolio({"grail": project}, {}, (Watchlist("all", "All", (Entry("grail", Impact.HIGH),)),))
    names = {collector.SPEC.id for collector in COLLECTORS} - {"forgejo_state", "forgejo_backlog"}
    configuration = replace(configuration_for(folder, Population(0)), portfolio=portfolio, disabled=frozenset(names))
    with open_house(configuration, clock, exclusive=True) as house:
        options, hosts, wire = house.configuration.http, StoredHosts(house.database), FakeWire(clock, {HOST: forge})
        with HttpClient(options, hosts, clock, pause=clock.pause, lookup=somewhere, wire=wire) as client:
            yield replace(house, http=client)


def looked(house: House, collector: str) -> Attempt:
    jobs = load_jobs(house)
    (job,) = (job for job in jobs if job.collector.SPEC.id == collector)
    attempt = look(house, job, plan_for(jobs))
    save_attempts(house.database, (attempt,))
    return attempt


def archived(attempt: Attempt) -> list[str]:
    return [fact.value for fact in attempt.facts if isinstance(fact, StateFact) and fact.attribute == "archived"]


def test_what_another_collector_was_told_hides_no_change(tmp_path: Path) -> None:
    forge = Forge()
    with forge_house(tmp_path, forge) as house:
        assert ["no"] == archived(looked(house, "forgejo_state"))
        forge.shown["archived"] = True
        looked(house, "forgejo_backlog")
        assert ["yes"] == archived(looked(house, "forgejo_state"))


def test_a_source_that_never_saw_an_answer_is_not_told_that_it_stands(tmp_path: Path) -> None:
    with forge_house(tmp_path, Forge()) as house:
        looked(house, "forgejo_backlog")
        assert ["no"] == archived(looked(house, "forgejo_state"))


def test_what_did_not_change_is_unchanged_for_the_source_that_saw_it(tmp_path: Path) -> None:
    with forge_house(tmp_path, Forge()) as house:
        looked(house, "forgejo_state")
        looked(house, "forgejo_backlog")
        assert [UNCHANGED, UNCHANGED] == [looked(house, "forgejo_state").outcome for _ in range(2)]
