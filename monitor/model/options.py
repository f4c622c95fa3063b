"""Options of our own machinery, filled by settings and read by net, store and pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """How the one HTTP client behaves. `tokens` maps a host to its bearer token, sent to that host alone and never printed."""

    contact: str = ""
    deadline_seconds: float = 30.0
    max_megabytes: int = 32
    tries: int = 3
    requests_per_host: int = 1
    allow_networks: tuple[str, ...] = ()
    ca_file: Path | None = None
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class EmailOptions:
    """How mail is handed to its server. `password` is never printed; `port` 0 is the usual port of the way chosen.

    `security`: "starttls" or "tls", both with a verified certificate, or "none", which works on loopback alone. `page_url` is
    where the reports folder can be read, `attach_page` sends the whole page along.
    """

    host: str
    sender: str
    security: str = "starttls"
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    reply_to: str = ""
    unsubscribe: str = ""
    unsubscribe_url: str = ""
    deadline_seconds: float = 60.0
    page_url: str = ""
    attach_page: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """An IP address and a port; port 0 is any that is free."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class DaemonOptions:
    """How the daemon works: where it answers for its health (None: nowhere), how it stops, how often it wakes, how it logs."""

    listen: Listen | None = Listen("127.0.0.1", 9630)
    drain_seconds: float = 60.0
    tick_seconds: float = 300.0
    logs: str = "human"


# Rules look back 36 months, at windows of 12 months before: what we deleted ourselves must never read as silence.
LEAST_ACTIVITY_DAYS = 5 * 365


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept, in days; activity is per day and per pseudonym, so it is kept as long as it is judged."""

    activity_days: int = 20 * 365
    state_days: int = 400
    run_days: int = 90
    report_days: int = 400
