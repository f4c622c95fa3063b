"""Is a stall likely? The forecast as a warning: it makes a watch at most, from a probability that depends on the impact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="stall_foretold",
    question="Is it likely that the work stalls within 12 months?",
    why="Projects of the past that looked like this one often stalled; a warning a year ahead leaves time to choose.",
    remedy="Work picks up, and the forecast falls below the mark.",
    family="foretold",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "stall_foretold.likely": ("probability", "low", "high", "until"),
    "stall_foretold.unlikely": ("probability", "low", "high", "until"),
    "stall_foretold.resting": ("probability", "low", "high", "until"),
    "stall_foretold.not_made": (),
    "stall_foretold.made": ("active_days", "model"),
    "stall_foretold.past_alone": (),
    "stall_foretold.below": ("mark",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield that none is made: `scoring/forecast/warning.py` puts its answer in this place when the forecast is there."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("stall_foretold.not_made"))
