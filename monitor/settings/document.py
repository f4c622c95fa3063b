"""A configuration file as plain data with the place of every value, so that each mistake can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from monitor.model.errors import Problem

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands (counted from 1), where its key stands, and how a scalar was written ("" for lists and mappings)."""

    line: int
    column: int
    key_line: int
    key_column: int
    source: str = ""


@dataclass(slots=True)
class Document:
    """Plain data, the place of each value by its location, and the mistakes of the text itself.

    `refused` are locations whose value could not be read: what is said of them already is enough.
    """

    file: str
    data: object = None
    places: dict[Location, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Location] = field(default_factory=set)

    def add(self, line: int, column: int, message: str, location: Location = ()) -> None:
        """Add a mistake of the text itself; line 0 points at the file as a whole."""
        self.problems.append(Problem(self.file, line, column, dotted(location), message))

    def known(self, location: Location) -> Location:
        """Return the longest part of `location` that stands in the file."""
        while location and location not in self.places:
            location = location[:-1]
        return location

    def value(self, location: Location) -> object:
        """Return the plain value at a location that stands in the file."""
        value: Any = self.data
        for step in location:
            value = value[step]
        return value

    def problem(self, location: Location, message: str, *, at_key: bool = False, key: Location | None = None) -> Problem:
        """Return the problem at the nearest place that stands in the file; `key` is shown instead of `location`."""
        place = self.places.get(self.known(location), Place(1, 1, 1, 1))
        line, column = (place.key_line, place.key_column) if at_key else (place.line, place.column)
        return Problem(self.file, line, column, dotted(location if key is None else key), message)


def dotted(location: Location) -> str:
    """Return a location as users read it: `projects.lark.targets.0`, list entries counted from 0."""
    return ".".join(map(str, location))
