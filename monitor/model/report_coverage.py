"""How well a report could see: each signal of each target, each source in numbers, the whole list in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class View(StrEnum):
    """How well a signal of a target is seen."""

    FRESH = "fresh"
    STALE = "stale"
    PARTIAL = "partial"
    FROZEN = "frozen"
    FAILED = "failed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How one signal of one target is seen; `text` says it in a sentence, `link` is "" where a browser could not go."""

    collector: str
    source: str
    signal: str
    signal_words: str
    target: str
    link: str
    view: View
    text: str
    seen_from: datetime | None
    seen_until: datetime | None
    tried_at: datetime | None
    is_complete: bool
    is_frozen: bool
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """How one source answered over all targets that ask it; `reasons` says why not, with how many targets."""

    source: str
    asked: int
    answered: int
    fresh: int
    oldest_seen_until: datetime | None
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """How much of the list was seen. `share` is answered / asked over all sources, None when nothing was to be asked."""

    projects: int
    fully_seen: int
    asked: int
    answered: int
    share: float | None
    is_low: bool
    text: str
    sources: tuple[SourceCoverage, ...]
