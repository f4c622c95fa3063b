"""What a good configuration becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.errors import SettingsError
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Entry, Family, Impact, NamedPerson, Steward, TargetKind, Watchlist
from monitor.settings.load import load_configuration
from tests.settings.writing import GOOD, load, places, problems

FULL = """contact: ops@example.org
state_dir: ../state
projects:
  lark:
    name: Lark
    targets:
      - https://Git.Example.org/birds/lark.git
      - {git: ./copies/lark, observed_until: 2025-05-10}
      - package: pkg:pypi/Lark_Song
    steward: {organisation: Birds, feeds: [https://birds.example.org/feed]}
    people:
      - {name: Ada Lark, roles: [maintainer], accounts: [ada@lark.example]}
    owner: Platform team
    systems: [billing]
    if_it_ends: |
      Fork it.
      Then replace it.
    family: birds
families:
  birds: {name: Birds}
watchlists:
  weekly:
    title: Birds
    projects: [{project: lark, impact: critical}]
    zone: Europe/Berlin
    schedule: "0 7 * * MON"
    recipients: [team@example.org]
    channels: [files]
    alert_at: watch
    names: all
http: {deadline_seconds: 10, allow_networks: [10.0.0.0/8], tries: 2}
git: {max_megabytes: 100, extra_protocols: [ssh]}
homes: {pypi: "https://packages.example.org/simple"}
bots: [robot]
limits:
  silence_floor_days: 90
  families_for_alert: {low: 4}
retention: {run_days: 30}
channels: {files: {folder: out}}
"""


def test_the_smallest_configuration_has_every_default(tmp_path: Path) -> None:
    configuration = load(tmp_path, GOOD)
    assert Watchlist("weekly", "weekly", (Entry("lark", Impact.HIGH),)) == configuration.portfolio.watchlists[0]
    assert DEFAULT_LIMITS == configuration.limits
    assert tmp_path / "var" / "clones" == configuration.git.clones_dir
    assert ({}, {}, frozenset()) == (configuration.homes, configuration.channels, configuration.bots)


def test_a_project_without_a_name_is_called_by_its_key(tmp_path: Path) -> None:
    assert "lark" == load(tmp_path, GOOD).portfolio.projects["lark"].name


def test_an_entry_without_impact_is_medium(tmp_path: Path) -> None:
    entries = load(tmp_path, GOOD.replace(", impact: high", "")).portfolio.watchlists[0].entries
    assert (Entry("lark", Impact.MEDIUM),) == entries


def test_state_lies_beside_the_file(tmp_path: Path) -> None:
    configuration = load(tmp_path, GOOD)
    assert tmp_path / "var" == configuration.state_dir
    assert f"sqlite:///{tmp_path}/var/mainstay.db" == configuration.database_url


def test_state_lies_beside_a_folder_called_config(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    assert tmp_path / "var" == load(tmp_path / "config", GOOD).state_dir


def test_a_relative_path_to_the_file_still_gives_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mainstay.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    configuration = load_configuration(Path("mainstay.yaml"), {})
    assert (Path("mainstay.yaml"), tmp_path / "var") == (configuration.path, configuration.state_dir)


def test_steps_back_on_the_way_to_the_file_are_in_no_path_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("work", "team"):
        (tmp_path / name).mkdir()
    load(tmp_path / "team", GOOD)
    monkeypatch.chdir(tmp_path / "work")
    configuration = load_configuration(Path("../team/mainstay.yaml"), {})
    assert (tmp_path / "team" / "var").resolve() == configuration.state_dir
    assert ".." not in configuration.database_url


def test_every_word_about_a_project_arrives(tmp_path: Path) -> None:
    portfolio = load(tmp_path, FULL).portfolio
    lark = portfolio.projects["lark"]
    assert Steward("Birds", ("https://birds.example.org/feed",)) == lark.steward
    assert (NamedPerson("Ada Lark", ("maintainer",), ("ada@lark.example",)),) == lark.people
    assert ("Platform team", ("billing",), "Fork it.\nThen replace it.", "birds") == (
        lark.owner,
        lark.systems,
        lark.plan,
        lark.family,
    )
    assert {"birds": Family("birds", "Birds")} == portfolio.families


def test_targets_become_canonical_and_paths_belong_to_the_file(tmp_path: Path) -> None:
    first, second, third, *_ = load(tmp_path, FULL).portfolio.projects["lark"].targets
    assert "https://git.example.org/birds/lark" == first.key
    assert ((tmp_path / "copies/lark").as_uri(), str(tmp_path / "copies/lark")) == (second.key, second.address)
    assert ("pkg:pypi/lark-song", TargetKind.PACKAGE) == (third.key, third.kind)


def test_observed_until_a_day_includes_that_day(tmp_path: Path) -> None:
    assert (
        datetime(2025, 5, 10, 23, 59, 59, tzinfo=UTC) == load(tmp_path, FULL).portfolio.projects["lark"].targets[1].observed_until
    )


def test_observed_until_may_be_quoted_or_a_moment(tmp_path: Path) -> None:
    text = FULL.replace("observed_until: 2025-05-10", 'observed_until: "2025-05-10T12:00:00+02:00"')
    assert datetime(2025, 5, 10, 10, tzinfo=UTC) == load(tmp_path, text).portfolio.projects["lark"].targets[1].observed_until


def test_a_watchlist_arrives_whole(tmp_path: Path) -> None:
    expected = Watchlist(
        key="weekly",
        title="Birds",
        entries=(Entry("lark", Impact.CRITICAL),),
        zone="Europe/Berlin",
        schedule="0 7 * * mon",
        recipients=("team@example.org",),
        channels=("files",),
        alert_at="watch",
        names="all",
    )
    assert (expected,) == load(tmp_path, FULL).portfolio.watchlists


def test_options_of_the_machinery_arrive(tmp_path: Path) -> None:
    configuration = load(tmp_path, FULL)
    http, git = configuration.http, configuration.git
    assert ("ops@example.org", 10, ("10.0.0.0/8",), 2, 32) == (
        http.contact,
        http.deadline_seconds,
        http.allow_networks,
        http.tries,
        http.max_megabytes,
    )
    assert (100, ("ssh",), tmp_path.parent / "state" / "clones") == (git.max_megabytes, git.extra_protocols, git.clones_dir)
    assert ({"pypi": "https://packages.example.org/simple"}, frozenset({"robot"})) == (configuration.homes, configuration.bots)
    assert {"files": {"folder": tmp_path / "out"}} == configuration.channels
    assert (30, 400) == (configuration.retention.run_days, configuration.retention.report_days)


def test_a_limit_changes_only_what_it_names(tmp_path: Path) -> None:
    limits = load(tmp_path, FULL).limits
    assert (90, DEFAULT_LIMITS.absence_share) == (limits.silence_floor_days, limits.absence_share)
    assert {**DEFAULT_LIMITS.families_for_alert, Impact.LOW: 4} == limits.families_for_alert


def test_a_key_with_nothing_behind_it_counts_as_not_written(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == load(tmp_path, GOOD + "http:\ntokens:\nlimits:\n")


def test_keys_are_text_however_yaml_would_read_them(tmp_path: Path) -> None:
    text = GOOD.replace("lark:", "404:").replace("project: lark", 'project: "404"')
    assert ["404"] == list(load(tmp_path, text).portfolio.projects)


def test_a_database_of_ones_own_gets_an_absolute_path(tmp_path: Path) -> None:
    assert f"sqlite:///{tmp_path}/own.db" == load(tmp_path, GOOD + "database: sqlite:///own.db\n").database_url


def test_ssh_works_once_it_is_allowed(tmp_path: Path) -> None:
    text = (
        GOOD.replace("https://git.example.org/birds/lark", "git@git.example.org:birds/lark") + "git: {extra_protocols: [ssh]}\n"
    )
    assert "ssh://git.example.org/birds/lark" == load(tmp_path, text).portfolio.projects["lark"].targets[0].key


def test_a_missing_file_is_named_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.yaml: cannot be read: No such file or directory"):
        load_configuration(tmp_path / "nowhere.yaml", {})


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load_configuration(tmp_path, {})


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == load(tmp_path, GOOD.replace("\n", "\r\n"))


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_wrong_encoding_is_pointed_at(tmp_path: Path, ending: str) -> None:
    text = f"projects:{ending}  lark: {{name: L\xe4rche}}{ending}".encode("latin-1")
    assert [(2, 17, "")] == places(tmp_path, text)


def test_utf_16_is_told_apart(tmp_path: Path) -> None:
    assert "is not UTF-8 here; save the file as UTF-8" == problems(tmp_path, GOOD.encode("utf-16"))[0].message


def test_a_very_large_file_is_refused(tmp_path: Path) -> None:
    assert "is larger than 4 MB" == problems(tmp_path, b"# filler\n" * 500_000)[0].message


def test_columns_count_characters_not_bytes(tmp_path: Path) -> None:
    text = GOOD.replace("lark:\n", "lark:\n    name: {a: b}\n    systems: [Lärche, {}]\n")
    assert [(3, 11, "projects.lark.name"), (4, 23, "projects.lark.systems.1")] == places(tmp_path, text)


def test_a_long_number_is_not_computed(tmp_path: Path) -> None:
    assert [(7, 15, "http.tries")] == places(tmp_path, GOOD + "http: {tries: 1" + ":59" * 100_000 + "}\n")


def test_more_than_a_hundred_problems_are_counted_not_listed(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD + "".join(f"key{number}: 1\n" for number in range(150)))
    assert (101, "and 50 more") == (len(found), found[-1].message)


def test_problems_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = places(tmp_path, "zzz: 1\n" + GOOD.replace("lark,", "wren,") + "aaa: 1\n")
    assert sorted(found) == found
    assert 3 == len(found)
