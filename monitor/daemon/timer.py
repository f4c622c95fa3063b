"""Wakes the daemon. The only file that imports APScheduler, and all it is used for: a timer that keeps nothing.

One job in the memory store, one thread. What is due is decided by rows; a wake-up too many does no harm, and one that was missed
(asleep, clock changed) is made up for once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent  # type: ignore[import-untyped]
from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]

JOB = "look"
# Clocks are corrected by less than this all the time.
SLACK = timedelta(seconds=1)


class _Planned(BaseTrigger):  # type: ignore[misc]
    """Fires when the plan says. Our own instead of CronTrigger, which counts Monday as 0 and fires twice in autumn."""

    def __init__(self, plan: Callable[[datetime], datetime]) -> None:
        self.plan = plan

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - theirs to name
        return self.plan(now)


class Timer:
    """Calls `work` in a thread of its own: at the start, and then whenever `plan`, given the time, says.

    After each call `ended` is called with the error that `work` raised, or None. `plan` must return a moment after the given one.
    """

    def __init__(
        self, work: Callable[[], None], plan: Callable[[datetime], datetime], ended: Callable[[BaseException | None], None]
    ) -> None:
        self._work = work
        self._plan = plan
        self._ended = ended
        self._busy = Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(self._on_end, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)

    def start(self, now: datetime) -> None:
        """Begin, with a first call at once."""
        self._scheduler.add_job(self._run, _Planned(self._plan), id=JOB, next_run_time=now)
        self._scheduler.start()

    def wake(self, now: datetime) -> None:
        """Call as soon as nothing is under way; if something is, at the next planned moment."""
        self._scheduler.modify_job(JOB, next_run_time=now)

    def correct(self, now: datetime) -> bool:
        """Call at once if the next call lies further off than planned, as after the clock was set back; return whether it did."""
        is_off: bool = self._scheduler.get_job(JOB).next_run_time > self._plan(now) + SLACK
        if is_off:
            self.wake(now)
        return is_off

    def is_busy(self) -> bool:
        """Return whether `work` is under way."""
        return self._busy.is_set()

    def pause(self) -> None:
        """Begin nothing any more."""
        self._scheduler.pause()

    def stop(self) -> None:
        """End the threads, after what is under way."""
        self._scheduler.shutdown(wait=True)

    def _run(self) -> None:
        self._busy.set()
        try:
            self._work()
        finally:
            self._busy.clear()

    def _on_end(self, event: JobExecutionEvent) -> None:
        error: Any = event.exception
        self._ended(error)
