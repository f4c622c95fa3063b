"""A clock that the test turns: shared by what is tested and by what answers it, so that a year of looks takes seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Call it for the time. `pauses` is how long somebody waited; waiting moves the clock."""

    now: datetime = datetime(2026, 3, 2, 6, tzinfo=UTC)
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def pause(self, seconds: float) -> None:
        """Wait: time passes."""
        self.pauses.append(seconds)
        self.now += timedelta(seconds=seconds)

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by
