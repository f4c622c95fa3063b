"""Findings answered, and messages that did not arrive, as the command line shows them."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import run
from monitor.clock import utc_now
from tests.e2e.command import CommandLine
from tests.e2e.test_cycle import WATCH, make_repository

MAIL = """    channels: [files, email]
    recipients: [cyd@reader.example]
    schedule: "* * * * *"
channels:
  email: {{host: 127.0.0.1, port: {port}, security: none, from: mainstay@sender.example}}
"""


@pytest.fixture
def config(mainstay: CommandLine, tmp_path: Path) -> str:
    """Return a configuration that was run once."""
    make_repository(tmp_path / "lark.git")
    path = mainstay.configure(WATCH)
    assert 0 == mainstay("--config", path, "run").code
    return path


def open_finding(mainstay: CommandLine, config: str) -> str:
    """Return the id of a finding that is at risk."""
    (project,) = json.loads(mainstay("--config", config, "--json", "report").out)["projects"]
    return str(next(finding["id"] for finding in project["findings"] if finding["outcome"] == "at_risk"))


def answered(mainstay: CommandLine, config: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(mainstay("--config", config, "--json", "report").out)["answered"]
    return found


@pytest.mark.parametrize("command", ["ack", "snooze", "dispute"])
def test_an_answer_is_in_the_next_report(mainstay: CommandLine, config: str, command: str) -> None:
    finding = open_finding(mainstay, config)
    ran = mainstay("--config", config, command, finding, "--owner", "Ops", "--reason", "our own fork")
    assert (0, True) == (ran.code, finding in ran.out), ran.err
    (line,) = answered(mainstay, config)
    assert (finding, command, "Ops", "our own fork") == (line["finding"], line["kind"], line["owner"], line["reason"])


def test_a_second_answer_says_which_it_replaces(mainstay: CommandLine, config: str) -> None:
    finding = open_finding(mainstay, config)
    said = ("--owner", "Ops", "--reason")
    assert "replaces" not in mainstay("--config", config, "ack", finding, *said, "our own fork").out
    assert "it replaces: acknowledged by Ops until 20" in mainstay("--config", config, "dispute", finding, *said, "wrong").out


def test_a_second_decision_says_which_it_replaces_and_a_project_goes_by_its_name_too(mainstay: CommandLine, config: str) -> None:
    later = f"{utc_now() + timedelta(days=30):%Y-%m-%d}"
    said = ("--owner", "Ops", "--review-on", later, "--reason")
    assert "replaces" not in mainstay("--config", config, "decide", "lark", "--choice", "pin", *said, "we wait").out
    second = mainstay("--config", config, "decide", "LARK", "--choice", "fork", *said, "we move").out
    assert (
        f"lark: fork by Ops, review on {later}; every report lists it; it replaces: pin by Ops, review on {later} (we wait)\n"
        == second
    )


@pytest.mark.parametrize("place", ["mainstay.yaml", "var/mainstay.db", "var/installation.key"])
def test_a_report_is_never_written_over_what_is_ours(mainstay: CommandLine, config: str, place: str) -> None:
    own = Path(config).parent / place
    before = own.read_bytes() if own.exists() else None
    ran = mainstay("--config", config, "report", "--out", str(own))
    assert (2, True) == (ran.code, "is a file of Mainstay's own" in ran.err)
    assert before == (own.read_bytes() if own.exists() else None)
    assert 0 == mainstay("--config", config, "report", "--out", str(own.parent / "mine.html"), "--format", "html").code


def test_a_file_in_a_folder_that_is_not_there_is_refused_before_anything_is_done(
    mainstay: CommandLine, config: str, tmp_path: Path
) -> None:
    out = tmp_path / "nowhere" / "x.html"
    for command in (("report",), ("look", str(tmp_path / "lark.git"))):
        ran = mainstay("--config", config, *command, "--out", str(out))
        assert (2, True) == (ran.code, f"there is no folder {out.parent}" in ran.err)
    assert not out.parent.exists()


# Another folder has another key, which a database of many folders would refuse.
@pytest.mark.once
def test_a_folder_that_others_fill_keeps_its_mode(mainstay: CommandLine, config: str) -> None:
    shared = Path(config).parent / "shared"
    shared.mkdir(mode=0o755)
    (shared / "notes.txt").write_text("ours")
    Path(config).write_text(f"{Path(config).read_text()}state_dir: {shared}\n")
    assert 0 == mainstay("--config", config, "run").code
    assert (0o755, 0o700) == (shared.stat().st_mode & 0o777, (shared / "clones").stat().st_mode & 0o777)


def test_today_ends_an_answer_and_a_past_day_is_a_slip_that_changes_nothing(mainstay: CommandLine, config: str) -> None:
    finding = open_finding(mainstay, config)
    said = ("--owner", "Ops", "--reason", "ours")
    assert 0 == mainstay("--config", config, "snooze", finding, *said).code
    past = mainstay("--config", config, "snooze", finding, *said, "--until", "2020-01-01")
    assert (2, True) == (past.code, "2020-01-01 is past" in past.err)
    assert 1 == len(answered(mainstay, config))
    for more in ([], ["--until", f"{utc_now():%Y-%m-%d}"]):
        ran = mainstay("--config", config, "ack", finding, "--owner", "Ops", "--reason", "ours", *more)
    assert "has ended" in ran.out
    assert [] == answered(mainstay, config)


@pytest.mark.parametrize(
    "arguments", [["0123456789", "--owner", "Ops", "--reason", "why"], ["0123456789"], ["0123456789", "--owner", "Ops"]]
)
def test_an_answer_that_will_not_do_is_a_mistake_of_usage(mainstay: CommandLine, config: str, arguments: list[str]) -> None:
    assert 2 == mainstay("--config", config, "ack", *arguments).code


def test_explain_says_why_nothing_was_told_between_reports(mainstay: CommandLine, config: str) -> None:
    assert "Between reports" in mainstay("--config", config, "explain", "lark").out


def test_what_did_not_arrive_is_told_by_run_and_doctor_and_without_an_address_by_the_next_page(
    mainstay: CommandLine, config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mainstay.configure(WATCH + MAIL.format(port=closed.getsockname()[1]))
        # The list's first moment comes a minute after it was first seen.
        monkeypatch.setattr(run, "utc_now", lambda: utc_now() + timedelta(minutes=2))
        ran = mainstay("--config", config, "run")
    assert (3, True) == (ran.code, "email to cyd@reader.example (weekly) did not arrive: 127.0.0.1" in ran.err)
    told = mainstay("--config", config, "doctor").out
    assert "1 did not arrive, or not yet" in told
    assert "weekly to cyd@reader.example" in told
    (undelivered,) = json.loads(mainstay("--config", config, "--json", "doctor").out)["undelivered"]
    assert ("pending", 1) == (undelivered["state"], undelivered["attempts"])
    page = mainstay("--config", config, "report").out
    assert "1 message of this list is not accepted yet" in " ".join(page.split())
    assert "cyd@" not in page


def test_doctor_says_that_all_arrived(mainstay: CommandLine, config: str) -> None:
    assert "messages       all arrived" in mainstay("--config", config, "doctor").out


def test_a_decision_is_in_the_next_report(mainstay: CommandLine, config: str) -> None:
    review = f"{utc_now() + timedelta(days=30):%Y-%m-%d}"
    words = ("--choice", "mirror", "--owner", "Ops", "--reason", "our own copy", "--review-on", review)
    ran = mainstay("--config", config, "decide", "lark", *words)
    assert (0, True) == (ran.code, f"mirror by Ops, review on {review}" in ran.out), ran.err
    (line,) = json.loads(mainstay("--config", config, "--json", "report").out)["decisions"]
    assert ("lark", "mirror", "Ops", review) == (line["project"], line["choice"], line["owner"], line["review_on"])
    told = json.loads(mainstay("--config", config, "--json", "decide", open_finding(mainstay, config), *words).out)
    assert ("lark", "our own copy") == (told["project"], told["reason"])
    assert 2 == mainstay("--config", config, "decide", "nothing", *words).code


def test_a_dispute_changes_the_text_of_the_next_report(mainstay: CommandLine, config: str) -> None:
    finding = open_finding(mainstay, config)
    mainstay("--config", config, "dispute", finding, "--owner", "Ops", "--reason", "it is our fork")
    assert "Disputed by Ops on" in " ".join(mainstay("--config", config, "report").out.split())
    assert "it is our fork" in mainstay("--config", config, "explain", "lark").out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("mine.html", "<!doctype html>"),
        ("MINE.HTM", "<!doctype html>"),
        ("mine.json", "{"),
        ("mine.md", "# "),
        ("mine.eml", "From: "),
    ],
)
def test_a_report_is_written_in_the_format_that_its_file_s_ending_names(
    mainstay: CommandLine, config: str, tmp_path: Path, name: str, begins: str
) -> None:
    assert 0 == mainstay("--config", config, "report", "--out", str(tmp_path / name)).code
    assert (tmp_path / name).read_text().startswith(begins)
    assert 0 == mainstay("--config", config, "report", "--format", "text", "--out", str(tmp_path / name)).code
    assert (tmp_path / name).read_text().startswith("Mainstay")


def test_a_page_that_could_not_be_written_is_not_said_to_lie_anywhere(mainstay: CommandLine, tmp_path: Path) -> None:
    make_repository(tmp_path / "lark.git")
    path = mainstay.configure(WATCH)
    (Path(path).parent / "var").mkdir()
    (Path(path).parent / "var" / "reports").write_text("a file, not a folder")
    ran = mainstay("--config", path, "run")
    assert (3, True, False) == (ran.code, "report: not written yet" in ran.out, ".html" in ran.out)
    assert "did not arrive" in ran.err
