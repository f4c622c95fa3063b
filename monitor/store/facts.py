"""Loads the facts of one project before a moment, as they are known now or were known earlier. A pure read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind
from monitor.model.history import Release, State
from monitor.model.signals import Signal
from monitor.model.target import Project
from monitor.store.coverage import load_coverage
from monitor.store.engine import Database
from monitor.store.places import Places
from monitor.store.tables.facts import ACTIVITY, IDENTITY_LINK, RELEASE, SOURCE, STATE, TARGET, release_from, state_from

Activity = tuple[int, date, ActivityKind, int]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: facts before `as_of`, seen before `known_at` (None: whenever), of sources (id -> target key)."""

    as_of: datetime
    known_at: datetime | None
    targets: Mapping[int, str]

    def of_sources(self, column: ColumnElement[int]) -> ColumnElement[bool]:
        """Return the condition that a fact belongs to one of the sources."""
        return column.in_(list(self.targets))

    def was_seen(self, column: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
        """Return the condition that a fact recorded at `column` was known."""
        return [] if self.known_at is None else [column < self.known_at]

    def still_open(self, column: ColumnElement[datetime]) -> ColumnElement[bool]:
        """Return the condition that the end recorded at `column` had not come, or was not known."""
        is_open = column.is_(None)
        return is_open if self.known_at is None else or_(is_open, column >= self.known_at)


def load_facts(
    db: Database,
    project: Project,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
    expected: Iterable[tuple[str, str, Signal]],
) -> ProjectFacts:
    """Return what is known of `project`: activity on UTC days before that of `as_of`, releases before it, states begun by then.

    With `known_at`, only from what was seen before that moment; without, as known now (history collected later counts).
    Coverage has one line for each of `expected` (target key, collector, signal), also where nothing was ever seen; its end is the
    true end of the look and may lie after `as_of`. Raises StoreError.
    """
    with db.read() as connection:
        view = View(as_of, known_at, _sources(connection, project))
        places = Places.load(connection, [target.key for target in project.targets])
        links = [(places.of(row.first_id), places.of(row.second_id), row.proof) for row in _links(connection, view)]
        return ProjectFacts(
            as_of=as_of,
            activity=_activity(connection, view, places),
            releases=_releases(connection, view, places),
            states=_states(connection, view),
            links=tuple(sorted(link for link in set(links) if link[0] != link[1])),
            coverage=load_coverage(connection, project, expected, known_at),
            identities=places.identities,
        )


def _sources(connection: Connection, project: Project) -> dict[int, str]:
    keys = [target.key for target in project.targets]
    query = select(SOURCE.c.id, TARGET.c.key).join_from(SOURCE, TARGET).where(TARGET.c.key.in_(keys)).order_by(SOURCE.c.id)
    return {row.id: row.key for row in connection.execute(query)}


def _activity(connection: Connection, view: View, places: Places) -> tuple[Activity, ...]:
    """Sum the ledger: each account once a day and kind, although two targets may show it."""
    table = ACTIVITY.c
    before = [table.day < view.as_of.astimezone(UTC).toordinal(), *view.was_seen(table.seen_at)]
    query = select(table.identity_id, table.day, table.kind, table.delta).where(view.of_sources(table.source_id), *before)
    rows = connection.execute(query.order_by(table.source_id, table.day)).all()
    place_of = {identity: places.of(identity) for identity in dict.fromkeys(row[0] for row in rows)}
    sums: dict[tuple[int, int, str], int] = {}
    for identity, day, kind, delta in rows:
        key = (day, place_of[identity], kind)
        sums[key] = sums.get(key, 0) + delta
    kinds = {kind.value: kind for kind in ActivityKind}
    return tuple(
        (place, date.fromordinal(day), kinds[kind], sums[day, place, kind])
        for day, place, kind in sorted(sums)
        if sums[day, place, kind]
    )


def _releases(connection: Connection, view: View, places: Places) -> tuple[Release, ...]:
    query = select(RELEASE).where(view.of_sources(RELEASE.c.source_id), *view.was_seen(RELEASE.c.seen_at)).order_by(RELEASE.c.id)
    lives: dict[tuple[int, str, str, str], list[Any]] = {}
    for row in connection.execute(query):
        lives.setdefault((row.source_id, row.channel, row.stream, row.version), []).append(row)
    found = [_release(rows, view, places) for rows in lives.values()]
    return tuple(sorted((release for release in found if release), key=lambda release: (release.released_at, release.version)))


def _release(rows: list[Any], view: View, places: Places) -> Release | None:
    """Return a version as best known: its newest row, which may correct the past; but yanked only since we saw it so."""
    newest = rows[-1]
    is_gone = newest.gone_at is not None and (view.known_at is None or newest.gone_at < view.known_at)
    if is_gone or newest.released_at >= view.as_of:
        return None
    by = "" if newest.by_id is None else str(places.of(newest.by_id))
    return release_from(newest, is_yanked=newest.is_yanked and _was_yanked(rows, view.as_of), by=by)


def _was_yanked(rows: list[Any], as_of: datetime) -> bool:
    """Return whether a version was yanked by `as_of`: as we saw it then, or at our first look after it."""
    held = next((row for row in reversed(rows) if row.seen_at <= as_of), rows[0])
    return bool(held.is_yanked)


def _states(connection: Connection, view: View) -> tuple[State, ...]:
    table = STATE.c
    begun = or_(table.seen_from <= view.as_of, table.held_from <= view.as_of)
    query = select(STATE).where(view.of_sources(table.source_id), begun, *view.was_seen(table.seen_at))
    spans = [state_from(row, view.targets[row.source_id], _end(row, view)) for row in connection.execute(query)]
    return tuple(sorted(spans, key=lambda span: (span.held_from or span.seen_from, span.seen_from, span.attribute, span.value)))


def _end(row: Any, view: View) -> datetime | None:
    """Return the end of a span, None where it had not come by `as_of` or was not known by `known_at`."""
    if row.seen_until is None or row.seen_until > view.as_of:
        return None
    end: datetime = row.seen_until
    return end if view.known_at is None or row.closed_at < view.known_at else None


def _links(connection: Connection, view: View) -> Iterable[Any]:
    table = IDENTITY_LINK.c
    where = (view.of_sources(table.source_id), view.still_open(table.gone_at), *view.was_seen(table.seen_at))
    return connection.execute(select(IDENTITY_LINK).where(*where))
