"""Where sources are asked, what hosts run, whose pages are looked at, and feeds: from the file to the Configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model.errors import SettingsError
from monitor.model.target import Target, TargetKind
from monitor.settings.configuration import Configuration
from monitor.settings.load import load_configuration

HEAD = """
projects:
  lark:
    targets: [{targets}]
{more}
watchlists:
  weekly: {{projects: [{{project: lark}}]}}
"""


def load(folder: Path, text: str) -> Configuration:
    (folder / "mainstay.yaml").write_text(text)
    return load_configuration(folder / "mainstay.yaml", {})


def lark(folder: Path, targets: str = "birds/lark", more: str = "", tail: str = "") -> tuple[Target, ...]:
    return load(folder, HEAD.format(targets=targets, more=more) + tail).portfolio.projects["lark"].targets


def test_known_hosts_say_what_answers_there(tmp_path: Path) -> None:
    wanted = {
        "birds/lark": "github",
        "https://gitlab.com/birds/lark": "gitlab",
        "https://codeberg.org/birds/lark": "forgejo",
        "https://git.example.org/birds/lark": "",
    }
    assert wanted == {text: lark(tmp_path, text)[0].forge for text in wanted}


def test_a_host_of_your_own_is_what_you_say_it_is(tmp_path: Path) -> None:
    tail = "hosts: {git.example.org: {kind: gitlab, api: https://git.example.org/gitlab/api/v4}}\n"
    text = HEAD.format(targets="https://git.example.org/birds/lark", more="") + tail
    configuration = load(tmp_path, text)
    assert "gitlab" == configuration.portfolio.projects["lark"].targets[0].forge
    assert {"gitlab:git.example.org": "https://git.example.org/gitlab/api/v4"} == configuration.bases


def test_a_host_of_accounts_is_asked_where_you_say_and_holds_no_repositories(tmp_path: Path) -> None:
    tail = "hosts: {social.example.org: {kind: mastodon, api: https://mirror.example.org}}\n"
    configuration = load(tmp_path, HEAD.format(targets="https://social.example.org/birds/lark", more="") + tail)
    assert {"mastodon:social.example.org": "https://mirror.example.org"} == configuration.bases
    assert "" == configuration.portfolio.projects["lark"].targets[0].forge


def test_sources_have_addresses_and_switches(tmp_path: Path) -> None:
    tail = """
sources:
  github: {url: https://git.example.org/api/v3}
  ecosystems: {enabled: true}
  osv: {enabled: false}
"""
    configuration = load(tmp_path, HEAD.format(targets="birds/lark", more="") + tail)
    assert {"github": "https://git.example.org/api/v3"} == configuration.bases
    assert ({"ecosystems"}, {"osv"}) == (set(configuration.enabled), set(configuration.disabled))


def test_a_person_is_looked_at_where_the_user_names_an_account(tmp_path: Path) -> None:
    more = """
    people:
      - {name: Ada Lark, github: ada, bluesky: ada.example.org, mastodon: "@Ada@social.example.org", huggingface: ada-l}
"""
    pages = [t for t in lark(tmp_path, more=more) if t.kind is TargetKind.ACCOUNT]
    assert {
        "https://github.com/ada",
        "https://bsky.app/profile/ada.example.org",
        "https://social.example.org/@ada",
        "https://huggingface.co/ada-l",
    } == {page.key for page in pages}
    assert {("Ada Lark", True)} == {(page.person, page.is_own) for page in pages}


def test_feeds_of_the_steward_are_its_own_and_news_are_not(tmp_path: Path) -> None:
    more = "    steward: {organisation: Birds, feeds: [https://birds.example.org/feed.xml], github: birds}\n"
    tail = "news: [{url: https://news.example.org/feed.xml}]\n"
    feeds = {t.key: t.is_own for t in lark(tmp_path, more=more, tail=tail) if t.kind is TargetKind.FEED}
    assert {"https://birds.example.org/feed.xml": True, "https://news.example.org/feed.xml": False} == feeds


def test_a_feed_can_be_a_target(tmp_path: Path) -> None:
    found = lark(tmp_path, "birds/lark, {feed: https://lark.example.org/atom.xml}")
    assert ["https://lark.example.org/atom.xml"] == [t.key for t in found if t.kind is TargetKind.FEED and t.is_own]


def test_one_page_named_twice_is_one_target(tmp_path: Path) -> None:
    more = "    people: [{name: Ada, github: ada}, {name: Ada Lark, github: ada}]\n"
    assert 1 == len([t for t in lark(tmp_path, more=more) if t.kind is TargetKind.ACCOUNT])


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("sources: {githup: {enabled: true}}", "sources.githup", "did you mean `github`"),
        ("sources: {github: {enabled: maybe}}", "sources.github.enabled", "yes or no"),
        ("sources: {github: {url: git.example.org}}", "sources.github.url", "is no web address"),
        (
            "hosts: {git.example.org: {kind: svn}}",
            "hosts.git.example.org.kind",
            "one of github, gitlab, forgejo, mastodon",
        ),
        ("hosts: {social.example.org: {kind: mastodon}}", "hosts.social.example.org", "needs api:"),
        ("hosts: {https://git.example.org: {kind: gitlab}}", "hosts", "is no host name"),
        ("news: [{url: ftp://news.example.org}]", "news.0.url", "is no web address"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, HEAD.format(targets="birds/lark", more="") + text + "\n")
    assert place in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("source", ["git", "python_index", "npm", "feeds", "mastodon"])
def test_an_address_that_would_be_without_effect_is_a_mistake(tmp_path: Path, source: str) -> None:
    tail = f"sources:\n  {source}: {{url: 'https://mirror.example.org'}}\n"
    with pytest.raises(SettingsError, match=rf"sources\.{source}\.url: unknown key"):
        load(tmp_path, HEAD.format(targets="birds/lark", more="") + tail)


@pytest.mark.parametrize("account", ['mastodon: "ada"', "bluesky: ada", 'github: "a/b"', 'huggingface: "-"'])
def test_an_account_that_can_be_none_is_refused(tmp_path: Path, account: str) -> None:
    with pytest.raises(SettingsError, match=r"people\.0\."):
        lark(tmp_path, more=f"    people: [{{name: Ada, {account}}}]\n")
