"""Who stands on a project's lists, and when each of them was last seen to commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from monitor.model.carrying import Listing
from monitor.model.facts import ActivityKind
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import end_day

DECIDING = ("maintainer", "reviewer")


def standing(history: History, now: datetime) -> dict[str, Listing]:
    """Return the listing of each person (by key) who is listed as maintainer or reviewer at `now`, the higher role first."""
    found: dict[str, Listing] = {}
    for one in sorted(history.listings, key=lambda one: (DECIDING.index(one.role) if one.role in DECIDING else 9, one.path)):
        began = one.since is None or one.since <= now
        if one.person and one.role in DECIDING and began and (one.until is None or one.until > now):
            found.setdefault(one.person, one)
    return found


def last_seen(history: History, now: datetime, kinds: frozenset[ActivityKind]) -> dict[str, date]:
    """Return the last day before `now` with work of these kinds, by person; who never did any is left out.

    Work by an account of the same full name counts too: it shows that somebody may be there.
    """
    end = end_day(now)
    found: dict[str, date] = {}
    for row in history.activity:
        if row.on >= end:
            break
        if row.kind in kinds and row.amount > 0:
            found[row.person] = row.on
    return found


def silent_listed(listed: Mapping[str, Listing], seen: Mapping[str, date], now: datetime, limits: Limits) -> dict[str, date]:
    """Return the last day seen of each listed person who was not seen for longer than the limits say; never seen is unknown."""
    until = end_day(now) - timedelta(days=limits.listed_silent_days)
    return {person: seen[person] for person in listed if person in seen and seen[person] < until}
