"""`mainstay people`: who is who on the terminal, corrected, and forgotten."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import CommandLine
from tests.e2e.test_cycle import WATCH

WRITERS = ("Ada Quill <ada@lark.example>", "Ada Quill <ada@home.example>", "Bo Wren <bo@lark.example>")
ADDRESS = re.compile(r"[\w.]+@[\w.]+\.example")


def make_repository(path: Path, start: int = 1_700_000_000) -> None:
    """Two addresses of one name and a second person, over 150 weeks; the second person tagged."""
    lines = []
    for week in range(150):
        at = start + week * 7 * 86_400
        lines += ["commit refs/heads/main", f"committer {WRITERS[week % 3]} {at} +0000", "data 2", "x", ""]
    tag = ["tag v1.0", "from refs/heads/main", f"tagger {WRITERS[2]} {start + 149 * 7 * 86_400} +0000", "data 2", "x", ""]
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input="\n".join(lines + tag).encode(), check=True)


@pytest.fixture
def config(mainstay: CommandLine, tmp_path: Path) -> str:
    """Return a configuration that was run once."""
    make_repository(tmp_path / "lark.git")
    path = mainstay.configure(WATCH)
    assert 0 == mainstay("--config", path, "run").code
    return path


def people(mainstay: CommandLine, config: str, *more: str) -> dict[str, Any]:
    ran = mainstay("--config", config, "people", "lark", "--json", *more)
    assert 0 == ran.code, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def ids_of(document: dict[str, Any], name: str) -> list[list[str]]:
    return [[account["account"] for account in person["accounts"]] for person in document["people"] if person["name"] == name]


def test_the_terminal_shows_persons_roles_proofs_and_keys_and_no_address(mainstay: CommandLine, config: str) -> None:
    ran = mainstay("--config", config, "people", "lark")
    assert 0 == ran.code, ran.err
    assert [] == ADDRESS.findall(ran.out)
    for words in ("Ada Quill", "mainstay:", "same full name", "counted by full name alone", "tagged in the last 12 months", "E3"):
        assert words in ran.out


def test_the_document_tells_the_same(mainstay: CommandLine, config: str) -> None:
    document = people(mainstay, config)
    (ada,) = (person for person in document["people"] if person["name"] == "Ada Quill")
    assert ("mainstay.people/1", False, {"same full name"}) == (
        document["version"],
        ada["is_proven"],
        {join["proof"] for join in ada["joins"]},
    )
    assert ["merge", "tag", "publish"] == [key["key"] for key in document["keys"]]


def test_a_split_makes_two_of_one_and_a_join_one_of_two_again(mainstay: CommandLine, config: str) -> None:
    ((first, second),) = ids_of(people(mainstay, config), "Ada Quill")
    ran = mainstay("--config", config, "people", "split", "lark", first[:12])
    assert (0, True) == (ran.code, "stands alone" in ran.out), ran.err
    assert [[first], [second]] == sorted(ids_of(people(mainstay, config, "--all"), "Ada Quill"), key=lambda ids: ids != [first])
    ran = mainstay("--config", config, "people", "join", "lark", first, second, "--reason", "she told us")
    assert 0 == ran.code, ran.err
    document = people(mainstay, config)
    assert 1 == len(ids_of(document, "Ada Quill"))
    assert ["split", "join"] == [said["kind"] for said in document["corrections"]]
    assert "joined by hand: she told us" in mainstay("--config", config, "people", "lark").out


def test_a_correction_counts_in_the_next_report(mainstay: CommandLine, config: str) -> None:
    (ada,) = ids_of(people(mainstay, config), "Ada Quill")
    (bo,) = ids_of(people(mainstay, config), "Bo Wren")
    mainstay("--config", config, "people", "join", "lark", ada[0], bo[0], "--reason", "one person")
    (project,) = json.loads(mainstay("--config", config, "--json", "report").out)["projects"]
    assert 1 == project["numbers"]["people_year"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nest",),
        ("split", "lark", "git:000000"),
        ("split", "nest", "git:000000"),
        ("join", "lark", "git:00000000", "git:11111111", "--reason", "x"),
    ],
)
def test_what_is_not_there_cannot_be_shown_or_corrected(mainstay: CommandLine, config: str, arguments: tuple[str, ...]) -> None:
    ran = mainstay("--config", config, "people", *arguments)
    assert (2, True) == (ran.code, "no such" in ran.err)


def test_an_address_in_a_reason_is_refused(mainstay: CommandLine, config: str) -> None:
    ((first, second),) = ids_of(people(mainstay, config), "Ada Quill")
    ran = mainstay("--config", config, "people", "join", "lark", first, second, "--reason", "asked ada@lark.example")
    assert (2, True) == (ran.code, "mail address" in ran.err)


def test_forgetting_an_account_erases_what_was_corrected_about_it(mainstay: CommandLine, config: str) -> None:
    ((first, second),) = ids_of(people(mainstay, config), "Ada Quill")
    mainstay("--config", config, "people", "join", "lark", first, second, "--reason", "she told us")
    ran = mainstay("--config", config, "forget", WRITERS[0])
    assert 0 == ran.code, ran.err
    assert [] == people(mainstay, config)["corrections"]


def test_an_account_is_forgotten_by_the_id_that_people_shows(mainstay: CommandLine, config: str) -> None:
    ((bo,),) = ids_of(people(mainstay, config), "Bo Wren")
    assert 2 == mainstay("--config", config, "forget", "git:ffffffffffff").code
    ran = mainstay("--config", config, "forget", bo[:16])
    assert (0, True) == (ran.code, "erased from 1 target" in ran.out), ran.err
    assert [] == ids_of(people(mainstay, config, "--all"), "Bo Wren")


def test_help_says_what_it_does(mainstay: CommandLine) -> None:
    assert "split PROJECT ACCOUNT" in mainstay("people", "--help").out
