"""The History of one project: everything known before a moment, as the judging code sees it. No rows, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from monitor.model.carrying import Affiliation, Departure, Listing
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, Channel, TicketKind
from monitor.model.joins import Account, Join
from monitor.model.signals import Coverage, Signal
from monitor.model.target import NamedPerson, Project

# The kind of a statement that a human filed by hand.
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Person:
    """Accounts merged by proof, or for counting by full name (`Account.is_by_name`).

    `key` is stable and opaque; `named` is set where the user's configuration names them. `joins` say why they are one.
    """

    key: str
    name: str
    domains: tuple[str, ...] = ()
    is_bot: bool = False
    # The sum of all forgotten accounts: it is nobody, so it holds no role and no finding speaks of it.
    is_withheld: bool = False
    named: NamedPerson | None = None
    proofs: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    joins: tuple[Join, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Return whether every account is proven to be theirs."""
        return not any(account.is_by_name for account in self.accounts)


class Activity(NamedTuple):
    """`amount` things of one kind by one person (a key of `History.persons`) on one UTC day.

    `is_by_name`: by an account that only bears the person's full name. It shows that somebody is active, never that they are not.
    """

    on: date
    person: str
    kind: ActivityKind
    amount: int
    is_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """One version as the project published it; `by` is a person key or "", `yanked_reason` what the publisher said.

    `replaced_at`: when we saw that another content stands under the same version, `digest_before` what had stood there.
    `yanked_seen_at`: the first look that found it yanked, `yanked_not_before` the last one that did not: in between it was
    withdrawn; None = not known.
    """

    version: str
    channel: Channel
    released_at: datetime
    link: str
    stream: str = ""
    is_prerelease: bool = False
    is_yanked: bool = False
    by: str = ""
    yanked_reason: str = ""
    digest: str = ""
    digest_before: str = ""
    replaced_at: datetime | None = None
    target: str = ""
    yanked_seen_at: datetime | None = None
    yanked_not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """An attribute over the time we saw it; `seen_until` None means it still holds. `subject` "" is the target itself.

    `seen_until` is the look that found it gone, `last_seen_at` the last one that found it there: in between it ended; None = not
    known, looks are kept for some months.
    """

    target: str
    attribute: str
    value: str
    link: str
    seen_from: datetime
    seen_until: datetime | None = None
    held_from: datetime | None = None
    subject: str = ""
    last_seen_at: datetime | None = None


class Measure(NamedTuple):
    """A number as its source counted it on a UTC day."""

    on: date
    metric: str
    value: float
    target: str
    subject: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """An issue or change request as last seen at `seen_until`: what had not happened by then is censored there, not "never"."""

    kind: TicketKind
    number: int
    opened_at: datetime
    link: str
    target: str
    seen_until: datetime
    first_answer_at: datetime | None = None
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    is_inside: bool | None = None
    is_by_bot: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a statement speaks of, as far as names and phrases tell.

    `is_project`: it speaks of the project. `persons` are keys of `History.persons` whom the configuration names, `departure` the
    words of a departure that stand beside them or beside a role ("lead"), "" = none. `is_by_them`: they say it of themselves.
    `ending` is the kind of end that the project's own notice speaks of ("unmaintained"), "" = none. `is_death`: the departure is
    that `persons` died. `successors` are those who are said to take over: keys of persons whom the configuration names, else the
    name as it stands there.
    """

    is_project: bool = False
    persons: tuple[str, ...] = ()
    departure: str = ""
    is_by_them: bool = False
    ending: str = ""
    is_death: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said in public; `author` is a person key or "", `author_name` what the source prints, `cites` what is linked."""

    kind: str
    said_at: datetime
    title: str
    quote: str
    link: str
    level: EvidenceLevel
    target: str
    seen_at: datetime
    author: str = ""
    author_name: str = ""
    cites: tuple[str, ...] = ()
    about: About = About()


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one project before `as_of`, sorted by time."""

    project: Project
    as_of: datetime
    activity: tuple[Activity, ...]
    releases: tuple[Release, ...]
    states: tuple[State, ...]
    persons: Mapping[str, Person]
    coverage: tuple[Coverage, ...]
    measures: tuple[Measure, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    statements: tuple[Statement, ...] = ()
    # What a forge or a model hub calls a release: it follows no rhythm of tags and packages, and must not disturb it.
    forge_releases: tuple[Release, ...] = ()
    models: tuple[Release, ...] = ()
    # What the people stage reads out of the rest: who is listed, who belonged where, who departed.
    listings: tuple[Listing, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    departures: tuple[Departure, ...] = ()

    def seen(self, signal: Signal) -> tuple[Coverage, ...]:
        """Return how each target that should show `signal` was seen; empty when no target promises it."""
        return tuple(line for line in self.coverage if line.signal == signal)

    def state(self, attribute: str) -> tuple[State, ...]:
        """Return the spans of `attribute`, of whatever subject, oldest first."""
        return tuple(span for span in self.states if span.attribute == attribute)

    def measured(self, metric: str, subject: str | None = None) -> tuple[Measure, ...]:
        """Return the counts of `metric`, oldest first; of every subject, or of one."""
        return tuple(m for m in self.measures if m.metric == metric and subject in (None, m.subject))
