"""Gives each account of a project its place in `ProjectFacts.identities`, in the order in which facts speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from monitor.model.facts import RawIdentity
from monitor.store.tables.facts import IDENTITY, TARGET, identity_from


class Places:
    """Accounts by row number. One that several targets show has one place: its label is that of the first target that has it."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._account = {row.id: (row.source, row.stable_id) for row in rows}
        self._label = _labels(rows)
        self._place: dict[tuple[str, str], int] = {}

    @classmethod
    def load(cls, connection: Connection, target_keys: Sequence[str]) -> Places:
        """Return the accounts of these targets, none of which has a place yet."""
        query = select(TARGET.c.key, IDENTITY).join_from(IDENTITY, TARGET).where(TARGET.c.key.in_(target_keys))
        rank = {key: place for place, key in enumerate(target_keys)}
        return cls(sorted(connection.execute(query), key=lambda row: (rank[row.key], row.id)))

    def of(self, identity_id: int) -> int:
        """Return the place of the account with this row number."""
        return self._place.setdefault(self._account[identity_id], len(self._place))

    @property
    def identities(self) -> tuple[RawIdentity, ...]:
        """Return the accounts that were given a place, in its order."""
        return tuple(self._label[account] for account in self._place)


def _labels(rows: Sequence[Any]) -> dict[tuple[str, str], RawIdentity]:
    labels: dict[tuple[str, str], RawIdentity] = {}
    for row in rows:
        shown = identity_from(row)
        first = labels.setdefault((row.source, row.stable_id), shown)
        if first is not shown:
            bot = first.is_bot or shown.is_bot
            labels[row.source, row.stable_id] = replace(first, domain=first.domain or shown.domain, is_bot=bot)
    return labels
