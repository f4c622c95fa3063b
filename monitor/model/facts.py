"""What collectors yield: dated facts, the window they really looked at, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.evidence import EvidenceLevel
from monitor.model.signals import Signal


class ActivityKind(StrEnum):
    """What somebody did on a day. Only COMMIT counts for the Contributor Absence Factor."""

    COMMIT = "commit"
    MERGE = "merge"
    COAUTHOR = "coauthor"
    PUBLISH = "publish"
    REVIEW = "review"
    ANSWER = "answer"


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
    FORGE = "forge"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """One published version. `stream` tells release lines apart ("" = the main one), `by` who tagged or published it.

    `yanked_reason` is what the publisher said when withdrawing it, cleaned. `digest` tells the content where the source does (the
    commit of a tag, the weights of a model): another digest under the same version is an event.
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
    digest: str = ""


@dataclass(frozen=True, slots=True)
class StateFact:
    """What an attribute says now; a change of it is an event. `held_from`: since when, if the source says so.

    `subject` is what has the attribute: "" is the target itself, else an account as `source:stable id`, or a thing inside of the
    target by its own name (a model, an advisory, a fork, a file). An attribute of one subject may hold several values at once.
    """

    attribute: str
    value: str
    link: str
    held_from: datetime | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A number that the source counts itself, as it stood on a UTC day: open issues, downloads of 30 days, dependents."""

    metric: str
    on: date
    value: float
    link: str
    subject: str = ""


class TicketKind(StrEnum):
    """What is waiting for an answer."""

    ISSUE = "issue"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class TicketFact:
    """One issue or change request as it stands now. `first_answer_at`: the first answer by somebody else than its author, no bot.

    None: not yet. `is_inside`: its author belongs to the project (owner, member, collaborator), None = not said.
    """

    kind: TicketKind
    number: int
    opened_at: datetime
    link: str
    first_answer_at: datetime | None = None
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    is_inside: bool | None = None
    is_by_bot: bool = False


@dataclass(frozen=True, slots=True)
class StatementFact:
    """Something said in public: a feed's entry, a post, a notice. `quote` holds its own words, cleaned and short.

    `kind` is "entry", "post", "notice" or "discussion". `author` is an account where there is one, `author_name` what the source
    prints. `cites` are the pages that it links to: who relays one post is no second origin.
    """

    kind: str
    said_at: datetime
    title: str
    quote: str
    link: str
    level: EvidenceLevel
    author: RawIdentity | None = None
    author_name: str = ""
    cites: tuple[str, ...] = ()


# A proof that stands although its source shows it no longer: a commit that was credited to an account stays its commit.
ACCOUNT_OF_COMMIT = "account of the commit"
LASTING_PROOFS = frozenset({ACCOUNT_OF_COMMIT})


@dataclass(frozen=True, slots=True)
class LinkFact:
    """Two accounts that a published proof joins ("mailmap"): merged for counting, reversible, with its reason.

    An account without a name is a mere reference: it is not renamed by this.
    """

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
class Wake:
    """Another collector should look at this target soon: this one saw that something there has changed."""

    collector: str


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The source asks not to be looked at again before `at`; where our own interval is longer, that holds."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source says that nothing changed since the cursor or ETag we hold: all facts stand, coverage moves on to now."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the look itself that the operator should read ("server has no filter; whole clone taken")."""

    code: str
    detail: str


Observation = ActivityFact | ReleaseFact | StateFact | LinkFact | MeasureFact | TicketFact | StatementFact
Yield = Observation | Seen | Cursor | Unchanged | Note | Wake | NotBefore
