"""Packages of other indexes than the public one are listed and asked for nowhere, unless the settings say what that index is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packageurl.contrib import purl2url, url2purl

from monitor.settings.configuration import Configuration
from monitor.settings.include.reading import read_included
from monitor.settings.indexes import Indexes, host_of, is_own_index
from monitor.settings.load import load_configuration

OURS = "https://packages.acme.example"
PYTHON = "https://" + urlsplit(str(purl2url.get_repo_url("pkg:pypi/wren"))).netloc  # type: ignore[no-untyped-call]
NPM = "https://" + urlsplit(str(purl2url.get_download_url("pkg:npm/wren@1"))).netloc  # type: ignore[no-untyped-call]
# Locks that name one package of the public index and one of ours.
LOCKS = {
    "uv.lock": f"""
[[package]]
name = "wren"
source = {{ registry = "{PYTHON}/simple" }}
[[package]]
name = "inner"
source = {{ registry = "{OURS}/simple" }}
""",
    "poetry.lock": f"""
[[package]]
name = "wren"
[[package]]
name = "inner"
[package.source]
type = "legacy"
url = "{OURS}/simple"
reference = "acme"
""",
    "pdm.lock": f"""
[[package]]
name = "wren"
files = [{{file = "wren-1.tar.gz", hash = "x"}}]
[[package]]
name = "inner"
files = [{{url = "{OURS}/files/inner-1.tar.gz", hash = "x"}}]
""",
    "pylock.toml": f"""
[[packages]]
name = "wren"
index = "{PYTHON}/simple"
[[packages]]
name = "inner"
wheels = [{{url = "{OURS}/files/inner-1-py3-none-any.whl"}}]
""",
    "pyproject.toml": f"""
[project]
dependencies = ["wren", "Inner"]
[tool.uv.sources]
inner = {{ index = "acme" }}
[[tool.uv.index]]
name = "acme"
url = "{OURS}/simple"
explicit = true
""",
    "Pipfile.lock": json.dumps(
        {
            "_meta": {"sources": [{"name": "public", "url": f"{PYTHON}/simple"}, {"name": "acme", "url": f"{OURS}/simple"}]},
            "default": {"wren": {"version": "==1"}, "inner": {"version": "==1", "index": "acme"}},
        }
    ),
    "package-lock.json": json.dumps(
        {
            "packages": {
                "node_modules/wren": {"resolved": f"{NPM}/wren/-/wren-1.0.0.tgz"},
                "node_modules/inner": {"resolved": f"{OURS}/npm/inner/-/inner-1.0.0.tgz"},
            }
        }
    ),
    "npm-shrinkwrap.json": json.dumps(
        {"dependencies": {"wren": {"version": "1.0.0"}, "inner": {"resolved": f"{OURS}/npm/inner/-/inner-1.0.0.tgz"}}}
    ),
    "pnpm-lock.yaml": f"""
packages:
  wren@1.0.0:
    resolution: {{integrity: x}}
  inner@1.0.0:
    resolution: {{integrity: x, tarball: {OURS}/npm/inner/-/inner-1.0.0.tgz}}
""",
    "yarn.lock": f"""
wren@^1.0.0:
  version "1.0.0"
  resolved "{NPM}/wren/-/wren-1.0.0.tgz#x"

inner@^1.0.0:
  version "1.0.0"
  resolved "{OURS}/npm/inner/-/inner-1.0.0.tgz#x"
""",
    "berry/yarn.lock": """
"wren@npm:^1.0.0":
  version: 1.0.0
  resolution: "wren@npm:1.0.0"

"inner@npm:^1.0.0":
  version: 1.0.0
  resolution: "inner@npm:1.0.0::__archiveUrl=https%3A%2F%2Fpackages.acme.example%2Fnpm%2Finner%2F-%2Finner-1.0.0.tgz"
""",
}


def names(file: str, text: str, indexes: Indexes | None = None) -> tuple[list[str], list[str]]:
    packages, unresolved = read_included(file, text.encode(), indexes)
    return [package.purl for package in packages], [f"{one.entry}: {one.reason}" for one in unresolved]


def kind_of(file: str) -> str:
    return "npm" if "npm" in file or "package" in file or "yarn" in file else "pypi"


@pytest.mark.parametrize("file", LOCKS)
def test_a_package_of_another_index_is_listed_with_its_host_and_no_public_one_watched(file: str) -> None:
    purls, (left,) = names(file, LOCKS[file])
    assert [f"pkg:{kind_of(file)}/wren"] == purls
    assert left.startswith("inner: comes from another index, packages.acme.example, and is asked for nowhere")


@pytest.mark.parametrize("file", LOCKS)
def test_an_index_that_the_settings_name_is_watched(file: str) -> None:
    both = {f"pkg:{kind_of(file)}/wren", f"pkg:{kind_of(file)}/inner"}
    for indexes in (Indexes(homes={kind_of(file): OURS}), Indexes(mirrors=frozenset({"packages.acme.example"}))):
        purls, left = names(file, LOCKS[file], indexes)
        assert (both, []) == (set(purls), left)


@pytest.mark.parametrize(
    ("home", "is_watched"),
    [
        (f"{OURS}/npm", True),
        (f"{OURS}/npm/", True),
        (f"{OURS}/npm-remote", False),
        (f"{OURS}/np", False),
        ("https://b.example", False),
    ],
)
def test_a_host_may_hold_several_indexes_by_path(home: str, is_watched: bool) -> None:
    purls, _ = names("package-lock.json", LOCKS["package-lock.json"], Indexes(homes={"npm": home}))
    assert is_watched is ("pkg:npm/inner" in purls)


def test_a_package_that_is_declared_in_its_own_index_is_that_project() -> None:
    key = "pkg:pypi/inner?repository_url=https://packages.acme.example/simple/"
    purls, left = names("uv.lock", LOCKS["uv.lock"], Indexes(declared=frozenset({key, "pkg:pypi/wren"})))
    assert (["pkg:pypi/wren", key], []) == (purls, left)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (f"--index-url {OURS}/simple", "comes from"),
        (f"-i {OURS}/simple", "comes from"),
        (f"--extra-index-url=https://user:word@{host_of(OURS)}/simple", "may come from"),
        (f"--find-links {OURS}/wheels", "may come from"),
    ],
)
def test_options_of_a_requirements_file_hold_for_all_of_it(options: str, word: str) -> None:
    purls, left = names("requirements.txt", f"wren\n{options}\ninner==1\n")
    assert ([], ["wren", "inner"]) == (purls, [line.partition(":")[0] for line in left])
    assert all(f"{word} another index, packages.acme.example," in line and "user:word" not in line for line in left)


def test_the_public_index_by_its_name_changes_nothing() -> None:
    assert (["pkg:pypi/wren"], []) == names("requirements.txt", f"-i {PYTHON}/simple\nwren\n")


def test_an_index_that_is_not_said_is_not_the_public_one() -> None:
    _, (left,) = names("requirements.txt", "-i ${OUR_INDEX}\nwren\n")
    assert left.startswith("wren: comes from another index, a folder, or an address that the file does not say,")


@pytest.mark.parametrize(
    "table", ['[[tool.uv.index]]\nurl = "URL"', '[[tool.poetry.source]]\nname = "acme"\nurl = "URL"\npriority = "supplemental"']
)
def test_a_further_index_of_a_project_file_makes_every_name_ambiguous(table: str) -> None:
    text = f'[project]\ndependencies = ["wren"]\n{table.replace("URL", OURS)}\n'
    purls, (left,) = names("pyproject.toml", text)
    assert ([], True) == (purls, left.startswith("wren: may come from another index, packages.acme.example,"))


@pytest.mark.parametrize(
    "address", ["https://python.acme.example/packages/x", "https://npm.acme.example", "https://[::1", "file:///x", ""]
)
def test_a_host_that_is_only_called_so_is_not_the_ecosystems_own(address: str) -> None:
    assert not is_own_index("pypi", address)
    assert not is_own_index("npm", address)


def test_a_registry_that_is_called_like_the_public_one_is_another() -> None:
    assert is_own_index("npm", NPM)
    assert not is_own_index("npm", f"{NPM.rpartition('.')[0]}.acme.example/wren/-/wren-1.tgz")


def test_an_alias_of_the_public_registry_that_packageurl_knows_is_the_public_one() -> None:
    patterns = (re.fullmatch(r"https\?://(registry\.[a-z.]+)/\.\*", pattern) for pattern in url2purl.purl_router.route_map)
    aliases = [found[1] for found in patterns if found]
    assert [True] == [is_own_index("npm", f"https://{alias}/wren/-/wren-1.0.0.tgz") for alias in aliases]


LIST = """
projects:
  ours: {targets: ["pkg:pypi/inner?repository_url=https://packages.acme.example/simple"]}
watchlists:
  all: {include: [{file: ./uv.lock, impact: high}, {file: ./package-lock.json, mirrors: [packages.acme.example]}]}
"""


def load(folder: Path, text: str) -> Configuration:
    for file in ("uv.lock", "package-lock.json"):
        (folder / file).write_text(LOCKS[file])
    (folder / "mainstay.yaml").write_text(text)
    return load_configuration(folder / "mainstay.yaml", {})


def test_a_configuration_says_what_an_index_is(tmp_path: Path) -> None:
    configuration = load(tmp_path, LIST)
    (watchlist,) = configuration.portfolio.watchlists
    lines = {entry.project: entry.impact.name for entry in watchlist.entries}
    assert {"ours": "HIGH", "pypi-wren": "HIGH", "npm-wren": "MEDIUM", "npm-inner": "MEDIUM"} == lines
    assert () == configuration.unresolved


def test_homes_make_a_list_watch_what_it_would_leave_out(tmp_path: Path) -> None:
    bare = LIST.replace(", mirrors: [packages.acme.example]", "").replace(
        "inner?repository_url=https://packages.acme.example/simple", "robin"
    )
    assert ["inner", "inner"] == [one.entry for one in load(tmp_path, bare).unresolved]
    whole = f"homes: {{pypi: '{OURS}/simple', npm: '{OURS}/npm'}}\n{bare}"
    assert [] == [one.entry for one in load(tmp_path, whole).unresolved]
