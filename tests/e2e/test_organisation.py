"""Projects that an organisation publishes are named on the command line as declared ones are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.clock import utc_now
from monitor.model.attempt import OK, Attempt
from monitor.model.facts import StateFact
from monitor.model.target import Target, TargetKind
from monitor.store.attempts import save_attempt
from monitor.store.engine import open_database
from tests.e2e.command import CommandLine

PAGE = "https://github.com/birds"
WATCH = """contact: ops@example.org
watchlists:
  weekly:
    include: [{github: birds}]
"""


@pytest.fixture
def config(mainstay: CommandLine, tmp_path: Path) -> str:
    """Return a configuration whose organisation was asked once and publishes one repository."""
    path = mainstay.configure(WATCH)
    assert 2 == mainstay("--config", path, "explain", "nobody").code
    now = utc_now()
    page = Target(PAGE, TargetKind.ACCOUNT, PAGE, forge="github", is_listed=True)
    with open_database(mainstay.database_url) as database:
        facts = (StateFact("repository", "birds/lark", PAGE),)
        save_attempt(database, Attempt(page, "github_repositories", frozenset(), now, now, OK, now, facts=facts))
    return path


@pytest.mark.parametrize("name", ["birds/lark", "birds-lark", "Birds/Lark"])
def test_a_project_of_an_organisation_is_explained_by_key_and_name(mainstay: CommandLine, config: str, name: str) -> None:
    ran = mainstay("--config", config, "explain", name)
    assert (0, True) == (ran.code, "birds/lark" in ran.out), ran.err


def test_it_is_known_to_the_other_commands_that_take_a_project(mainstay: CommandLine, config: str) -> None:
    said = ("--url", "https://example.org/news", "--quote", "We go on", "--author", "Ada", "--said-on", "2026-01-01")
    noted = mainstay("--config", config, "--json", "note", "birds/lark", *said, "--level", "E1")
    assert "birds-lark" == json.loads(noted.out)["project"], noted.err
    assert 0 == mainstay("--config", config, "propose", "birds/lark").code
    assert "no such account" in mainstay("--config", config, "people", "split", "birds/lark", "git:nobody").err


@pytest.mark.parametrize("command", ["explain", "propose"])
def test_a_name_that_nothing_has_is_a_mistake_of_usage(mainstay: CommandLine, config: str, command: str) -> None:
    ran = mainstay("--config", config, command, "birds/larks")
    assert (2, True) == (ran.code, "did you mean `birds-lark`?" in ran.err)


@pytest.mark.parametrize("text", ["https://github.com/encode", "github:encode", "https://bsky.app/profile/ada.example"])
def test_a_look_at_an_account_says_at_once_that_it_is_no_project(mainstay: CommandLine, text: str) -> None:
    ran = mainstay("look", text)
    assert (2, True) == (ran.code, "is the page of an account" in ran.err)
