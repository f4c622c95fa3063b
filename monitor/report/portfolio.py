"""The portfolio: one row a project or family, sorted by risk times impact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.assessment import Standing
from monitor.model.finding import Level
from monitor.model.report import ProjectLine, Row
from monitor.model.target import Family
from monitor.model.text import clean

# Unknown weighs less than a seen warning and more than a seen calm: not seeing a critical project is worth a look.
RISK = {Level.ALERT: 4, Level.WATCH: 2, Level.UNKNOWN: 1, Level.OK: 0}


def rows(projects: Sequence[ProjectLine], families: dict[str, Family]) -> tuple[Row, ...]:
    """Return the rows of the portfolio, what needs eyes first."""
    single = [_row(project.key, project.name, [project]) for project in projects if project.family not in families]
    grouped = [
        _row(family.key, clean(family.name), members, is_family=True)
        for family in families.values()
        if (members := [project for project in projects if project.family == family.key])
    ]
    return tuple(sorted([*single, *grouped], key=_order))


def _row(key: str, name: str, members: Iterable[ProjectLine], *, is_family: bool = False) -> Row:
    ordered = tuple(sorted(members, key=_member_order))
    current = [project for project in ordered if project.standing != Standing.SUPERSEDED] or list(ordered)
    level = _worst(project.level for project in current)
    impact = max(project.impact for project in ordered)
    return Row(key, name, level, impact, RISK[level] * impact, ordered, is_family)


def _worst(levels: Iterable[Level]) -> Level:
    return max(levels, key=lambda level: RISK[level])


def _member_order(project: ProjectLine) -> tuple[bool, int, str]:
    return (project.standing == Standing.SUPERSEDED, -RISK[project.level], project.name.casefold())


def _order(row: Row) -> tuple[int, int, int, str]:
    return (-row.risk, -RISK[row.level], -row.impact, row.name.casefold())
