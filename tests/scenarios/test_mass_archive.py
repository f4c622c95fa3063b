"""An organisation archives all that it has at once: told as it is, in one message, and taken for no trouble of our own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.delivery import CHANNELS
from monitor.model.collecting import CollectorSpec, GitLimits
from monitor.model.finding import Level
from monitor.model.options import HttpOptions
from monitor.model.signals import Signal
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline import jobs
from monitor.pipeline.cycle import reports_as_of, run_cycle
from monitor.pipeline.house import open_house
from monitor.settings.configuration import Configuration
from tests.fakes.clock import Clock
from tests.pipeline.workshop import PostOffice
from tests.scenarios.cases import on, steady
from tests.scenarios.tale import DAY, TODAY, Tale, Told

HOME = "https://git.example/larks/"
NAMES = tuple(f"lark-{number:02}" for number in range(12))


def everywhere(teller: Told, *signals: Signal) -> Told:
    """Return a source that tells the same of each repository of the organisation."""
    spec = CollectorSpec(teller.SPEC.id, frozenset(signals), timedelta(hours=20), lambda target: target.key.startswith(HOME))
    return Told(spec, teller.happened, teller.standing)


def projects() -> dict[str, Project]:
    targets = {name: Target(f"{HOME}{name}.git", TargetKind.GIT, f"{HOME}{name}.git", forge="github") for name in NAMES}
    return {name: Project(name, name.capitalize(), (target,)) for name, target in targets.items()}


def test_every_project_is_told_of_in_one_message_and_none_is_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tale, clock, post = Tale(Clock(TODAY)), Clock(TODAY), PostOffice()
    steady(tale)
    tale.holds("forge", "archived", "no", on(-1), on(1.5))
    tale.holds("forge", "archived", "yes", on(1.5))
    tale.forge.standing = lambda now: tale.stand("forge", now)
    git = everywhere(tale.git, Signal.ACTIVITY, Signal.TAGS, Signal.HISTORY_INTEGRITY)
    monkeypatch.setattr(jobs, "COLLECTORS", (git, everywhere(tale.forge, Signal.REPOSITORY_STATE)))
    monkeypatch.setitem(CHANNELS, "post", post.channel())
    entries = tuple(Entry(name, Impact.HIGH) for name in NAMES)
    watchlist = Watchlist("all", "All", entries, recipients=("reader@reader.example",), channels=("post",))
    configuration = Configuration(
        path=tmp_path,
        state_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/larks.db",
        portfolio=Portfolio(projects(), {}, (watchlist,)),
        http=HttpOptions(),
        git=GitLimits(tmp_path / "clones"),
    )
    with open_house(configuration, clock, exclusive=True) as house:
        for _ in range(5):
            run_cycle(house)
            clock.now += DAY
        alerts = [body.decode() for _, body in post.taken if b" alert-" in body.splitlines()[0]]
        (report,) = reports_as_of(house, None, None)
    assert 1 == len(alerts)
    assert [] == [name for name in NAMES if name.capitalize() not in alerts[0]]
    assert {Level.ALERT} == {project.level for project in report.projects}
    assert all("is archived, since" in " ".join(finding.text for finding in project.findings) for project in report.projects)
