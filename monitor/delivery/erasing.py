"""Names of people who asked to be forgotten, taken out of texts and of stored mails."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection
from email import message_from_bytes
from email.message import EmailMessage

from monitor.delivery.mime import POLICY

WITHHELD = "(withheld)"


def without_names(text: str, names: Collection[str]) -> str:
    """Return `text` with each of `names` withheld, also as HTML or JSON write it, and where a line ends within it."""
    for name in sorted(names, key=len, reverse=True):
        escaped = (html.escape(name), html.escape(name, quote=False), json.dumps(name, ensure_ascii=False)[1:-1])
        for written in dict.fromkeys((name, *escaped)):
            text = re.sub(r"\s+".join(map(re.escape, written.split())), WITHHELD, text) if written.split() else text
    return text


def mail_without_names(body: bytes, names: Collection[str]) -> bytes:
    """Return the mail with `names` withheld in its text parts; every header, Message-ID and Date among them, stays.

    A mail that names none of them comes back byte by byte.
    """
    message = message_from_bytes(body, _class=EmailMessage, policy=POLICY)
    changed = [_withhold(part, names) for part in message.walk() if part.get_content_maintype() == "text"]
    return message.as_bytes() if any(changed) else body


def _withhold(part: EmailMessage, names: Collection[str]) -> bool:
    text = part.get_content()
    erased = without_names(text, names)
    if erased == text:
        return False
    name = part.get_filename()
    subtype = part.get_content_subtype()
    part.set_content(erased, subtype=subtype, charset="utf-8", cte="quoted-printable")
    if name:
        part.add_header("Content-Disposition", "attachment", filename=name)
    return True
