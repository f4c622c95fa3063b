"""Work in lanes: never more at once than a lane is wide, no lane holds up another, an error ends what was begun."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable

import pytest

from monitor.cli.interrupt import interrupts
from monitor.pipeline.lanes import Lanes, Piece


class Watch:
    """Counts how many pieces of each lane run at once; a piece waits until `meet` others are there, or returns at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.running: dict[str, int] = {}
        self.most: dict[str, int] = {}

    def piece(self, lane: str, width: int, work: Callable[[], object] = lambda: None) -> Piece[str]:
        def watched() -> str:
            with self.lock:
                self.running[lane] = self.running.get(lane, 0) + 1
                self.most[lane] = max(self.most.get(lane, 0), self.running[lane])
            work()
            with self.lock:
                self.running[lane] -= 1
            return lane

        return Piece(lane, width, watched)


def never() -> None:
    """Be called when the work ends."""


def test_everything_is_done_and_no_lane_runs_more_than_its_width() -> None:
    watch = Watch()
    pieces = [watch.piece("narrow", 1) for _ in range(20)] + [watch.piece("wide", 3) for _ in range(20)]
    assert 40 == len(list(Lanes(pieces).run(4, never)))
    assert 1 == watch.most["narrow"]
    assert watch.most["wide"] <= 3


def test_a_lane_that_hangs_does_not_hold_up_the_others() -> None:
    watch, gate = Watch(), threading.Event()
    pieces = [watch.piece("slow", 1, lambda: gate.wait(20)) for _ in range(5)] + [watch.piece("quick", 1) for _ in range(5)]
    found = []
    for lane in Lanes(pieces).run(2, never):
        found.append(lane)
        if found.count("quick") == 5:
            gate.set()
    assert ["quick"] * 5 == found[:5]
    assert 10 == len(found)


def test_pieces_of_one_lane_begin_in_their_order() -> None:
    begun: list[int] = []
    pieces: list[Piece[None]] = [Piece("one", 1, lambda n=n: begun.append(n)) for n in range(10)]  # type: ignore[misc]
    list(Lanes(pieces).run(4, never))
    assert list(range(10)) == begun


def test_what_waits_is_not_begun_when_the_taker_leaves() -> None:
    begun: list[int] = []
    stopped: list[bool] = []
    pieces: list[Piece[None]] = [Piece("one", 1, lambda n=n: begun.append(n)) for n in range(100)]  # type: ignore[misc]
    work = Lanes(pieces).run(1, lambda: stopped.append(True))
    next(work)
    work.close()
    assert [True] == stopped
    assert len(begun) <= 2


def test_an_error_of_a_piece_reaches_the_taker() -> None:
    def broken() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(Lanes([Piece("one", 1, broken)]).run(1, never))


def test_an_interrupt_whose_exception_was_lost_ends_the_wait_for_a_piece_that_hangs() -> None:
    gate = threading.Event()
    hanging: Piece[bool] = Piece("one", 1, lambda: gate.wait(20))
    with pytest.raises(KeyboardInterrupt):
        list(Lanes([hanging]).run(1, gate.set, lambda: True))


def test_an_interrupt_that_python_dropped_is_raised_at_the_end_of_the_block() -> None:
    def press() -> None:
        with interrupts(), contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        press()
    assert before is signal.getsignal(signal.SIGINT)
