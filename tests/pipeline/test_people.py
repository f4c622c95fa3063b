"""One person over git, a forge and a model hub, from stored looks to a history: joined by proof, dated by what was seen when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.attempt import OK, Attempt
from monitor.model.collecting import GitLimits
from monitor.model.facts import ActivityFact, ActivityKind, LinkFact, Observation, RawIdentity, Seen, StateFact
from monitor.model.history import History
from monitor.model.joins import OWN_PAGE
from monitor.model.options import HttpOptions
from monitor.model.signals import Signal
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline.house import House, open_house
from monitor.pipeline.judge import load_history
from monitor.pipeline.people import join, look_at_people, split
from monitor.settings.configuration import Configuration
from monitor.store.attempts import save_attempt
from tests.databases import Databases

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REPOSITORY, ON_HUB = "https://github.com/larkorg/lark", "https://huggingface.co/adaq"
GIT, FORGE = RawIdentity("git", "a" * 32, "Ada Quill"), RawIdentity("github", "5", "adaquill")
TARGETS = (Target(REPOSITORY, TargetKind.GIT, REPOSITORY, forge="github"), Target(ON_HUB, TargetKind.ACCOUNT, ON_HUB))
LARK = Project("lark", "Lark", TARGETS)


@pytest.fixture
def house(tmp_path: Path, databases: Databases) -> Iterator[House]:
    """An installation that watches one project, with nothing seen yet."""
    configuration = Configuration(
        path=tmp_path,
        state_dir=tmp_path / "var",
        database_url=databases.fresh(),
        portfolio=Portfolio({"lark": LARK}, {}, (Watchlist("all", "All", (Entry("lark", Impact.HIGH),)),)),
        http=HttpOptions(),
        git=GitLimits(tmp_path / "clones"),
    )
    with open_house(configuration, lambda: NOW, exclusive=False) as opened:
        yield opened


def look(house: House, place: int, signal: Signal, at: datetime, *facts: Observation) -> None:
    """Store a whole look at one of the targets."""
    seen = (Seen(signal, None, at, is_complete=True),)
    promises = frozenset({signal})
    collector = "git" if signal is Signal.ACTIVITY else "hub_profiles"
    attempt = Attempt(TARGETS[place], collector, promises, at, at, OK, at + DAY, facts=facts, seen=seen)
    save_attempt(house.database, attempt)


def work(house: House) -> None:
    """Ada committed from an address that the forge says is hers."""
    done = ActivityFact(GIT, date(2026, 5, 1), ActivityKind.COMMIT, 3)
    look(house, 0, Signal.ACTIVITY, NOW - 9 * DAY, done, LinkFact(GIT, FORGE, "account of the commit"))


def on_hub(house: House, at: datetime, bio: str, *links: str) -> None:
    """What Ada's page on the hub says on a day."""
    said = [("login", "adaq"), ("bio", bio), *(("link", link) for link in links)]
    look(house, 1, Signal.PROFILES, at, *(StateFact(name, value, ON_HUB, subject="huggingface:7f") for name, value in said))


def history(house: House) -> History:
    return load_history(house, LARK, NOW)


def test_a_person_is_one_over_git_forge_and_hub_and_their_bio_is_dated_as_an_interval(house: House) -> None:
    work(house)
    on_hub(house, NOW - 8 * DAY, "Researcher at Acme", "https://github.com/AdaQuill")
    on_hub(house, NOW - 5 * DAY, "Researcher at Acme", "https://github.com/AdaQuill")
    on_hub(house, NOW - 3 * DAY, "Formerly at Acme", "https://github.com/AdaQuill")
    found = history(house)
    (person,) = found.persons.values()
    assert {"git:" + "a" * 32, "github:5", "huggingface:7f"} == {account.key for account in person.accounts}
    assert OWN_PAGE in person.proofs
    assert [
        ("company", None, NOW - 8 * DAY, NOW - 5 * DAY),
        ("former", NOW - 5 * DAY, NOW - 3 * DAY, None),
    ] == [(one.kind, one.not_before, one.seen_from, one.seen_until) for one in found.affiliations]
    assert {person.key} == {one.person for one in found.affiliations}


def test_before_the_new_text_was_seen_the_old_one_stands(house: House) -> None:
    work(house)
    on_hub(house, NOW - 8 * DAY, "Researcher at Acme")
    on_hub(house, NOW - 3 * DAY, "Formerly at Acme")
    then = load_history(house, LARK, NOW - 4 * DAY)
    assert [("company", None)] == [(one.kind, one.seen_until) for one in then.affiliations]


def test_without_a_link_the_accounts_are_two_people(house: House) -> None:
    work(house)
    on_hub(house, NOW - 8 * DAY, "Researcher at Acme")
    assert 2 == len(history(house).persons)


def test_what_the_operator_corrects_holds_in_every_history(house: House) -> None:
    work(house)
    on_hub(house, NOW - 8 * DAY, "Researcher at Acme")
    join(house, "lark", "github:adaquill", "huggingface:7f", "told us")
    assert 1 == len(history(house).persons)
    split(house, "lark", "huggingface:7f", "was wrong")
    assert 2 == len(history(house).persons)
    assert ["split"] == [said.kind.value for said in look_at_people(house, "lark").corrections]
