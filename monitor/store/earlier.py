"""What earlier judgements said of one project on one list: what was seen then, and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from monitor.model.alerts import Answer, EarlierLook
from monitor.store.engine import Database
from monitor.store.tables.judgements import ASSESSMENT, VERDICT


def load_earlier(db: Database, watchlist: str, project: str) -> tuple[EarlierLook, ...]:
    """Return the stored judgements on a project that a list watched then, newest first. Raises StoreError."""
    query = select(ASSESSMENT.c.as_of, ASSESSMENT.c.method, ASSESSMENT.c.document).join_from(VERDICT, ASSESSMENT)
    query = query.where(VERDICT.c.watchlist == watchlist, ASSESSMENT.c.project == project).order_by(ASSESSMENT.c.id.desc())
    with db.read() as connection:
        return tuple(_look(row.as_of, row.method, json.loads(row.document)) for row in connection.execute(query))


def _look(at: datetime, method: str, document: Mapping[str, Any]) -> EarlierLook:
    seen = frozenset(str(line["target"]) for line in document["coverage"] if line["seen_until"])
    answers = tuple(Answer(one["rule"], one["outcome"], one["subject"]) for one in document["findings"])
    return EarlierLook(at, method, seen, answers)
