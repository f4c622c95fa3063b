"""From a letter to the bytes of a message, made once and then sent as they are, however often an attempt fails.

Headers are made by the email package alone, which refuses line breaks in them. The same letter and address give the same
bytes: Message-ID, Date and boundaries come from what is told, not from chance.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from email.headerregistry import Address as MailAddress
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage, Message
from email.policy import SMTP, EmailPolicy, Policy
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlencode

from monitor.model.errors import DeliveryError
from monitor.model.letter import Address, Attachment, Letter, Outgoing
from monitor.model.options import EmailOptions

SENDER_NAME = "Mainstay"
LONGEST_LINE = 76
ID_LENGTH = 32
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class _Words(UniqueUnstructuredHeader, BaseHeader):
    """A header of ids or addresses between < and >, which folds at spaces only: the plain kind would encode a long one."""

    max_count: ClassVar[Literal[1]] = 1

    def fold(self, *, policy: Policy[Any]) -> str:
        """Return the header's lines, none longer than it must be."""
        lines = [f"{self.name}:"]
        for word in str(self).split():
            if lines[-1] != f"{self.name}:" and len(lines[-1]) + len(word) >= LONGEST_LINE:
                lines.append("")
            lines[-1] += f" {word}"
        return policy.linesep.join(lines) + policy.linesep


def _policy() -> EmailPolicy[EmailMessage]:
    registry = HeaderRegistry()
    for name in ("references", "list-id", "list-unsubscribe"):
        registry.map_to_type(name, _Words)
    return SMTP.clone(header_factory=registry)


# For whoever reads a message of ours back and writes it again.
POLICY = _policy()


def compose(letter: Letter, address: Address, options: EmailOptions, page: Attachment | None = None) -> Outgoing:
    """Return the message for one recipient, text and HTML side by side, with `page` as a file if there is one.

    Raises DeliveryError (permanent) where a header cannot be made of what it is given, as of an address with a line break.
    """
    message = EmailMessage(policy=POLICY)
    try:
        _add_headers(message, letter, address, options)
        _add_parts(message, letter, page)
        _name_boundaries(message, _hash(address, "boundary", address.occasion, address.recipient))
        return Outgoing(address.recipient, message.as_bytes())
    except (ValueError, IndexError) as error:
        raise DeliveryError(f"a message cannot be made: {error}", permanent=True) from error


def unsubscribe_address(options: EmailOptions) -> str:
    """Return the mail address that takes readers off a list."""
    return options.unsubscribe or options.reply_to or options.sender


def _add_headers(message: EmailMessage, letter: Letter, address: Address, options: EmailOptions) -> None:
    domain = options.sender.rpartition("@")[2]
    message["From"] = MailAddress(SENDER_NAME, addr_spec=options.sender)
    message["To"] = MailAddress(addr_spec=address.recipient)
    if options.reply_to:
        message["Reply-To"] = MailAddress(addr_spec=options.reply_to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = address.dated
    message["Message-ID"] = f"<{_hash(address, 'message', address.occasion, address.recipient)}@{domain}>"
    message["References"] = f"<{_hash(address, 'thread', address.thread)}@{domain}>"
    message["List-Id"] = f"<{_one_line(address.watchlist)}.mainstay.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    ways = [f"<mailto:{quote(unsubscribe_address(options), safe='@')}?subject={quote(f'unsubscribe {address.watchlist}')}>"]
    if options.unsubscribe_url:
        ways.insert(0, f"<{_one_click(address, options.unsubscribe_url)}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Unsubscribe"] = ", ".join(ways)


def _one_line(text: str) -> str:
    """Return `text`. Raises ValueError where it ends a line: the email package lets a last line break pass."""
    if _CONTROL.search(text):
        raise ValueError("header values may not contain linefeed or carriage return characters, nor other control characters")
    return text


def _one_click(address: Address, url: str) -> str:
    """Return the address that a mail program posts to (RFC 8058): it names list and reader, the reader by a hash only."""
    member = _hash(address, "member", address.recipient)
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'list': address.watchlist, 'member': member})}"


def _hash(address: Address, *about: str) -> str:
    text = "\x1f".join((address.watchlist, *about))
    return hmac.new(address.installation, text.encode(), hashlib.sha256).hexdigest()[:ID_LENGTH]


def _add_parts(message: EmailMessage, letter: Letter, page: Attachment | None) -> None:
    text = _storable(letter.text)
    is_short = text.isascii() and all(len(line) <= LONGEST_LINE for line in text.split("\n"))
    message.set_content(text, charset="utf-8", cte="7bit" if is_short else "quoted-printable")
    message.add_alternative(_storable(letter.html), subtype="html", charset="utf-8", cte="quoted-printable")
    if page:
        message.add_attachment(
            _storable(page.html), subtype="html", charset="utf-8", cte="quoted-printable", filename=f"{page.name}.html"
        )


def _storable(text: str) -> str:
    """Return `text` without halves of characters, which no encoding holds, and with plain line ends."""
    return "\n".join(text.encode("utf-8", "replace").decode().splitlines()) + "\n"


def _name_boundaries(message: Message, name: str) -> None:
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{number}_{name}")
