"""Hands on the keys: how many different people merged, tagged and published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    """Return the hands seen with start <= day < end. Known is what any fact of the whole history tells, not this window alone."""
    bots = bots_of(history)
    rows = rows_between(history, start, end)
    did = {
        kind: frozenset(row.person for row in rows if row.kind is kind) - bots
        for kind in (ActivityKind.MERGE, ActivityKind.PUBLISH)
    }
    named = {channel: _named(history, channel, start, end) - bots for channel in Channel}
    can_see = {channel: any(r.by for r in history.releases if r.channel is channel) for channel in Channel}
    return Hands(
        mergers=did[ActivityKind.MERGE] if _has_kind(history, ActivityKind.MERGE) else None,
        taggers=named[Channel.TAG] if can_see[Channel.TAG] else None,
        publishers=named[Channel.PACKAGE] | did[ActivityKind.PUBLISH]
        if can_see[Channel.PACKAGE] or _has_kind(history, ActivityKind.PUBLISH)
        else None,
    )


def _named(history: History, channel: Channel, start: date, end: date) -> frozenset[str]:
    of_channel = (release for release in history.releases if release.channel is channel and release.by)
    return frozenset(release.by for release in of_channel if start <= release.released_at.date() < end)


def _has_kind(history: History, kind: ActivityKind) -> bool:
    return any(row.kind is kind for row in history.activity)
