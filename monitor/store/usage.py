"""Keeps what sources cost: counters by source and day, the cost of a query's shape, and how many targets it takes at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import insert, select, update

from monitor.model.usage import QueryCost, Usage
from monitor.store.engine import Database
from monitor.store.look import storable
from monitor.store.tables.upkeep import QUERY_COST, USAGE


def add_usage(db: Database, usages: Iterable[Usage]) -> None:
    """Add `usages` to the counters of their days. Raises StoreError."""
    with db.write() as connection:
        for usage in usages:
            counts = {name: getattr(usage, name) for name in ("requests", "unchanged", "refused", "points")}
            where = (USAGE.c.source == usage.source, USAGE.c.day == usage.on.toordinal())
            more = {name: USAGE.c[name] + count for name, count in counts.items()}
            if not connection.execute(update(USAGE).where(*where).values(**more)).rowcount:
                connection.execute(insert(USAGE).values(source=storable(usage.source), day=usage.on.toordinal(), **counts))


def load_usage(db: Database, since: date) -> tuple[Usage, ...]:
    """Return the counters of all sources from `since` on, by day and source. Raises StoreError."""
    query = select(USAGE).where(USAGE.c.day >= since.toordinal()).order_by(USAGE.c.day, USAGE.c.source)
    with db.read() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Usage(row.source, date.fromordinal(row.day), row.requests, row.unchanged, row.refused, row.points) for row in rows
    )


def save_query_costs(db: Database, costs: Iterable[QueryCost], now: datetime) -> None:
    """Remember `costs` by shape. Raises StoreError."""
    with db.write() as connection:
        for cost in costs:
            values = {"points": cost.points, "size": cost.size, "clean": cost.clean, "seen_at": now}
            if not connection.execute(update(QUERY_COST).where(QUERY_COST.c.shape == cost.shape).values(**values)).rowcount:
                connection.execute(insert(QUERY_COST).values(shape=cost.shape, **values))


def load_query_costs(db: Database) -> Mapping[str, QueryCost]:
    """Return what is remembered of each shape. Raises StoreError."""
    with db.read() as connection:
        rows = connection.execute(select(QUERY_COST)).all()
    return {row.shape: QueryCost(row.shape, row.points, row.size, row.clean) for row in rows}
