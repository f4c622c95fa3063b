"""The mail and the Markdown of a report by the command line."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.e2e.command import CommandLine
from tests.e2e.test_cycle import WATCH, make_repository

MAIL = (
    WATCH
    + """    recipients: [ada@readers.example]
    channels: [files, email]
channels:
  email: {host: mail.example.org, from: mainstay@example.org, page_url: https://reports.example.org/pages}
"""
)
TWO = WATCH + "  daily:\n    projects: [{project: lark}]\n"


@pytest.fixture(autouse=True)
def lark(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "lark.git")


def test_a_mail_is_shown_as_its_whole_source(mainstay: CommandLine) -> None:
    config = mainstay.configure(MAIL)
    mainstay("--config", config, "run")
    ran = mainstay("--config", config, "report", "--format", "email")
    message = BytesParser(policy=SMTP).parsebytes(ran.out.encode())
    assert ("ada@readers.example", "Mainstay <mainstay@example.org>", "multipart/alternative") == (
        message["To"],
        message["From"],
        message.get_content_type(),
    )
    assert "Mainstay weekly" in message["Subject"]


def test_a_preview_is_the_page_of_the_mail(mainstay: CommandLine) -> None:
    config = mainstay.configure(MAIL)
    mainstay("--config", config, "run")
    ran = mainstay("--config", config, "report", "--format", "email", "--preview", "--out", "mail.html")
    page = Path("mail.html").read_text()
    assert (0, "wrote mail.html\n") == (ran.code, ran.out)
    assert page.startswith("<!DOCTYPE html>")
    assert 'href="https://reports.example.org/pages/weekly.html"' in page


def test_without_a_mail_server_the_mail_can_be_looked_at_all_the_same(mainstay: CommandLine) -> None:
    ran = mainstay("--config", mainstay.configure(WATCH), "report", "--format", "email")
    assert 0 == ran.code
    assert "To: reader@example.invalid" in ran.out


def test_a_preview_of_anything_else_is_refused(mainstay: CommandLine) -> None:
    ran = mainstay("--config", mainstay.configure(WATCH), "report", "--format", "html", "--preview")
    assert (2, "--preview belongs to --format email\n") == (ran.code, ran.err)


def test_the_report_is_written_as_markdown(mainstay: CommandLine) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    ran = mainstay("--config", config, "report", "--format", "markdown", "--out", "report.md")
    assert 0 == ran.code
    assert Path("report.md").read_text().startswith("# Mainstay: weekly\n")


@pytest.mark.parametrize("form", ["email", "markdown"])
def test_of_several_lists_one_must_be_named(form: str, mainstay: CommandLine) -> None:
    config = mainstay.configure(TWO)
    ran = mainstay("--config", config, "report", "--format", form)
    assert (2, True) == (ran.code, "name one with --watchlist" in ran.err)
    assert 0 == mainstay("--config", config, "report", "--format", form, "--watchlist", "daily").code
