"""One attempt of one collector on one target, and what the store hands back: the seam of pipeline and store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.model.facts import ActivityKind, Note, Observation, RawIdentity, Seen
from monitor.model.history import Measure, Release, State, Statement, Ticket
from monitor.model.joins import Correction
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Target

# Outcomes of an attempt beside the codes of the SourceError branches.
OK = "ok"
UNCHANGED = "unchanged"
BUG = "bug"
# A look that is dated further ahead than this was made under another clock than ours: nothing that it set down is waited for.
CLOCK_SLIP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Everything that one look at one target brought, stored all or nothing.

    `outcome` is OK, UNCHANGED, BUG or a SourceError code; facts, seen and cursor are kept only for the first two. `validators`
    maps (credential, URL) to what the server gave; they replace those of earlier looks where it is OK. `failures` counts
    attempts failed in a row. `wakes` are collectors whose next look at this target is due at once, each with how long it
    rests after its last one.
    """

    target: Target
    collector: str
    promises: frozenset[Signal]
    started_at: datetime
    finished_at: datetime
    outcome: str
    next_check_at: datetime
    detail: str = ""
    failures: int = 0
    cursor: str = ""
    facts: tuple[Observation, ...] = ()
    seen: tuple[Seen, ...] = ()
    notes: tuple[Note, ...] = ()
    wakes: Mapping[str, timedelta] = field(default_factory=dict)
    validators: Mapping[tuple[str, str], Validators] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LastRun:
    """What is remembered of the newest attempt of a collector on a target; `cursor` is of the newest successful one."""

    target: str
    collector: str
    finished_at: datetime
    outcome: str
    detail: str
    failures: int
    cursor: str
    next_check_at: datetime

    def is_ahead(self, now: datetime) -> bool:
        """Return whether it is dated after `now`, further than clocks differ."""
        return self.finished_at > now + CLOCK_SLIP


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The stored facts of one project before `as_of`, accounts not yet merged.

    `activity` is sorted by day: (place in identities, day, kind, count). `links` joins two places by a proof. A release's `by` is
    the place in `identities` as text, or "".
    """

    as_of: datetime
    identities: tuple[RawIdentity, ...]
    activity: tuple[tuple[int, date, ActivityKind, int], ...]
    releases: tuple[Release, ...]
    states: tuple[State, ...]
    links: tuple[tuple[int, int, str], ...]
    coverage: tuple[Coverage, ...]
    measures: tuple[Measure, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    # `author` is the place in `identities` as text, or "".
    statements: tuple[Statement, ...] = ()
    # What the operator corrected about who is who, oldest first.
    corrections: tuple[Correction, ...] = ()
