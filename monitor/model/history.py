"""The History of one project: everything known before a moment, as the judging code sees it. No rows, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from monitor.model.facts import ActivityKind, Channel
from monitor.model.signals import Coverage, Signal
from monitor.model.target import NamedPerson, Project


@dataclass(frozen=True, slots=True)
class Person:
    """Accounts merged by proof. `key` is stable and opaque; `named` is set where the user's configuration names them."""

    key: str
    name: str
    domains: tuple[str, ...] = ()
    is_bot: bool = False
    # The sum of all forgotten accounts: it is nobody, so it holds no role and no finding speaks of it.
    is_withheld: bool = False
    named: NamedPerson | None = None
    proofs: tuple[str, ...] = ()


class Activity(NamedTuple):
    """`amount` things of one kind by one person (a key of `History.persons`) on one UTC day."""

    on: date
    person: str
    kind: ActivityKind
    amount: int


@dataclass(frozen=True, slots=True)
class Release:
    """One version as the project published it; `by` is a person key or "", `yanked_reason` what the publisher said."""

    version: str
    channel: Channel
    released_at: datetime
    link: str
    stream: str = ""
    is_prerelease: bool = False
    is_yanked: bool = False
    by: str = ""
    yanked_reason: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """An attribute of a target over the time we saw it; `seen_until` None means it still holds."""

    target: str
    attribute: str
    value: str
    link: str
    seen_from: datetime
    seen_until: datetime | None = None
    held_from: datetime | None = None


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

    def seen(self, signal: Signal) -> tuple[Coverage, ...]:
        """Return how each target that should show `signal` was seen; empty when no target promises it."""
        return tuple(line for line in self.coverage if line.signal == signal)

    def state(self, attribute: str) -> tuple[State, ...]:
        """Return the spans of `attribute`, oldest first."""
        return tuple(span for span in self.states if span.attribute == attribute)
