"""What was lately said about a project, one line for each origin."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model.assessment import Heard, Origin
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History, Statement
from monitor.model.limits import Limits
from monitor.model.origins import origins, page_of, publishers

# A report shows no more: the newest, and what speaks of a departure or an end.
MOST_SHOWN = 5
# What is told at these levels is the project's own word, or stands on its own pages.
OWN = frozenset({EvidenceLevel.ANNOUNCED, EvidenceLevel.RECORDED})
_LEVELS = tuple(EvidenceLevel)


def heard(history: History, now: datetime, limits: Limits) -> Heard:
    """Return what was lately said about the project, by itself, its people or others; statements on other things are left out."""
    since = now - timedelta(days=limits.statement_days)
    about = [said for said in history.statements if since <= said.said_at <= now and is_about(said)]
    groups = origins(about, [target.key for target in history.project.targets])
    found = [Origin(min(group, key=_surest), len({page_of(said.link) for said in group})) for group in groups]
    chosen = sorted(found, key=lambda one: (not _speaks_of_end(one.statement), -one.statement.said_at.timestamp()))[:MOST_SHOWN]
    newest = sorted(chosen, key=lambda one: one.statement.said_at, reverse=True)
    is_by_others = all(said.level not in OWN for said in about)
    return Heard(limits.statement_days, len(about), len(found), tuple(newest), publishers(groups), is_by_others)


def is_about(said: Statement) -> bool:
    """Return whether a statement speaks of the project, or of the departure of one of its people in their own words."""
    is_theirs = said.level is EvidenceLevel.ANNOUNCED and bool(said.about.persons and said.about.departure)
    return said.about.is_project or is_theirs


def _surest(said: Statement) -> tuple[int, datetime]:
    return _LEVELS.index(said.level), said.said_at


def _speaks_of_end(said: Statement) -> bool:
    return bool(said.about.departure or said.about.ending)
