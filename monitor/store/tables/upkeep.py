"""The tables of our own manners and memory: what servers asked of us, whom we erased, and what this installation is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from monitor.model.attempt import Validators
from monitor.store.tables.base import Row, key, owned_by, table_of


class HttpValidatorRow(Row, table=True):
    """What a server gave a source to ask "has it changed?" with; `credential` is the name of a token, never the token.

    It vouches for the facts of that source alone: another that asks the same address may have read less, or earlier.
    """

    __tablename__ = "http_validator"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    credential: str
    url: str
    etag: str
    last_modified: str
    seen_at: datetime

    __table_args__ = (UniqueConstraint("source_id", "credential", "url"),)


class HostBudgetRow(Row, table=True):
    """Before when a host does not want to be asked again, under one credential, and why."""

    __tablename__ = "host_budget"

    id: int | None = key()
    host: str
    credential: str
    not_before: datetime
    reason: str

    __table_args__ = (UniqueConstraint("host", "credential"),)


class UsageRow(Row, table=True):
    """What one source cost on one UTC day (date ordinal): `points` as it charges them itself, `unchanged` are 304s."""

    __tablename__ = "usage"

    id: int | None = key()
    source: str
    day: int
    requests: int
    unchanged: int
    refused: int
    points: int

    __table_args__ = (UniqueConstraint("source", "day"),)


class QueryCostRow(Row, table=True):
    """What a source charged last for a query of one shape, and how many targets it takes at once now."""

    __tablename__ = "query_cost"

    shape: str = Field(primary_key=True)
    points: int
    size: int
    clean: int
    seen_at: datetime


class ForgottenRow(Row, table=True):
    """An account, by its stable id alone, that is never collected again."""

    __tablename__ = "forgotten"

    stable_id: str = Field(primary_key=True)
    forgotten_at: datetime


class InstallationRow(Row, table=True):
    """One thing that this installation must remember about itself."""

    __tablename__ = "installation"

    name: str = Field(primary_key=True)
    value: str


HTTP_VALIDATOR, HOST_BUDGET, FORGOTTEN, INSTALLATION = (
    table_of(row) for row in (HttpValidatorRow, HostBudgetRow, ForgottenRow, InstallationRow)
)
USAGE, QUERY_COST = (table_of(row) for row in (UsageRow, QueryCostRow))


def validators_from(row: Any) -> Validators:
    """Return the validators in a row of HTTP_VALIDATOR."""
    return Validators(row.etag, row.last_modified)
