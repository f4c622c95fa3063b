"""How a configuration names the mail server: defaults, where the password comes from, and that it is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model.options import EmailOptions
from tests.settings.writing import CANARY, GOOD, load, problems

SERVER = "channels:\n  email:\n    host: Mail.example.org\n    from: mainstay@example.org\n"
LOGIN = SERVER + "    user: mainstay\n"


def options(folder: Path, text: str, environ: dict[str, str] | None = None) -> EmailOptions:
    return EmailOptions(**load(folder, GOOD + text, environ).channels["email"])  # type: ignore[arg-type]


def test_a_server_and_a_sender_are_enough(tmp_path: Path) -> None:
    assert EmailOptions("mail.example.org", "mainstay@example.org") == options(tmp_path, SERVER)


def test_every_key_reaches_the_channel(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    text = LOGIN + (
        '    password: "${PASSWORD}"\n    security: tls\n    port: 4650\n    ca_file: ca.pem\n    reply_to: team@example.org\n'
        "    unsubscribe: off@example.org\n    unsubscribe_url: https://reports.example.org/off\n    deadline_seconds: 20.0\n"
        "    page_url: https://reports.example.org/pages\n    attach_page: true\n"
    )
    expected = EmailOptions(
        "mail.example.org",
        "mainstay@example.org",
        "tls",
        4650,
        "mainstay",
        CANARY,
        tmp_path / "ca.pem",
        "team@example.org",
        "off@example.org",
        "https://reports.example.org/off",
        20.0,
        "https://reports.example.org/pages",
        True,
    )
    assert expected == options(tmp_path, text, {"PASSWORD": CANARY})


def test_a_password_may_stand_in_a_file_and_hold_spaces(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text(f"{CANARY} with spaces\n")
    assert f"{CANARY} with spaces" == options(tmp_path, LOGIN + "    password_file: mail\n").password


@pytest.mark.parametrize("content", ["", f"{CANARY}\nsecond line", f"{CANARY}ü"])
def test_a_file_that_holds_no_password_is_refused_unshown(tmp_path: Path, content: str) -> None:
    (tmp_path / "mail").write_text(content, encoding="utf-8")
    (problem,) = problems(tmp_path, GOOD + LOGIN + "    password_file: mail\n")
    assert "channels.email.password_file" == problem.key
    assert CANARY not in str(problem)


def test_a_password_that_is_no_single_variable_is_refused_unshown(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD + LOGIN + f'    password: "{CANARY}-${{X}}"\n', {"X": CANARY})
    assert "channels.email.password" == problem.key
    assert CANARY not in str(problem)


def test_no_repr_shows_the_password(tmp_path: Path) -> None:
    configuration = load(tmp_path, GOOD + LOGIN + '    password: "${PASSWORD}"\n', {"PASSWORD": CANARY})
    assert CANARY not in repr(configuration)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", '"::1"'])
def test_on_this_machine_mail_may_go_unencrypted(tmp_path: Path, host: str) -> None:
    text = SERVER.replace("Mail.example.org", host) + "    security: none\n"
    assert "none" == options(tmp_path, text).security
