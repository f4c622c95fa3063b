"""Runs work in threads, in lanes: so many at once on each lane, the rest waits its turn without holding a thread.

What is finished waits for its taker, and nothing more is begun meanwhile, so that results never pile up in memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
# A signal that arrives just before an endless wait is noticed only at its end.
LONGEST_SLEEP = 0.5


def never() -> bool:
    """Return False: nobody asks this process to stop but by ending it."""
    return False


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """One piece of work for a lane that takes `width` pieces at once."""

    lane: str
    width: int
    work: Callable[[], T]


class Lanes(Generic[T]):
    """The pieces that wait, by lane, in the order in which they came."""

    def __init__(self, pieces: Iterable[Piece[T]]) -> None:
        self._waiting: dict[str, deque[Piece[T]]] = {}
        self._running: dict[Future[T], str] = {}
        for piece in pieces:
            self._waiting.setdefault(piece.lane, deque()).append(piece)

    def run(self, workers: int, stop: Callable[[], None], is_interrupted: Callable[[], bool] = never) -> Generator[T, None, None]:
        """Yield what the pieces return, as they finish. Left early, `stop` is called and nothing more is begun.

        Raises KeyboardInterrupt soon after `is_interrupted`.
        """
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="collect") as pool:
            try:
                self._begin(pool, workers)
                while self._running:
                    if is_interrupted():
                        raise KeyboardInterrupt
                    for future in wait(self._running, LONGEST_SLEEP, FIRST_COMPLETED).done:
                        del self._running[future]
                        yield future.result()
                    self._begin(pool, workers)
            finally:
                stop()
                for future in self._running:
                    future.cancel()

    def _begin(self, pool: ThreadPoolExecutor, workers: int) -> None:
        """Begin a piece of each lane that has room, in turn, as long as there are threads."""
        while len(self._running) < workers and (ready := [lane for lane in self._waiting if self._has_room(lane)]):
            for lane in ready[: workers - len(self._running)]:
                queue = self._waiting[lane]
                self._running[pool.submit(queue.popleft().work)] = lane
                if not queue:
                    del self._waiting[lane]

    def _has_room(self, lane: str) -> bool:
        return sum(1 for running in self._running.values() if running == lane) < self._waiting[lane][0].width
