"""The 36-month strip of the portfolio table: one small path, no text, made for a thousand rows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from monitor.model.picture import RiverMonth
from monitor.report.charts.river import river_title

HEIGHT = 24
STEP = 3
BAR = 2.2
LEAST = 1.2


def strip(months: Sequence[RiverMonth]) -> str:
    """Return a sparkline of people's active days by month; unseen months are dashes under the line. "" without months."""
    if not months:
        return ""
    top = max((_days(m) for m in months), default=0) or 1
    bars = "".join(_bar(number, _days(m) / top * HEIGHT) for number, m in enumerate(months) if m.is_seen and _days(m))
    blind = "".join(f"M{number * STEP} {HEIGHT + 2}h{BAR}" for number, m in enumerate(months) if not m.is_seen)
    missing = f'<path class="strip-blind" d="{blind}"/>' if blind else ""
    width = len(months) * STEP
    return (
        f'<svg class="strip" role="img" aria-label="{escape(river_title(months))}" viewBox="0 0 {width} {HEIGHT + 4}"'
        f' preserveAspectRatio="none"><path class="strip-base" d="M0 {HEIGHT}h{width}"/>'
        f'<path class="strip-bars" d="{bars}"/>{missing}</svg>'
    )


def _days(m: RiverMonth) -> int:
    return m.mainstays + m.maintainers + m.others


def _bar(number: int, height: float) -> str:
    return f"M{number * STEP} {HEIGHT}v-{max(height, LEAST):.1f}h{BAR}v{max(height, LEAST):.1f}z"
