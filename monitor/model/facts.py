"""What collectors yield: dated facts, the window they really looked at, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.signals import Signal


class ActivityKind(StrEnum):
    """What somebody did on a day. Only COMMIT counts for the Contributor Absence Factor."""

    COMMIT = "commit"
    MERGE = "merge"
    COAUTHOR = "coauthor"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class RawIdentity:
    """One account as seen. `stable_id` never is an address: a git address is HMAC(installation key, lower-cased address).

    `domain` is the mail domain as an affiliation hint, "" unless at least three identities share it.
    """

    source: str
    stable_id: str
    name: str
    domain: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """`count` things of one kind that one account did on one UTC day."""

    identity: RawIdentity
    on: date
    kind: ActivityKind
    count: int


class Channel(StrEnum):
    """Where a release was seen."""

    TAG = "tag"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """One published version. `stream` tells release lines apart ("" = the main one), `by` who tagged or published it.

    `yanked_reason` is what the publisher said when withdrawing it, cleaned.
    """

    version: str
    channel: Channel
    released_at: datetime
    link: str
    stream: str = ""
    is_prerelease: bool = False
    is_yanked: bool = False
    by: RawIdentity | None = None
    yanked_reason: str = ""


@dataclass(frozen=True, slots=True)
class StateFact:
    """What an attribute of the target says now; a change of it is an event. `held_from`: since when, if the source says so."""

    attribute: str
    value: str
    link: str
    held_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkFact:
    """Two accounts that a published proof joins ("mailmap"): merged for counting, reversible, with its reason."""

    first: RawIdentity
    second: RawIdentity
    proof: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Which window of a signal was really looked at. With `is_complete`, what is absent in it is really absent."""

    signal: Signal
    seen_from: datetime | None
    seen_until: datetime
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """An opaque bookmark handed back as `context.cursor` at the next run of the same collector on the same target."""

    value: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source says that nothing changed since the cursor or ETag we hold: all facts stand, coverage moves on to now."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the look itself that the operator should read ("server has no filter; whole clone taken")."""

    code: str
    detail: str


Observation = ActivityFact | ReleaseFact | StateFact | LinkFact
Yield = Observation | Seen | Cursor | Unchanged | Note
