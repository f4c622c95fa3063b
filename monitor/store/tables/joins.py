"""The table of the operator's word on who is who."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field

from monitor.model.joins import Correction, CorrectionKind
from monitor.store.tables.base import Row, key, personal_text, table_of


class CorrectionRow(Row, table=True):
    """Two accounts of one project that are one person's (JOIN), or one that stands alone (SPLIT), with the reason."""

    __tablename__ = "correction"

    id: int | None = key()
    project: str = Field(index=True)
    kind: str
    first: str = personal_text()
    second: str = personal_text()
    reason: str = personal_text()
    at: datetime


CORRECTION = table_of(CorrectionRow)


def correction_from(row: Any) -> Correction:
    """Return the correction in a row of CORRECTION."""
    return Correction(CorrectionKind(row.kind), row.first, row.second, row.reason, row.at)
