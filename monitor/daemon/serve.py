"""The daemon from start to end: the lock, the health page, the timer, and what each signal does.

SIGTERM and SIGINT let what is under way end, within a deadline; a second one ends at once. SIGHUP reads the settings again.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from queue import Empty, SimpleQueue
from threading import Event
from types import FrameType
from typing import NoReturn

from monitor import __version__
from monitor.daemon.health import Health, Record, Status
from monitor.daemon.keeper import Keeper
from monitor.daemon.logs import set_up_logs
from monitor.daemon.notify import Notifier
from monitor.daemon.pages import health_page, metrics_page
from monitor.daemon.redact import Redactor, secrets_of
from monitor.daemon.timer import Timer
from monitor.daemon.web import answering
from monitor.model.errors import SettingsError
from monitor.pipeline.house import open_house
from monitor.settings.configuration import Configuration

# A clock that was set back is noticed after this at the latest.
CHECK_SECONDS = 30.0
MISSED_TICKS = 3
KILLED_BY = 128
ENDING = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


class News(Enum):
    """What the main thread hears of beside signals."""

    LOOK_ENDED = "look ended"
    SILENCE = "silence"


Inbox = SimpleQueue[signal.Signals | News]


def serve(load: Callable[[], Configuration], clock: Callable[[], datetime], environ: Mapping[str, str]) -> int:
    """Run cycles on schedule until a signal ends it; return the exit code. Raises SettingsError and StoreError at the start."""
    configuration = load()
    inbox: Inbox = SimpleQueue()
    is_stopping = Event()
    record = Record(Health(clock(), patience(configuration)))
    pages = {"/healthz": lambda: health_page(record.read(), clock()), "/metrics": lambda: metrics_page(record.read(), clock())}
    with _signals_into(inbox), open_house(configuration, clock, exclusive=True) as house:
        keeper = Keeper(replace(house, is_stopping=is_stopping.is_set), record)
        daemon = _Daemon(configuration, load, inbox, is_stopping, keeper, Notifier(environ))
        with answering(configuration.daemon.listen, pages) as address:
            return daemon.run(address)


def patience(configuration: Configuration) -> timedelta:
    """Return how long nothing may move before something hangs: some missed ticks, the longest look at one source, and room."""
    return timedelta(hours=1, seconds=MISSED_TICKS * configuration.daemon.tick_seconds + configuration.git.deadline_seconds)


@contextmanager
def _signals_into(inbox: Inbox) -> Iterator[None]:
    """Put signals into the inbox instead of interrupting whatever runs: putting is all that is safe in a handler."""

    def put(number: int, _: FrameType | None) -> None:
        inbox.put(signal.Signals(number))

    before = {number: signal.signal(number, put) for number in (*ENDING, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Daemon:
    """The main thread: it waits for news while the timer's thread works."""

    def __init__(
        self,
        configuration: Configuration,
        load: Callable[[], Configuration],
        inbox: Inbox,
        is_stopping: Event,
        keeper: Keeper,
        notifier: Notifier,
    ) -> None:
        self.configuration = configuration
        self.load = load
        self.inbox = inbox
        self.is_stopping = is_stopping
        self.keeper = keeper
        self.notifier = notifier
        self.clock = keeper.house.clock
        self.timer = Timer(keeper.look, keeper.next_wake, self._look_ended)
        self.secrets: frozenset[str] = frozenset()
        self._log_as_configured()

    def run(self, address: str) -> int:
        """Work until a signal ends it; return 0, whatever was under way: nothing is lost, and what is left stays due."""
        portfolio = self.configuration.portfolio
        data = {"version": __version__, "projects": len(portfolio.projects), "lists": len(portfolio.watchlists)}
        log.info("started", extra={"data": data | {"state_dir": self.configuration.state_dir, "health": address or "nowhere"}})
        self.timer.start(self.clock())
        self.notifier.tell("READY=1")
        ended_by = self._attend()
        self.notifier.tell("STOPPING=1")
        log.info("stopping: what is under way is finished", extra={"data": {"signal": ended_by.name}})
        self.is_stopping.set()
        self.timer.pause()
        self._drain()
        self.timer.stop()
        self.keeper.close()
        log.info("stopped")
        return 0

    def _attend(self) -> signal.Signals:
        """Return the signal that ends the daemon; until then do what other news ask for."""
        wait = min(CHECK_SECONDS, (self.notifier.watchdog_seconds or CHECK_SECONDS) / 2)
        while True:
            news = self._next_news(wait)
            if news == signal.SIGHUP:
                self._reload()
            elif isinstance(news, signal.Signals):
                return news
            elif news == News.LOOK_ENDED and self.keeper.has_new_settings():
                self.timer.wake(self.clock())
            elif self.timer.correct(self.clock()):
                log.info("the next look lay further off than planned: the clock was set back, or a schedule changed")
            if self.keeper.record.read().status(self.clock()) != Status.LATE:
                self.notifier.tell("WATCHDOG=1")

    def _drain(self) -> None:
        """Wait for what is under way, up to the deadline; a second signal, and the deadline, end the process."""
        ends_at = time.monotonic() + self.configuration.daemon.drain_seconds
        while self.timer.is_busy():
            news = self._next_news(max(ends_at - time.monotonic(), 0.0))
            if news in ENDING and isinstance(news, signal.Signals):
                log.warning("ended at once by a second signal: what was under way stays due")
                _end_now(KILLED_BY + news)
            if time.monotonic() >= ends_at and self.timer.is_busy():
                log.warning("ended by daemon.drain_seconds: what was under way stays due")
                _end_now(0)

    def _next_news(self, wait: float) -> signal.Signals | News:
        try:
            return self.inbox.get(timeout=wait)
        except Empty:
            return News.SILENCE

    def _look_ended(self, bug: BaseException | None) -> None:
        if bug is not None:
            self.keeper.record.failed(f"{type(bug).__name__}: {bug}")
            log.error("a look ended by an error of our own, the next one tries again", exc_info=bug)
        self.inbox.put(News.LOOK_ENDED)

    def _reload(self) -> None:
        """Take new settings into use once nothing is under way; where they are wrong, say why and keep the last good ones."""
        refused = self._refused()
        self.keeper.record.settings(patience(self.configuration), "; ".join(refused))
        for line in refused:
            log.error("settings refused, the ones in use stay: %s", line)
        self.timer.wake(self.clock())

    def _refused(self) -> list[str]:
        """Load the settings and hand them on; return what is wrong with them, nothing where they are good."""
        try:
            new = self.load()
        except SettingsError as error:
            return [str(problem) for problem in error.problems]
        old = self.configuration
        if (new.state_dir, new.database_url) != (old.state_dir, old.database_url):
            return [f"{new.path}: state_dir and database cannot change while the daemon runs; stop it and start it again"]
        if new.daemon.listen != old.daemon.listen:
            log.warning("daemon.listen takes effect when the daemon is started again")
        self.configuration = new
        self._log_as_configured()
        self.keeper.adopt(new)
        return []

    def _log_as_configured(self) -> None:
        """Log by the settings in use; a secret of earlier settings stays one."""
        self.secrets |= secrets_of(self.configuration)
        redact = Redactor(self.secrets)
        self.keeper.record.redact = redact
        set_up_logs(self.configuration.daemon.logs, redact, sys.stderr)


def _end_now(code: int) -> NoReturn:
    """End the process without waiting for its threads."""
    logging.shutdown()
    os._exit(code)
