"""Loads the facts of one project before a moment, as they are known now or were known earlier. A pure read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, or_, select

from monitor.model.attempt import ProjectFacts
from monitor.model.facts import ActivityKind
from monitor.model.history import Measure, Release, State, Statement, Ticket
from monitor.model.signals import Signal
from monitor.model.target import Project
from monitor.store.coverage import load_coverage
from monitor.store.engine import Database
from monitor.store.joins import corrections_in
from monitor.store.last_looks import Looks, last_look, load_looks, look_before
from monitor.store.places import Places
from monitor.store.tables.facts import ACTIVITY, IDENTITY_LINK, RELEASE, SOURCE, STATE, TARGET, release_from, state_from
from monitor.store.tables.records import MEASURE, STATEMENT, TICKET, measure_from, statement_from, ticket_from
from monitor.store.windows import FOREVER

Activity = tuple[int, date, ActivityKind, int]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for: facts before `as_of`, seen before `known_at` (FOREVER: whenever), of sources (id -> target key)."""

    as_of: datetime
    known_at: datetime
    targets: Mapping[int, str]

    def rows(self, connection: Connection, statement: Select[Any]) -> Sequence[Any]:
        """Return what one of the statements below finds."""
        as_of = self.as_of.astimezone(UTC)
        day, end = as_of.toordinal(), (as_of - timedelta(microseconds=1)).toordinal() + 1
        asked = {"sources": list(self.targets), "as_of": self.as_of, "day": day, "end": end, "known_at": self.known_at}
        return connection.execute(statement, asked).all()


def _known(table: Table, *more: ColumnElement[bool]) -> Select[Any]:
    """Return the statement for the rows of some sources that were known at a moment."""
    of_sources = table.c.source_id.in_(bindparam("sources", expanding=True))
    return select(table).where(of_sources, table.c.seen_at < bindparam("known_at"), *more)


def _by_then(table: Table) -> ColumnElement[bool]:
    """Return what picks whole days before the moment asked for, and of its own day what had been seen by then: who commits in
    the morning is not silent in the evening, and nothing of the night is told before.
    """
    is_begun = and_(table.c.day < bindparam("end"), table.c.seen_at <= bindparam("as_of"))
    return or_(table.c.day < bindparam("day"), is_begun)


# Built once: putting a statement together costs more than running it.
_ACTIVITY = (
    _known(ACTIVITY, _by_then(ACTIVITY))
    .with_only_columns(ACTIVITY.c.identity_id, ACTIVITY.c.day, ACTIVITY.c.kind, ACTIVITY.c.delta)
    .order_by(ACTIVITY.c.source_id, ACTIVITY.c.day)
)
_RELEASES = _known(RELEASE).order_by(RELEASE.c.id)
_STATES = _known(STATE, or_(STATE.c.seen_from <= bindparam("as_of"), STATE.c.held_from <= bindparam("as_of")))
_LINKS = _known(IDENTITY_LINK, or_(IDENTITY_LINK.c.gone_at.is_(None), IDENTITY_LINK.c.gone_at >= bindparam("known_at")))
_MEASURES = _known(MEASURE, _by_then(MEASURE))
_TICKETS = _known(TICKET, TICKET.c.opened_at < bindparam("as_of")).order_by(TICKET.c.id)
_STATEMENTS = _known(STATEMENT, STATEMENT.c.said_at < bindparam("as_of"))
_SOURCES = (
    select(SOURCE.c.id, TARGET.c.key)
    .join_from(SOURCE, TARGET)
    .where(TARGET.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(SOURCE.c.id)
)


def load_facts(
    db: Database,
    project: Project,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
    expected: Iterable[tuple[str, str, Signal]],
) -> ProjectFacts:
    """Return what is known of `project`: activity on UTC days before that of `as_of`, releases before it, states begun by then.

    Of the day of `as_of`, what had been seen by then is told too. With `known_at`, only from what was seen before that moment;
    without, as known now (history collected later counts). What the operator corrected holds for any moment.
    Coverage has one line for each of `expected` (target key, collector, signal), also where nothing was ever seen; its end is the
    true end of the look and may lie after `as_of`. Raises StoreError.
    """
    keys = [target.key for target in project.targets]
    with db.read() as connection:
        targets = {row.id: row.key for row in connection.execute(_SOURCES, {"keys": keys})}
        view = View(as_of, FOREVER if known_at is None else known_at, targets)
        places = Places.load(connection, keys)
        return ProjectFacts(
            as_of=as_of,
            activity=_activity(connection, view, places),
            releases=_releases(connection, view, places),
            states=_states(connection, view),
            links=_links(connection, view, places),
            coverage=load_coverage(connection, project, expected, view.known_at),
            measures=_measures(connection, view),
            tickets=_tickets(connection, view),
            statements=_statements(connection, view, places),
            corrections=corrections_in(connection, project.key),
            # Last, because the facts before give the places.
            identities=places.identities,
        )


def _activity(connection: Connection, view: View, places: Places) -> tuple[Activity, ...]:
    """Sum the ledger: each account once a day and kind, although two targets may show it."""
    rows = view.rows(connection, _ACTIVITY)
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
    lives: dict[tuple[int, str, str, str], list[Any]] = {}
    for row in view.rows(connection, _RELEASES):
        lives.setdefault((row.source_id, row.channel, row.stream, row.version), []).append(row)
    withdrawn = {rows[0].source_id for rows in lives.values() if len(rows) > 1 and rows[-1].is_yanked}
    looks = load_looks(connection, withdrawn)
    found = [_release(rows, view, places, looks) for rows in lives.values()]
    return tuple(sorted((release for release in found if release), key=lambda release: (release.released_at, release.version)))


def _release(rows: list[Any], view: View, places: Places, looks: Looks) -> Release | None:
    """Return a version as best known: its newest row, which may correct the past; but yanked only since we saw it so."""
    newest = rows[-1]
    is_gone = newest.gone_at is not None and newest.gone_at < view.known_at
    if is_gone or newest.released_at >= view.as_of:
        return None
    by = "" if newest.by_id is None else str(places.of(newest.by_id))
    is_yanked = newest.is_yanked and _was_yanked(rows, view.as_of)
    found = release_from(newest, view.targets[newest.source_id], is_yanked=is_yanked, by=by)
    return replace(found, **_replaced(rows, view.as_of), **(_withdrawn(rows, looks) if is_yanked else {}))


def _withdrawn(rows: list[Any], looks: Looks) -> dict[str, Any]:
    """Return the first look that found a version yanked, and the last that did not, where one saw it so before."""
    first = len(rows) - 1
    while first > 0 and rows[first - 1].is_yanked:
        first -= 1
    seen_at = rows[first].seen_at
    if first == 0:
        return {"yanked_seen_at": seen_at}
    before = rows[first - 1]
    last = look_before(looks.get(before.source_id, ()), before.seen_at, seen_at) or before.seen_at
    return {"yanked_seen_at": seen_at, "yanked_not_before": last}


def _replaced(rows: list[Any], as_of: datetime) -> dict[str, Any]:
    """Return what stood under the version before and when we saw it replaced, for the newest change of content before `as_of`."""
    seen = [row for row in rows if row.digest and row.seen_at <= as_of]
    changes = [(before, after) for before, after in pairwise(seen) if before.digest != after.digest]
    if not changes:
        return {}
    before, after = changes[-1]
    # A version is released once: under its name something else stands now, which is no new release.
    return {"digest_before": before.digest, "replaced_at": after.seen_at, "released_at": seen[0].released_at}


def _was_yanked(rows: list[Any], as_of: datetime) -> bool:
    """Return whether a version was yanked by `as_of`: as we saw it then, or at our first look after it."""
    held = next((row for row in reversed(rows) if row.seen_at <= as_of), rows[0])
    return bool(held.is_yanked)


def _states(connection: Connection, view: View) -> tuple[State, ...]:
    rows = view.rows(connection, _STATES)
    looks = load_looks(connection, {row.source_id for row in rows if row.closed_at is not None})
    spans = [_span(row, view, looks) for row in rows]
    return tuple(sorted(spans, key=lambda span: (span.held_from or span.seen_from, span.seen_from, span.attribute, span.value)))


def _span(row: Any, view: View, looks: Looks) -> State:
    end = _end(row, view)
    span = state_from(row, view.targets[row.source_id], end)
    return replace(span, last_seen_at=last_look(looks, row)) if end and looks else span


def _end(row: Any, view: View) -> datetime | None:
    """Return the end of a span, None where it had not come by `as_of` or was not known by `known_at`."""
    if row.seen_until is None or row.seen_until > view.as_of:
        return None
    end: datetime = row.seen_until
    return end if row.closed_at < view.known_at else None


def _measures(connection: Connection, view: View) -> tuple[Measure, ...]:
    return tuple(sorted(measure_from(row, view.targets[row.source_id]) for row in view.rows(connection, _MEASURES)))


def _tickets(connection: Connection, view: View) -> tuple[Ticket, ...]:
    """Return each ticket once, as its newest known row says; what happened later than `as_of` had not happened."""
    newest = {(row.source_id, row.kind, row.number): row for row in view.rows(connection, _TICKETS)}
    found = [ticket_from(row, view.targets[row.source_id], view.as_of) for row in newest.values()]
    return tuple(sorted(found, key=lambda ticket: (ticket.opened_at, ticket.target, ticket.kind, ticket.number)))


def _statements(connection: Connection, view: View, places: Places) -> tuple[Statement, ...]:
    rows = view.rows(connection, _STATEMENTS)
    found = [
        statement_from(row, view.targets[row.source_id], "" if row.author_id is None else str(places.of(row.author_id)))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda said: (said.said_at, said.link, said.title)))


def _links(connection: Connection, view: View, places: Places) -> tuple[tuple[int, int, str], ...]:
    rows = view.rows(connection, _LINKS)
    links = {(places.of(row.first_id), places.of(row.second_id), row.proof) for row in rows}
    return tuple(sorted(link for link in links if link[0] != link[1]))
