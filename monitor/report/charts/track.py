"""Track record: what was foretold across, what came true up, a dot for each tenth of the forecasts, the line where both agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.forecast import Bin
from monitor.report.charts.svg import dot, drawing, line, text
from monitor.report.words import counted, percent

HEIGHT = 220
TOP, BOTTOM = 12, 176
LEFT, RIGHT = 14, 96
LABELS = (0, 25, 50, 75, 100)


def track(bins: Sequence[Bin], question: str, ident: str) -> str:
    """Return the picture for one question, or "" where nothing was judged."""
    if not bins:
        return ""
    parts = [*_axes(), *(dot(_x(one.expected), _y(one.seen), 5, "gap") for one in bins)]
    return drawing(ident, track_title(bins, question), _description(bins), HEIGHT, parts, "track")


def _x(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * share


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def _axes() -> Iterable[str]:
    for value in LABELS:
        share = value / 100
        yield line(LEFT, _y(share), RIGHT, _y(share), "axis" if value == 0 else "grid")
        yield text(LEFT - 1.5, _y(share) + 4, f"{value} %", "scale", "end")
        yield text(_x(share), BOTTOM + 18, f"{value} %", "scale", "middle")
    yield line(_x(0), _y(0), _x(1), _y(1), "agree")
    yield text((LEFT + RIGHT) / 2, BOTTOM + 38, "foretold", "scale", "middle")


def track_title(bins: Sequence[Bin], question: str) -> str:
    """Return the finding of the picture."""
    off = max(abs(one.expected - one.seen) for one in bins)
    return f"{question} {counted(sum(one.count for one in bins), 'forecast')}, at most {round(off * 100)} points off in a tenth"


def _description(bins: Sequence[Bin]) -> str:
    said = "; ".join(f"of {one.count} at {percent(one.expected)}, {percent(one.seen)} came true" for one in bins)
    return f"Foretold across, came true up: {said}."
