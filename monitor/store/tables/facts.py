"""The tables of what was seen: targets, who looks at them, and dated facts. Every fact says when it happened and when we saw it.

A `source` is one collector's view on one target. Facts belong to a source, so that a project's targets can change, two projects
can share one, and one collector's complete look never removes another's facts. An identity belongs to a target: what two
repositories call the same account differs, and nothing here joins a person across projects.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint

from monitor.model.facts import Channel, RawIdentity
from monitor.model.history import Release, State
from monitor.store.tables.base import Row, key, long_text, owned_by, personal_text, points_to, table_of


class TargetRow(Row, table=True):
    """One address that was looked at, under its canonical key."""

    __tablename__ = "target"

    id: int | None = key()
    key: str
    kind: str

    __table_args__ = (UniqueConstraint("key"),)


class SourceRow(Row, table=True):
    """One collector on one target: what is remembered of its newest attempt; `cursor` is of the newest successful one."""

    __tablename__ = "source"

    id: int | None = key()
    target_id: int = owned_by("target.id")
    collector: str
    cursor: str = long_text()
    finished_at: datetime
    outcome: str
    detail: str = personal_text()
    failures: int
    next_check_at: datetime

    __table_args__ = (UniqueConstraint("target_id", "collector"),)


class WatchedAccountRow(Row, table=True):
    """A page of a person or organisation that is looked at because of a target: who works there most, who owns it."""

    __tablename__ = "watched_account"

    id: int | None = key()
    target_id: int = owned_by("target.id", index=True)
    account: str = personal_text()
    why: str

    __table_args__ = (UniqueConstraint("target_id", "account"),)


class SourceRunRow(Row, table=True):
    """One attempt; the log from which coverage at an earlier moment is read."""

    __tablename__ = "source_run"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    started_at: datetime
    finished_at: datetime
    outcome: str
    detail: str = personal_text()
    failures: int
    next_check_at: datetime
    notes: str = personal_text("[]")

    __table_args__ = (Index(None, "source_id", "started_at"),)


class SeenWindowRow(Row, table=True):
    """Which window of one signal an attempt really looked at; `seen_at` is when."""

    __tablename__ = "seen_window"

    id: int | None = key()
    run_id: int = owned_by("source_run.id", index=True)
    source_id: int = owned_by("source.id")
    signal: str
    seen_from: datetime | None
    seen_until: datetime
    is_complete: bool
    seen_at: datetime

    __table_args__ = (Index(None, "source_id", "signal", "seen_at"),)


class IdentityRow(Row, table=True):
    """One account as one target shows it. Only its current name is kept, never a former one."""

    __tablename__ = "identity"

    id: int | None = key()
    target_id: int = owned_by("target.id")
    source: str
    stable_id: str
    name: str = personal_text()
    domain: str
    is_bot: bool
    seen_at: datetime

    __table_args__ = (UniqueConstraint("target_id", "source", "stable_id"), Index(None, "stable_id"))


class IdentityLinkRow(Row, table=True):
    """Two accounts that a published proof joins, over the time we saw it."""

    __tablename__ = "identity_link"

    id: int | None = key()
    source_id: int = owned_by("source.id", index=True)
    first_id: int = owned_by("identity.id", index=True)
    second_id: int = owned_by("identity.id", index=True)
    proof: str
    seen_at: datetime
    gone_at: datetime | None = None


class ActivityRow(Row, table=True):
    """A line of the ledger: by how much the count of one account, UTC day (date ordinal) and kind changed, seen when."""

    __tablename__ = "activity"

    id: int | None = key()
    source_id: int = owned_by("source.id")
    identity_id: int = owned_by("identity.id", index=True)
    day: int
    kind: str
    delta: int
    seen_at: datetime

    __table_args__ = (Index(None, "source_id", "day"),)


class ReleaseRow(Row, table=True):
    """One version as we saw it from `seen_at` until it changed or vanished at `gone_at`."""

    __tablename__ = "release"

    id: int | None = key()
    source_id: int = owned_by("source.id", index=True)
    channel: str
    version: str
    stream: str
    released_at: datetime
    link: str
    is_prerelease: bool
    is_yanked: bool
    yanked_reason: str = personal_text()
    digest: str = ""
    by_id: int | None = points_to("identity.id")
    seen_at: datetime
    gone_at: datetime | None = None


class StateRow(Row, table=True):
    """A value of an attribute: it held from `seen_from` until `seen_until`; `seen_at` and `closed_at` are when we learned so.

    They differ for frozen copies, where what is seen today held at the end of the copy.
    """

    __tablename__ = "state"

    id: int | None = key()
    source_id: int = owned_by("source.id", index=True)
    subject: str = personal_text()
    attribute: str
    value: str = personal_text()
    link: str
    held_from: datetime | None
    seen_from: datetime
    seen_until: datetime | None = None
    seen_at: datetime
    closed_at: datetime | None = None


TARGET, SOURCE, SOURCE_RUN, SEEN_WINDOW = (table_of(row) for row in (TargetRow, SourceRow, SourceRunRow, SeenWindowRow))
IDENTITY, IDENTITY_LINK, ACTIVITY = (table_of(row) for row in (IdentityRow, IdentityLinkRow, ActivityRow))
WATCHED_ACCOUNT = table_of(WatchedAccountRow)
RELEASE, STATE = (table_of(row) for row in (ReleaseRow, StateRow))


def identity_from(row: Any) -> RawIdentity:
    """Return the account in a row of IDENTITY."""
    return RawIdentity(row.source, row.stable_id, row.name, row.domain, row.is_bot)


def release_from(row: Any, target: str, *, is_yanked: bool, by: str) -> Release:
    """Return the release in a row of RELEASE; `by` is its publisher's place as text."""
    return Release(
        version=row.version,
        channel=Channel(row.channel),
        released_at=row.released_at,
        link=row.link,
        stream=row.stream,
        is_prerelease=row.is_prerelease,
        is_yanked=is_yanked,
        by=by,
        yanked_reason=row.yanked_reason if is_yanked else "",
        digest=row.digest,
        target=target,
    )


def state_from(row: Any, target: str, seen_until: datetime | None) -> State:
    """Return the span in a row of STATE, as far as it is known to have lasted."""
    return State(target, row.attribute, row.value, row.link, row.seen_from, seen_until, row.held_from, row.subject)
