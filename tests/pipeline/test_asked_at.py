"""Where forges are asked: hosts with ports, tokens for the host that is asked, and what `check` says of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.collectors import COLLECTORS
from monitor.collectors.github.places import graph_url, rest_base
from monitor.model.target import TargetKind
from monitor.pipeline.hints import hints_on
from monitor.pipeline.jobs import ASKED_AT, jobs_of
from monitor.settings.configuration import Configuration
from tests.settings.writing import load

TOKEN = {"TOKEN": "ghp_invented"}
CONFIGURATION = """contact: ops@example.org
projects:
  lark: {targets: [%s]}
watchlists:
  weekly: {projects: [{project: lark}]}
"""


def configured(folder: Path, more: str, targets: str = "birds/lark") -> Configuration:
    return load(folder, CONFIGURATION % targets + more, TOKEN)


def github_collectors(configuration: Configuration, key: str) -> set[str]:
    """Return which collectors ask GitHub about a target."""
    pairs = jobs_of(configuration.portfolio.projects.values(), configuration)
    return {c.SPEC.id for target, c in pairs if target.key == key and c.SPEC.place == "github"}


def test_a_host_with_a_port_is_asked_at_the_address_that_the_settings_name(tmp_path: Path) -> None:
    hosts = "hosts: {git.example.org:8443: {kind: github, api: https://git.example.org:8443/own/v3}}\n"
    address = "https://git.example.org:8443/birds/lark"
    configuration = configured(tmp_path, hosts, f"'{address}', 'https://git.example.org:8443/birds'")
    targets = configuration.portfolio.projects["lark"].targets
    assert [(TargetKind.GIT, "github"), (TargetKind.ACCOUNT, "github")] == [(t.kind, t.forge) for t in targets]
    assert ["https://git.example.org:8443/own/v3"] * 2 == [rest_base(target, configuration.bases) for target in targets]
    assert "https://git.example.org:8443/api/graphql" == graph_url(targets[0], {})


@pytest.mark.parametrize(
    ("more", "has_token"),
    [
        ("", False),
        ('tokens: {api.github.com: {token: "${TOKEN}"}}\n', True),
        ('tokens: {github.com: {token: "${TOKEN}"}}\n', False),
        ('sources: {github: {url: "https://mirror.example.org/gh"}}\ntokens: {api.github.com: {token: "${TOKEN}"}}\n', False),
        ('sources: {github: {url: "https://mirror.example.org/gh"}}\ntokens: {mirror.example.org: {token: "${TOKEN}"}}\n', True),
    ],
)
def test_a_repository_is_asked_about_without_a_token_where_there_is_none_for_its_host(
    tmp_path: Path, more: str, has_token: bool
) -> None:
    names = github_collectors(configured(tmp_path, more), "https://github.com/birds/lark")
    assert (has_token, not has_token) == ("github_state" in names, "github_plain" in names)


def test_each_host_is_asked_by_its_own_token_or_without(tmp_path: Path) -> None:
    more = 'hosts: {git.example.org: {kind: github}}\ntokens: {api.github.com: {token: "${TOKEN}"}}\n'
    configuration = configured(tmp_path, more, "birds/lark, 'https://git.example.org/birds/lark'")
    assert "github_state" in github_collectors(configuration, "https://github.com/birds/lark")
    assert {"github_plain"} == github_collectors(configuration, "https://git.example.org/birds/lark")


def test_where_a_source_is_asked_is_known_of_all_whose_collectors_want_a_token_or_none() -> None:
    assert {collector.SPEC.place for collector in COLLECTORS if collector.SPEC.token} == ASKED_AT.keys()


OWN = 'hosts: {git.example.org: {kind: KIND, api: "https://api.example.org/v1"}}\n'


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        (
            'tokens: {github.com: {token: "${TOKEN}"}}\n',
            "tokens.github.com: is not used for github.com, which is asked at api.github.com",
        ),
        (
            'sources: {github: {url: "https://mirror.example.org:81/gh"}}\ntokens: {api.github.com: {token: "${TOKEN}"}}\n',
            "tokens.api.github.com: is not used for github.com, which is asked at mirror.example.org:81",
        ),
        (
            OWN.replace("KIND", "gitlab") + 'tokens: {git.example.org: {token: "${TOKEN}"}}\n',
            "tokens.git.example.org: is not used for git.example.org, which is asked at api.example.org",
        ),
    ],
)
def test_check_names_the_host_under_which_a_token_belongs(tmp_path: Path, more: str, hint: str) -> None:
    (found,) = hints_on(configured(tmp_path, more, "birds/lark, 'https://git.example.org/birds/lark'"))
    assert found.startswith(hint)


@pytest.mark.parametrize("tokens", ["api.github.com", "git.example.org"])
def test_a_token_for_the_host_that_is_asked_needs_no_note(tmp_path: Path, tokens: str) -> None:
    more = f'hosts: {{git.example.org: {{kind: github}}}}\ntokens: {{{tokens}: {{token: "${{TOKEN}}"}}}}\n'
    assert () == hints_on(configured(tmp_path, more, "birds/lark, 'https://git.example.org/birds/lark'"))


def test_check_says_that_an_organisation_is_told_by_a_run_and_that_no_contact_is_given(tmp_path: Path) -> None:
    text = "watchlists: {weekly: {include: [{github: birds}]}}\n"
    contact, organisation = hints_on(load(tmp_path, text))
    assert contact.startswith("no contact: is given")
    assert (
        "watchlists.weekly: https://github.com/birds is asked by `mainstay run`; what it publishes is not counted here"
        == organisation
    )
