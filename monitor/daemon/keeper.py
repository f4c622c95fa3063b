"""One look at what is due: adopt new settings, run a cycle if there is something to do, and note how it went."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Protocol

from monitor.daemon.health import Record
from monitor.daemon.plan import next_wake, what_is_due
from monitor.model.errors import MainstayError
from monitor.pipeline.collect import Progress
from monitor.pipeline.cycle import CycleResult, run_cycle
from monitor.pipeline.house import House, with_settings
from monitor.settings.configuration import Configuration
from monitor.store.outbox import load_waiting

log = logging.getLogger(__name__)


class Cycle(Protocol):
    """What a cycle is called as; `progress` is told of every attempt."""

    def __call__(self, house: House, *, progress: Progress) -> CycleResult:
        """Run one whole cycle."""


class Keeper:
    """Keeps one house. `look` is called by one thread at a time; `adopt` and `next_wake` by any."""

    def __init__(self, house: House, record: Record, cycle: Cycle = run_cycle) -> None:
        self.house = house
        self.record = record
        self._cycle = cycle
        self._new: SimpleQueue[Configuration] = SimpleQueue()
        self._opened = ExitStack()
        self._began_well_at: datetime | None = None

    def adopt(self, configuration: Configuration) -> None:
        """Use these settings from the next look on; `state_dir` and database must be the same."""
        self._new.put(configuration)

    def has_new_settings(self) -> bool:
        """Return whether settings wait to be used."""
        return not self._new.empty()

    def next_wake(self, now: datetime) -> datetime:
        """Return when to look again, always after `now`."""
        configuration = self.house.configuration
        return next_wake(configuration.portfolio.watchlists, timedelta(seconds=configuration.daemon.tick_seconds), now)

    def look(self) -> None:
        """Do what is due. Trouble of our own is noted and tried again at the next look; only a bug raises."""
        if self.house.is_stopping():
            return
        self._take_new_settings()
        now = self.house.clock()
        try:
            due = what_is_due(self.house, self._began_well_at, now)
            if due:
                self._work(due, now)
            else:
                self.record.idle(now)
            self.record.waiting(tuple(waiting.created_at for waiting in load_waiting(self.house.database)))
        except MainstayError as error:
            self.record.failed(str(error))
            log.error("this look failed, the next one tries again: %s", error)  # noqa: TRY400 - foreseen: its text says it all

    def close(self) -> None:
        """Let go of what was opened for new settings."""
        self._opened.close()

    def _work(self, due: str, now: datetime) -> None:
        # Until it ends well the next look must not think that nothing is due, whatever happens in between.
        self._began_well_at = None
        self.record.begin(now)
        log.info("a cycle begins", extra={"data": {"due": due}})
        result = self._cycle(self.house, progress=self._moved)
        if self.house.is_stopping():
            log.info("stopped in the middle of a cycle: what is left stays due")
            return
        self._began_well_at = now
        self.record.done(self.house.clock(), result)
        _tell(result)

    def _moved(self, _target: str, _outcome: str, _done: int, _of: int) -> None:
        self.record.moved(self.house.clock())

    def _take_new_settings(self) -> None:
        newest = None
        while True:
            try:
                newest = self._new.get_nowait()
            except Empty:
                break
        if newest is None:
            return
        self._opened.close()
        self.house = self._opened.enter_context(with_settings(self.house, newest))
        # New projects are due, and new schedules may have been: the next cycle finds out.
        self._began_well_at = None
        log.info("the new settings are in use")


def _tell(result: CycleResult) -> None:
    """Log what a cycle did, what could not be looked at, and what was not accepted; who it was for, `mainstay doctor` tells."""
    collected, delivered = result.collected, result.delivered
    data = {"sources": collected.known, "due": collected.due, "answered": collected.answered, "changed": result.changed}
    reports = sum(published.is_new for published in result.published)
    log.info("a cycle ended", extra={"data": data | {"reports": reports, "sent": delivered.sent}})
    if collected.ahead_at:
        log.error("nothing was judged or told: a look is dated after now", extra={"data": {"dated": collected.ahead_at}})
    for target, outcome, detail in collected.problems:
        log.warning("could not look", extra={"data": {"target": target, "outcome": outcome, "detail": detail}})
    for waiting, tried in delivered.troubles:
        told = {"list": waiting.watchlist, "channel": waiting.channel, "now": tried.state.value, "detail": tried.detail}
        log.warning("not accepted", extra={"data": told | {"next_try_at": tried.next_try_at}})
