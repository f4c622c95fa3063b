"""When to wake and whether there is something to do. A wrong answer costs a wake-up or a delay, never a report: rows decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.model.schedule import last_fire, next_fire
from monitor.model.target import Watchlist
from monitor.pipeline.alerts import has_to_confirm
from monitor.pipeline.collect import is_due
from monitor.pipeline.deliver import has_due
from monitor.pipeline.house import House


def next_wake(watchlists: Iterable[Watchlist], tick: timedelta, now: datetime) -> datetime:
    """Return when to look again: after a tick, or when the first list is due if that is sooner. Always after `now`."""
    return min([now + tick, *(next_fire(watchlist.schedule, watchlist.zone, now) for watchlist in watchlists)])


def what_is_due(house: House, since: datetime | None, now: datetime) -> str:
    """Return in words why a cycle is needed, "" where none is. `since` began the last cycle that ended well, None: there is none.

    Raises StoreError.
    """
    if since is None:
        return "start"
    if now < since:
        return "the clock was set back"
    portfolio = house.configuration.portfolio
    lists = [watchlist.key for watchlist in portfolio.watchlists if last_fire(watchlist.schedule, watchlist.zone, now) > since]
    sources = is_due(house, now)
    reasons = [f"report of {key}" for key in lists]
    reasons += [f"{sources} sources"] if sources else []
    reasons += ["messages"] if has_due(house, now) else []
    reasons += ["levels to confirm"] if has_to_confirm(house, now) else []
    return ", ".join(reasons)
