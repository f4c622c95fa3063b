"""A tale: one invented project through the whole street, told by sources that show what a test scripts, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.delivery import CHANNELS
from monitor.model.assessment import Assessment
from monitor.model.collecting import CollectorSpec, Context, GitLimits
from monitor.model.errors import Unavailable
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import (
    ActivityFact,
    ActivityKind,
    Channel,
    Observation,
    RawIdentity,
    ReleaseFact,
    Seen,
    StateFact,
    StatementFact,
    Yield,
)
from monitor.model.options import HttpOptions
from monitor.model.report import Report
from monitor.model.signals import Signal
from monitor.model.target import Entry, Impact, NamedPerson, Portfolio, Project, Steward, Target, TargetKind, Watchlist
from monitor.pipeline import jobs
from monitor.pipeline.cycle import reports_as_of, run_cycle
from monitor.pipeline.house import House, open_house
from monitor.pipeline.judge import judge_all
from monitor.settings.configuration import Configuration
from tests.fakes.clock import Clock
from tests.pipeline.workshop import PostOffice

TODAY = datetime(2026, 6, 1, 6, tzinfo=UTC)
DAY = timedelta(days=1)
ADA, BEN, CYD = "Ada Quill", "Ben Marlow", "Cyd Thorne"
GIT, PACKAGE = "https://git.example/lark.git", "pkg:pypi/lark"
ORGANISATION, BLOG, NEWS, HUB = "https://github.com/larks", "https://lark.example/feed", "https://news.example/feed", ""
MAINTAINERS = "MAINTAINERS.md"
KINDS: dict[str, tuple[TargetKind, str]] = {
    GIT: (TargetKind.GIT, "github"),
    PACKAGE: (TargetKind.PACKAGE, ""),
    ORGANISATION: (TargetKind.ACCOUNT, "github"),
    BLOG: (TargetKind.FEED, ""),
    NEWS: (TargetKind.FEED, ""),
}


def account(name: str, source: str = "git") -> RawIdentity:
    """Return the account of a person on a source."""
    return RawIdentity(source, f"id-{name.replace(' ', '-').casefold()}", name)


def page_of(person: str) -> str:
    """Return the page of a person's account."""
    return f"https://bsky.app/profile/{person.split(maxsplit=1)[0].casefold()}.example"


@dataclass
class Told:
    """A collector of the tale: it shows every fact whose day has come. From `is_out_from` on it does not answer."""

    SPEC: CollectorSpec
    happened: list[tuple[datetime, Observation]] = field(default_factory=list)
    standing: Callable[[datetime], Iterable[Observation]] = lambda _: ()
    is_out_from: datetime | None = None

    def collect(self, _target: Target, context: Context) -> Iterator[Yield]:
        """Yield what happened until now and what stands now."""
        if self.is_out_from and context.now >= self.is_out_from:
            raise Unavailable("the source does not answer")
        yield from (fact for at, fact in self.happened if at <= context.now)
        yield from self.standing(context.now)
        yield from (Seen(signal, None, context.now, is_complete=True) for signal in sorted(self.SPEC.signals))


def source(name: str, key: str, *signals: Signal) -> Told:
    """Return a source that tells these signals of one target, every day."""
    return Told(CollectorSpec(name, frozenset(signals), timedelta(hours=20), lambda target: target.key == key))


@dataclass
class Tale:
    """One project, `lark`, whose sources are scripted before it is played."""

    clock: Clock
    house: House | None = None
    post: PostOffice = field(default_factory=PostOffice)
    people: tuple[NamedPerson, ...] = (NamedPerson(ADA, ("lead",), (ADA,)), NamedPerson(BEN, ("maintainer",), (BEN,)))
    steward: Steward = field(default_factory=lambda: Steward("Larks"))
    impact: Impact = Impact.HIGH
    names: str = "configured"
    states: list[tuple[str, StateFact, datetime, datetime | None]] = field(default_factory=list)
    git: Told = field(default_factory=lambda: source("git", GIT, Signal.ACTIVITY, Signal.TAGS, Signal.HISTORY_INTEGRITY))
    forge: Told = field(default_factory=lambda: source("github_state", GIT, Signal.REPOSITORY_STATE))
    files: Told = field(default_factory=lambda: source("github_work", GIT, Signal.GOVERNANCE, Signal.RESPONSIVENESS))
    package: Told = field(
        default_factory=lambda: source("python_index", PACKAGE, Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS, Signal.PUBLISHERS)
    )
    members: Told = field(default_factory=lambda: source("github_members", ORGANISATION, Signal.MEMBERS))
    blog: Told = field(default_factory=lambda: source("feeds", BLOG, Signal.STATEMENTS))
    news: Told = field(default_factory=lambda: source("news", NEWS, Signal.STATEMENTS))
    pages: dict[str, Told] = field(default_factory=dict)

    def works(self, person: str, first: date, last: date, every: int = 3, kind: ActivityKind = ActivityKind.COMMIT) -> None:
        """Let a person do something every so many days from `first` to `last`."""
        for offset in range(0, (last - first).days + 1, every):
            on = first + timedelta(days=offset)
            at = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=12)
            is_bot = person.endswith("[bot]")
            who = replace(account(person), is_bot=is_bot)
            self.git.happened.append((at, ActivityFact(who, on, kind, 2)))

    def releases(self, version: str, at: datetime, *, by: str = "", channel: Channel = Channel.TAG) -> None:
        """Let a version appear."""
        where = self.git if channel is Channel.TAG else self.package
        fact = ReleaseFact(version, channel, at, f"{GIT}#{version}", by=account(by) if by else None)
        where.happened.append((at, fact))

    def holds(
        self, where: str, attribute: str, value: str, since: datetime, until: datetime | None = None, subject: str = ""
    ) -> None:
        """Let a source ("forge", "files", "package", "members", "page of NAME") show a state from one moment to another."""
        login = value.partition(" ")[2]
        link = f"https://github.com/{login}" if attribute == "member" else f"https://{where.replace(' ', '-')}.example"
        self.states.append((where, StateFact(attribute, value, link, subject=subject), since, until))

    def says(self, at: datetime, title: str, words: str, *, on: str = "blog", by: str = "", cites: tuple[str, ...] = ()) -> str:
        """Let something be said on the blog, in the news, or by a person on their own page; return its link."""
        link = f"https://{on}.example/{at:%Y%m%d%H}" if not by else f"{page_of(by)}/post/{at:%Y%m%d%H}"
        level = EvidenceLevel.REPORTED if on == "news" else EvidenceLevel.ANNOUNCED
        author = account(by, "bluesky") if by else None
        fact = StatementFact("post" if by else "entry", at, title, words, link, level, author, by, cites)
        teller = self.page(by) if by else self.news if on == "news" else self.blog
        teller.happened.append((at, fact))
        return link

    def page(self, person: str) -> Told:
        """Return the source that is a person's own page, watched from now on."""
        if person not in self.pages:
            who = account(person, "bluesky")
            login = StateFact("login", page_of(person).rpartition("/")[2], page_of(person), subject=f"bluesky:{who.stable_id}")
            self.states.append((f"page of {person}", login, datetime.min.replace(tzinfo=UTC), None))
            self.pages[person] = source(f"bluesky_{len(self.pages)}", page_of(person), Signal.PROFILES, Signal.STATEMENTS)
        return self.pages[person]

    @property
    def sources(self) -> list[Told]:
        """Return every source of the tale."""
        return [self.git, self.forge, self.files, self.package, self.members, self.blog, self.news, *self.pages.values()]

    def stand(self, where: str, now: datetime) -> Iterator[StateFact]:
        """Yield the states that a source shows at `now`."""
        for place, fact, since, until in self.states:
            if place == where and since <= now and (until is None or now < until):
                yield fact

    def project(self) -> Project:
        """Return the project with an address for each source."""
        pages = tuple(
            Target(page_of(name), TargetKind.ACCOUNT, page_of(name), is_own=True, person=name, is_person=True)
            for name in self.pages
        )
        accounts = tuple(
            Target(text, TargetKind.ACCOUNT, text, is_own=True, person=person.name, is_person=True)
            for person in self.people
            for text in person.accounts
            if "://" in text
        )
        targets = tuple(Target(key, kind, key, forge=forge, is_own=key == BLOG) for key, (kind, forge) in KINDS.items())
        return Project("lark", "Lark", targets + pages + accounts, self.steward, self.people)

    def play(self, until: datetime, every: timedelta = DAY) -> None:
        """Let time pass, with a whole cycle after each step."""
        assert self.house
        while self.clock.now < until:
            self.clock.now = min(self.clock.now + every, until)
            run_cycle(self.house, at_once=False)

    def report(self) -> Report:
        """Return the report now."""
        assert self.house
        return reports_as_of(self.house, None, None)[0]

    def assessment(self) -> Assessment:
        """Return the judgement now, made anew from what is stored."""
        assert self.house
        return judge_all(self.house, self.clock.now).assessments["lark"]

    def alerts(self) -> int:
        """Return how often readers were told between reports."""
        return sum(" alert-" in body.decode().splitlines()[0] for _, body in self.post.taken)


@contextmanager
def told(folder: Path, tale: Tale, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tale]:
    """Yield the tale in an open house, its first look made."""
    for where, teller in (("forge", tale.forge), ("files", tale.files), ("package", tale.package), ("members", tale.members)):
        teller.standing = lambda now, where=where: tale.stand(where, now)  # type: ignore[misc]
    for name, teller in tale.pages.items():
        teller.standing = lambda now, where=f"page of {name}": tale.stand(where, now)  # type: ignore[misc]
    monkeypatch.setattr(jobs, "COLLECTORS", tuple(tale.sources))
    monkeypatch.setitem(CHANNELS, "post", tale.post.channel())
    with open_house(_configuration(folder, tale), tale.clock, exclusive=True) as house:
        tale.house = house
        run_cycle(house, at_once=False)
        yield tale


@contextmanager
def told_again(folder: Path, tale: Tale) -> Iterator[Tale]:
    """Yield the tale in a house opened anew on what is stored; whoever looks at a source there is refused."""
    for teller in tale.sources:
        teller.is_out_from = datetime.min.replace(tzinfo=UTC)
    with open_house(_configuration(folder, tale), tale.clock, exclusive=True) as house:
        yield replace(tale, house=house)


def _configuration(folder: Path, tale: Tale) -> Configuration:
    entries = (Entry("lark", tale.impact),)
    watchlist = Watchlist("all", "All", entries, recipients=("reader@reader.example",), channels=("post",), names=tale.names)
    return Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/tale.db",
        portfolio=Portfolio({"lark": tale.project()}, {}, (watchlist,)),
        http=HttpOptions(),
        git=GitLimits(folder / "clones"),
    )
