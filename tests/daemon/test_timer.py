"""The timer: a first call at once, one at a time, and none that is forgotten when a call fails or the clock changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from queue import SimpleQueue

import pytest

from monitor.clock import utc_now
from monitor.daemon.timer import Timer

PATIENCE_SECONDS = 30.0
SOON, LATER = timedelta(milliseconds=10), timedelta(hours=1)
Ends = SimpleQueue[BaseException | None]


@pytest.fixture
def timer(logs_restored: None) -> Iterator[Callable[..., tuple[Timer, Ends]]]:
    """Return a function that starts a timer; it is stopped with the test."""
    running: list[Timer] = []

    def start(work: Callable[[], None], wait: timedelta) -> tuple[Timer, Ends]:
        ends: Ends = SimpleQueue()
        running.append(Timer(work, lambda now: now + wait, ends.put))
        running[-1].start(utc_now())
        return running[-1], ends

    yield start
    for one in running:
        one.stop()


def test_the_first_call_comes_at_once_and_others_as_planned(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    _, ends = timer(lambda: None, SOON)
    assert [None, None, None] == [ends.get(timeout=PATIENCE_SECONDS) for _ in range(3)]


def test_an_error_is_handed_over_and_the_next_call_comes_all_the_same(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    error = RuntimeError("a bug")

    def work() -> None:
        raise error

    _, ends = timer(work, SOON)
    assert [error, error] == [ends.get(timeout=PATIENCE_SECONDS) for _ in range(2)]


def test_calls_never_overlap(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    begun, go, overlaps, under_way = threading.Event(), threading.Event(), [], threading.Lock()

    def work() -> None:
        overlaps.append(under_way.locked())
        with under_way:
            begun.set()
            go.wait(PATIENCE_SECONDS)

    one, ends = timer(work, SOON)
    begun.wait(PATIENCE_SECONDS)
    for _ in range(3):
        one.wake(utc_now())
    go.set()
    for _ in range(3):
        ends.get(timeout=PATIENCE_SECONDS)
    assert {False} == set(overlaps)


def test_waking_calls_before_the_plan_does(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    one, ends = timer(lambda: None, LATER)
    ends.get(timeout=PATIENCE_SECONDS)
    one.wake(utc_now())
    assert ends.get(timeout=PATIENCE_SECONDS) is None


def test_a_call_that_lies_as_planned_is_left_alone(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    one, ends = timer(lambda: None, LATER)
    ends.get(timeout=PATIENCE_SECONDS)
    assert not one.correct(utc_now())
    assert ends.empty()


def test_after_the_clock_was_set_back_the_next_call_does_not_wait_for_it(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    one, ends = timer(lambda: None, LATER)
    ends.get(timeout=PATIENCE_SECONDS)
    assert one.correct(utc_now() - timedelta(days=2))
    assert ends.get(timeout=PATIENCE_SECONDS) is None


def test_it_is_busy_while_a_call_is_under_way_and_only_then(timer: Callable[..., tuple[Timer, Ends]]) -> None:
    begun, go = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait(PATIENCE_SECONDS)

    one, ends = timer(work, LATER)
    assert begun.wait(PATIENCE_SECONDS)
    assert one.is_busy()
    go.set()
    ends.get(timeout=PATIENCE_SECONDS)
    assert not one.is_busy()


@pytest.mark.usefixtures("logs_restored")
def test_a_paused_timer_begins_nothing() -> None:
    ends: Ends = SimpleQueue()
    one = Timer(lambda: None, lambda now: now + LATER, ends.put)
    one.start(utc_now())
    ends.get(timeout=PATIENCE_SECONDS)
    one.pause()
    one.wake(utc_now())
    one.stop()
    assert ends.empty()
