"""Keys strip: how many different hands merged, tagged and published, month by month; never whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.picture import KeyMonth
from monitor.report.charts.svg import box, drawing, text
from monitor.report.english import MONTHS
from monitor.report.words import capital, counted

YEAR = 12
LABEL_WIDTH = 20.0
SQUARE = 24
PITCH = 30
MANY = 3


def keys(months: Sequence[KeyMonth], ident: str) -> str:
    """Return the last 12 months as rows of squares with a number each, or "" when nothing can be drawn."""
    last = months[-YEAR:]
    rows = _rows(last)
    if not last or all(value is None for _, values in rows for value in values):
        return ""
    parts = [part for number, (name, values) in enumerate(rows) for part in _row(number, name, values)]
    parts += _month_letters(last, len(rows) * PITCH + 12)
    return drawing(ident, keys_title(last), keys_description(last), len(rows) * PITCH + 18, parts, "keys")


def _rows(months: Sequence[KeyMonth]) -> list[tuple[str, list[int | None]]]:
    return [
        ("merged", [m.mergers for m in months]),
        ("tagged", [m.taggers for m in months]),
        ("published", [m.publishers for m in months]),
    ]


def _pitch(count: int) -> float:
    return (100 - LABEL_WIDTH) / count


def _row(number: int, name: str, values: Sequence[int | None]) -> Iterable[str]:
    pitch, y = _pitch(len(values)), number * PITCH
    yield text(0, y + 17, name, "scale")
    for place, value in enumerate(values):
        x = LABEL_WIDTH + place * pitch
        yield box(x + 0.3, y + 1, pitch - 0.9, SQUARE, _css(value), round_by=3)
        if value:
            yield text(x + pitch / 2 - 0.15, y + 17, str(value), f"k-words k-on-{min(value, MANY)}", "middle")


def _css(value: int | None) -> str:
    return "k-unseen" if value is None else f"k{min(value, MANY)}"


def _month_letters(months: Sequence[KeyMonth], y: int) -> Iterable[str]:
    pitch = _pitch(len(months))
    for place, item in enumerate(months):
        yield text(LABEL_WIDTH + (place + 0.5) * pitch - 0.15, y, MONTHS[item.month.month - 1][0], "scale", "middle")


def _most(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def keys_title(months: Sequence[KeyMonth]) -> str:
    """Return the finding of the picture: the most hands seen in any month."""
    most = {name: _most(values) for name, values in _rows(months)}
    hands = [f"{name} by at most {counted(count, 'hand')}" for name, count in most.items() if count]
    nobody = [name for name, count in most.items() if count == 0]
    unseen = [name for name, count in most.items() if count is None]
    said = [f"in any month {', '.join(hands)}"] if hands else []
    said += [f"nobody {' or '.join(nobody)}"] if nobody else []
    said += [f"not seen: {', '.join(unseen)}"] if unseen else []
    return capital("; ".join(said))


def keys_description(months: Sequence[KeyMonth]) -> str:
    """Return the picture in words, row by row."""
    rows = [f"{name}: {', '.join('not seen' if v is None else str(v) for v in values)}." for name, values in _rows(months)]
    return "Different hands by month, oldest first. " + " ".join(rows)
