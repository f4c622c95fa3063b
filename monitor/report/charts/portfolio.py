"""Portfolio map: impact up, risk across, area by how many of the reader's systems use a project; names are in the list beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from monitor.model.finding import Level
from monitor.model.report import Row
from monitor.model.target import Impact
from monitor.report.charts.svg import box, dot, drawing, text
from monitor.report.english import IMPACTS, LEVELS
from monitor.report.words import counted

COLUMNS = (Level.OK, Level.UNKNOWN, Level.WATCH, Level.ALERT)
ROWS = (Impact.CRITICAL, Impact.HIGH, Impact.MEDIUM, Impact.LOW)
LABEL_WIDTH = 18.0
CELL_WIDTH = (100 - LABEL_WIDTH) / len(COLUMNS)
CELL_HEIGHT = 66
GAP = 4
# Four marks of at most 13 pixels fit a cell on a phone without touching; more become one number.
PLACES = (
    ((0.0, 0),),
    ((-0.25, 0), (0.25, 0)),
    ((0.0, -14), (-0.25, 14), (0.25, 14)),
    ((-0.25, -15), (0.25, -15), (-0.25, 15), (0.25, 15)),
)
LEAST_RADIUS, MOST_RADIUS = 9.0, 13.0


def portfolio_map(rows: Sequence[Row], numbers: Mapping[str, int], ident: str) -> str:
    """Return the map; `numbers` gives the rows that the list beside it names. "" without rows."""
    if not rows:
        return ""
    cells: dict[tuple[Level, Impact], list[Row]] = {}
    for row in rows:
        cells.setdefault((row.level, row.impact), []).append(row)
    most = max(_systems(row) for row in rows)
    parts = [
        part
        for level in COLUMNS
        for impact in ROWS
        for part in _cell(level, impact, cells.get((level, impact), []), numbers, most)
    ]
    height = len(ROWS) * CELL_HEIGHT + 22
    return drawing(ident, map_title(rows), map_description(cells), height, [*parts, *_labels()], "map")


def _systems(row: Row) -> int:
    return len({system for member in row.members for system in member.systems})


def _labels() -> Iterable[str]:
    for number, impact in enumerate(ROWS):
        yield text(0, number * CELL_HEIGHT + CELL_HEIGHT / 2 + 2, IMPACTS[impact], "scale")
    for number, level in enumerate(COLUMNS):
        yield text(LABEL_WIDTH + (number + 0.5) * CELL_WIDTH, len(ROWS) * CELL_HEIGHT + 16, LEVELS[level], "scale", "middle")


def _cell(level: Level, impact: Impact, rows: Sequence[Row], numbers: Mapping[str, int], most: int) -> Iterable[str]:
    x = LABEL_WIDTH + COLUMNS.index(level) * CELL_WIDTH
    y = ROWS.index(impact) * CELL_HEIGHT
    heat = "hot" if level == Level.ALERT and impact >= Impact.HIGH else "warm" if level in (Level.ALERT, Level.WATCH) else "calm"
    yield box(x + 0.4, y, CELL_WIDTH - 0.8, CELL_HEIGHT - GAP, f"cell {heat}", round_by=4)
    middle_x, middle_y = x + CELL_WIDTH / 2, y + (CELL_HEIGHT - GAP) / 2
    if len(rows) > len(PLACES):
        yield text(middle_x, middle_y + 6, str(len(rows)), f"many on-{level.word}", "middle")
        return
    if not rows:
        return
    for row, (dx, dy) in zip(rows, PLACES[len(rows) - 1], strict=True):
        radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * sqrt(_systems(row) / most if most else 0)
        yield dot(middle_x + dx * CELL_WIDTH, middle_y + dy, round(radius, 1), f"mark {level.word}")
        if row.key in numbers:
            yield text(middle_x + dx * CELL_WIDTH, middle_y + dy + 4, str(numbers[row.key]), f"mark-words {level.word}", "middle")


def map_title(rows: Sequence[Row]) -> str:
    """Return the finding of the picture."""
    grave = sum(row.level == Level.ALERT and row.impact >= Impact.HIGH for row in rows)
    if grave:
        return f"{counted(grave, 'row')} of {len(rows)} on alert with high or critical impact"
    eyed = sum(row.level in (Level.ALERT, Level.WATCH) for row in rows)
    return f"{counted(eyed, 'row')} of {len(rows)} on watch or alert, none on alert with high impact"


def map_description(cells: Mapping[tuple[Level, Impact], Sequence[Row]]) -> str:
    """Return the map in words: how many rows in each cell that is not empty."""
    said = [
        f"{IMPACTS[impact]} impact, {LEVELS[level]}: {len(cells[level, impact])}"
        for impact in ROWS
        for level in reversed(COLUMNS)
        if (level, impact) in cells
    ]
    return "Impact up, risk across. " + "; ".join(said) + "."
