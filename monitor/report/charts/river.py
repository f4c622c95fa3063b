"""The activity river: 36 monthly columns by role, releases as ticks, events as numbered verticals, blind spots hatched."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from monitor.model.picture import Picture, RiverMonth
from monitor.model.report import EventLabel
from monitor.report.charts.svg import box, dot, drawing, lanes, line, nice_top, text
from monitor.report.words import counted, month

PLOT_HEIGHT = 128
LANE_HEIGHT = 22
AXIS_HEIGHT = 40
# The data end here; what is right of it holds the numbers of the scale.
DATA_WIDTH = 93.0
COLUMN_SHARE = 0.8
# Between two roles of a column the paper shows, so that they stay apart in black and white.
SEAM = 1.0
# Two numbered marks of 20 pixels must not touch on a phone, where a month is 8.5 pixels wide.
MARK_DISTANCE = 2.6 / 36 * DATA_WIDTH
LABEL_MONTHS = 9
YEAR = 12
LATE = 0.92


def river(picture: Picture, events: Sequence[EventLabel], ident: str) -> str:
    """Return the picture, or "" when there is no month to draw. `events` carry the numbers that a list beside it words."""
    months = picture.river
    if not months:
        return ""
    scale = _Scale(months)
    marked = [event for event in events if scale.holds(event.on)]
    lane_of = lanes([scale.x(event.on) for event in marked], MARK_DISTANCE)
    head = (max(lane_of, default=-1) + 1) * LANE_HEIGHT + 8
    floor = head + PLOT_HEIGHT
    parts = [
        *_blind_spots(months, scale, head),
        *_grid(months, floor),
        *_columns(months, scale, floor),
        *_events(marked, lane_of, scale, floor),
        *_releases(picture, scale, floor),
        *_years(months, scale, floor),
    ]
    return drawing(ident, river_title(months), river_description(picture, events), floor + AXIS_HEIGHT, parts, "river")


class _Scale:
    """Dates to per cent of the width."""

    def __init__(self, months: Sequence[RiverMonth]) -> None:
        self.first = months[0].month
        self.count = len(months)
        self.step = DATA_WIDTH / len(months)

    def place(self, on: date) -> float:
        """Return months since the start, with the part of the month."""
        whole = (on.year - self.first.year) * YEAR + on.month - self.first.month
        return whole + (on.day - 1) / monthrange(on.year, on.month)[1]

    def holds(self, on: date) -> bool:
        return 0 <= self.place(on) < self.count

    def x(self, on: date) -> float:
        return self.place(on) * self.step


def _top(months: Sequence[RiverMonth]) -> int:
    return nice_top(max((m.mainstays + m.maintainers + m.others + m.bots for m in months if m.is_seen), default=0))


def _grid(months: Sequence[RiverMonth], floor: int) -> Iterable[str]:
    top = _top(months)
    for value in (top, top // 2):
        y = floor - PLOT_HEIGHT * value / top
        yield line(0, y, DATA_WIDTH, y, "grid")
        yield text(DATA_WIDTH + 1, y + 4, str(value), "scale")
    yield line(0, floor, DATA_WIDTH, floor, "axis")


def _columns(months: Sequence[RiverMonth], scale: _Scale, floor: int) -> Iterable[str]:
    unit = PLOT_HEIGHT / _top(months)
    width = scale.step * COLUMN_SHARE
    for number, item in enumerate(months):
        if not item.is_seen:
            continue
        y = float(floor)
        x = number * scale.step + (scale.step - width) / 2
        for amount, css in ((item.mainstays, "r1"), (item.maintainers, "r2"), (item.others, "r3"), (item.bots, "r4")):
            if amount:
                y -= amount * unit
                yield box(x, round(y, 1), width, max(amount * unit - SEAM, SEAM), css)


def _blind_spots(months: Sequence[RiverMonth], scale: _Scale, head: int) -> Iterable[str]:
    for is_seen, group in groupby(enumerate(months), key=lambda pair: pair[1].is_seen):
        if is_seen:
            continue
        numbers = [number for number, _ in group]
        x, width = numbers[0] * scale.step, len(numbers) * scale.step
        yield box(x, head, width, PLOT_HEIGHT, "blind")
        if len(numbers) >= LABEL_MONTHS:
            yield text(x + width / 2, head + PLOT_HEIGHT / 2 + 4, "not seen", "halo", "middle")


def _events(events: Sequence[EventLabel], lane_of: Sequence[int], scale: _Scale, floor: int) -> Iterable[str]:
    for event, lane in zip(events, lane_of, strict=True):
        x, y = max(scale.x(event.on), 1.2), lane * LANE_HEIGHT + 11
        yield line(x, y + 10, x, floor, "event")
        yield dot(x, y, 10, "event-mark")
        yield text(x, y + 4, str(event.number), "event-number", "middle")


def _releases(picture: Picture, scale: _Scale, floor: int) -> Iterable[str]:
    for mark in picture.releases:
        if scale.holds(mark.on):
            yield line(scale.x(mark.on), floor + 4, scale.x(mark.on), floor + 15, "tick pre" if mark.is_prerelease else "tick")


def _years(months: Sequence[RiverMonth], scale: _Scale, floor: int) -> Iterable[str]:
    for number, item in enumerate(months):
        is_january = item.month.month == 1
        if is_january or (number == 0 and item.month.month <= YEAR // 2):
            is_late = number > scale.count * LATE
            yield line(number * scale.step, floor, number * scale.step, floor + 36, "year") if is_january else ""
            yield text(
                number * scale.step + (-0.8 if is_late else 0.8),
                floor + 34,
                str(item.month.year),
                "scale",
                "end" if is_late else "start",
            )


def _people_days(months: Iterable[RiverMonth]) -> int:
    return sum(m.mainstays + m.maintainers + m.others for m in months)


def river_title(months: Sequence[RiverMonth]) -> str:
    """Return the finding of the picture: this year's work beside last year's, and what we did not see."""
    last, before = months[-YEAR:], months[-2 * YEAR : -YEAR]
    unseen = sum(not m.is_seen for m in last)
    if unseen == len(last):
        return "The last 12 months were not seen"
    said = f"{counted(_people_days(last), 'person-day')} of work in the last 12 months"
    if before and all(m.is_seen for m in before):
        said += f", {_people_days(before)} in the 12 before"
    return f"{said}; {counted(unseen, 'month')} not seen" if unseen else said


def river_description(picture: Picture, events: Sequence[EventLabel]) -> str:
    """Return the picture in words: each year by role, the releases, the events, the blind spots."""
    months = picture.river
    said = [
        f"Person-days of work by calendar month (active days summed over people), "
        f"from {month(months[0].month)} to {month(months[-1].month)}."
    ]
    for year, group in groupby(months, key=lambda m: m.month.year):
        said.append(_year_text(year, [m for m in group if m.is_seen]))
    said.append(f"{counted(len(picture.releases), 'release')} in this time.")
    said += [f"Mark {event.number}: {event.text}." for event in events]
    unseen = [m for m in months if not m.is_seen]
    said += [f"Not seen: {counted(len(unseen), 'month')}, the last {month(unseen[-1].month)}."] if unseen else []
    return " ".join(said)


def _year_text(year: int, months: Sequence[RiverMonth]) -> str:
    if not months:
        return f"{year}: not seen."
    mainstays, maintainers = sum(m.mainstays for m in months), sum(m.maintainers for m in months)
    others, bots = sum(m.others for m in months), sum(m.bots for m in months)
    return f"{year}: mainstays {mainstays}, regulars {maintainers}, others {others}, bots {bots}."
