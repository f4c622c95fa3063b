"""From a due week to the mailboxes of its readers, over a real mail server that fails in every way it can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.model.outbox import RecipientState
from monitor.report.mail import LARGEST
from monitor.settings.configuration import Configuration
from monitor.store.outbox import load_undelivered
from tests.databases import Databases
from tests.delivery.mail_server import CLOSE, HANG, NAME, PASSWORD, USER, Authority, Mailbox, authority, serving
from tests.pipeline.workshop import ALERT, DAY, HOUR, MINUTE, READERS, WEEKLY, Workshop
from tests.report.test_render import ID

ADA, BEN, CYD = READERS
SENDER = "mainstay@sender.example"
LATER, NO = "451 4.7.1 Come back later", "554 5.7.1 No"


class MailShop(Workshop):
    """An installation whose list goes by mail; `server` holds the options of the channel."""

    def __init__(self, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, ca_file: Path) -> None:
        super().__init__(folder, url, monkeypatch)
        self.lists = (replace(WEEKLY, channels=("files", "email")),)
        self.server: dict[str, object] = {
            "host": NAME,
            "sender": SENDER,
            "user": USER,
            "password": PASSWORD,
            "ca_file": ca_file,
            "deadline_seconds": 10,
            "unsubscribe": "platform@sender.example",
        }

    def configuration(self) -> Configuration:
        return replace(super().configuration(), channels={"email": self.server})

    def until_all_is_said(self) -> None:
        """Run cycles over two days, each in a house opened anew, as after a restart."""
        for wait in (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY):
            self.cycle(after=wait)

    def undelivered(self) -> list[tuple[str, RecipientState, str]]:
        with self.house() as house:
            return [(one.recipient, one.state, one.detail) for one in load_undelivered(house.database, self.now - 3 * DAY)]


@dataclass(frozen=True)
class Trusted:
    """An authority, and the file in which its certificate is."""

    own: Authority
    ca_file: Path


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Trusted:
    own, path = authority(), tmp_path_factory.mktemp("ca") / "ca.pem"
    own.root.cert_pem.write_to_path(str(path))
    return Trusted(own, path)


@pytest.fixture
def due(tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, trusted: Trusted) -> MailShop:
    """Return a house whose list is due at the next cycle, with something to tell."""
    shop = MailShop(tmp_path, databases.fresh(), monkeypatch, trusted.ca_file)
    shop.cycle()
    shop.now += HOUR
    shop.levels["lark"] = ALERT
    return shop


@contextmanager
def post(shop: MailShop, trusted: Trusted, mailbox: Mailbox) -> Iterator[Mailbox]:
    with serving(mailbox, trusted.own.server):
        shop.server["port"] = mailbox.port
        yield mailbox


def readers(mailbox: Mailbox) -> list[str]:
    return sorted(recipient for arrived in mailbox.received for recipient in arrived.recipients)


def reports(mailbox: Mailbox) -> dict[str, set[bytes]]:
    """Return the different bodies of reports that each reader got, by reader; a repeated one counts once."""
    found: dict[str, set[bytes]] = {}
    for arrived in mailbox.received:
        if str(arrived.message["Subject"]).startswith("Mainstay weekly"):
            found.setdefault(arrived.recipients[0], set()).add(arrived.body)
    return found


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = (part.get_content() for part in message.iter_parts())
    return text, html


def test_a_first_look_mails_nobody(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, trusted: Trusted
) -> None:
    shop = MailShop(tmp_path, databases.fresh(), monkeypatch, trusted.ca_file)
    with post(shop, trusted, Mailbox()) as mailbox:
        shop.cycle()
    assert [] == mailbox.received


def test_the_weekly_report_reaches_each_reader_encrypted_and_whole(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox()) as mailbox:
        due.cycle()
    assert sorted(READERS) == readers(mailbox)
    assert {(SENDER, True, True)} == {(one.sender, one.is_encrypted, one.is_authenticated) for one in mailbox.received}


def test_what_arrives_has_the_form_of_a_good_list_mail(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox()) as mailbox:
        due.cycle()
    message = mailbox.received[0].message
    expected = {
        "Subject": "Mainstay weekly: 1 change, 1 alert (Weekly)",
        "From": f"Mainstay <{SENDER}>",
        "To": ADA,
        "Date": "Mon, 02 Mar 2026 07:00:00 +0000",
        "List-Id": "<weekly.mainstay.sender.example>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<mailto:platform@sender.example?subject=unsubscribe%20weekly>",
    }
    assert expected == {name: str(message[name]) for name in expected}
    assert "multipart/alternative" == message.get_content_type()
    assert message["References"]
    assert 3 == len({str(arrived.message["Message-ID"]) for arrived in mailbox.received})


def test_both_parts_tell_the_same_findings_in_a_size_that_is_not_cut(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox()) as mailbox:
        due.cycle()
    text, html = parts(mailbox.received[0].message)
    assert set(ID.findall(text)) == set(ID.findall(html.split("</head>")[1])) != set()
    assert len(mailbox.received[0].body) < LARGEST


def test_a_refused_reader_harms_no_other_and_the_operator_learns_of_it(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox(refused={BEN: "550 5.1.1 No such user"})) as mailbox:
        due.cycle()
        due.until_all_is_said()
    assert [ADA, CYD] == sorted(reports(mailbox))
    ((recipient, state, detail), *_) = due.undelivered()
    assert (BEN, RecipientState.REFUSED) == (recipient, state)
    assert detail.endswith("the recipient was refused: 550 5.1.1 No such user")


@pytest.mark.parametrize("fault", [LATER, CLOSE, pytest.param(HANG, marks=pytest.mark.once)])
@pytest.mark.parametrize("command", ["EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "END"])
def test_whatever_passes_each_reader_gets_one_report(command: str, fault: str, due: MailShop, trusted: Trusted) -> None:
    due.server["deadline_seconds"] = 1 if fault == HANG else 10
    with post(due, trusted, Mailbox({command: fault}, times=2)) as mailbox:
        due.cycle()
        due.until_all_is_said()
    assert [(reader, 1) for reader in READERS] == [(reader, len(bodies)) for reader, bodies in sorted(reports(mailbox).items())]


@pytest.mark.parametrize(
    ("command", "refused"), [("EHLO", 0), ("STARTTLS", 0), ("AUTH", 0), ("MAIL", 0), ("RCPT", 1), ("DATA", 1), ("END", 1)]
)
def test_whoever_is_not_refused_for_good_gets_one_report(command: str, refused: int, due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox({command: NO}, times=1)) as mailbox:
        due.cycle()
        due.until_all_is_said()
    assert [1] * (3 - refused) == [len(bodies) for bodies in reports(mailbox).values()]


def test_a_report_that_was_sent_twice_is_the_same_to_the_byte(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox({"END": CLOSE}, times=1)) as mailbox:
        due.cycle()
        due.until_all_is_said()
    first = [arrived.body for arrived in mailbox.received if arrived.recipients == mailbox.received[0].recipients]
    assert first[0] == first[1]


def test_a_server_that_is_down_is_asked_once_a_cycle_and_gets_all_when_it_is_back(due: MailShop, trusted: Trusted) -> None:
    with post(due, trusted, Mailbox()) as gone:
        pass
    due.cycle()
    assert {f"localhost:{gone.port}: the connection failed: Connection refused"} == {said for _, _, said in due.undelivered()}
    with post(due, trusted, Mailbox()) as mailbox:
        due.until_all_is_said()
    assert sorted(READERS) == sorted(reports(mailbox))


def test_with_a_wrong_certificate_nothing_is_said_until_it_is_right(due: MailShop, trusted: Trusted) -> None:
    with serving(Mailbox(), authority().server) as wrong:
        due.server["port"] = wrong.port
        due.cycle()
    assert ([], 0) == (wrong.received, wrong.commands["AUTH"])
    with post(due, trusted, Mailbox()) as mailbox:
        due.until_all_is_said()
    assert sorted(READERS) == sorted(reports(mailbox))


def test_a_wrong_password_is_told_without_the_password_and_mended_later(due: MailShop, trusted: Trusted) -> None:
    due.server["password"] = "canary-wrong"
    with post(due, trusted, Mailbox()) as mailbox:
        due.cycle()
        ((_, state, detail), *_) = due.undelivered()
        assert (RecipientState.PENDING, True, False) == (state, "check user and password" in detail, "canary" in detail)
        due.server["password"] = PASSWORD
        due.until_all_is_said()
    assert sorted(READERS) == sorted(reports(mailbox))


def test_a_level_that_changes_between_reports_is_told_with_its_reason(due: MailShop, trusted: Trusted) -> None:
    due.levels["lark"] = "ok"
    with post(due, trusted, Mailbox()) as mailbox:
        due.cycle()
        due.cycle(after=DAY, wren=ALERT)
        due.cycle(after=timedelta(days=1, hours=1))
    alerts = [arrived for arrived in mailbox.received if "alert:" in str(arrived.message["Subject"])]
    assert sorted(READERS) == sorted(arrived.recipients[0] for arrived in alerts)
    message = alerts[0].message
    assert "Mainstay alert: Wren is now on alert (Weekly)" == message["Subject"]
    assert message["References"] != mailbox.received[0].message["References"]
    text, html = parts(message)
    assert "Seen in two looks, at least a day apart" in " ".join(text.split())
    assert "Seen in two looks, at least a day apart" in html
