"""What the HTTP client must be able to look up and remember; the store keeps it, `look` and tests keep it in memory."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from monitor.model.attempt import Validators


class ValidatorStore(Protocol):
    """What servers gave us to ask "has it changed?" with. Only read by the client: saved with the facts they vouch for."""

    def load_validators(self, credential: str, url: str) -> Validators | None:
        """Return what the server last gave us for `url` under `credential`, None if nothing."""
        ...


class HostState(Protocol):
    """When each host wants to be asked again, for each credential."""

    def load_not_before(self, host: str, credential: str) -> datetime | None:
        """Return the moment before which `host` is not to be asked, None if it never said so."""
        ...

    def save_not_before(self, host: str, credential: str, until: datetime, reason: str) -> None:
        """Remember that `host` is not to be asked before `until`."""
        ...


class Meter(Protocol):
    """Counts what we cost each host; used from any thread."""

    def answered(self, host: str, status: int) -> None:
        """Count one answer of `host`."""
        ...

    def charged(self, host: str, shape: str, points: int) -> None:
        """Note what `host` charged in its own unit for a query of `shape`."""
        ...
