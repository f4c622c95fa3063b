"""Handing a message to a mail server: whole and once where all is well, and what is said of each way in which it is not."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from monitor.delivery import email
from monitor.delivery.mime import compose
from monitor.model.errors import DeliveryError
from monitor.model.letter import Address, Letter, Outgoing
from monitor.model.options import EmailOptions
from monitor.model.rendered import DeliveryContext
from tests.delivery.mail_server import (
    CLOSE,
    DRIP,
    HANG,
    NAME,
    PASSWORD,
    USER,
    Authority,
    Mailbox,
    authority,
    running,
    serving,
)

# The server's library warns of a login without STARTTLS; here TLS holds from the first byte, which it cannot know.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
ADA = "ada@readers.example"
LETTER = Letter(
    "Mainstay weekly: no change (ml)", "Nothing.", "<p>Nothing — nothing.</p>", "Nothing.\n.\n..two\n" + "long " * 400
)
CONTEXT = DeliveryContext(Path(), NOW)
# Faults that need a server to stop answering end at a deadline; all others are over at once. After a message was taken it must
# be long enough for the whole dialogue on a busy machine.
SHORT, LONG = 0.3, 2.0


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Path]:
    """Return an authority, and the file in which its certificate is."""
    own = authority()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    own.root.cert_pem.write_to_path(str(path))
    return own, path


@pytest.fixture
def options(trusted: tuple[Authority, Path]) -> email.Options:
    return email.Options(NAME, "mainstay@sender.example", user=USER, password=PASSWORD, ca_file=trusted[1], deadline_seconds=10)


@pytest.fixture
def mailbox(trusted: tuple[Authority, Path]) -> Iterator[Mailbox]:
    with serving(Mailbox(), trusted[0].server) as opened:
        yield opened


def outgoing(options: email.Options, recipient: str = ADA) -> Outgoing:
    return compose(LETTER, Address(b"key", "ml", "2026-03-02T07:00", recipient, NOW), options)


def send(mailbox: Mailbox, options: email.Options, recipient: str = ADA) -> Outgoing:
    message = outgoing(options, recipient)
    email.send(message, replace(options, port=mailbox.port), CONTEXT)
    return message


def failure(mailbox: Mailbox, options: email.Options, recipient: str = ADA) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(mailbox, options, recipient)
    return caught.value


def test_a_message_arrives_whole_encrypted_and_logged_in(mailbox: Mailbox, options: email.Options) -> None:
    message = send(mailbox, options)
    (arrived,) = mailbox.received
    assert ("mainstay@sender.example", (ADA,), True, True) == (
        arrived.sender,
        arrived.recipients,
        arrived.is_encrypted,
        arrived.is_authenticated,
    )
    assert message.body == arrived.body


def test_what_arrives_reads_as_it_was_written(mailbox: Mailbox, options: email.Options) -> None:
    send(mailbox, options)
    message = mailbox.received[0].message
    parts = [part.get_content().splitlines() for part in message.iter_parts()]
    assert "multipart/alternative" == message.get_content_type()
    assert [LETTER.text.splitlines(), LETTER.html.splitlines()] == parts


def test_tls_from_the_first_byte_works_too(trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox(), trusted[0].server, is_tls=True) as mailbox:
        send(mailbox, replace(options, security="tls"))
        assert [True] == [arrived.is_encrypted for arrived in mailbox.received]


def test_without_encryption_a_server_on_this_machine_can_be_used(options: email.Options) -> None:
    with serving(Mailbox(), None, with_login=False) as mailbox:
        send(mailbox, replace(options, security="none", user="", ca_file=None))
        assert [False] == [arrived.is_encrypted for arrived in mailbox.received]


def test_without_encryption_no_other_machine_is_spoken_to(options: email.Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "ip_address", lambda _address: IPv4Address("192.0.2.1"))
    with serving(Mailbox(), None, with_login=False) as mailbox:
        error = failure(mailbox, replace(options, security="none", user="", ca_file=None))
        assert (False, "localhost: security none is for a server on this machine alone; nothing was sent") == (
            error.permanent,
            str(error),
        )
        assert not mailbox.commands


@pytest.mark.parametrize("step", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "END"])
def test_a_refusal_for_now_is_temporary_at_each_command(
    step: str, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({step: "451 4.7.1 Greylisted, come back later"}), trusted[0].server) as mailbox:
        error = failure(mailbox, options)
        assert (False, []) == (error.permanent, mailbox.received)
        assert "451 4.7.1 Greylisted, come back later" in str(error)


@pytest.mark.parametrize(
    ("step", "is_permanent"),
    [
        ("EHLO", False),
        ("STARTTLS", False),
        ("AUTH", False),
        ("MAIL", False),
        ("RCPT", True),
        ("DATA", True),
        ("END", True),
    ],
)
def test_a_refusal_for_good_is_permanent_where_the_recipient_or_the_message_is_meant(
    step: str, is_permanent: bool, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({step: "554 5.7.1 No"}), trusted[0].server) as mailbox:
        error = failure(mailbox, options)
        assert (is_permanent, []) == (error.permanent, mailbox.received)
        assert "554 5.7.1 No" in str(error)


def test_a_message_that_is_too_large_is_refused_for_good(trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox({"MAIL": "552 5.3.4 Too large"}), trusted[0].server) as mailbox:
        assert failure(mailbox, options).permanent


def test_a_server_that_wants_a_login_is_the_operators_problem(trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox({"RCPT": "530 5.7.0 Authentication required"}), trusted[0].server) as mailbox:
        error = failure(mailbox, options)
        assert not error.permanent
        assert str(error).endswith("530 5.7.0 Authentication required; the server wants a login")


@pytest.mark.parametrize("step", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"])
def test_a_connection_that_breaks_before_the_message_is_temporary(
    step: str, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({step: CLOSE}), trusted[0].server) as mailbox:
        error = failure(mailbox, options)
        assert (False, []) == (error.permanent, mailbox.received)
        assert "may have arrived" not in str(error)


@pytest.mark.parametrize("fault", [CLOSE, HANG, DRIP])
def test_a_connection_that_breaks_after_the_message_says_that_it_may_have_arrived(
    fault: str, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({"END": fault}), trusted[0].server) as mailbox:
        error = failure(mailbox, replace(options, deadline_seconds=LONG))
        assert (False, 1) == (error.permanent, len(mailbox.received))
        assert str(error).endswith(
            "after the message and before the answer to it: it may have arrived, and is sent again as it is"
        )


def test_what_is_sent_again_after_such_a_break_is_the_same_to_the_byte(
    trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({"END": CLOSE}, times=1), trusted[0].server) as mailbox:
        failure(mailbox, options)
        send(mailbox, options)
        first, second = mailbox.received
        assert first.body == second.body


@pytest.mark.parametrize("step", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [HANG, DRIP])
def test_a_server_that_never_ends_its_answer_is_left_at_the_deadline(
    step: str, fault: str, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({step: fault}), trusted[0].server) as mailbox:
        error = failure(mailbox, replace(options, deadline_seconds=SHORT))
        assert (False, []) == (error.permanent, mailbox.received)
        assert "no end within 0.3 s" in str(error)


@pytest.mark.parametrize("fault", [CLOSE, HANG, "500 what?"])
def test_a_farewell_that_fails_changes_nothing(fault: str, trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox({"QUIT": fault}), trusted[0].server) as mailbox:
        send(mailbox, options)
        assert 1 == len(mailbox.received)


def test_nobody_listening_is_temporary(options: email.Options) -> None:
    with serving(Mailbox(), None) as mailbox:
        port = mailbox.port
    error = failure(Mailbox(port=port), options)
    assert (False, f"localhost:{port}: the connection failed: Connection refused") == (error.permanent, str(error))


def test_a_name_that_nobody_knows_is_temporary(options: email.Options) -> None:
    error = failure(Mailbox(port=25), replace(options, host="mail.invalid"))
    assert not error.permanent
    assert str(error).startswith("mail.invalid:25: the connection failed: ")


@pytest.mark.parametrize("is_tls", [True, False])
def test_a_certificate_of_an_unknown_authority_stops_before_anything_is_said(
    is_tls: bool, trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox(), authority().server, is_tls=is_tls) as mailbox:
        error = failure(mailbox, replace(options, security="tls" if is_tls else "starttls"))
        assert (False, 0) == (error.permanent, mailbox.commands["AUTH"] + mailbox.commands["MAIL"])
        assert f"the certificate is not trusted by {trusted[1]}" in str(error)


@pytest.mark.parametrize("is_tls", [True, False])
def test_a_certificate_of_another_name_stops_before_anything_is_said(
    is_tls: bool, tmp_path: Path, options: email.Options
) -> None:
    other = authority("mail.other.example")
    other.root.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(Mailbox(), other.server, is_tls=is_tls) as mailbox:
        error = failure(mailbox, replace(options, ca_file=tmp_path / "ca.pem", security="tls" if is_tls else "starttls"))
        assert (False, 0) == (error.permanent, mailbox.commands["AUTH"] + mailbox.commands["MAIL"])
        assert "Hostname mismatch" in str(error)


def test_the_systems_certificates_do_not_trust_our_own(trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox(), trusted[0].server) as mailbox:
        assert "not trusted by the system's list" in str(failure(mailbox, replace(options, ca_file=None)))


def test_a_server_without_encryption_is_not_spoken_to_in_the_clear(
    trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox(), trusted[0].server, offers_tls=False) as mailbox:
        error = failure(mailbox, options)
        assert (False, 0) == (error.permanent, mailbox.commands["AUTH"] + mailbox.commands["MAIL"])
        assert str(error).endswith("the server offers no STARTTLS; nothing was sent")


def test_a_refused_login_says_where_to_look_and_never_the_password(mailbox: Mailbox, options: email.Options) -> None:
    error = failure(mailbox, replace(options, password="canary-wrong"))
    assert not error.permanent
    assert str(error).endswith("check user and password of channels.email")
    assert "canary" not in "".join(traceback.format_exception(error))


def test_a_server_without_login_is_said(trusted: tuple[Authority, Path], options: email.Options) -> None:
    with serving(Mailbox(), trusted[0].server, with_login=False) as mailbox:
        error = failure(mailbox, options)
        assert (False, []) == (error.permanent, mailbox.received)


def test_one_refused_recipient_harms_no_other(trusted: tuple[Authority, Path], options: email.Options) -> None:
    readers = ("ada@readers.example", "bob@readers.example", "cy@readers.example")
    with serving(Mailbox(refused={"bob@": "550 5.1.1 <bob@readers.example>: unknown"}), trusted[0].server) as mailbox:
        send(mailbox, options, readers[0])
        error = failure(mailbox, options, readers[1])
        send(mailbox, options, readers[2])
        assert [(readers[0],), (readers[2],)] == [arrived.recipients for arrived in mailbox.received]
    assert error.permanent
    assert str(error).endswith("the recipient was refused: 550 5.1.1 <(address withheld)>: unknown")


def test_an_answer_cannot_bring_control_characters_into_our_words(
    trusted: tuple[Authority, Path], options: email.Options
) -> None:
    with serving(Mailbox({"RCPT": "550 \x1b[31mred\x07 \u202eno"}), trusted[0].server) as mailbox:
        assert str(failure(mailbox, options)).isprintable()


@pytest.mark.parametrize("recipient", ["ada@readers.example\r\nRCPT TO:<eve@evil.example>", "ada@readers.example\nx"])
def test_a_recipient_with_a_line_break_reaches_no_server(recipient: str, mailbox: Mailbox, options: email.Options) -> None:
    with pytest.raises(DeliveryError):
        email.send(Outgoing(recipient, b"Subject: x\r\n\r\n"), replace(options, port=mailbox.port), CONTEXT)
    assert [] == mailbox.received


class _Greeter(asyncio.Protocol):
    """Says one thing to whoever connects."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.said)


@pytest.mark.parametrize(
    "said", [b"554 No mail from you\r\n", b"421 Busy\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\x00\r\n"]
)
def test_a_greeting_that_is_none_is_the_operators_problem(said: bytes, options: email.Options) -> None:
    with running(lambda: _Greeter(said)) as port:
        assert not failure(Mailbox(port=port), replace(options, deadline_seconds=1)).permanent


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_says_nothing_at_all_is_left_at_the_deadline(security: str, options: email.Options) -> None:
    with running(lambda: _Greeter(b"")) as port:
        error = failure(Mailbox(port=port), replace(options, security=security, deadline_seconds=SHORT))
        assert (False, True) == (error.permanent, "no end within 0.3 s" in str(error))


def test_options_never_show_the_password(options: email.Options) -> None:
    assert PASSWORD not in repr(options)


@pytest.mark.parametrize(
    "said", ["no: canary-pw", "AUTH LOGIN Y2FuYXJ5LXB3", "AUTH PLAIN AG1haWxlcgBjYW5hcnktcHc="], ids=["clear", "login", "plain"]
)
def test_a_password_that_a_server_repeats_is_taken_out_of_its_words(said: str) -> None:
    options = EmailOptions(host="localhost", sender="us@mail.example", user="mailer", password="canary-pw")
    assert "***" == email.without_login(said, options).split()[-1]
