"""Every collector of the registry against every answer that can go wrong, through our own client, the pipeline and the store.

Each row must end in the right typed error or in a state that claims nothing, change nothing that an earlier look had found, and
be due again when the server wished. A new collector without a target here fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from monitor.collectors import COLLECTORS
from monitor.collectors.fields import to_cursor
from monitor.model.attempt import OK, UNCHANGED, Attempt
from monitor.model.collecting import BatchCollector, Collector, GitLimits
from monitor.model.facts import Channel, Observation, ReleaseFact, Seen, StateFact
from monitor.model.options import HttpOptions
from monitor.model.target import Portfolio, Project, Target, TargetKind, Watchlist
from monitor.net.client import HttpClient
from monitor.net.library import Reply
from monitor.net.trouble import Failure
from monitor.pipeline.house import House, open_house
from monitor.pipeline.jobs import Job
from monitor.pipeline.look import look, look_at_many
from monitor.pipeline.meter import Pace
from monitor.pipeline.plan import plan_of
from monitor.settings.configuration import Configuration
from monitor.settings.platforms import group_page, organisation_page, person_page
from monitor.store.attempts import load_last_runs, save_attempts
from monitor.store.facts import load_facts
from monitor.store.hosts import StoredHosts
from tests.collectors.source_rig import package, reply
from tests.fakes.clock import Clock
from tests.fakes.wire import FakeWire, somewhere

DAY = timedelta(days=1)
REPOSITORY, GITLAB, FORGEJO = (
    Target(url, TargetKind.GIT, url, forge=forge)
    for url, forge in (
        ("https://github.com/birds/lark", "github"),
        ("https://gitlab.com/birds/lark", "gitlab"),
        ("https://codeberg.org/birds/lark", "forgejo"),
    )
)
HUB = Target("https://huggingface.co/Birds", TargetKind.HUB, "https://huggingface.co/Birds")
APACHE = Target("https://github.com/apache/lark", TargetKind.GIT, "https://github.com/apache/lark", forge="github")
FEED = Target("https://lark.example/feed", TargetKind.FEED, "https://lark.example/feed", is_own=True)
# What each collector is asked about; git speaks no HTTP of ours, and has a table of its own (test_git_network.py).
TARGETS: dict[str, Target] = {
    "python_index": package("pkg:pypi/lark"),
    "npm": package("pkg:npm/lark"),
    "osv": package("pkg:pypi/lark"),
    "deps_dev": package("pkg:cargo/lark"),
    "deps_links": package("pkg:npm/lark"),
    "ecosystems": package("pkg:cargo/lark"),
    "ecosystems_counts": package("pkg:npm/lark"),
    "cncf": REPOSITORY,
    "apache": APACHE,
    "feeds": FEED,
    "bluesky": person_page("bluesky", "ada.example.org"),
    "mastodon": person_page("mastodon", "@ada@social.example.org"),
    "x_api": person_page("x", "ada"),
    "github_accounts": person_page("github", "ada"),
    "github_members": person_page("github", "birds"),
    "github_repositories": replace(person_page("github", "birds"), is_listed=True),
    "gitlab_groups": replace(group_page("birds"), is_listed=True),
    "forgejo_organisations": replace(organisation_page("birds"), is_listed=True),
    "hub_profiles": person_page("huggingface", "ada"),
    **dict.fromkeys(("github_state", "github_counts", "github_work", "github_plain"), REPOSITORY),
    **{f"gitlab_{name}": GITLAB for name in ("state", "releases", "backlog", "tickets", "files", "members")},
    **{f"forgejo_{name}": FORGEJO for name in ("state", "releases", "backlog", "tickets", "files", "members")},
    **dict.fromkeys(("hub_models", "hub_weights", "hub_house", "hub_members"), HUB),
}
SPENT_UNTIL = 40 * 60
LISTS = ("github_members", "hub_members", "gitlab_members", "github_repositories", "gitlab_groups", "forgejo_organisations")
# What each remembers of an earlier look that found something: a list that is empty since then is doubted once.
CURSORS: dict[str, dict[str, Any]] = {
    "osv": {"listed": True},
    "gitlab_files": {"files": {"README.md": "a" * 40}},
    **{name: {"listed": 3} for name in LISTS},
}
# What the host's own word makes a state at once, and is no false change.
STATES = {("github_plain", "451"): "blocked_dmca"}


@dataclass(frozen=True, slots=True)
class Row:
    """An answer, the codes of errors that it may be, and in how many seconds the server wants to be asked again (0 = no wish)."""

    answer: Reply | Failure
    codes: frozenset[str]
    wish: int = 0


def row(answer: Reply | Failure, *codes: str, wish: int = 0) -> Row:
    return Row(answer, frozenset(codes), wish)


def rows(clock: Clock) -> dict[str, Row]:
    """Return the table; a moment at which a quota is full again is told as seconds of an epoch."""
    reset = str(int(clock.now.timestamp()) + SPENT_UNTIL)
    spent = reply(403, x_ratelimit_limit="60", x_ratelimit_remaining="0", x_ratelimit_reset=reset)
    return {
        "304 although nothing is held": row(reply(304, b""), "malformed"),
        "301 in a circle": row(reply(301, location="/again"), "unavailable", "access_denied"),
        "401": row(reply(401), "access_denied", "not_found"),
        "403": row(reply(403), "access_denied"),
        "403, the quota is spent": row(spent, "rate_limited", wish=SPENT_UNTIL),
        "403, too hasty": row(reply(403, retry_after="60"), "rate_limited", wish=60),
        "404": row(reply(404), "not_found"),
        "410": row(reply(410), "not_found"),
        "429": row(reply(429, retry_after="120"), "rate_limited", wish=120),
        "451": row(reply(451), "access_denied"),
        "500": row(reply(500), "unavailable"),
        "502": row(reply(502), "unavailable"),
        "time-out": row(Failure("host", "no whole answer before the deadline", is_passing=False), "unavailable"),
        "cut body": row(reply(200, b'{"id": 7, "na'), "malformed"),
        "HTML with 200": row(reply(200, b"<!doctype html><title>Maintenance</title>"), "malformed"),
        "an empty list with 200": row(reply(200, b"[]"), "malformed", "not_found"),
        "an empty object with 200": row(reply(200, b"{}"), "malformed", "not_found", "unavailable"),
        "null": row(reply(200, b"null"), "malformed"),
        "a text": row(reply(200, b'"lark"'), "malformed"),
        "entries of a wrong type": row(reply(200, b'[7, null, "lark"]'), "malformed"),
        "nothing at all": row(reply(200, b""), "malformed"),
    }


def collectors() -> list[Collector]:
    return [collector for collector in COLLECTORS if collector.SPEC.id != "git"]


@contextmanager
def house_for(folder: Path, clock: Clock, wire: FakeWire, collector: Collector) -> Iterator[House]:
    """Yield a house that watches the collector's target, with every token but where the collector wants none."""
    target = TARGETS[collector.SPEC.id]
    tokens = (
        {"api.github.com": "ghp_x", "api.x.com": "x-token", "gitlab.com": "glpat-x"} if collector.SPEC.token != "absent" else {}
    )
    configuration = Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/mainstay.db",
        portfolio=Portfolio({"lark": Project("lark", "Lark", (target,))}, {}, (Watchlist("all", "All", ()),)),
        http=HttpOptions(contact="ops@example.org", tokens=tokens),
        git=GitLimits(folder / "clones"),
    )
    with open_house(configuration, clock, exclusive=True) as house:
        options = house.configuration.http
        client = HttpClient(
            options, StoredHosts(house.database), clock, pause=clock.pause, spread=lambda: 0.5, lookup=somewhere, wire=wire
        )
        with client:
            yield replace(house, http=client)


def attempt_of(house: House, collector: Collector, target: Target) -> Attempt:
    """Return a look as the pipeline takes it, stored."""
    last = load_last_runs(house.database, [target.key]).get((target.key, collector.SPEC.id))
    job = Job(target, collector, last)
    if collector.SPEC.batch > 1:
        (made,) = look_at_many(house, [job], plan_of([]), Pace(collector.SPEC.batch, collector.SPEC.batch))
        assert hasattr(cast(BatchCollector, collector), "collect_many")
    else:
        made = look(house, job, plan_of([]))
    save_attempts(house.database, (made,))
    return made


def seed(house: House, collector: Collector, target: Target) -> None:
    """Store an earlier look that found something of every signal that the collector promises."""
    spec, now = collector.SPEC, house.clock()
    cursor = to_cursor(**CURSORS[spec.id]) if spec.id in CURSORS else ""
    facts: tuple[Observation, ...] = (
        StateFact("full_name", "birds/lark", target.key),
        StateFact("member", f"{spec.place}:7 ada", target.key),
        StateFact("repository", "birds/lark", target.key),
        *(
            ReleaseFact("1.0.0", channel, now - 30 * DAY, target.key)
            for channel in (Channel.TAG, Channel.PACKAGE, Channel.FORGE, Channel.MODEL)
        ),
    )
    seen = tuple(Seen(signal, None, now, is_complete=True) for signal in sorted(spec.signals))
    save_attempts(house.database, (Attempt(target, spec.id, spec.signals, now, now, OK, now, "", 0, cursor, facts, seen),))


def found(house: House, collector: Collector, target: Target) -> tuple[Any, ...]:
    """Return all that is held of the target: states that stand, releases that are not withdrawn, measures, tickets."""
    expected = [(target.key, collector.SPEC.id, signal) for signal in sorted(collector.SPEC.signals)]
    project = house.configuration.portfolio.projects["lark"]
    facts = load_facts(house.database, project, as_of=house.clock() + DAY, known_at=None, expected=expected)
    standing = sorted((s.attribute, s.value, s.subject) for s in facts.states if s.seen_until is None)
    releases = sorted((r.version, r.channel, r.is_yanked, r.yanked_seen_at is None) for r in facts.releases)
    return standing, releases, facts.measures, facts.tickets, facts.statements


def test_every_collector_but_git_has_a_target_here() -> None:
    assert {collector.SPEC.id for collector in collectors()} == set(TARGETS)
    assert all(collector.SPEC.handles(TARGETS[collector.SPEC.id]) for collector in collectors())


@pytest.mark.parametrize("collector", collectors(), ids=lambda collector: collector.SPEC.id)
def test_whatever_comes_is_the_right_error_and_changes_nothing(collector: Collector, tmp_path: Path) -> None:
    clock = Clock()
    wire = FakeWire(clock, {})
    target = TARGETS[collector.SPEC.id]
    with house_for(tmp_path, clock, wire, collector) as house:
        wrong = list[str]()
        for name in rows(clock):
            clock.forward(2 * DAY)
            seed(house, collector, target)
            before = found(house, collector, target)
            line = rows(clock)[name]
            wire.faults[:] = [lambda _, line=line: line.answer]  # type: ignore[misc]
            asked, made = clock.now, attempt_of(house, collector, target)
            if STATES.get((collector.SPEC.id, name)) in [fact.value for fact in made.facts if isinstance(fact, StateFact)]:
                continue
            wrong += [f"{name}: {what}" for what in complaints(made, line, (made.next_check_at - asked).total_seconds())]
            if before != found(house, collector, target):
                wrong.append(f"{name}: what was found before has changed")
        assert [] == wrong


def complaints(made: Attempt, line: Row, wait: float) -> Iterator[str]:
    """Yield what is wrong with an attempt: not the typed error, a claim, or not when the server wished."""
    if made.outcome in (OK, UNCHANGED):
        if line.wish:
            yield f"no refusal was heard ({made.outcome})"
        yield from (f"it claims {fact}" for fact in made.facts)
        yield from (f"{seen.signal} is called whole" for seen in made.seen if seen.is_complete)
    elif made.outcome not in line.codes:
        yield f"{made.outcome}: {made.detail}"
    elif line.wish and not line.wish <= wait <= line.wish + 2:
        yield f"due again in {wait} s, not in {line.wish}"
    elif not line.wish and wait < 60:
        yield f"due again in {wait} s, which is haste"
