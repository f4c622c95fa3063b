"""What saving one attempt must know everywhere: whose look it was, when, and what of it was completely seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from monitor.model.attempt import OK, Attempt
from monitor.model.facts import RawIdentity, Seen
from monitor.model.forgetting import Forgotten
from monitor.model.signals import Signal
from monitor.store.tables.upkeep import FORGOTTEN

WITHHELD = RawIdentity("git", "withheld", "(withheld)")
# Signals by which activity is counted: without them none is taken back.
COUNTED = frozenset({Signal.ACTIVITY, Signal.PUBLISHERS})
# Neither can be stored everywhere: a NUL ends a text on PostgreSQL, half a surrogate pair is no text at all.
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Look:
    """One attempt as the savers of facts see it.

    `at` is when we looked, `held_at` the moment that the facts speak of: the same, but not after the end of a frozen copy.
    `complete` holds the signals that were completely seen; `is_whole`: all that the collector promises.
    """

    target_id: int
    source_id: int
    at: datetime
    held_at: datetime
    complete: Mapping[Signal, Seen]
    is_whole: bool
    forgotten: Forgotten

    @classmethod
    def of(cls, target_id: int, source_id: int, attempt: Attempt, forgotten: Forgotten) -> Look:
        """Return the look that `attempt` was. Only a full answer can say that something is gone."""
        end = attempt.target.observed_until
        is_full = attempt.outcome == OK
        complete = {window.signal: window for window in attempt.seen if window.is_complete and is_full}
        return cls(
            target_id=target_id,
            source_id=source_id,
            at=attempt.started_at,
            held_at=min(attempt.started_at, end) if end else attempt.started_at,
            complete=complete,
            is_whole=is_full and attempt.promises <= complete.keys(),
            forgotten=forgotten,
        )

    def account(self, identity: RawIdentity) -> tuple[str, str]:
        """Return (source, stable id) under which facts of `identity` are kept: those of the erased under the withheld one."""
        kept = WITHHELD if identity.stable_id in self.forgotten else identity
        return kept.source, kept.stable_id

    def saw(self, signal: Signal, on: datetime) -> bool:
        """Return whether what happened at `on` would have been seen, so that absence means removal."""
        window = self.complete.get(signal)
        return window is not None and (window.seen_from is None or window.seen_from <= on)


def load_marks(connection: Connection) -> Forgotten:
    """Return everyone who is never to be collected again."""
    return Forgotten.of(connection.execute(select(FORGOTTEN.c.stable_id)).scalars())


def storable(text: str) -> str:
    """Return `text` without the few characters that a database cannot hold."""
    return text if text.isascii() and "\0" not in text else _NOT_STORABLE.sub("\ufffd", text)


def new_id(connection: Connection, table: Table, **values: Any) -> int:
    """Insert one row; return its number."""
    key: Any = connection.execute(insert(table), values).inserted_primary_key
    return int(key[0])
