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
class Earlier:
    """What the same model says of an earlier day from what lay before it: a probability with its 5-95 % band."""

    on: date
    probability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its 5-95 % band, what it was six months ago (None = too young), and the strongest reasons first.

    `past` are the same asked of earlier days, oldest first, `probability` itself not among them.
    """

    probability: float
    low: float
    high: float
    before: float | None = None
    reasons: tuple[Push, ...] = ()
    past: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the history up to `made_on`, that day included, says of the 12 months after it.

    `stall`: fewer than 3 active days in them; `gone`: none of the `mainstays` commits in the last nine of them, None where fewer
    than three carry the project. `expected_loss`: the share of the mainstays' work that may fall away, None likewise.
    `why_none` is the code of why there is no forecast at all, "" where there is one; with `is_departure_known`, one that is
    announced or recorded stands in the place of `gone`.
    """

    made_on: date
    model: str = ""
    stall: Chance | None = None
    gone: Chance | None = None
    mainstays: int = 0
    expected_loss: float | None = None
    why_none: str = ""
    is_departure_known: bool = False


@dataclass(frozen=True, slots=True)
class Bin:
    """Past forecasts of about the same probability: their mean, the share of them that came true, and how many they are."""

    expected: float
    seen: float
    count: int


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How forecasts of a model on repositories that it had not learned from came out, lowest probability first."""

    model: str
    repositories: int
    first: date
    last: date
    stall: tuple[Bin, ...]
    gone: tuple[Bin, ...]
