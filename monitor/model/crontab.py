"""Reads a crontab line as people know it; one that would mean something else than it says is refused before it runs.

Five fields (minute hour day-of-month month day-of-week) or a word such as @daily. 0 and 7 are Sunday. Cron joins the two day
fields by "or", other schedulers by "and": a line that sets both is refused. When a line fires is in monitor/model/schedule.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}
SYNONYMS = {"@midnight": "@daily", "@annually": "@yearly"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
LONGEST_MONTH = dict.fromkeys((1, 3, 5, 7, 8, 10, 12), 31) | dict.fromkeys((4, 6, 9, 11), 30) | {2: 29}

_PART = re.compile(r"(?P<first>\*|[0-9]{1,2}|[a-z]{3})(?:-(?P<last>[0-9]{1,2}|[a-z]{3}))?(?:/(?P<step>[0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Crontab:
    """What a line stands for: times of the day, in order, on each day that is in all three sets; weekday 0 is Sunday."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the five fields: its range, and names that stand for numbers from `lowest` on."""

    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()

    def number(self, word: str, *, ends_range: bool = False) -> int:
        if word in self.names:
            number = self.names.index(word) + self.lowest
            return 7 if ends_range and word == "sun" else number
        if not word.isdigit() or not self.lowest <= int(word) <= self.highest:
            allowed = f"{self.lowest} to {self.highest}" + (f" or {self.names[0]} to {self.names[-1]}" if self.names else "")
            raise ValueError(f"the {self.name} must be {allowed}")
        return int(word)


FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, MONTHS),
    _Field("day of the week", 0, 7, DAYS),
)


def check_schedule(text: str) -> str:
    """Return the schedule in lower case with single spaces. Raises ValueError saying which field is wrong and why."""
    line = " ".join(text.lower().split())
    line = SYNONYMS.get(line, line)
    read_crontab(line)
    return line


def read_crontab(text: str) -> Crontab:
    """Return what a line stands for; it fires at least once in eight years. Raises ValueError as `check_schedule`."""
    fields = _fields(" ".join(text.lower().split()))
    minutes, hours, days, months, weekdays = (_values(field, text) for field, text in zip(FIELDS, fields, strict=True))
    if fields[2] != "*" and fields[4] != "*":
        raise ValueError("sets both day of the month and day of the week, which schedulers read differently; leave one of them *")
    if min(days) > max(LONGEST_MONTH[month] for month in months):
        raise ValueError("names a day that none of these months has: it would never run")
    return Crontab(
        minutes=tuple(sorted(minutes)),
        hours=tuple(sorted(hours)),
        days=frozenset(days),
        months=frozenset(months),
        weekdays=frozenset(day % len(DAYS) for day in weekdays),
    )


def _fields(line: str) -> list[str]:
    if line.startswith("@"):
        word = SYNONYMS.get(line, line)
        if word not in WORDS:
            raise ValueError(f"expected one of {', '.join(WORDS)}, or five fields")
        return WORDS[word].split(" ")
    fields = line.split(" ")
    if len(fields) != len(FIELDS):
        raise ValueError(
            f"expected five fields (minute hour day month weekday), like `0 7 * * 1` for Mondays at 7:00; found {len(fields)}"
        )
    return fields


def _values(field: _Field, text: str) -> set[int]:
    """Return the numbers that one field stands for; never empty."""
    values: set[int] = set()
    for part in text.split(","):
        values |= _part(field, part)
    return values


def _part(field: _Field, part: str) -> set[int]:
    found = _PART.fullmatch(part)
    if not found:
        raise ValueError(f"the {field.name} cannot be read; write *, a number, a range (1-5), a list (1,3) or a step (*/2)")
    first, last, step = found["first"], found["last"], found["step"]
    if first == "*" and last:
        raise ValueError(f"the {field.name} has a range that begins with *")
    if step and first != "*" and not last:
        raise ValueError(f"the {field.name} has a step after a single number; write a range ({first}-{field.highest}/{step})")
    low = field.lowest if first == "*" else field.number(first)
    high = field.highest if first == "*" else field.number(last, ends_range=True) if last else low
    if high < low:
        raise ValueError(f"the {field.name} has a range that runs backwards")
    if step and not 1 <= int(step) <= field.highest:
        raise ValueError(f"the {field.name} has a step that must be 1 to {field.highest}")
    return set(range(low, high + 1, int(step or 1)))
