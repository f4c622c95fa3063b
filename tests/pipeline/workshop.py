"""A whole house in a folder with two invented projects: judgements as a test wants them, a clock, a channel that keeps all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from monitor.delivery import CHANNELS, Channel
from monitor.delivery.erasing import without_names
from monitor.model.assessment import Assessment
from monitor.model.collecting import GitLimits
from monitor.model.errors import DeliveryError
from monitor.model.finding import Finding, Outcome
from monitor.model.letter import Address, Outgoing
from monitor.model.options import HttpOptions
from monitor.model.outbox import Edition
from monitor.model.rendered import DeliveryContext
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Entry, Impact, Portfolio, Project, Watchlist
from monitor.pipeline import cycle
from monitor.pipeline.cycle import CycleResult, run_cycle
from monitor.pipeline.house import House, open_house
from monitor.pipeline.judge import Judgement
from monitor.report import mail, render
from monitor.report.render import environment
from monitor.settings.configuration import Configuration
from tests.report.sample_findings import archived_finding, falling_finding, git, overdue_finding
from tests.report.samples import failed, sample, seen

# A Monday morning, an hour before the list's own moment.
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
READERS = ("ada@reader.example", "ben@reader.example", "cyd@reader.example")
WEEKLY = Watchlist(
    "weekly",
    "Weekly",
    (Entry("lark", Impact.HIGH), Entry("wren", Impact.HIGH)),
    schedule="0 7 * * 1",
    recipients=READERS,
    channels=("files", "post"),
)
OK, WATCH, ALERT, FACT, UNKNOWN, UNSURE = "ok", "watch", "alert", "fact", "unknown", "unsure"
FINDINGS: Mapping[str, Callable[[str], tuple[Finding, ...]]] = {
    WATCH: lambda key: (overdue_finding(key),),
    ALERT: lambda key: (overdue_finding(key), falling_finding(key)),
    FACT: lambda key: (archived_finding(key),),
    # The package's place answered and all stood well there; the repository could not be reached.
    UNSURE: lambda key: (replace(archived_finding(key), outcome=Outcome.OK, evidence=(), subject="", started_on=None),),
}


ENVIRONMENT = cache(environment)


@dataclass
class PostOffice:
    """A channel that keeps what it takes: (recipient, bytes). `faults` maps a recipient to what is raised instead."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)
    tries: list[str] = field(default_factory=list)

    def compose(self, edition: Edition, address: Address, _options: object) -> bytes:
        assert edition.letter
        head = f"{address.watchlist} {address.occasion} {address.recipient} {address.dated:%Y-%m-%dT%H:%M:%SZ}"
        return f"{head}\n{edition.letter.subject}\n{edition.letter.text}".encode()

    def send(self, message: Outgoing, _options: object, _context: DeliveryContext) -> None:
        self.tries.append(message.recipient)
        fault = self.faults.get(message.recipient)
        if fault:
            raise fault
        self.taken.append((message.recipient, message.body))

    def withhold(self, body: bytes, names: Collection[str]) -> bytes:
        return without_names(body.decode(), names).encode()

    def channel(self) -> Channel:
        return Channel(dict, lambda watchlist: watchlist.recipients, self.compose, self.send, self.withhold)

    def occasions(self, recipient: str = READERS[0]) -> list[str]:
        """Return why a recipient got a message, in order."""
        return [body.split()[1].decode() for to, body in self.taken if to == recipient]


def later(text: str = "451 try later", *, everyone: bool = False) -> DeliveryError:
    """Return a fault that passes."""
    return DeliveryError(text, permanent=False, everyone=everyone)


def refused(text: str = "550 no such user") -> DeliveryError:
    """Return a fault for good."""
    return DeliveryError(text, permanent=True)


class Workshop:
    """One installation in `folder`. `levels` is what the next judgement says of each project; `now` is what the clock shows."""

    def __init__(self, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.url = url
        self.now = START
        self.levels = {"lark": OK, "wren": OK}
        self.method = "1"
        self.post = PostOffice()
        self.lists: tuple[Watchlist, ...] = (WEEKLY,)
        self.clock: Callable[[], datetime] = lambda: self.now
        monkeypatch.setitem(CHANNELS, "post", self.post.channel())
        monkeypatch.setattr(cycle, "judge_now", self._judge)
        # Templates are read again for each report; here a test makes dozens.
        for module in (render, mail):
            monkeypatch.setattr(module, "environment", ENVIRONMENT)

    @property
    def reports(self) -> list[str]:
        """Return the names of the pages that were written."""
        return sorted(path.name for path in (self.folder / "var" / "reports").glob("*.html"))

    @contextmanager
    def house(self) -> Iterator[House]:
        """Yield the house, open as `run` and the daemon open it."""
        with open_house(self.configuration(), self.clock, exclusive=True) as house:
            yield house

    def cycle(self, *, after: timedelta = timedelta(), at_once: bool = False, **levels: str) -> CycleResult:
        """Run one cycle `after` so much time, with these levels from now on, in a house that is opened for it."""
        self.now += after
        self.levels |= levels
        with self.house() as house:
            return run_cycle(house, at_once=at_once)

    def configuration(self) -> Configuration:
        state = self.folder / "var"
        projects = {key: Project(key, key.title(), ()) for key in self.levels}
        return Configuration(
            path=self.folder,
            state_dir=state,
            database_url=self.url,
            portfolio=Portfolio(projects, {}, self.lists),
            http=HttpOptions(),
            git=GitLimits(clones_dir=state / "clones"),
        )

    def _judge(self, _house: House, as_of: datetime, *_: object) -> Judgement:
        return Judgement(as_of, {key: self._assessment(key, level, as_of) for key, level in self.levels.items()}, {})

    def _assessment(self, key: str, level: str, as_of: datetime) -> Assessment:
        find = FINDINGS.get(level)
        coverage = tuple(_line(signal, key, level, as_of) for signal in (Signal.ACTIVITY, Signal.TAGS))
        made = sample(key, key.title(), findings=find(key) if find else (), coverage=coverage).assessment
        return replace(made, as_of=as_of, method=self.method)


def _line(signal: Signal, key: str, level: str, as_of: datetime) -> Coverage:
    if level in (UNKNOWN, UNSURE):
        return failed(signal, git(key), "git", "unavailable")
    return replace(seen(signal, git(key)), seen_until=as_of, tried_at=as_of)
