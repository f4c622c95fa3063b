"""Hands on the keys: how many different people merged, tagged and published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History
from monitor.scoring.metrics.activity import bots_of, rows_between


@dataclass(frozen=True, slots=True)
class Hands:
    """Person keys by key of the project, bots left out; None where no source says who it was."""

    mergers: frozenset[str] | None
    taggers: frozenset[str] | None
    publishers: frozenset[str] | None

    @property
    def releasers(self) -> frozenset[str] | None:
        """Return who tagged or published; None where neither is known."""
        known = [hands for hands in (self.taggers, self.publishers) if hands is not None]
        return frozenset().union(*known) if known else None


def hands_on_keys(history: History, start: date, end: date) -> Hands:
    """Return the hands seen with start <= day < end. Whether they can be seen is told by the whole history."""
    return hands_by_month(history, [start, end])[0]


def hands_by_month(history: History, starts: Sequence[date]) -> list[Hands]:
    """Return the hands of each span between two neighbours of `starts`."""
    bots = bots_of(history)
    kinds = {row.kind for row in history.activity}
    channels = {release.channel for release in history.releases if release.by}
    sees_publishers = Channel.PACKAGE in channels or ActivityKind.PUBLISH in kinds
    return [
        Hands(
            mergers=_did(history, ActivityKind.MERGE, start, end) - bots if ActivityKind.MERGE in kinds else None,
            taggers=_released(history, Channel.TAG, start, end) - bots if Channel.TAG in channels else None,
            publishers=(_released(history, Channel.PACKAGE, start, end) | _did(history, ActivityKind.PUBLISH, start, end)) - bots
            if sees_publishers
            else None,
        )
        for start, end in pairwise(starts)
    ]


def _did(history: History, kind: ActivityKind, start: date, end: date) -> frozenset[str]:
    return frozenset(row.person for row in rows_between(history, start, end) if row.kind is kind)


def _released(history: History, channel: Channel, start: date, end: date) -> frozenset[str]:
    of_channel: Iterable[tuple[str, date]] = (
        (r.by, r.released_at.date()) for r in history.releases if r.channel is channel and r.by
    )
    return frozenset(by for by, on in of_channel if start <= on < end)
