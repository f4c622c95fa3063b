"""What all tables share: one metadata with named constraints, keys of rows, and the mark on columns that can hold a person."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData, Table, Text
from sqlmodel import Field, SQLModel

# Without names, a later migration could not change a constraint on SQLite.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PERSONAL = "personal"


class Row(SQLModel):
    """A stored table; its subclasses say `table=True`. Moments are aware UTC, enumerations are stored as their text."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)


def table_of(row: type[Row]) -> Table:
    """Return the Core table of a Row class: what reads and bulk writes use."""
    return Row.metadata.tables[str(row.__tablename__)]


def key() -> Any:
    """Return the column of a row's own number."""
    return Field(default=None, primary_key=True)


def owned_by(column: str, *, index: bool = False) -> Any:
    """Return a reference without which the row has no meaning: it is deleted with its owner."""
    return Field(foreign_key=column, ondelete="CASCADE", index=index)


def points_to(column: str) -> Any:
    """Return a reference that may be empty, and becomes so when what it points to is deleted."""
    return Field(default=None, foreign_key=column, ondelete="SET NULL", index=True)


def long_text(default: str = "") -> Any:
    """Return a column of text of any length that cannot name a person."""
    return Field(default=default, sa_type=Text)


def personal_text(default: str = "") -> Any:
    """Return a column of text in which a person may be named: `forget` searches every one of them."""
    return Field(default=default, sa_type=Text, sa_column_kwargs={"info": {PERSONAL: True}})
