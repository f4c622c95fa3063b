"""The channels by name, and what a channel is. Retry, dedupe, silence and the log are not its business."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from monitor.delivery import email, files, mime
from monitor.delivery.erasing import mail_without_names
from monitor.model.letter import Address, Attachment, Outgoing
from monitor.model.outbox import Edition
from monitor.model.rendered import DeliveryContext
from monitor.model.target import Watchlist


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out of the house. `options` takes the settings of the channel by name, for the functions beside it.

    `addressees` says to whom messages of a list go. `compose` makes the bytes for one of them: they are stored, and the same
    ones are sent at every attempt. `send` returns when the recipient's side has accepted them, or raises DeliveryError.
    `withhold` takes names of people who asked to be forgotten out of stored bytes. `is_local`: nothing leaves this machine, so
    trying again need not wait. `takes_alerts`: it carries more than reports. `reads_letter`: it is made of a letter, not a page.
    """

    options: Callable[..., Any]
    addressees: Callable[[Watchlist], tuple[str, ...]]
    compose: Callable[[Edition, Address, Any], bytes]
    send: Callable[[Outgoing, Any, DeliveryContext], None]
    withhold: Callable[[bytes, Collection[str]], bytes]
    is_local: bool = False
    takes_alerts: bool = True
    reads_letter: bool = True


def _compose_mail(edition: Edition, address: Address, options: email.Options) -> bytes:
    if edition.letter is None:
        raise ValueError("a mail is made of a letter")
    page = Attachment(edition.page.stem, edition.page.html) if edition.page and options.attach_page else None
    return mime.compose(edition.letter, address, options, page).body


CHANNELS = {
    "files": Channel(
        options=files.Options,
        addressees=lambda _watchlist: (files.RECIPIENT,),
        compose=lambda edition, _address, _options: files.compose(edition),
        send=files.send,
        withhold=files.withhold,
        is_local=True,
        takes_alerts=False,
        reads_letter=False,
    ),
    "email": Channel(
        options=email.Options,
        addressees=lambda watchlist: watchlist.recipients,
        compose=_compose_mail,
        send=email.send,
        withhold=mail_without_names,
    ),
}
