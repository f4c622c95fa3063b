"""Sends what waits in the outbox, each recipient for itself: marked right after acceptance, tried again later after a failure.

A crash between acceptance and mark is the one gap in which a recipient can get a message twice, and then byte by byte the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from monitor.delivery import CHANNELS, policy
from monitor.model.errors import DeliveryError, StoreError
from monitor.model.letter import Outgoing
from monitor.model.outbox import RecipientState, Tried, Waiting
from monitor.model.text import clean, mask_addresses
from monitor.pipeline.guard import Bug, guarded
from monitor.pipeline.house import House
from monitor.pipeline.publish import delivery_context, options_of
from monitor.store.outbox import load_body, load_waiting, save_tried


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many recipients accepted a message, and which did not and why."""

    sent: int = 0
    troubles: tuple[tuple[Waiting, Tried], ...] = ()

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.troubles + other.troubles)


def has_due(house: House, now: datetime) -> bool:
    """Return whether a message waits whose time has come. Raises StoreError."""
    return any(_is_due(waiting, now) for waiting in load_waiting(house.database))


def deliver_pending(house: House) -> Delivered:
    """Send whatever is due to whoever has not accepted it yet. Raises StoreError; what a channel raises is stored instead."""
    blocked: set[str] = set()
    sent, troubles = 0, []
    for waiting in load_waiting(house.database):
        if house.is_stopping():
            break
        if waiting.channel in blocked or not _is_due(waiting, house.clock()):
            continue
        tried, is_blocked = _deliver(house, waiting)
        if tried.state == RecipientState.SENT:
            sent += 1
        else:
            troubles.append((waiting, tried))
        if is_blocked:
            blocked.add(waiting.channel)
    return Delivered(sent, tuple(troubles))


def _is_due(waiting: Waiting, now: datetime) -> bool:
    channel = CHANNELS.get(waiting.channel)
    return channel is None or channel.is_local or policy.is_due(waiting.next_try_at, now)


def _deliver(house: House, waiting: Waiting) -> tuple[Tried, bool]:
    """Try once and store how it went; return that, and whether nobody else can be reached by this channel now."""
    tried, everyone = _try(house, waiting) if _is_wanted(house, waiting) else (_withdrawn(house), False)
    save_tried(house.database, waiting, tried, everyone=everyone)
    return tried, everyone


def _withdrawn(house: House) -> Tried:
    return Tried(RecipientState.EXPIRED, house.clock(), "taken off the list or its channel before it was sent")


def _try(house: House, waiting: Waiting) -> tuple[Tried, bool]:
    ended = guarded(partial(_send, house, waiting), DeliveryError, passed=(StoreError,))
    if ended is None:
        return Tried(RecipientState.SENT, house.clock()), False
    error = DeliveryError(f"bug: {ended.text}", permanent=False) if isinstance(ended, Bug) else ended
    return _failed(waiting, error, house.clock()), error.everyone


def _send(house: House, waiting: Waiting) -> None:
    message = Outgoing(waiting.recipient, load_body(house.database, waiting))
    CHANNELS[waiting.channel].send(message, options_of(house, waiting.channel), delivery_context(house))


def _is_wanted(house: House, waiting: Waiting) -> bool:
    """Return whether the configuration still has this list send to this recipient by this channel."""
    lists = {watchlist.key: watchlist for watchlist in house.configuration.portfolio.watchlists}
    watchlist = lists.get(waiting.watchlist)
    if watchlist is None or waiting.channel not in watchlist.channels or waiting.channel not in CHANNELS:
        return False
    return waiting.recipient in CHANNELS[waiting.channel].addressees(watchlist)


def _failed(waiting: Waiting, error: DeliveryError, now: datetime) -> Tried:
    detail = mask_addresses(clean(str(error), limit=400))
    if error.permanent:
        return Tried(RecipientState.REFUSED, now, detail)
    again = policy.next_try(waiting.attempts + 1, waiting.key, now, waiting.created_at)
    return Tried(RecipientState.PENDING if again else RecipientState.EXPIRED, now, detail, again)
