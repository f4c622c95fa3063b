"""What a situation may not say while a finding behind it is held as our own trouble (the same at many projects at once)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from monitor.model.situation import Situation, SituationKind, SituationState
from monitor.scoring.situations.scene import message

# What a rule opens, and which turn rests on the same sight as the rule.
OPENS: Mapping[str, SituationKind] = {
    "project_silent": SituationKind.SILENCE,
    "model_overdue": SituationKind.MODEL_OVERDUE,
}
TURNS: Mapping[str, str] = {
    "release_overdue": "situation.because.release_overdue",
    "model_overdue": "situation.because.release_overdue",
    "reliance_falling": "situation.because.reliance_fell",
}


def held_situations(found: Iterable[Situation], rule: str, suspected_on: date) -> Iterator[Situation]:
    """Yield the situations without those that the held `rule` opened; one that it made louder stays open and says so."""
    for one in found:
        if OPENS.get(rule) is one.kind:
            continue
        if one.state is SituationState.LOUDER and TURNS.get(rule) == one.because.code:
            because = message("because.held", on=suspected_on)
            yield replace(one, state=SituationState.OPEN, since=one.opened_on, because=because)
        else:
            yield one
