"""A stage: one installation with its configuration, a wire to invented platforms, a channel that keeps what it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.delivery import CHANNELS
from monitor.model.report import ProjectLine, Report
from monitor.net.client import HttpClient
from monitor.pipeline.cycle import reports_as_of, run_cycle
from monitor.pipeline.house import House, open_house
from monitor.report.document import to_document
from monitor.report.render import render_text
from monitor.settings.load import load_configuration
from monitor.store.hosts import StoredHosts
from tests.fakes.clock import Clock
from tests.fakes.wire import FakeWire, Service, somewhere
from tests.pipeline.workshop import PostOffice

READER = "director@reader.example"


@dataclass(frozen=True, slots=True)
class Scene:
    """What readers could see at a moment: the report's lines by project, its text, and the alerts until then."""

    at: datetime
    projects: Mapping[str, ProjectLine]
    text: str
    document: Mapping[str, Any]
    alerts: tuple[tuple[datetime, str], ...]


@dataclass
class Stage:
    """`now` is the clock's; each cycle looks at what is due, judges, tells and delivers."""

    house: House
    clock: Clock
    wire: FakeWire
    post: PostOffice
    told_at: list[tuple[datetime, str]] = field(default_factory=list)

    def until(self, moment: datetime, every: timedelta = timedelta(hours=6)) -> None:
        """Let time pass until `moment`, with a cycle after each step."""
        while self.clock.now < moment:
            self.clock.now = min(self.clock.now + every, moment)
            self.cycle()

    def cycle(self) -> None:
        """Run one cycle now, and remember when a message was accepted."""
        before = len(self.post.taken)
        run_cycle(self.house, at_once=False)
        self.told_at += [(self.clock.now, body.decode()) for _, body in self.post.taken[before:]]

    @property
    def report(self) -> Report:
        """Return the report as of now."""
        return reports_as_of(self.house, None, None)[0]

    def scene(self) -> Scene:
        """Return what readers can see now; the text with its white space made even."""
        report = self.report
        return Scene(
            at=self.clock.now,
            projects={project.key: project for project in report.projects},
            text=" ".join(render_text(report).split()),
            document=to_document(report),
            alerts=tuple((at, body) for at, body in self.told_at if " alert-" in body.splitlines()[0]),
        )


@contextmanager
def staged(
    folder: Path, configuration: str, clock: Clock, services: Mapping[str, Service], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """Yield a stage on which `configuration` (YAML) watches `services` (by host). Its lists are read by one director."""
    path = folder / "mainstay.yaml"
    path.write_text(configuration, encoding="utf-8")
    loaded = load_configuration(path, {})
    post, wire = PostOffice(), FakeWire(clock, dict(services))
    monkeypatch.setitem(CHANNELS, "post", post.channel())
    lists = tuple(replace(one, channels=("post",), recipients=(READER,)) for one in loaded.portfolio.watchlists)
    loaded = replace(loaded, portfolio=replace(loaded.portfolio, watchlists=lists))
    with open_house(loaded, clock, exclusive=True) as house, _client(house, clock, wire) as client:
        yield Stage(replace(house, http=client), clock, wire, post)


def _client(house: House, clock: Clock, wire: FakeWire) -> HttpClient:
    return HttpClient(
        house.configuration.http,
        StoredHosts(house.database),
        clock,
        pause=clock.pause,
        spread=lambda: 0.5,
        lookup=somewhere,
        meter=house.meter,
        wire=wire,
    )
