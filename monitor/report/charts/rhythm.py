"""Release rhythm: past gaps as dots on a log scale, the usual window shaded, the wait so far as a bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from monitor.model.picture import ReleaseRhythm
from monitor.report.charts.svg import box, dot, drawing, lanes, line, text
from monitor.report.words import counted, span

HEIGHT = 132
TICKS = ((1, "1 d"), (7, "1 wk"), (30, "1 mo"), (91, "3 mo"), (365, "1 yr"), (1096, "3 yr"), (3653, "10 yr"))
TICKS_AT_LEAST = 12
DOT_LANES = 4
DOT_DISTANCE = 2.8
BAND_TOP, BAND_BOTTOM = 18, 100
BAR_TOP = 74
ROOM_FOR_WORDS = 55.0
WIDE_BAND = 22.0


def rhythm(shape: ReleaseRhythm | None, ident: str) -> str:
    """Return the picture, or "" when there is no rhythm to draw."""
    if shape is None or not shape.gaps_days:
        return ""
    scale = _Scale([*shape.gaps_days, shape.wait_days, shape.usual_until_days])
    parts = [*_band(shape, scale), *_axis(scale), *_gaps(shape.gaps_days, scale), *_wait(shape, scale)]
    return drawing(ident, rhythm_title(shape), rhythm_description(shape), HEIGHT, parts, "rhythm")


class _Scale:
    """Days to per cent of the width, logarithmic; less than a day counts as one."""

    def __init__(self, days: Sequence[int]) -> None:
        self.top = max(TICKS_AT_LEAST, *days) * 1.25

    def x(self, days: float) -> float:
        return 2 + 95 * log(max(days, 1)) / log(self.top)


def _band(shape: ReleaseRhythm, scale: _Scale) -> Iterable[str]:
    left, right = scale.x(shape.usual_from_days), scale.x(shape.usual_until_days)
    yield box(left, BAND_TOP, max(right - left, 0.6), BAND_BOTTOM - BAND_TOP, "usual")
    middle = (left + right) / 2
    if right - left >= WIDE_BAND:
        yield text(middle, 12, "usual wait", "scale", "middle")
    else:
        yield text(right, 12, "usual wait", "scale", "end" if right > ROOM_FOR_WORDS else "start")


def _axis(scale: _Scale) -> Iterable[str]:
    yield line(2, BAND_BOTTOM, 97, BAND_BOTTOM, "axis")
    for days, words in TICKS:
        if days <= scale.top / 1.1:
            yield line(scale.x(days), BAND_BOTTOM, scale.x(days), BAND_BOTTOM + 5, "axis")
            yield text(scale.x(days), BAND_BOTTOM + 20, words, "scale", "start" if days == 1 else "middle")


def _gaps(gaps: Sequence[int], scale: _Scale) -> Iterable[str]:
    places = sorted(scale.x(days) for days in gaps)
    for place, lane in zip(places, lanes(places, DOT_DISTANCE), strict=True):
        yield dot(place, 62 - 11 * (lane % DOT_LANES), 4, "gap")


def _wait(shape: ReleaseRhythm, scale: _Scale) -> Iterable[str]:
    end = scale.x(shape.wait_days)
    css = "wait late" if shape.wait_days > shape.usual_until_days else "wait"
    yield box(2, BAR_TOP, max(end - 2, 0.5), 18, css)
    words = f"{counted(shape.wait_days, 'day')} now"
    is_inside = end > ROOM_FOR_WORDS
    yield text(
        end + (-1.5 if is_inside else 1.5),
        BAR_TOP + 13,
        words,
        f"wait-words {'in' if is_inside else 'out'}",
        "end" if is_inside else "start",
    )


def rhythm_title(shape: ReleaseRhythm) -> str:
    """Return the finding of the picture."""
    usual = f"usually {counted(shape.usual_from_days, 'day')} to {counted(shape.usual_until_days, 'day')}"
    since = f"{counted(shape.wait_days, 'day')} since the last release, {usual}"
    over = shape.wait_days - shape.usual_until_days
    return f"{since}: the usual window ended {span(over)} ago" if over > 0 else since


def rhythm_description(shape: ReleaseRhythm) -> str:
    """Return the picture in words."""
    gaps = sorted(shape.gaps_days)
    middle = gaps[len(gaps) // 2]
    return (
        f"{counted(len(gaps), 'past gap')} between releases on a log scale of days: shortest {gaps[0]}, middle {middle}, "
        f"longest {gaps[-1]}. The bar is the wait so far, {shape.wait_days}; the shade is the usual window, "
        f"{shape.usual_from_days} to {shape.usual_until_days}. The project promised nothing."
    )
