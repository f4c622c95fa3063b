"""Tables in Markdown: which column names people, which their accounts, and which says that somebody is emeritus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.people.governance.listed import Words, login_in, parts
from monitor.people.governance.mentions import Mention, as_name, people_in

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Table:
    """The places of columns that matter, None where the header names none."""

    name: int | None = None
    account: int | None = None
    status: int | None = None

    @classmethod
    def of(cls, header: str, words: Words) -> Table:
        """Return what a header's words say of the columns."""
        heads = [" ".join(parts(cell)) for cell in cells_of(header)]
        return cls(_first(heads, words.names), _first(heads, words.accounts), _first(heads, words.statuses))


def _first(heads: Sequence[str], known: frozenset[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in known), None)


def cells_of(line: str) -> list[str]:
    """Return the cells of a row."""
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in _CELL.split(bare)]


def is_table_row(line: str) -> bool:
    """Return whether a line is a row of a table: it begins with a bar, or has one between cells."""
    return line.lstrip().startswith("|") or (" | " in line and len(cells_of(line)) >= LEAST_CELLS)


def is_rule(line: str) -> bool:
    """Return whether a line is what parts the header of a table from its rows."""
    return "|" in line and bool(_RULE.fullmatch(line))


def people_of_row(line: str, table: Table | None, words: Words) -> tuple[list[Mention], str]:
    """Return the people of a row and what its column of status says."""
    cells = cells_of(line)
    told = table or Table()
    status = _at(cells, told.status)
    login = login_in(_at(cells, told.account).strip("`")) if told.account is not None else ""
    name = as_name(_at(cells, told.name).strip("`*"), words)
    if login and words.is_person(login) and not words.is_team(login):
        return [Mention(login, name)], status
    for place, cell in enumerate(cells):
        found = people_in(cell, words)
        if found and place != told.status:
            return [Mention(found[0].login, found[0].name or name), *found[1:]], status
    return ([Mention("", name)] if name and table else []), status


def _at(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""
