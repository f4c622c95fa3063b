"""HTTP state that lasts as long as the process, for `mainstay look`, benchmarks and tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.model.attempt import Validators


class MemoryValidators:
    """Validators in a dict; `remember` plays the part of the store."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Validators] = {}

    def load_validators(self, credential: str, url: str) -> Validators | None:
        """Return what was remembered for `url` under `credential`."""
        return self._known.get((credential, url))

    def remember(self, staged: Mapping[tuple[str, str], Validators]) -> None:
        """Keep what a session staged."""
        self._known.update(staged)


class MemoryHosts:
    """When hosts want to be asked again, in a dict."""

    def __init__(self) -> None:
        self.not_before: dict[tuple[str, str], datetime] = {}

    def load_not_before(self, host: str, credential: str) -> datetime | None:
        """Return when `host` may be asked again."""
        return self.not_before.get((host, credential))

    def save_not_before(self, host: str, credential: str, until: datetime, reason: str) -> None:  # noqa: ARG002
        """Keep when `host` may be asked again; the reason is for stores that show it."""
        self.not_before[(host, credential)] = until


class NoMeter:
    """Counts nothing."""

    def answered(self, host: str, status: int) -> None:
        """Count nothing."""

    def charged(self, host: str, shape: str, points: int) -> None:
        """Note nothing."""
