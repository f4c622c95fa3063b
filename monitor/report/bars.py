"""The pictures of a mail: table cells with widths and shades, made of the same months as the drawings of the page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model.picture import RiverMonth
from monitor.report.words import counted, short_day

HALF_YEAR, QUARTER = 6, 3
WHOLE = 100
# Shades of a strip, from nothing to the busiest quarter of the three years.
SHADES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One half year: where it begins, its days by role as widths in per cent, and their number in words.

    `missing` months of it were not seen.
    """

    label: str
    parts: tuple[tuple[str, int], ...]
    rest: int
    text: str
    missing: int
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """One quarter of a strip: 0 (no work seen) to SHADES, None where we did not see it."""

    depth: int | None


def bars(months: Sequence[RiverMonth]) -> tuple[Bar, ...]:
    """Return a bar for each half year, oldest first; () without months."""
    groups = _groups(months, HALF_YEAR)
    top = max((sum(map(_days, group)) for group in groups), default=0) or 1
    return tuple(_bar(group, top) for group in groups)


def shades(months: Sequence[RiverMonth]) -> tuple[Shade, ...]:
    """Return a shade for each quarter, oldest first; () without months."""
    groups = _groups(months, QUARTER)
    top = max((_a_month(group) for group in groups), default=0) or 1
    return tuple(Shade(_depth(_a_month(group) / top) if any(m.is_seen for m in group) else None) for group in groups)


def _groups(months: Sequence[RiverMonth], size: int) -> list[Sequence[RiverMonth]]:
    first = len(months) % size
    return [months[start : start + size] for start in range(first, len(months), size)]


def _days(month: RiverMonth) -> int:
    return month.mainstays + month.maintainers + month.others


def _a_month(group: Sequence[RiverMonth]) -> float:
    """Return the days of a month on average, so that a month that we did not see makes no quarter look idle."""
    seen = [month for month in group if month.is_seen]
    return sum(map(_days, seen)) / len(seen) if seen else 0.0


def _depth(share: float) -> int:
    return 0 if share <= 0 else max(1, round(share * SHADES))


def _bar(group: Sequence[RiverMonth], top: int) -> Bar:
    seen = [month for month in group if month.is_seen]
    roles = (
        ("r1", sum(m.mainstays for m in seen)),
        ("r2", sum(m.maintainers for m in seen)),
        ("r3", sum(m.others for m in seen)),
    )
    parts = tuple((role, max(1, round(days / top * WHOLE))) for role, days in roles if days)
    missing = len(group) - len(seen)
    return Bar(
        label=f"from {short_day(group[0].month).split(' ', 1)[1]}",
        parts=parts,
        rest=max(0, WHOLE - sum(width for _, width in parts)),
        text=f"{counted(sum(days for _, days in roles), 'day')}{'*' if missing else ''}" if seen else "not seen",
        missing=missing,
        is_seen=bool(seen),
    )
