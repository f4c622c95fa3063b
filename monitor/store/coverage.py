"""Reads how well each promised signal was seen: from the windows that were looked at and the newest attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.model.attempt import OK, UNCHANGED
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Project, Target
from monitor.store.remarks import remarks_of
from monitor.store.tables.facts import SOURCE, SOURCE_RUN, TARGET
from monitor.store.windows import FOREVER, newest_windows


def load_coverage(
    connection: Connection, project: Project, expected: Iterable[tuple[str, str, Signal]], known_at: datetime
) -> tuple[Coverage, ...]:
    """Return a line for each of `expected` (target key, collector, signal) that is a target of `project`."""
    targets = {target.key: target for target in project.targets}
    attempts = _attempts(connection, list(targets), known_at)
    ids = [row.source_id for row in attempts.values()]
    windows = newest_windows(connection, ids, known_at)
    newest = {(row.source_id, row.signal): row for row in windows}
    complete = {(row.source_id, row.signal): row for row in windows if row.is_complete}
    remarks = remarks_of(connection, [row.source_id for row in newest.values() if not row.is_complete], known_at)
    lines = []
    for key, collector, signal in expected:
        attempt = attempts.get((key, collector))
        place = (attempt.source_id if attempt else 0, signal.value)
        if key in targets:
            line = _line(targets[key], collector, signal, attempt, newest.get(place), complete.get(place))
            is_partial = not (line.reason or line.is_complete)
            lines.append(replace(line, detail="; ".join(remarks.get(place[0], ()))) if is_partial else line)
    return tuple(lines)


def _attempts(connection: Connection, keys: list[str], known_at: datetime) -> dict[tuple[str, str], Any]:
    """Return the newest attempt by (target key, collector), among those begun before `known_at`."""
    about = (SOURCE.c.id.label("source_id"), TARGET.c.key, SOURCE.c.collector)
    if known_at == FOREVER:
        said = (SOURCE.c.outcome, SOURCE.c.detail, SOURCE.c.finished_at)
        query = select(*about, *said).join_from(SOURCE, TARGET).where(TARGET.c.key.in_(keys))
    else:
        run = SOURCE_RUN.c
        sources = select(SOURCE.c.id).join_from(SOURCE, TARGET).where(TARGET.c.key.in_(keys))
        newest = select(func.max(run.id)).where(run.source_id.in_(sources), run.started_at < known_at).group_by(run.source_id)
        said = (run.outcome, run.detail, run.finished_at)
        joined = SOURCE.join(TARGET).join(SOURCE_RUN, run.source_id == SOURCE.c.id)
        query = select(*about, *said).select_from(joined).where(run.id.in_(newest))
    return {(row.key, row.collector): row for row in connection.execute(query)}


def _line(target: Target, collector: str, signal: Signal, attempt: Any, newest: Any, complete: Any) -> Coverage:
    window = complete or newest
    has_failed = attempt is not None and attempt.outcome not in (OK, UNCHANGED)
    return Coverage(
        signal=signal,
        target=target.key,
        collector=collector,
        seen_from=window.seen_from if window else None,
        seen_until=_end(window.seen_until, target) if window else None,
        is_complete=bool(newest and newest.is_complete),
        reason=attempt.outcome if has_failed else "",
        detail=attempt.detail if has_failed else "",
        tried_at=attempt.finished_at if attempt else None,
        is_frozen=target.observed_until is not None,
    )


def _end(seen_until: datetime, target: Target) -> datetime:
    return min(seen_until, target.observed_until) if target.observed_until else seen_until
