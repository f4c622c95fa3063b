"""The pure description of what is drawn of one project: 36 calendar months, hands on the keys, release rhythm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.history import Activity, History
from monitor.model.limits import DEFAULT_LIMITS, Limits
from monitor.model.picture import EventMark, KeyMonth, Picture, ReleaseMark, ReleaseRhythm, RiverMonth
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import (
    bots_of,
    commits_by_person,
    end_day,
    human_commits,
    last_year,
    nobody_of,
    rows_between,
)
from monitor.scoring.metrics.contributor_absence_factor import mainstays_of
from monitor.scoring.metrics.hands_on_keys import hands_by_month
from monitor.scoring.metrics.inactive_contributors import recent_mainstays
from monitor.scoring.metrics.release_frequency import cadence_of, merged_releases, usual_window
from monitor.scoring.metrics.states import held_from
from monitor.scoring.rules import history_rewritten, index_status
from monitor.scoring.sight import is_span_seen

RIVER_MONTHS = 36
KEY_MONTHS = 12
KEY_SIGNALS = (Signal.ACTIVITY, Signal.TAGS, Signal.PACKAGE_RELEASES)
MAINTAINER_COMMITS = 5
# A window that ends later than anybody plans is drawn up to here.
LONGEST_DAYS = 36_500
STATUS_EVENTS = index_status.WORDED | {index_status.ACTIVE}


def build_picture(history: History, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Picture:
    """Return the pictures of a project at `now`; empty where nothing can be seen."""
    months = list(_months(now, RIVER_MONTHS))
    return Picture(
        river=_river(history, months, now, limits),
        releases=_releases(history, months[0], now),
        events=_events(history, months[0], now, limits),
        keys=_keys(history, months[-KEY_MONTHS:], now, limits),
        rhythm=_rhythm(history, now, limits),
    )


def _months(now: datetime, count: int) -> Iterator[date]:
    """Yield the first days of the last `count` calendar months, oldest first, the month of the last whole day included."""
    last = end_day(now) - timedelta(days=1)
    number = last.year * 12 + last.month - 1
    for month in range(number - count + 1, number + 1):
        yield date(month // 12, month % 12 + 1, 1)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _river(history: History, months: list[date], now: datetime, limits: Limits) -> tuple[RiverMonth, ...]:
    views = history.seen(Signal.ACTIVITY)
    if not views:
        return ()
    bots = bots_of(history)
    rows = [row for row in rows_between(history, months[0], end_day(now)) if row.kind is ActivityKind.COMMIT]
    roles = _roles(history, rows, bots, now, limits)
    counts = Counter((row.on.replace(day=1), roles[row.person]) for row in rows)
    return tuple(
        RiverMonth(
            month,
            counts[month, "mainstays"],
            counts[month, "maintainers"],
            counts[month, "others"],
            counts[month, "bots"],
            is_span_seen(views, month, _next_month(month), now, limits),
        )
        for month in months
    )


def _roles(history: History, rows: list[Activity], bots: frozenset[str], now: datetime, limits: Limits) -> dict[str, str]:
    """Return the role of each person in the window: mainstay of a year up to now, regular by commits, other, or bot."""
    carrying = frozenset(mainstays_of(human_commits(last_year(history, now), bots), limits, nobody_of(history)))
    # Who carried the project and left is no less a mainstay of the months in which they did.
    carrying |= {mainstay.person for mainstay in recent_mainstays(history, now, limits)}
    roles = {}
    for person, commits in commits_by_person(rows).items():
        is_maintainer = "maintainers" if commits >= MAINTAINER_COMMITS else "others"
        roles[person] = "bots" if person in bots else "mainstays" if person in carrying else is_maintainer
    return roles


def _releases(history: History, start: date, now: datetime) -> tuple[ReleaseMark, ...]:
    merged = (release for release in merged_releases(history, now) if release.released_at.date() >= start)
    return tuple(ReleaseMark(release.released_at.date(), release.version, release.is_prerelease) for release in merged)


def _events(history: History, start: date, now: datetime, limits: Limits) -> tuple[EventMark, ...]:
    return tuple(
        sorted((event for event in _all_events(history, now, limits) if event.on >= start), key=lambda e: (e.on, e.code))
    )


def _all_events(history: History, now: datetime, limits: Limits) -> Iterator[EventMark]:
    for mainstay in recent_mainstays(history, now, limits):
        if mainstay.is_silent and not mainstay.carried_on:
            yield EventMark(mainstay.rhythm.last_on, "event.mainstay_last_seen")
    for state in history.state(history_rewritten.ATTRIBUTE):
        if history_rewritten.is_rewrite(state):
            yield EventMark(held_from(state).date(), "event.history_rewritten")
    last_status: dict[str, str] = {}
    for state in history.state(index_status.ATTRIBUTE):
        status = state.value.lower()
        # The first sight of an active package is our own beginning and no event.
        if status != last_status.get(state.target, index_status.ACTIVE):
            code = f"event.{status}"
            yield EventMark(held_from(state).date(), code if status in STATUS_EVENTS else "event.status")
        last_status[state.target] = status


def _keys(history: History, months: list[date], now: datetime, limits: Limits) -> tuple[KeyMonth, ...]:
    hands = hands_by_month(history, [*months, _next_month(months[-1])])
    seen = {signal: _seen_months(history, signal, months, now, limits) for signal in KEY_SIGNALS}
    mergers = _row([found.mergers for found in hands], seen[Signal.ACTIVITY])
    taggers = _row([found.taggers for found in hands], seen[Signal.TAGS])
    publishers = _row([found.publishers for found in hands], seen[Signal.PACKAGE_RELEASES])
    if all(count is None for count in (*mergers, *taggers, *publishers)):
        return ()
    return tuple(KeyMonth(*month) for month in zip(months, mergers, taggers, publishers, strict=True))


def _seen_months(history: History, signal: Signal, months: Sequence[date], now: datetime, limits: Limits) -> list[bool]:
    return [is_span_seen(history.seen(signal), month, _next_month(month), now, limits) for month in months]


def _row(hands: Sequence[frozenset[str] | None], seen: Sequence[bool]) -> list[int | None]:
    """Return how many hands each seen month had; "nobody" is said only of a whole row that was seen."""
    counts = [len(found) if found is not None and is_seen else None for found, is_seen in zip(hands, seen, strict=True)]
    return counts if any(counts) or None not in counts else [None] * len(counts)


def _rhythm(history: History, now: datetime, limits: Limits) -> ReleaseRhythm | None:
    cadence = cadence_of(history, now, limits)
    if cadence is None:
        return None
    first, last = (round(min(days, LONGEST_DAYS)) for days in usual_window(cadence, limits))
    return ReleaseRhythm(tuple(max(1, round(gap)) for gap in cadence.gaps), cadence.wait_days, first, last)
