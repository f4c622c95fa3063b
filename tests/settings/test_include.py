"""Files of dependencies: every form gives its packages, and what cannot be watched is listed with its reason."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl.contrib import purl2url

from monitor.model.errors import SettingsError
from monitor.settings.configuration import Configuration
from monitor.settings.include import reading
from monitor.settings.include.reading import read_included
from monitor.settings.load import load_configuration

# The host of the public index, as packageurl knows it.
PUBLIC_INDEX = "https://" + urlsplit(str(purl2url.get_repo_url("pkg:pypi/lark"))).netloc  # type: ignore[no-untyped-call]
CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "metadata": {"component": {"bom-ref": "app", "name": "our-app"}},
    "components": [
        {"type": "library", "bom-ref": "a", "name": "lark", "purl": "pkg:pypi/Lark@1.2.3"},
        {"type": "library", "bom-ref": "b", "name": "wren", "purl": "pkg:npm/%40birds/wren@2.0.0"},
        {"type": "library", "name": "inner", "purl": "pkg:conan/inner@1"},
        {"type": "library", "name": "nameless"},
        {"type": "file", "name": "a.txt"},
        {"type": "file", "name": "b.txt"},
        {"type": "operating-system", "name": "debian"},
        {"type": "library", "name": "outer", "components": [{"type": "library", "name": "x", "purl": "pkg:cargo/nested@1"}]},
    ],
    "dependencies": [{"ref": "app", "dependsOn": ["a"]}],
}
SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "documentDescribes": ["SPDXRef-app"],
    "packages": [
        {"SPDXID": "SPDXRef-app", "name": "our-app"},
        {
            "SPDXID": "SPDXRef-lark",
            "name": "lark",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:maven/org.birds/lark@1.0"}],
        },
        {"SPDXID": "SPDXRef-wren", "name": "wren", "downloadLocation": "NOASSERTION"},
        {"SPDXID": "SPDXRef-jay", "name": "jay", "downloadLocation": "git+https://github.com/birds/jay.git@v1#sub"},
        {"SPDXID": "SPDXRef-rook", "name": "rook", "downloadLocation": "https://git.example.org/birds/rook.git"},
        {"SPDXID": "SPDXRef-crow", "name": "crow", "downloadLocation": "https://files.example.org/crow-1.tar.gz"},
        {"SPDXID": "SPDXRef-tit", "name": "tit", "downloadLocation": "git+https://github.com/birds"},
    ],
}
REQUIREMENTS = """
# what we need
Lark_Song>=1.2 ; python_version > "3.8"   # a comment
wren[fast]==2.0.0 --hash=sha256:abc \\
    --hash=sha256:def
-r more.txt
-e git+https://github.com/birds/robin.git@v1#egg=robin
./local/finch
jay @ https://files.example.org/jay-1.0.whl
!!!
"""
UV_LOCK = """
version = 1
[[package]]
name = "our-app"
source = { editable = "." }
[[package]]
name = "lark"
version = "1.0"
source = { registry = "PUBLIC_INDEX/simple" }
[[package]]
name = "inner"
source = { registry = "https://packages.example.org/simple" }
[[package]]
name = "robin"
source = { git = "https://github.com/birds/robin" }
"""
PYLOCK = """
lock-version = "1.0"
[[packages]]
name = "lark"
version = "1.0"
[[packages]]
name = "robin"
[packages.vcs]
type = "git"
"""
PYPROJECT = """
[project]
name = "our-app"
dependencies = ["lark>=1", "wren"]
"""
PIPFILE = {"default": {"lark": {"version": "==1"}, "robin": {"git": "https://x"}}, "develop": {"wren": {}}}
PACKAGE_JSON = {
    "dependencies": {"lark": "^1.0.0", "@birds/wren": "~2", "old": "npm:robin@^1", "mine": "file:../mine"},
    "devDependencies": {"jay": "1"},
}
PACKAGE_LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"lark": "^1"}},
        "node_modules/lark": {"version": "1.0.0"},
        "node_modules/lark/node_modules/@birds/wren": {"version": "2.0.0"},
        "node_modules/alias": {"name": "robin", "version": "1.0.0"},
        "node_modules/linked": {"link": True},
        "node_modules/forked": {"resolved": "git+ssh://git@example.org/x.git"},
    },
}
PACKAGE_LOCK_1 = {"dependencies": {"lark": {"version": "1.0.0", "dependencies": {"wren": {"version": "2.0.0"}}}}}
PNPM = """
lockfileVersion: '9.0'
packages:
  lark@1.0.0:
    resolution: {integrity: x}
  '@birds/wren@2.0.0(peer@1.0.0)':
    resolution: {integrity: x}
  /old/3.0.0:
    resolution: {integrity: x}
  file:mine:
    resolution: {directory: mine}
"""
YARN_1 = """
# yarn lockfile v1

"@birds/wren@^2.0.0", "@birds/wren@^2.1.0":
  version "2.1.0"

lark@^1.0.0:
  version "1.0.0"
  dependencies:
    "@birds/wren" "^2.0.0"

mine@file:../mine:
  version "0.0.0"
"""
YARN_2 = """
__metadata:
  version: 8

"lark@npm:^1.0.0":
  version: 1.0.0

"old@npm:robin@^1":
  version: 1.0.0

"our-app@workspace:.":
  version: 0.0.0
"""
FILES: dict[str, tuple[str, set[str], int]] = {
    "bom.json": (json.dumps(CYCLONEDX), {"pkg:pypi/lark", "pkg:npm/%40birds/wren", "pkg:cargo/nested"}, 5),
    "app.spdx.json": (
        json.dumps(SPDX),
        {"pkg:maven/org.birds/lark", "https://github.com/birds/jay", "https://git.example.org/birds/rook"},
        3,
    ),
    "requirements.txt": (REQUIREMENTS, {"pkg:pypi/lark-song", "pkg:pypi/wren", "https://github.com/birds/robin"}, 4),
    "uv.lock": (UV_LOCK.replace("PUBLIC_INDEX", PUBLIC_INDEX), {"pkg:pypi/lark"}, 2),
    "pylock.toml": (PYLOCK, {"pkg:pypi/lark"}, 1),
    "pyproject.toml": (PYPROJECT, {"pkg:pypi/lark", "pkg:pypi/wren"}, 0),
    "Pipfile.lock": (json.dumps(PIPFILE), {"pkg:pypi/lark", "pkg:pypi/wren"}, 1),
    "package.json": (json.dumps(PACKAGE_JSON), {"pkg:npm/lark", "pkg:npm/%40birds/wren", "pkg:npm/robin", "pkg:npm/jay"}, 1),
    "package-lock.json": (json.dumps(PACKAGE_LOCK), {"pkg:npm/lark", "pkg:npm/%40birds/wren", "pkg:npm/robin"}, 1),
    "npm-shrinkwrap.json": (json.dumps(PACKAGE_LOCK_1), {"pkg:npm/lark", "pkg:npm/wren"}, 0),
    "pnpm-lock.yaml": (PNPM, {"pkg:npm/lark", "pkg:npm/%40birds/wren", "pkg:npm/old"}, 1),
    "yarn.lock": (YARN_1, {"pkg:npm/lark", "pkg:npm/%40birds/wren"}, 1),
    "sub/yarn.lock": (YARN_2, {"pkg:npm/lark", "pkg:npm/robin"}, 0),
}


@pytest.mark.parametrize("file", FILES)
def test_every_form_gives_its_packages_and_lists_the_rest(file: str) -> None:
    text, purls, left = FILES[file]
    packages, unresolved = read_included(file, text.encode())
    assert purls == {package.purl for package in packages}
    assert left == len(unresolved), unresolved
    assert all(one.reason for one in unresolved)


def test_no_login_of_an_address_is_repeated() -> None:
    packages, unresolved = read_included("requirements.txt", b"-e git+https://user:word@git.example.org/x.git\n")
    assert () == packages
    assert "word" not in repr(unresolved)


def test_what_is_depended_on_directly_is_told_where_the_file_says_so() -> None:
    direct = {p.purl: p.is_direct for p in read_included("bom.json", json.dumps(CYCLONEDX).encode())[0]}
    assert (True, False) == (direct["pkg:pypi/lark"], direct["pkg:npm/%40birds/wren"])
    locked = {p.purl: p.is_direct for p in read_included("package-lock.json", json.dumps(PACKAGE_LOCK).encode())[0]}
    assert (True, False) == (locked["pkg:npm/lark"], locked["pkg:npm/%40birds/wren"])


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("bom.xml", b"<bom/>", "is XML"),
        ("app.spdx", b"SPDXVersion: SPDX-2.3\n", "tag-value"),
        ("bom.json", b'{"a": ', "not valid JSON at line 1"),
        ("bom.json", b'{"a": 1}', "neither CycloneDX"),
        ("bom.json", b'{"bomFormat": "CycloneDX", "components": {"a": 1}}', "components: is no list"),
        ("bom.json", b'{"bomFormat": "CycloneDX", "components": "abc"}', "components: is no list"),
        ("bom.json", b'{"spdxVersion": "SPDX-2.3", "packages": {"a": 1}}', "packages: is no list"),
        ("package-lock.json", b'{"packages": []}', "packages: is no object"),
        ("poetry.lock", b'package = "x"', "package: is no list"),
        ("package.json", b"[]", "no object"),
        ("uv.lock", b"[[package", "not valid TOML"),
        ("pnpm-lock.yaml", b"a: &x [1]\nb: *x\n", "not valid YAML"),
        ("notes.doc", b"hello", "no SBOM in JSON"),
        ("requirements.txt", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(file: str, data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_included(file, data)


@pytest.mark.parametrize(
    ("file", "data", "entry", "reason"),
    [
        ("bom.json", b'{"bomFormat": "CycloneDX"}', "the whole file", "names no package"),
        ("requirements.txt", b"# nothing yet\n", "the whole file", "names no package"),
        ("bom.json", b'{"bomFormat": "CycloneDX", "components": ["text"]}', "text", "is no component"),
        ("bom.json", b'{"spdxVersion": "SPDX-2.3", "packages": [5]}', "5", "is no package"),
        ("pylock.toml", b"[[packages]]\nname = 1\n", "name = 1", "is no name of a package"),
        ("uv.lock", b'[[package]]\nversion = "1"\n', "an entry without a name", "is no name of a package"),
        ("bom.json", b'{"bomFormat": "CycloneDX", "components": [{}]}', "a component without a name", "no package URL"),
    ],
)
def test_what_names_no_package_is_listed_and_not_dropped(file: str, data: bytes, entry: str, reason: str) -> None:
    packages, (left,) = read_included(file, data)
    assert ((), entry, True) == (packages, left.entry, reason in left.reason)


def test_half_a_character_spoils_its_own_entry_alone() -> None:
    lock = {"packages": {"node_modules/lark\ud800": {"version": "1"}, "node_modules/wren": {"version": "1"}}}
    packages, (left,) = read_included("package-lock.json", json.dumps(lock).encode())
    assert ["pkg:npm/wren"] == [package.purl for package in packages]
    assert "holds characters that stand for nothing" in left.reason


def test_a_component_is_found_however_deep_it_lies() -> None:
    inner: dict[str, object] = {"name": "lark", "purl": "pkg:pypi/lark@1"}
    for _ in range(200):
        inner = {"name": "outer", "purl": "pkg:pypi/outer@1", "components": [inner]}
    packages, left = read_included("bom.json", json.dumps({"bomFormat": "CycloneDX", "components": [inner]}).encode())
    assert (["pkg:pypi/outer", "pkg:pypi/lark"], ()) == ([package.purl for package in packages], left)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(SettingsError, match=r"include\.0\.file: is no regular file"):
        load(tmp_path, LIST.replace("./bom.json", "./pipe.json"))


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_packages_or_a_plain_refusal(file: str, data: bytes) -> None:
    try:
        packages, unresolved = read_included(file, data)
    except ValueError:
        return
    assert all(package.purl for package in packages)
    assert all(one.reason for one in unresolved)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["bomFormat", "components", "purl", "packages", "dependencies", "name", "", "resolved", "version"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(st.sampled_from(["package.json", "package-lock.json", "Pipfile.lock"]), anything)
def test_any_json_gives_packages_or_a_plain_refusal(file: str, document: object) -> None:
    try:
        read_included(file, json.dumps(document).encode())
    except ValueError:
        return


LIST = """
projects:
  lark: {name: Lark, targets: [birds/lark, "pkg:pypi/lark"]}
watchlists:
  all:
    include:
      - {file: ./bom.json, impact: high}
      - {file: ./package-lock.json, impact: low, direct_only: true}
      - {huggingface: Birds}
      - {github: birds, exclude: ["*-docs"]}
      - {gitlab: "https://code.example.org/acme/birds", include: ["l*"]}
      - {forgejo: birds, impact: low}
"""


def load(folder: Path, text: str) -> Configuration:
    (folder / "bom.json").write_text(json.dumps(CYCLONEDX))
    (folder / "package-lock.json").write_text(json.dumps(PACKAGE_LOCK))
    (folder / "mainstay.yaml").write_text(text)
    return load_configuration(folder / "mainstay.yaml", {})


def test_a_list_includes_files_and_joins_what_is_declared(tmp_path: Path) -> None:
    configuration = load(tmp_path, LIST)
    (watchlist,) = configuration.portfolio.watchlists
    entries = {entry.project: entry.impact.name for entry in watchlist.entries}
    assert {
        "lark": "HIGH",
        "npm-birds-wren": "HIGH",
        "cargo-nested": "HIGH",
        "npm-lark": "LOW",
        "hub-birds": "MEDIUM",
    } == entries
    assert {"inner", "nameless", "outer", "forked", "2 of type file", "debian"} == {
        one.entry.split("/")[-1].split("@")[0] for one in configuration.unresolved
    }
    assert [
        ("all", "https://github.com/birds", "github", ("*",), ("*-docs",)),
        ("all", "https://code.example.org/acme/birds", "gitlab", ("l*",), ()),
        ("all", "https://codeberg.org/birds", "forgejo", ("*",), ()),
    ] == [(e.watchlist, e.account, e.forge, e.include, e.exclude) for e in configuration.expansions]


def test_what_can_be_no_group_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mainstay\.yaml:11:18: .*gitlab: is no group on GitLab"):
        load(tmp_path, LIST.replace("https://code.example.org/acme/birds", "a b"))


def test_an_include_names_one_source(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs one of file:, github:, gitlab:, forgejo: and huggingface:"):
        load(tmp_path, LIST.replace("{huggingface: Birds}", "{huggingface: Birds, gitlab: birds}"))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('{huggingface: Birds, exclude: ["*-gguf"]}', "is one project: include: and exclude: have nothing to choose from"),
        ('{huggingface: Birds, include: ["Lark*"]}', "is one project"),
        ("{huggingface: Birds, direct_only: true}", "direct_only: belongs to file:"),
    ],
)
def test_what_would_be_without_effect_is_a_mistake(tmp_path: Path, entry: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        load(tmp_path, LIST.replace("{huggingface: Birds}", entry))


def test_a_bad_file_is_named_with_the_line_of_its_include(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, LIST.replace("./bom.json", "./bad.json"))
    assert "mainstay.yaml:7:16: watchlists.all.include.0.file: is not valid JSON at line 1" in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"watchlists\.all\.include\.0\.file"):
        load(tmp_path, LIST.replace("./bom.json", "./none.json"))


def test_a_thousand_packages_are_a_thousand_projects(tmp_path: Path) -> None:
    many = {**CYCLONEDX, "components": [{"type": "library", "name": f"p{n}", "purl": f"pkg:pypi/p{n}@1"} for n in range(1000)]}
    text = LIST.replace("{file: ./package-lock.json, impact: low, direct_only: true}", "{file: ./many.json}")
    (tmp_path / "many.json").write_text(json.dumps(many))
    assert 1004 == len(load(tmp_path, text).portfolio.projects)


def test_a_key_that_stands_twice_is_refused() -> None:
    text = '{"bomFormat": "CycloneDX", "components": [{"purl": "pkg:pypi/lark", "purl": "pkg:pypi/wren"}]}'
    with pytest.raises(ValueError, match="names the key 'purl' twice"):
        read_included("bom.json", text.encode())


def test_more_packages_than_can_be_watched_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ENTRIES", 2)
    with pytest.raises(ValueError, match="more than 2 packages"):
        read_included("requirements.txt", b"lark\nwren\nswift\n")


@pytest.mark.parametrize(
    ("file", "document"),
    [
        ("package-lock.json", {"packages": {"": {"dependencies": 5}, "node_modules/lark": {"version": "1.0.0"}}}),
        ("bom.json", {"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": {}, "name": "lark"}]}),
        ("bom.json", {"bomFormat": "CycloneDX", "components": [{"name": "lark", "type": {}, "bom-ref": []}]}),
    ],
)
def test_a_value_of_a_wrong_kind_loses_no_entry(file: str, document: dict[str, Any]) -> None:
    packages, left = read_included(file, json.dumps(document).encode())
    assert 1 == len(packages) + len(left)
