"""From a History to its Forecast: what is asked, what is never asked, and the reasons against the peers and half a year ago."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.model.assessment import Assessment, Standing
from monitor.model.finding import Finding, Outcome, Weight
from monitor.model.forecast import Chance, Earlier, Forecast, Push
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.forecast.carrying import expected_loss
from monitor.scoring.forecast.features import features_at, features_of_project
from monitor.scoring.forecast.model import Model
from monitor.scoring.forecast.model import Outcome as OutcomeModel
from monitor.scoring.forecast.outcomes import is_in_card
from monitor.scoring.forecast.past import QUARTER, Past
from monitor.scoring.forecast.specs import PLAIN, REASONS
from monitor.scoring.metrics.activity import end_day
from monitor.scoring.metrics.departed import SURE
from monitor.scoring.metrics.states import current
from monitor.scoring.sight import is_promised, is_year_seen

HALF_YEAR_DAYS = 182
ONE_DAY = timedelta(days=1)
# Quarters that the picture of earlier forecasts goes back: two years.
EARLIER_QUARTERS = 8
# A probability about fewer people would be one about a person.
FEWEST_MAINSTAYS = 3
MOST_REASONS = 3
# What moves the log-odds by less says nothing that a reader would notice (about one point in a hundred).
LEAST_PUSH = 0.05
# Facts that settle the question: where one stands, it is shown and no probability is faked.
ENDS = frozenset({"index_status", "repository_state", "statement_of_end"})
STATED, RECORDED = frozenset({"statement_of_departure", "death"}), "departure"


def forecast_of(history: History, assessment: Assessment, model: Model, now: datetime, limits: Limits) -> Forecast:
    """Return the forecast of one assessed project at `now`; without one, `why_none` says why not."""
    day = end_day(now)
    refusal = _refusal(history, assessment, now, limits)
    if refusal:
        return Forecast(day - ONE_DAY, model.name, why_none=refusal)
    past = Past.of(history)
    if not is_in_card(past, day.toordinal()):
        return Forecast(day - ONE_DAY, model.name, why_none="too_little")
    made = forecast_on(past, model, day)
    is_known = any(_tells_of_departure(finding) for finding in assessment.findings)
    return replace(made, gone=None, expected_loss=None, is_departure_known=True) if is_known else made


def forecast_on(past: Past, model: Model, on: date, quarters: int = EARLIER_QUARTERS) -> Forecast:
    """Return what the model says of the year from a day on which the project is within the data card, whatever else is known.

    So many `quarters` before are asked too.
    """
    today = on.toordinal()
    found, before = features_at(past, today), _before(past, today)
    stall = _chance(model.stall, found, before)
    mainstays = len(past.mainstays(today))
    is_group = mainstays >= FEWEST_MAINSTAYS
    return Forecast(
        made_on=on - ONE_DAY,
        model=model.name,
        stall=replace(stall, past=tuple(_earlier(past, model, today, quarters))),
        gone=_chance(model.gone, found, before) if is_group else None,
        mainstays=mainstays,
        expected_loss=expected_loss(past, today) if is_group else None,
    )


def _before(past: Past, today: int) -> Mapping[str, float] | None:
    """Return the features of six months ago, None where the project could not be asked then."""
    then = today - HALF_YEAR_DAYS
    return features_at(past, then) if is_in_card(past, then) else None


def _earlier(past: Past, model: Model, today: int, quarters: int) -> Iterable[Earlier]:
    """Yield P(stall) as it was at the quarters before, oldest first."""
    for back in range(quarters, 0, -1):
        then = today - QUARTER * back
        if is_in_card(past, then):
            yield Earlier(date.fromordinal(then), *model.stall.told(features_of_project(past, then)))


def _refusal(history: History, assessment: Assessment, now: datetime, limits: Limits) -> str:
    """Return the code of why no forecast is made, "" where one can be."""
    if assessment.standing is Standing.ENDED or any(f.rule in ENDS and _settles(f) for f in assessment.findings):
        return "settled"
    if history.project.family or assessment.standing is Standing.SUPERSEDED:
        return "season"
    if any(state.value == "yes" for state in current(history, "mirror", now)):
        return "mirror"
    if history.models and not any(release.released_at < now for release in history.releases):
        return "weights"
    if is_year_seen(history, (Signal.ACTIVITY,), now, limits):
        return ""
    return "not_seen" if is_promised(history, Signal.ACTIVITY) else "no_history"


def _settles(finding: Finding) -> bool:
    return finding.outcome is Outcome.AT_RISK and finding.weight is Weight.FACT


def _tells_of_departure(finding: Finding) -> bool:
    """Return whether a departure was announced, or recorded of somebody whom the rule does not take for ordinary change."""
    if finding.rule in STATED:
        return _settles(finding)
    is_told = finding.rule == RECORDED and finding.outcome is Outcome.AT_RISK and finding.weight is not Weight.CONTEXT
    return is_told and any(evidence.level in SURE for evidence in finding.evidence)


def _chance(model: OutcomeModel, found: Mapping[str, float], before: Mapping[str, float] | None) -> Chance:
    probability, low, high = model.told(found)
    return Chance(
        probability=probability,
        low=low,
        high=high,
        before=model.probability(before) if before else None,
        reasons=tuple(_reasons(model, found, before)),
    )


def _reasons(model: OutcomeModel, found: Mapping[str, float], before: Mapping[str, float] | None) -> Sequence[Push]:
    """Return the strongest reasons, by how far they move the log-odds of the logistic part from those of the peers."""
    pushes = model.pushes(found)
    told = []
    for code, (shown, summed) in REASONS.items():
        push = sum(pushes.get(name, 0.0) for name in summed)
        if shown in model.features and abs(push) >= LEAST_PUSH:
            was = None if before is None else _told(shown, before[shown])
            told.append(Push(code, push, _told(shown, found[shown]), _told(shown, model.peer(shown)), was))
    return sorted(told, key=lambda reason: (-abs(reason.push), reason.code))[:MOST_REASONS]


def _told(name: str, value: float) -> float:
    return value if name in PLAIN else math.expm1(value)
