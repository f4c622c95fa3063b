"""Earlier forecasts: the probability of each quarter as a dot in its 5-95 % band, the newest at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.forecast import Earlier
from monitor.model.report_forecast import ForecastPart
from monitor.report.charts.svg import box, dot, drawing, line, nice_top, text
from monitor.report.words import counted, percent, short_day

HEIGHT = 132
TOP, BOTTOM = 16, 100
LEFT, RIGHT = 12, 94
BAND_WIDTH = 2.4
FEWEST = 3
LEAST_TOP = 10


def forecasts(part: ForecastPart, ident: str) -> str:
    """Return the picture of P(stall) over the last two years, or "" where fewer than three quarters could be asked."""
    points = _points(part)
    if len(points) < FEWEST:
        return ""
    top = min(100, nice_top(max(LEAST_TOP, *(point.high * 100 for point in points))))
    parts = [*_axes(points, top), *_bands(points, top)]
    return drawing(ident, forecasts_title(part), _description(points), HEIGHT, parts, "forecasts")


def _points(part: ForecastPart) -> Sequence[Earlier]:
    stall = part.stall
    if stall is None or part.made_on is None:
        return ()
    return (*stall.past, Earlier(part.made_on, stall.probability, stall.low, stall.high))


def _y(share: float, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(1.0, share * 100 / top)


def _x(points: Sequence[Earlier], place: int) -> float:
    first, last = points[0].on, points[-1].on
    return LEFT + 3 + (RIGHT - LEFT - 3) * (points[place].on - first).days / max(1, (last - first).days)


def _axes(points: Sequence[Earlier], top: int) -> Iterable[str]:
    for value in (0, top // 2, top):
        height = _y(value / 100, top)
        yield line(LEFT, height, 97, height, "axis" if value == 0 else "grid")
        yield text(LEFT - 1.5, height + 4, f"{value} %", "scale", "end")
    yield text(_x(points, 0), BOTTOM + 20, short_day(points[0].on), "scale")
    yield text(97, BOTTOM + 20, short_day(points[-1].on), "scale", "end")


def _bands(points: Sequence[Earlier], top: int) -> Iterable[str]:
    for place, point in enumerate(points):
        x, high, low = _x(points, place), _y(point.high, top), _y(point.low, top)
        yield box(x - BAND_WIDTH / 2, high, BAND_WIDTH, max(1.0, low - high), "r3", round_by=2)
        yield dot(x, _y(point.probability, top), 4, "gap now" if place == len(points) - 1 else "gap")


def forecasts_title(part: ForecastPart) -> str:
    """Return the finding of the picture."""
    points = _points(part)
    first, last = points[0], points[-1]
    return f"A stall within 12 months: {percent(first.probability)} on {short_day(first.on)}, {percent(last.probability)} now"


def _description(points: Sequence[Earlier]) -> str:
    said = "; ".join(f"{short_day(p.on)} {percent(p.probability)}, {round(p.low * 100)} to {round(p.high * 100)}" for p in points)
    return f"{counted(len(points), 'forecast')}, a quarter apart, each from what lay before it, with its 5 to 95 % band: {said}."
