"""What leaves the house by mail: the words of a message, to whom it goes, and the bytes that are stored and sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.finding import Level


@dataclass(frozen=True, slots=True)
class Crossing:
    """One project whose level changed, and why its readers are told now.

    `reason` is a code of the policy ("confirmed", "fact", "left"), put into words by the report; `was` None: unknown before.
    """

    project: str
    level: Level
    was: Level | None
    reason: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words of a mail need beside the report.

    `schedule` is the list's crontab line ("" leaves its pace out of the subject), `due_at` the moment at which a late report was
    due, `page_url` an address that opens the whole page, `page_file` its name in the reports folder or as an attachment,
    `unsubscribe` the address that takes readers off the list.
    """

    schedule: str = ""
    due_at: datetime | None = None
    page_url: str = ""
    page_file: str = ""
    is_attached: bool = False
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words: the same findings in both parts. `preheader` is what a mailbox shows beside the subject."""

    subject: str
    preheader: str
    html: str
    text: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """To whom a letter goes and as what: everything that its headers are made of, so that they never differ between attempts.

    `installation` is the installation's key; `occasion` names the period or the alert episode, unique in the list;
    `thread` groups messages of a list for mail programs ("" = the list's reports, else for instance a project's key).
    """

    installation: bytes = field(repr=False)
    watchlist: str
    occasion: str
    recipient: str
    dated: datetime
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one recipient as it is stored and sent: `body` is whole and never made anew."""

    recipient: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """The whole page, sent along as a file."""

    name: str
    html: str = field(repr=False)
