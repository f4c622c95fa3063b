"""The table of decisions: what a team decided about a project. An earlier decision stays when a later one takes its place."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from monitor.model.decisions import Choice, Decision
from monitor.store.tables.base import Row, key, long_text, personal_text, table_of


class DecisionRow(Row, table=True):
    """One decision; `finding` "" is the project as a whole, `known` a JSON list of the ids of facts that stood then."""

    __tablename__ = "decision"

    id: int | None = key()
    project: str = Field(index=True)
    finding: str
    choice: str
    owner: str = long_text()
    reason: str = personal_text()
    decided_at: datetime
    review_on: date
    known: str = long_text("[]")


DECISION = table_of(DecisionRow)


def row_of_decision(decision: Decision) -> dict[str, Any]:
    """Return the values of a row of DECISION."""
    return {
        "project": decision.project,
        "finding": decision.finding,
        "choice": decision.choice.value,
        "owner": decision.owner,
        "reason": decision.reason,
        "decided_at": decision.at,
        "review_on": decision.review_on,
        "known": json.dumps(decision.known),
    }


def decision_from(row: Any) -> Decision:
    """Return the decision in a row of DECISION."""
    known = tuple(json.loads(row.known))
    return Decision(row.project, row.finding, Choice(row.choice), row.owner, row.reason, row.decided_at, row.review_on, known)
