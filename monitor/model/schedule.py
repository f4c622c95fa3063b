"""When a crontab line fires in a time zone. Pure, and safe across changes of the clock.

A line fires at wall-clock times. One that the clock skips (spring) fires at the first moment after the gap; one that the clock
shows twice (autumn) fires the first time only. So later wall-clock times never fire earlier, which the search below relies on,
and `period_key` of two fires differs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from monitor.model.crontab import Crontab, read_crontab

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def last_fire(line: str, zone: str, now: datetime) -> datetime:
    """Return the newest moment (UTC) at or before the aware `now` at which `line` fires in `zone` (an IANA name).

    Raises ValueError where `line` is no crontab line.
    """
    place = ZoneInfo(zone)
    days = _days(read_crontab(line), now.astimezone(place).date() + DAY, -1)
    passed = ((walls, _passed(walls, place, now)) for walls in days)
    return next(_moment(place, walls[number - 1]) for walls, number in passed if number)


def next_fire(line: str, zone: str, now: datetime) -> datetime:
    """Return the first moment (UTC) after the aware `now` at which `line` fires in `zone`. Raises ValueError as `last_fire`."""
    place = ZoneInfo(zone)
    days = _days(read_crontab(line), now.astimezone(place).date() - DAY, 1)
    passed = ((walls, _passed(walls, place, now)) for walls in days)
    return next(_moment(place, walls[number]) for walls, number in passed if number < len(walls))


def period_key(zone: str, fire: datetime) -> str:
    """Return the local date and time of a fire, like `2026-03-30T07:00`: the key of the period that begins with it."""
    return fire.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _days(crontab: Crontab, start: date, step: int) -> Iterator[list[datetime]]:
    """Yield the wall-clock times, in order and without a zone, of each chosen day from `start` on, forwards or back, without end.

    The caller's margin of a day is for zones that skipped or repeated one.
    """
    for ordinal in count(start.toordinal(), step):
        day = date.fromordinal(ordinal)
        if day.day in crontab.days and day.month in crontab.months and day.isoweekday() % 7 in crontab.weekdays:
            yield [datetime.combine(day, time(hour, minute)) for hour in crontab.hours for minute in crontab.minutes]


def _passed(walls: list[datetime], zone: ZoneInfo, now: datetime) -> int:
    return bisect_right(walls, now, key=partial(_moment, zone))


def _moment(zone: ZoneInfo, wall: datetime) -> datetime:
    """Return the moment (UTC) at which a wall-clock time fires."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _end_of_gap(zone, wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment)


def _end_of_gap(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first moment at which the new offset holds, between one of before the change and one of after it."""
    old = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
