"""Hosts that do not answer: after some requests in a row, nobody waits for that host for a while."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES_IN_A_ROW = 3
PAUSE = timedelta(minutes=5)


@dataclass(slots=True)
class _Silence:
    failures: int
    since: datetime
    reason: str


class Circuit:
    """Remembers, for as long as the client lives, which hosts did not answer lately. Safe to use from any thread."""

    def __init__(self) -> None:
        self._silent: dict[str, _Silence] = {}
        self._lock = threading.Lock()

    def why_not(self, host: str, now: datetime) -> str:
        """Return why `host` is not asked at the moment, "" if it may be; after a pause it is asked once more."""
        with self._lock:
            silence = self._silent.get(host)
            if silence is None or silence.failures < FAILURES_IN_A_ROW or now >= silence.since + PAUSE:
                return ""
            return silence.reason

    def failed(self, host: str, reason: str, now: datetime) -> None:
        """Note that a request, with all its tries, brought no answer from `host`."""
        with self._lock:
            before = self._silent.get(host)
            self._silent[host] = _Silence((before.failures if before else 0) + 1, now, reason)

    def answered(self, host: str) -> None:
        """Note that `host` answered, whatever it said."""
        with self._lock:
            self._silent.pop(host, None)
