"""The forecast as the answer of one rule, and from which probability it raises a project that matters as much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.assessment import Assessment, Standing
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Outcome, Value
from monitor.model.forecast import Chance, Forecast
from monitor.model.limits import Limits
from monitor.scoring.rules.stall_foretold import RULE
from monitor.scoring.sight import said

YEAR_DAYS = 365


def with_warning(assessment: Assessment, link: str, limits: Limits) -> Assessment:
    """Return the assessment with what its forecast answers in the place of the rule's own; as it is where none was made."""
    forecast = assessment.forecast
    if forecast is None or forecast.stall is None:
        return assessment
    told = _finding(assessment, forecast, forecast.stall, link, limits)
    return replace(assessment, findings=tuple(told if one.rule == RULE.id else one for one in assessment.findings))


def _finding(assessment: Assessment, forecast: Forecast, stall: Chance, link: str, limits: Limits) -> Finding:
    mark = min(limits.forecast_for_watch.values())
    is_likely = stall.probability >= mark
    is_resting = assessment.standing in (Standing.QUIET, Standing.SUPERSEDED)
    code = "likely" if is_likely and not is_resting else "resting" if is_likely else "unlikely"
    until = forecast.made_on + timedelta(days=YEAR_DAYS)
    values: dict[str, Value] = {"probability": stall.probability, "low": stall.low, "high": stall.high, "until": until}
    made = said("stall_foretold.made", active_days=assessment.numbers.active_days_year, model=forecast.model)
    return Finding(
        RULE.id,
        Outcome.AT_RISK if code == "likely" else Outcome.OK,
        RULE.weight,
        said(f"stall_foretold.{code}", **values),
        evidence=(Evidence(made, forecast.made_on, link, EvidenceLevel.OBSERVED),),
        unknowns=(said("stall_foretold.past_alone"),) if code == "likely" else (),
        clears=(said("stall_foretold.below", mark=mark),) if code == "likely" else (),
    )
