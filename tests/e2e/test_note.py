"""`mainstay note`: from the command to the report and to forgetting, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.clock import utc_now
from tests.e2e.command import CommandLine
from tests.e2e.test_people import make_repository

WATCH = """contact: ops@example.org
projects:
  lark:
    name: Lark
    targets: [./lark.git]
    people:
      - {name: Ada Quill, roles: [technical lead], accounts: [ada@lark.example]}
watchlists:
  weekly:
    projects: [{project: lark, impact: high}]
"""
POST = "https://social.example/ada/status/7"
GOODBYE = "me stepping down. bye my beloved lark. write to ada@lark.example"


@pytest.fixture
def config(mainstay: CommandLine, tmp_path: Path) -> str:
    """Return a configuration that was run once."""
    make_repository(tmp_path / "lark.git")
    path = mainstay.configure(WATCH)
    assert 0 == mainstay("--config", path, "run").code
    return path


def note(mainstay: CommandLine, config: str, **changed: str) -> tuple[int, str]:
    options = {"url": POST, "quote": GOODBYE, "author": "Ada Quill", "said-on": f"{utc_now():%Y-%m-%d}", "level": "E1", **changed}
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    ran = mainstay("--config", config, "note", changed.pop("project", "lark"), *given)
    return ran.code, ran.out + ran.err


def test_what_was_seen_elsewhere_is_a_dated_fact_with_its_page_and_no_address(mainstay: CommandLine, config: str) -> None:
    code, said = note(mainstay, config)
    assert (0, True) == (code, "filed by hand as E1" in said), said
    explained = mainstay("--config", config, "explain", "lark").out
    assert "A departure of Ada Quill was announced" in " ".join(explained.split())
    assert POST in explained
    report = mainstay("--config", config, "report", "--format", "text").out
    assert "filed by hand" in " ".join(report.split())
    assert "ada@lark.example" not in report + explained


def test_forget_erases_what_was_filed_of_a_person(mainstay: CommandLine, config: str, tmp_path: Path) -> None:
    note(mainstay, config)
    assert 0 == mainstay("--config", config, "forget", "ada@lark.example").code
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
    # Another account of the same name is another account; what was filed is gone with its page.
    assert (0, 0) == (held.count(b"beloved"), held.count(POST.encode()))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"url": "ftp://social.example/7"}, "--url"),
        ({"url": "https://ada:secret@social.example/7"}, "--url"),
        ({"quote": "  "}, "--quote"),
        ({"person": "Somebody Else"}, "--person"),
        ({"level": "E3"}, "--level"),
        ({"said-on": "2999-01-01"}, "--said-on"),
    ],
)
def test_what_cannot_be_checked_is_refused(mainstay: CommandLine, config: str, changed: dict[str, str], expected: str) -> None:
    code, said = note(mainstay, config, **changed)
    assert (2, True) == (code, expected in said), said


def test_a_note_on_what_is_long_past_says_which_reports_show_it(mainstay: CommandLine, config: str) -> None:
    code, told = note(mainstay, config, **{"said-on": "2019-05-01"})
    assert (0, True) == (code, "only reports as of that time show it" in told)


def test_a_note_without_a_name_makes_a_new_report(mainstay: CommandLine, config: str) -> None:
    note(mainstay, config, quote="Lark is in good hands", author="Somebody Else", level="E4")
    ran = mainstay("--config", config, "run")
    assert (0, True) == (ran.code, "nothing changed since" not in ran.out)
