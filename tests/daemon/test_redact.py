"""No secret leaves in a log line, whether we know it or only its form."""

from __future__ import annotations

import logging
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.daemon.logs import KINDS, set_up_logs
from monitor.daemon.redact import HIDDEN, Redactor, secrets_of
from tests.settings.writing import GOOD, load

CANARY = "canary-7f3a9c51"

FORMS = {
    "GET https://ada:canary-7f3a9c51@host/x": "GET https://***@host/x",
    "GET https://canary-7f3a9c51@host/x": "GET https://***@host/x",
    "postgresql://ada:canary@7f3a9c51@host/db": "postgresql://***@host/db",
    "https://host/x?a=1&token=canary-7f3a9c51&b=2": "https://host/x?a=1&token=***&b=2",
    "https://host/x?access_token=canary-7f3a9c51": "https://host/x?access_token=***",
    "https://host/x?API-KEY=canary-7f3a9c51": "https://host/x?API-KEY=***",
    "Authorization: Bearer canary-7f3a9c51": "Authorization: Bearer ***",
    "{'authorization': 'Basic canary-7f3a9c51', 'x': 1}": "{'authorization': 'Basic ***', 'x': 1}",
    "sent bearer canary-7f3a9c51 to host": "sent bearer *** to host",
    "refused ghp_0123456789abcdefghij": "refused ghp_***",
    "refused github_pat_0123456789abcdefghij": "refused github_pat_***",
    "refused glpat-0123456789abcdefghij": "refused glpat-***",
    "refused hf_0123456789abcdefghij": "refused hf_***",
}


@pytest.mark.parametrize("text", FORMS)
def test_what_looks_like_a_secret_is_hidden_and_the_rest_stays(text: str) -> None:
    assert FORMS[text] == Redactor()(text)


@pytest.mark.parametrize("text", ["looked at https://host/a/b?page=2", "ada@lark.example wrote", "the key of the token: none"])
def test_ordinary_words_stay(text: str) -> None:
    assert text == Redactor()(text)


@given(st.text(), st.text(min_size=4), st.text())
def test_a_known_secret_is_hidden_wherever_it_stands(before: str, secret: str, after: str) -> None:
    redacted = Redactor([secret])(f"{before}{secret}{after}")
    assert HIDDEN in redacted
    assert not any(secret in part for part in redacted.split(HIDDEN))


def test_a_secret_is_hidden_as_a_part_of_an_address_too() -> None:
    assert "/x/***" == Redactor(["a/b c"])("/x/a%2Fb%20c")


def test_of_two_secrets_the_longer_goes_whole() -> None:
    assert HIDDEN == Redactor(["canary", "canary-2"])("canary-2")


def test_every_secret_of_the_settings_is_known(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-a-file")
    text = GOOD + "tokens: {git.example.org: {token: '${TOKEN}'}, code.example.org: {token_file: token}}\n"
    assert {"from-a-file", CANARY} == secrets_of(load(tmp_path, text, {"TOKEN": CANARY}))


def test_of_a_channel_only_the_password_is_secret(tmp_path: Path) -> None:
    text = GOOD + "channels: {email: {host: mail.example.org, from: a@example.org, user: ada, password: '${MAIL}'}}\n"
    assert {CANARY} == secrets_of(load(tmp_path, text, {"MAIL": CANARY}))


def test_of_an_address_only_the_password_is_secret() -> None:
    assert {"p%40ss", "p@ss"} == secrets_of({"database_token": "postgresql://ada:p%40ss@host/db"})


def test_options_that_are_called_secret_are_secret() -> None:
    options = {"mail": {"password": CANARY, "host": "mail.example.org", "nested": [{"api_token": "another"}]}}
    assert {CANARY, "another"} == secrets_of(options)


@pytest.mark.usefixtures("logs_restored")
@pytest.mark.parametrize("kind", KINDS)
def test_a_canary_is_in_no_line_however_it_is_logged(kind: str) -> None:
    stream = StringIO()
    set_up_logs(kind, Redactor([CANARY]), stream)
    log = logging.getLogger("anybody")
    log.warning("plain %s", CANARY)
    log.warning("data", extra={"data": {"detail": f"https://host/{CANARY}"}})
    try:
        int(CANARY)
    except ValueError:
        log.exception("caught")
    sys.excepthook(ValueError, ValueError(CANARY), None)
    thread = threading.Thread(target=int, args=(CANARY,))
    thread.start()
    thread.join()
    written = stream.getvalue()
    assert 5 == len([line for line in written.splitlines() if line[0] in "{2"])
    assert CANARY not in written
