"""Counts what sources cost while a cycle runs, to be stored by the one writer; and how many targets a source takes at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from monitor.model.usage import QueryCost, Usage
from monitor.net.statuses import NOT_MODIFIED
from monitor.store.engine import Database
from monitor.store.usage import add_usage, load_query_costs, save_query_costs

REFUSED_FROM = 400
# Half after trouble, a tenth more after twenty clean answers (reference: timing evidence of 30 to 100 repositories a call).
CLEAN_ANSWERS = 20
GROWTH = 1.1


class Meter:
    """Counters of one house, used from any thread. `clock` dates what is counted."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._usage: dict[tuple[str, date], Usage] = {}
        self._points: dict[str, int] = {}

    def answered(self, host: str, status: int) -> None:
        """Count one answer of `host`."""
        self._add(host, requests=1, unchanged=int(status == NOT_MODIFIED), refused=int(status >= REFUSED_FROM))

    def charged(self, host: str, shape: str, points: int) -> None:
        """Note what `host` charged for a query of `shape`."""
        self._add(host, points=points)
        with self._lock:
            self._points[shape] = points

    def _add(self, host: str, **counts: int) -> None:
        key = (host, self._clock().date())
        with self._lock:
            known = self._usage.get(key) or Usage(host, key[1], 0)
            self._usage[key] = replace(known, **{name: getattr(known, name) + count for name, count in counts.items()})

    def counted(self) -> tuple[Usage, ...]:
        """Return what was counted and is not stored yet."""
        with self._lock:
            return tuple(self._usage.values())

    def store(self, database: Database) -> None:
        """Store what was counted since the last time. Raises StoreError, and then it is kept for the next time."""
        with self._lock:
            usage, points = dict(self._usage), dict(self._points)
        if usage:
            add_usage(database, usage.values())
        if points:
            known = load_query_costs(database)
            costs = (replace(known.get(shape) or QueryCost(shape, 0, 0, 0), points=cost) for shape, cost in points.items())
            save_query_costs(database, costs, self._clock())
        with self._lock:
            for key, stored in usage.items():
                self._usage[key] = _less(self._usage[key], stored)
            self._usage = {key: left for key, left in self._usage.items() if left.requests or left.points}
            self._points = {shape: cost for shape, cost in self._points.items() if points.get(shape) != cost}


def _less(usage: Usage, stored: Usage) -> Usage:
    return replace(
        usage,
        requests=usage.requests - stored.requests,
        unchanged=usage.unchanged - stored.unchanged,
        refused=usage.refused - stored.refused,
        points=usage.points - stored.points,
    )


@dataclass
class Pace:
    """How many targets one collector asks for at once (the `Pace` of the collectors' seam); used by one thread at a time."""

    most: int
    size: int
    clean: int = 0
    is_changed: bool = field(default=False, repr=False)

    def went_well(self) -> None:
        """Note a clean answer."""
        if self.size >= self.most:
            return
        self.is_changed = True
        self.clean += 1
        if self.clean >= CLEAN_ANSWERS:
            self.size, self.clean = min(self.most, max(self.size + 1, int(self.size * GROWTH))), 0

    def was_too_much(self) -> None:
        """Note an answer that did not come or was cut."""
        self.size, self.clean, self.is_changed = max(1, self.size // 2), 0, True


def pace_of(collector: str, most: int, costs: Mapping[str, QueryCost]) -> Pace:
    """Return the pace at which `collector` left off, or its full batch."""
    known = costs.get(collector)
    return Pace(most, min(known.size, most), known.clean) if known and known.size else Pace(most, most)


def store_paces(database: Database, paces: Mapping[str, Pace], now: datetime) -> None:
    """Remember the paces that changed. Raises StoreError."""
    changed = {name: pace for name, pace in paces.items() if pace.is_changed}
    if changed:
        known = load_query_costs(database)
        points = {name: known[name].points if name in known else 0 for name in changed}
        costs = (QueryCost(name, points[name], pace.size, pace.clean) for name, pace in changed.items())
        save_query_costs(database, costs, now)
