"""What earlier cycles said of each project, for the guard against trouble of our own."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, select

from monitor.store.engine import Database
from monitor.store.tables.judgements import ASSESSMENT, FINDING


def load_open_rules(db: Database) -> Mapping[str, Collection[str]]:
    """Return the rules with an open finding, by each project that was judged before. Raises StoreError."""
    with db.read() as connection:
        judged = connection.execute(select(ASSESSMENT.c.project).distinct()).scalars().all()
        rows = connection.execute(select(FINDING.c.project, FINDING.c.rule).where(FINDING.c.cleared_at.is_(None))).all()
    found: dict[str, set[str]] = {project: set() for project in judged}
    for project, rule in rows:
        found.setdefault(project, set()).add(rule)
    return found


def load_headlines(db: Database, code: str, value: str) -> Mapping[tuple[str, str], date]:
    """Return the day that stands as `value` in each newest headline with this code, by project and rule. Raises StoreError."""
    newest = select(func.max(ASSESSMENT.c.id)).group_by(ASSESSMENT.c.project)
    query = select(ASSESSMENT.c.project, ASSESSMENT.c.document)
    query = query.where(ASSESSMENT.c.id.in_(newest), ASSESSMENT.c.document.contains(code, autoescape=True))
    with db.read() as connection:
        rows = connection.execute(query).all()
    return {
        (project, finding["rule"]): date.fromisoformat(finding["headline"]["values"][value])
        for project, document in rows
        for finding in json.loads(document)["findings"]
        if finding["headline"]["code"] == code
    }
