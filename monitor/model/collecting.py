"""The seam of collectors: what each declares, what each is handed, and what the HTTP door looks like from inside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from monitor.model.errors import Malformed, SourceError
from monitor.model.facts import Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean


@dataclass(frozen=True, slots=True)
class CollectorSpec:
    """What a collector promises: `signals` is counted as coverage, `handles` says which targets it can read.

    `batch` above 1: it has `collect_many` and is handed up to so many targets of one host at once, and a full batch costs
    `points` of the source's own quota. `interval` holds as long as the quota allows; with many targets it grows up to `longest`.
    `requests` are those of a look at one target at most, longer lists, changed files and what follows trouble aside.
    Another collector may wake it, but not within `rest` of its last look. `source` is what the settings call the place that it
    asks ("" = its id). `is_optional`: it runs only where the settings switch it on; `token` "required" or "absent": only where a
    token is configured for that place, or none is.
    """

    id: str
    signals: frozenset[Signal]
    interval: timedelta
    handles: Callable[[Target], bool]
    batch: int = 1
    is_optional: bool = False
    longest: timedelta | None = None
    rest: timedelta = timedelta(0)
    points: int = 0
    source: str = ""
    token: str = ""
    requests: int = 1

    @property
    def place(self) -> str:
        """Return what the settings call the place that is asked."""
        return self.source or self.id


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, decoded and within the size cap. `is_unchanged`: 304 against what we hold, body empty.

    `moved_to`: where permanent redirects alone (301, 308) led to, "" where none did. `is_elsewhere`: another server than the one
    asked gave it.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    is_unchanged: bool = False
    moved_to: str = ""
    is_elsewhere: bool = False

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

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        """Return the answer to a GET of `url`; `credential` names a configured token, "" = none.

        Where it `is_conditional`, the server may say that what we hold stands; a collector that must read the body asks without,
        and says that it `is_kept` where it will ask for the same with a condition at the next look.
        """
        ...

    def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, credential: str = "", tries: int | None = None
    ) -> Answer:
        """Return the answer to a question put by POST (a query, which changes nothing there); `tries` None = as configured."""
        ...

    def has_token(self, url: str) -> bool:
        """Return whether a token is configured for the host of `url`."""
        ...

    def charge(self, shape: str, points: int) -> None:
        """Note what the source charged for a query of this shape, beside the request itself, which is counted anyway."""
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
    `homes` maps a purl type to an index address that the settings name instead of the ecosystem's own, `bases` the id of a source
    (or `id:host`) to the address of its interface. `contact` is ours, for sources that want to be told. `telling` returns where
    in a text the words stand that we look for (a departure, an end, a watched project by name), None where there are none: of
    what persons post only such texts are kept.
    """

    http: Http
    git: GitLimits
    now: datetime
    cursor: str
    pseudonym: Callable[[str], str]
    is_forgotten: Callable[[str], bool]
    bots: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    telling: Callable[[str], int | None] = field(default=lambda _text: None, compare=False)


Result = tuple[Yield, ...] | SourceError


class Collector(Protocol):
    """A collector module: a constant SPEC and a function `collect` that raises only SourceError."""

    SPEC: CollectorSpec

    def collect(self, target: Target, context: Context) -> Iterator[Yield]:
        """Yield what the target shows now."""
        ...


class Pace(Protocol):
    """How many targets to ask for at once: halved when it was too much, growing slowly; remembered between runs."""

    @property
    def size(self) -> int:
        """Return how many to ask for now, at least 1."""
        ...

    def went_well(self) -> None:
        """Note a clean answer: after 20 of them the size grows by a tenth, up to the collector's batch."""
        ...

    def was_too_much(self) -> None:
        """Note a time-out, 502, 504 or an answer in part: the size is halved."""
        ...


class BatchCollector(Collector, Protocol):
    """A collector whose source answers for several targets at once (SPEC.batch above 1)."""

    def collect_many(
        self, targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace
    ) -> Iterator[tuple[Target, Result]]:
        """Yield each of `targets` once, as answers come, with what it shows or why it could not be looked at.

        `contexts` holds one context a target key (all share one `http`, which asks in order). One bad target never spoils the
        others. Raises SourceError only for what concerns all that were not yet yielded: a token refused, a limit reached.
        """
        ...
