"""The section "Forecast" of a project and the track record of its model, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.model.forecast import Bin, Earlier


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason in words; `push` is how far it moves the log-odds, up where it is positive."""

    code: str
    text: str
    push: float

    @property
    def is_up(self) -> bool:
        """Return whether it pushes the probability up."""
        return self.push > 0


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """One probability: `figure` with its band, `sentence` in words, `meaning` exactly, `record` how such forecasts came out."""

    code: str
    question: str
    figure: str
    sentence: str
    meaning: str
    record: str
    probability: float
    low: float
    high: float
    before: float | None
    reasons: tuple[ReasonLine, ...] = ()
    past: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class ForecastPart:
    """The forecast of a project: what it is made from, its probabilities, and what is said beside or in place of them."""

    text: str = ""
    made_on: date | None = None
    until: date | None = None
    model: str = ""
    chances: tuple[ChanceLine, ...] = ()
    notes: tuple[str, ...] = ()
    expected_loss: float | None = None

    @property
    def stall(self) -> ChanceLine | None:
        """Return the probability that work stalls, None where none is given."""
        return next((line for line in self.chances if line.code == "stall"), None)


NO_FORECAST = ForecastPart()


@dataclass(frozen=True, slots=True)
class TrackPart:
    """How forecasts on repositories that the model had not learned from came out; `outcomes` are by question."""

    text: str = ""
    outcomes: Mapping[str, tuple[Bin, ...]] = field(default_factory=dict)


NO_TRACK = TrackPart()
