"""The vocabulary of governance files, as it is read from config/vocabulary/governance.yaml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GovernanceWords:
    """Words of headings by role, of columns, of teams, and what is written where a name would stand."""

    emeritus: tuple[str, ...] = ()
    helper: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    maintainer: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    name_columns: tuple[str, ...] = ()
    account_columns: tuple[str, ...] = ()
    status_columns: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
