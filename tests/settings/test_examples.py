"""What is shipped: the default configuration, the starter with all of its examples, and the schema for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from monitor.model.errors import SettingsError
from monitor.model.target import TargetKind
from monitor.paths import data_dir
from monitor.settings.configuration import Configuration
from monitor.settings.load import load_configuration
from monitor.settings.schema import FILE, configuration_schema, schema_text
from monitor.settings.starter import write_starter
from tests.settings_page import PAGE

CONFIG = data_dir("config")
EXAMPLES = sorted(CONFIG.glob("*.yaml"))
# An example has no space behind its #, or the two and more of what is indented under it; prose has one.
COMMENTED = re.compile(r"^( *)#(?=[^ \n]|  )", re.MULTILINE)


def default() -> Configuration:
    return load_configuration(CONFIG / "mainstay.yaml", {})


def opened(text: str) -> str:
    """Return an example with every commented line of YAML taken into use."""
    return COMMENTED.sub(r"\1", text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_loads_without_any_environment(path: Path) -> None:
    assert load_configuration(path, {}).portfolio.watchlists


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_leads_editors_to_the_schema(path: Path) -> None:
    assert f"# yaml-language-server: $schema={FILE}" == path.read_text().splitlines()[0]


def test_every_commented_example_of_the_starter_works(tmp_path: Path) -> None:
    text = opened((CONFIG / "starter.yaml").read_text())
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "code-token").write_text("one")
    (tmp_path / "mainstay.yaml").write_text(text)
    configuration = load_configuration(tmp_path / "mainstay.yaml", {"GITHUB_TOKEN": "two", "MAIL_PASSWORD": "three"})
    assert {"api.github.com": "two", "git.example.org": "one"} == configuration.http.tokens
    assert "three" == configuration.channels["email"]["password"]
    assert "clients" == configuration.portfolio.projects["httpx"].family


def test_the_example_on_the_page_of_settings_works(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "code").write_text("one")
    example = PAGE.read_text().partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "mainstay.yaml").write_text(f"{example}\nwatchlists: {{weekly: {{include: [{{github: birds}}]}}}}\n")
    configuration = load_configuration(tmp_path / "mainstay.yaml", {"PROXY_TOKEN": "two"})
    assert {"github-proxy.example.org": "two", "code.example.org:8443": "one"} == configuration.http.tokens


def test_the_starter_shows_every_key_that_may_stand_at_the_top() -> None:
    keys = set(yaml.safe_load(opened((CONFIG / "starter.yaml").read_text())))
    assert set(configuration_schema()["properties"]) == keys | {"database_file"}


def test_the_default_watches_what_every_user_depends_on() -> None:
    projects = default().portfolio.projects
    kinds = {key: {target.kind for target in projects[key].targets} for key in ("httpx", "apscheduler", "sqlmodel", "jinja2")}
    assert {frozenset({TargetKind.GIT, TargetKind.PACKAGE})} == set(map(frozenset, kinds.values()))


def test_the_default_watches_a_family() -> None:
    family = [project.key for project in default().portfolio.projects.values() if project.family == "qwen"]
    assert ["qwen", "qwen3", "qwen3-vl", "qwen3-coder", "qwen-agent", "qwen3.5"] == family


def test_every_project_of_the_default_is_on_a_list() -> None:
    portfolio = default().portfolio
    assert set(portfolio.projects) == {entry.project for watchlist in portfolio.watchlists for entry in watchlist.entries}


def test_the_schema_in_config_is_current() -> None:
    message = "write it again: python -m monitor.settings.schema"
    assert schema_text() == (CONFIG / FILE).read_text(encoding="utf-8"), message


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(configuration_schema())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_editor_finds_nothing_wrong_with_an_example(path: Path) -> None:
    text = opened(path.read_text())
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))
    assert [] == [error.message for error in jsonschema.Draft202012Validator(configuration_schema()).iter_errors(data)]


@pytest.mark.parametrize(
    "change",
    [{"onwer": 1}, {"projects": {}}, {"projects": {"A B": {"targets": ["./x"]}}}, {"http": {"tries": 0}}, {"contact": 1}],
)
def test_an_editor_marks_what_is_wrong(change: dict[str, object]) -> None:
    data = {"projects": {"lark": {"targets": ["./x"]}}, "watchlists": {"weekly": {"projects": [{"project": "lark"}]}}, **change}
    assert list(jsonschema.Draft202012Validator(configuration_schema()).iter_errors(data))


def test_the_starter_is_written_and_loads(tmp_path: Path) -> None:
    path = write_starter(tmp_path / "new" / "folder")
    assert tmp_path / "new" / "folder" / "mainstay.yaml" == path
    assert ["weekly"] == [watchlist.key for watchlist in load_configuration(path, {}).portfolio.watchlists]


def test_the_schema_of_a_written_starter_is_where_it_says(tmp_path: Path) -> None:
    first = write_starter(tmp_path).read_text().splitlines()[0]
    assert Path(first.removeprefix("# yaml-language-server: $schema=")).is_file()


def test_a_configuration_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mainstay.yaml").write_text("mine")
    with pytest.raises(SettingsError, match=r"mainstay\.yaml: is there already and was left as it is"):
        write_starter(tmp_path)
    assert "mine" == (tmp_path / "mainstay.yaml").read_text()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"file/mainstay\.yaml: (is there already|cannot be written)"):
        write_starter(tmp_path / "file")
