"""The bytes of a message: the same for the same letter, with every header that a good list mail has, and none but ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.erasing import mail_without_names
from monitor.delivery.mime import POLICY, compose
from monitor.model.errors import DeliveryError
from monitor.model.letter import Address, Attachment, Letter
from monitor.model.options import EmailOptions

OPTIONS = EmailOptions("mail.example.org", "mainstay@example.org")
LONG_DOMAIN = "mail." + "a-very-long-label-of-a-company." * 6 + "example.org"
LETTER = Letter("Mainstay weekly: 1 alert (Überblick)", "News.", "<p>Größe</p>" + "<b>x</b>" * 500, "Größe\n.\nFrom here\n")
ADDRESS = Address(
    b"key", "weekly", "2026-03-02T07:00", "ada@readers.example", datetime(2026, 3, 2, 7, tzinfo=ZoneInfo("Europe/Berlin"))
)


def parsed(body: bytes) -> EmailMessage:
    message = BytesParser(policy=POLICY).parsebytes(body)
    assert isinstance(message, EmailMessage)
    return message


def made(letter: Letter = LETTER, address: Address = ADDRESS, options: EmailOptions = OPTIONS) -> EmailMessage:
    return parsed(compose(letter, address, options).body)


def test_the_same_letter_gives_the_same_bytes() -> None:
    page = Attachment("weekly", "<p>page</p>")
    assert compose(LETTER, ADDRESS, OPTIONS, page).body == compose(LETTER, ADDRESS, OPTIONS, page).body


def test_the_headers_say_from_whom_to_whom_and_that_a_machine_wrote() -> None:
    message = made()
    expected = {
        "From": "Mainstay <mainstay@example.org>",
        "To": "ada@readers.example",
        "Subject": LETTER.subject,
        "Date": "Mon, 02 Mar 2026 07:00:00 +0100",
        "List-Id": "<weekly.mainstay.example.org>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<mailto:mainstay@example.org?subject=unsubscribe%20weekly>",
    }
    assert expected == {name: str(message[name]) for name in expected}


@pytest.mark.parametrize(
    "change",
    [{"installation": b"other"}, {"watchlist": "daily"}, {"occasion": "2026-03-09T07:00"}, {"recipient": "bob@readers.example"}],
)
def test_a_message_id_belongs_to_installation_list_occasion_and_reader(change: dict[str, object]) -> None:
    other = replace(ADDRESS, **change)  # type: ignore[arg-type]
    assert made()["Message-ID"] != made(address=other)["Message-ID"]


def test_a_message_id_does_not_depend_on_what_is_written() -> None:
    assert made()["Message-ID"] == made(replace(LETTER, subject="Other", html="<p>other</p>"))["Message-ID"]


def test_reports_of_a_list_are_one_thread_and_a_projects_alerts_another() -> None:
    later, alert = replace(ADDRESS, occasion="2026-03-09T07:00"), replace(ADDRESS, thread="lark")
    assert made()["References"] == made(address=later)["References"]
    assert made()["References"] != made(address=alert)["References"]


def test_without_a_web_address_there_is_no_one_click() -> None:
    assert made()["List-Unsubscribe-Post"] is None


def test_one_click_names_list_and_reader_without_their_address() -> None:
    message = made(options=replace(OPTIONS, unsubscribe_url="https://reports.example.org/off?x=1", unsubscribe="off@example.org"))
    one_click, by_mail = str(message["List-Unsubscribe"]).split(", ")
    assert one_click.startswith("<https://reports.example.org/off?x=1&list=weekly&member=")
    assert "<mailto:off@example.org?subject=unsubscribe%20weekly>" == by_mail
    assert "List-Unsubscribe=One-Click" == message["List-Unsubscribe-Post"]
    assert "ada" not in one_click


def test_answers_go_where_the_operator_says() -> None:
    message = made(options=replace(OPTIONS, reply_to="team@example.org"))
    assert ("team@example.org", "<mailto:team@example.org?subject=unsubscribe%20weekly>") == (
        message["Reply-To"],
        message["List-Unsubscribe"],
    )


def test_text_comes_first_and_html_second() -> None:
    assert ["text/plain", "text/html"] == [part.get_content_type() for part in made().iter_parts()]


def test_the_page_comes_along_as_a_file() -> None:
    message = parsed(compose(LETTER, ADDRESS, OPTIONS, Attachment("weekly-2026-03-02", "<p>page</p>")).body)
    (page,) = message.iter_attachments()
    assert ("multipart/mixed", "weekly-2026-03-02.html", "<p>page</p>\r\n") == (
        message.get_content_type(),
        page.get_filename(),
        page.get_content(),
    )


@pytest.mark.parametrize("domain", ["example.org", LONG_DOMAIN])
def test_no_line_is_too_long_and_every_line_ends_as_mail_does(domain: str) -> None:
    options = replace(OPTIONS, sender=f"mainstay@{domain}", unsubscribe_url=f"https://{domain}/off")
    body = compose(replace(LETTER, text="word " * 300 + "\n" + "x" * 3000), ADDRESS, options).body
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 78
    assert body.isascii()


def test_ids_and_addresses_stay_whole_under_a_long_name() -> None:
    options = replace(OPTIONS, sender=f"mainstay@{LONG_DOMAIN}", unsubscribe_url=f"https://{LONG_DOMAIN}/off")
    head = compose(LETTER, ADDRESS, options).body.split(b"\r\n\r\n", 1)[0].decode()
    lines = [line for line in head.replace("\r\n ", " ").split("\r\n") if "=?" in line]
    assert ["Subject"] == [line.split(":")[0] for line in lines]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("recipient", "ada@readers.example\r\nBcc: eve@evil.example"),
        ("recipient", "ada"),
        ("recipient", ""),
        ("recipient", "ada@readers.example, eve@evil.example"),
        ("recipient", "ada@readers.example\r"),
        ("recipient", "ada@readers.example\n"),
        ("watchlist", "weekly\r\nBcc: eve@evil.example"),
        ("watchlist", "weekly\n"),
    ],
)
def test_what_would_change_the_headers_is_refused(part: str, value: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        compose(LETTER, replace(ADDRESS, **{part: value}), OPTIONS)  # type: ignore[arg-type]
    assert caught.value.permanent


@pytest.mark.parametrize("rest", ["Bcc: eve@evil.example", ""])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_a_subject_with_a_line_break_is_refused(end: str, rest: str) -> None:
    with pytest.raises(DeliveryError, match="linefeed or carriage return"):
        compose(replace(LETTER, subject=f"News{end}{rest}"), ADDRESS, OPTIONS)


@given(st.text(), st.text(), st.text())
def test_any_text_at_all_gives_a_whole_message_or_a_clear_refusal(subject: str, html: str, text: str) -> None:
    try:
        body = compose(Letter(subject, "", html, text), ADDRESS, OPTIONS).body
    except DeliveryError:
        return
    message = parsed(body)
    names = {"From", "To", "Subject", "Date", "Message-ID", "References", "List-Id", "Auto-Submitted", "List-Unsubscribe"}
    assert names | {"MIME-Version", "Content-Type"} == set(message.keys())
    assert [] == [part.defects for part in message.walk() if part.defects]


@pytest.mark.parametrize("domain", ["example.org", LONG_DOMAIN])
def test_a_name_taken_out_of_a_stored_message_changes_no_header(domain: str) -> None:
    letter = replace(LETTER, text="Ada Quill wrote.\n", html="<p>Ada Quill</p>")
    options = replace(OPTIONS, sender=f"mainstay@{domain}", unsubscribe_url=f"https://{domain}/off")
    body = compose(letter, ADDRESS, options, Attachment("weekly", "<p>Ada Quill</p>")).body
    erased = mail_without_names(body, ["Ada Quill"])
    assert body.split(b"\r\n\r\n", 1)[0] == erased.split(b"\r\n\r\n", 1)[0]
    assert (0, 3) == (erased.count(b"Ada Quill"), erased.count(b"(withheld)"))
