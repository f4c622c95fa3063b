"""What reports and commands are told of our own doings: what did not arrive, how findings were answered, what was held back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.model.alerts import AlertState
from monitor.model.outbox import Undelivered
from monitor.model.own_house import OwnHouse
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.proposals import proposals_of
from monitor.store.alerts import load_notices, load_silences, load_states
from monitor.store.decisions import load_decisions
from monitor.store.judgements import load_periods
from monitor.store.outbox import load_undelivered
from monitor.store.usage import load_usage

# What happened longer ago was in a report already, or helps nobody any more.
NOTICES_SHOWN = timedelta(days=90)
UNDELIVERED_SHOWN = timedelta(days=8)
# What a list cost is told for the week that most reports speak of.
USAGE_SHOWN = timedelta(days=7)


def own_house(
    house: House, watchlist: Watchlist, now: datetime, decided: Iterable[AlertState] = (), due_at: datetime | None = None
) -> OwnHouse:
    """Return what the report of one list says of our own doings; `decided` are states not stored yet. Raises StoreError."""
    since = min([now - UNDELIVERED_SHOWN, *load_periods(house.database, watchlist.key)[:1]])
    return OwnHouse(
        due_at=due_at,
        undelivered=tuple(one for one in load_undelivered(house.database, since) if one.watchlist == watchlist.key),
        silences=load_silences(house.database, now),
        states=load_states(house.database, watchlist.key) | {state.project: state for state in decided},
        notices=load_notices(house.database, watchlist.key, now - NOTICES_SHOWN),
        usage=load_usage(house.database, (now - USAGE_SHOWN).date()),
        unresolved=house.configuration.unresolved,
        proposals=proposals_of(house),
        decisions=load_decisions(house.database),
    )


def troubles(house: House, now: datetime) -> tuple[Undelivered, ...]:
    """Return what did not arrive in the last month, or not yet, for whoever runs this installation. Raises StoreError."""
    return load_undelivered(house.database, now - timedelta(days=30))
