"""The rules of the house that no linter knows: sizes, documentation, locks, and what must never be written into a file."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from monitor.cli.main import COMMANDS
from monitor.collectors import COLLECTORS
from monitor.paths import data_dir
from monitor.scoring.rules import RULES
from tests.reference_page import PAGE, reference_page, what_it_says
from tests.settings_page import PAGE as SETTINGS
from tests.settings_page import settings_page

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Written in parts, so that this file does not break its own rule.
REGISTRY_HOSTS = (
    r"py" r"pi\.org",
    r"python" r"hosted\.org",
    r"registry\.npm" r"js",
    r"npm" r"js\.(org|com)",
    r"deb\.de" r"bian\.org",
    r"crates" r"\.io",
)
MACHINE_PATHS = tuple(rf"(?<![\w.~*-])/{folder}/" for folder in ("work", "root", "tmp"))


def modules() -> list[Path]:
    """Our modules. A migration is left out: it is as long as the schema that it makes, and is never edited again."""
    return [path for path in sorted((ROOT / "monitor").rglob("*.py")) if "versions" not in path.parts]


@cache
def tracked() -> dict[str, str]:
    """The text of each tracked file; what a user keeps beside them is not ours to judge."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so what is tracked is not known")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return {str(path.relative_to(ROOT)): path.read_text(errors="replace") for path in paths if path.is_file()}


def lines_with(patterns: tuple[str, ...]) -> Iterator[str]:
    search = re.compile("|".join(patterns), re.IGNORECASE).search
    for name, text in tracked().items():
        yield from (f"{name}:{number}" for number, line in enumerate(text.splitlines(), start=1) if search(line))


def locked(name: str) -> dict[str, str]:
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


def test_no_module_is_longer_than_300_lines() -> None:
    assert [] == [path.name for path in modules() if len(path.read_text().splitlines()) > LONGEST_FILE]


def test_no_function_is_longer_than_60_lines() -> None:
    functions = (
        (path.name, node.name, (node.end_lineno or 0) - node.lineno + 1)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [] == [found for found in functions if found[2] > LONGEST_FUNCTION]


def test_every_module_says_what_it_is_for() -> None:
    assert [] == [str(path) for path in modules() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))]


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda collector: collector.SPEC.id)
def test_every_collector_says_what_it_reads(collector: object) -> None:
    assert what_it_says(collector).endswith(".")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_asks_why_and_what_clears_it(name: str) -> None:
    rule = RULES[name].RULE
    assert (name, True, True, True) == (rule.id, rule.question.endswith("?"), rule.why.endswith("."), rule.remedy.endswith("."))


def test_the_reference_page_is_what_the_modules_say() -> None:
    assert reference_page() == PAGE.read_text(), "run: make docs"


def test_the_page_of_settings_is_what_the_forms_say_and_leaves_no_key_without_a_word() -> None:
    assert settings_page() == SETTINGS.read_text(), "run: make docs"
    assert "` |  |" not in settings_page()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_lists_every_command(name: str) -> None:
    assert f"| `mainstay {name}" in (ROOT / "README.md").read_text()


def test_every_link_in_the_guides_leads_somewhere() -> None:
    links = [
        (page, link)
        for page, text in tracked().items()
        if page.endswith(".md")
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text)
        if "://" not in link
    ]
    assert links
    assert [] == [(page, link) for page, link in links if not (ROOT / page).parent.joinpath(link).exists()]


def test_no_tracked_file_names_the_host_of_a_package_registry() -> None:
    assert [] == list(lines_with(REGISTRY_HOSTS))


def test_what_the_readme_has_users_make_is_no_file_of_ours() -> None:
    ran = subprocess.run(["git", "check-ignore", "watch/mainstay.yaml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert set() == {name for name in tracked() if name.startswith("watch/")}
    assert "watch/mainstay.yaml" == ran.stdout.strip()


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    assert [] == list(lines_with(MACHINE_PATHS))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_package(name: str) -> None:
    text = (ROOT / name).read_text()
    assert [] == re.findall(r"https?:|file:|^--(?:index|extra-index|find-links)", text, re.MULTILINE)
    assert locked(name)
    assert [] == [pin for pin in re.split(r"\n(?=[A-Za-z0-9])", text) if "--hash=sha256:" not in pin]


@pytest.mark.parametrize(("name", "extras"), [("requirements.lock", {"build"}), ("requirements-dev.lock", None)])
def test_a_lock_holds_what_the_project_asks_for(name: str, extras: set[str] | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    chosen = [asked for extra, asked in project["optional-dependencies"].items() if extras is None or extra in extras]
    asked = [Requirement(text) for group in (project["dependencies"], *chosen) for text in group]
    pins = locked(name)
    wrong = [
        str(need) for need in asked if not need.specifier.contains(pins.get(canonicalize_name(need.name), "0"), prereleases=True)
    ]
    assert [] == wrong, "run: make lock"


def test_both_locks_agree() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert {} == {name: version for name, version in run.items() if dev.get(name) != version}


@pytest.mark.parametrize("name", ["templates", "config"])
def test_data_beside_the_package_is_found(name: str) -> None:
    assert ROOT / name == data_dir(name)
