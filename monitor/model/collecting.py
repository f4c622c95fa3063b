"""The seam of collectors: what each declares, what each is handed, and what the HTTP door looks like from inside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from monitor.model.errors import Malformed
from monitor.model.facts import Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean


@dataclass(frozen=True, slots=True)
class CollectorSpec:
    """What a collector promises: `signals` is counted as coverage, `handles` says which targets it can read."""

    id: str
    signals: frozenset[Signal]
    interval: timedelta
    handles: Callable[[Target], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, decoded and within the size cap. `is_unchanged`: 304 against what we hold, body empty."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    is_unchanged: bool = False

    def json(self) -> Any:
        """Return the body as JSON. Raises Malformed for anything that is not JSON, too deep, not finite, or names a key twice."""
        try:
            return json.loads(self.body, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise Malformed(f"{urlsplit(self.url).hostname}: the answer is not valid JSON: {_reason(error)}") from error


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse("a number is out of range")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    # Two readers of one text may each believe another value: such a text says nothing.
    return found if len(found) == len(pairs) else _refuse("a key is named twice")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    return "too deep" if isinstance(error, RecursionError) else clean(str(error), limit=80)


class Http(Protocol):
    """The only way out for a collector: polite, bounded, gated. Raises only SourceError."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, credential: str = "") -> Answer:
        """Return the answer to a conditional GET of `url`; `credential` names a configured token, "" = none."""
        ...


@dataclass(frozen=True, slots=True)
class GitLimits:
    """How git may be used: where clones are kept, how long and how large, which protocols beside https.

    `is_stopped` is asked while git runs: once true, git is ended at once.
    """

    clones_dir: Path
    deadline_seconds: float = 300.0
    max_megabytes: int = 2048
    extra_protocols: tuple[str, ...] = ()
    allow_networks: tuple[str, ...] = ()
    ca_file: Path | None = None
    is_stopped: Callable[[], bool] = field(default=lambda: False, compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """What one run of a collector on one target is handed; it sees no store, no settings and no other collector.

    `pseudonym` turns an address into its stable id, `is_forgotten` says whom never to collect again (by stable id),
    `homes` maps a purl type to an index address that the settings name instead of the ecosystem's own.
    """

    http: Http
    git: GitLimits
    now: datetime
    cursor: str
    pseudonym: Callable[[str], str]
    is_forgotten: Callable[[str], bool]
    bots: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict)


class Collector(Protocol):
    """A collector module: a constant SPEC and a function `collect` that raises only SourceError."""

    SPEC: CollectorSpec

    def collect(self, target: Target, context: Context) -> Iterator[Yield]:
        """Yield what the target shows now."""
        ...
