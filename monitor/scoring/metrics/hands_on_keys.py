"""Hands on the keys: how many different people merged, tagged and published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import History
from monitor.scoring.metrics.activity import nobody_of, rows_between


@dataclass(frozen=True, slots=True)
class Hands:
    """Person keys by key of the project, bots and forgotten accounts left out; None where no source says who it was."""

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
    nobody = nobody_of(history)
    kinds = {row.kind for row in history.activity}
    channels = {release.channel for release in history.releases if release.by}
    sees_publishers = Channel.PACKAGE in channels or ActivityKind.PUBLISH in kinds
    withheld = frozenset(key for key in nobody if not history.persons[key].is_bot)
    found = []
    for start, end in pairwise(starts):
        merged, tagged = _did(history, ActivityKind.MERGE, start, end), _released(history, Channel.TAG, start, end)
        published = _released(history, Channel.PACKAGE, start, end) | _did(history, ActivityKind.PUBLISH, start, end)
        found.append(
            Hands(
                mergers=_known(merged, nobody, withheld) if ActivityKind.MERGE in kinds else None,
                taggers=_known(tagged, nobody, withheld | {""}) if Channel.TAG in channels else None,
                publishers=_known(published, nobody, withheld | {""}) if sees_publishers else None,
            )
        )
    return found


def _known(hands: frozenset[str], nobody: frozenset[str], unknown: frozenset[str]) -> frozenset[str] | None:
    """Return the hands that are somebody's; None where only `unknown` ones did it: that is not nobody."""
    people = hands - nobody - unknown
    return None if not people and hands & unknown else people


def _did(history: History, kind: ActivityKind, start: date, end: date) -> frozenset[str]:
    return frozenset(row.person for row in rows_between(history, start, end) if row.kind is kind)


def _released(history: History, channel: Channel, start: date, end: date) -> frozenset[str]:
    of_channel: Iterable[tuple[str, date]] = ((r.by, r.released_at.date()) for r in history.releases if r.channel is channel)
    return frozenset(by for by, on in of_channel if start <= on < end)
