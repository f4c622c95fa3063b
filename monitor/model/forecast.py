"""A forecast for the year ahead: probabilities of a project and of its mainstays together, never of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Push:
    """One reason: how far it pushes the log-odds up (positive) or down against the peers.

    `code` names what was looked at; `now`, `peers` (the median of the training samples) and `before` (six months ago, None =
    too young to say) are its values in its own unit.
    """

    code: str
    push: float
    now: float
    peers: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its 5-95 % band, what it was six months ago (None = too young), and the strongest reasons first."""

    probability: float
    low: float
    high: float
    before: float | None = None
    reasons: tuple[Push, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the history before `made_on` says of the 12 months after it.

    `stall`: fewer than 3 active days in them; `gone`: none of the `mainstays` commits in the last nine of them, None where fewer
    than three carry the project. `expected_loss`: the share of the mainstays' work that may fall away, None likewise.
    `why_none` is the code of why there is no forecast at all, "" where there is one.
    """

    made_on: date
    model: str = ""
    stall: Chance | None = None
    gone: Chance | None = None
    mainstays: int = 0
    expected_loss: float | None = None
    why_none: str = ""
