"""How the daemon is doing: one record that its threads write and the health page reads, and what is judged of it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.delivery import CHANNELS
from monitor.model.text import clean
from monitor.pipeline.collect import CollectSummary
from monitor.pipeline.cycle import CycleResult

LONGEST_TEXT = 300


class Status(StrEnum):
    """Only FAILING and LATE are red."""

    STARTING = "starting"
    OK = "ok"
    FAILING = "failing"
    LATE = "late"

    @property
    def is_good(self) -> bool:
        """Return whether nobody needs to come."""
        return self in (Status.STARTING, Status.OK)


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of the daemon at one moment.

    `looked_at` ended the last look without trouble of our own; `failure` is why the one after it failed, "" where none did.
    `moved_at` is when a cycle last got on: a first one over many repositories takes its time, and is late only when it stands
    still for longer than `patience`.
    `looks` counts looks by result, `outcomes` attempts by outcome, `messages` tries to deliver by result, `reports` reports made;
    `waiting` are the moments at which messages were made that somebody has yet to accept. `refused` says why the newest settings
    are not in use.
    """

    started_at: datetime
    patience: timedelta
    looked_at: datetime | None = None
    moved_at: datetime | None = None
    busy_since: datetime | None = None
    failure: str = ""
    refused: str = ""
    looks: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    messages: Mapping[str, int] = field(default_factory=dict)
    waiting: tuple[datetime, ...] = ()
    reports: int = 0
    collected: CollectSummary | None = None
    answered_at: datetime | None = None
    cycle_seconds: float | None = None

    def age(self, now: datetime) -> timedelta:
        """Return how long ago the last good look ended, or the start where there was none yet; never negative."""
        return max(now - (self.looked_at or self.started_at), timedelta())

    def status(self, now: datetime) -> Status:
        """Return how the daemon is doing at `now`."""
        if self.failure:
            return Status.FAILING
        if now - max(filter(None, (self.started_at, self.looked_at, self.moved_at))) > self.patience:
            return Status.LATE
        return Status.OK if self.looked_at else Status.STARTING


class Record:
    """The current Health; any thread may change it or read it."""

    def __init__(self, health: Health, redact: Callable[[str], str] = str) -> None:
        self._health = health
        self._lock = threading.Lock()
        self.redact = redact

    def read(self) -> Health:
        """Return the Health as it is now."""
        with self._lock:
            return self._health

    def begin(self, now: datetime) -> None:
        """Note that a cycle has begun."""
        self._change(lambda health: replace(health, busy_since=now, moved_at=now))

    def moved(self, now: datetime) -> None:
        """Note that a cycle got on."""
        self._change(lambda health: replace(health, moved_at=now))

    def idle(self, now: datetime) -> None:
        """Note a look that found nothing due."""
        self._change(lambda health: _counted(replace(health, looked_at=now, failure=""), "idle"))

    def done(self, now: datetime, result: CycleResult) -> None:
        """Note a cycle that ended, and as failed one whose reports could not even be written down here."""
        failure = clean(self.redact(_trouble_here(result)), LONGEST_TEXT)
        self._change(lambda health: _counted(_done(health, now, result, failure), "failed" if failure else "cycle"))

    def waiting(self, since: tuple[datetime, ...]) -> None:
        """Note when the messages were made that somebody has yet to accept."""
        self._change(lambda health: replace(health, waiting=since))

    def failed(self, why: str) -> None:
        """Note a look that failed by trouble of our own."""
        text = clean(self.redact(why), LONGEST_TEXT) or "unknown"
        self._change(lambda health: _counted(replace(health, failure=text, busy_since=None), "failed"))

    def settings(self, patience: timedelta, refused: str = "") -> None:
        """Note what is patience now, and why the newest settings were refused, "" where they are in use."""
        text = clean(self.redact(refused), LONGEST_TEXT)
        self._change(lambda health: replace(health, patience=patience, refused=text))

    def _change(self, change: Callable[[Health], Health]) -> None:
        with self._lock:
            self._health = change(self._health)


def _counted(health: Health, result: str) -> Health:
    return replace(health, looks=Counter(health.looks) + Counter([result]))


def _is_local(channel: str) -> bool:
    return channel in CHANNELS and CHANNELS[channel].is_local


def _trouble_here(result: CycleResult) -> str:
    """Return why a channel of this machine did not deliver, "" where all did. What others do not accept is their trouble."""
    return next((tried.detail for waiting, tried in result.delivered.troubles if _is_local(waiting.channel)), "")


def _done(health: Health, now: datetime, result: CycleResult, failure: str) -> Health:
    collected, delivered = result.collected, result.delivered
    seconds = (now - health.busy_since).total_seconds() if health.busy_since else 0.0
    outcomes = Counter(outcome for _, outcome, _ in collected.problems) + Counter({"answered": collected.answered})
    messages = Counter(tried.state.value for _, tried in delivered.troubles) + Counter({"sent": delivered.sent})
    return replace(
        health,
        looked_at=health.looked_at if failure else now,
        busy_since=None,
        failure=failure,
        collected=collected,
        outcomes=Counter(health.outcomes) + outcomes,
        messages=Counter(health.messages) + messages,
        answered_at=now if collected.answered else health.answered_at,
        reports=health.reports + sum(published.is_new for published in result.published),
        cycle_seconds=max(seconds, 0.0),
    )
