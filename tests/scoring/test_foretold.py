"""The forecast as a warning: a watch at most, from a probability that depends on the impact, never of a project at rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model.assessment import Assessment, Standing
from monitor.model.finding import Finding, Level, Message, Outcome, Weight
from monitor.model.forecast import Chance, Forecast
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Impact
from monitor.scoring.assess import assess
from monitor.scoring.forecast.warning import with_warning
from monitor.scoring.levels import judge_level
from monitor.scoring.rules.stall_foretold import RULE
from tests.scoring.build import NOW, WEEKLY, commits, history

LINK = "https://code.example/lark"
CALM = assess(history(commits("a", WEEKLY)), NOW, DEFAULT_LIMITS)
OVERDUE = Finding("release_overdue", Outcome.AT_RISK, Weight.WARNING, Message("release_overdue.overdue"))


def foretold(probability: float, standing: Standing = Standing.ACTIVE) -> Assessment:
    chance = Chance(probability, probability / 2, min(1.0, probability * 1.5))
    made = Forecast(date(2026, 1, 1), "continuity/test", chance)
    return with_warning(replace(CALM, standing=standing, forecast=made), LINK, DEFAULT_LIMITS)


def answer(assessment: Assessment) -> Finding:
    return next(finding for finding in assessment.findings if finding.rule == RULE.id)


@pytest.mark.parametrize(
    ("expected", "impact", "probability"),
    [
        (Level.OK, Impact.CRITICAL, 0.39),
        (Level.WATCH, Impact.CRITICAL, 0.4),
        (Level.WATCH, Impact.HIGH, 0.4),
        (Level.OK, Impact.MEDIUM, 0.49),
        (Level.WATCH, Impact.MEDIUM, 0.5),
        (Level.OK, Impact.LOW, 0.59),
        (Level.WATCH, Impact.LOW, 0.6),
        (Level.WATCH, Impact.CRITICAL, 0.99),
    ],
)
def test_a_project_is_watched_from_a_probability_that_depends_on_the_impact(
    expected: Level, impact: Impact, probability: float
) -> None:
    assert expected == judge_level(foretold(probability), impact, DEFAULT_LIMITS).level


def test_the_verdict_names_the_forecast() -> None:
    assert (RULE.id,) == judge_level(foretold(0.45), Impact.HIGH, DEFAULT_LIMITS).because


def test_a_forecast_beside_another_warning_makes_no_alert() -> None:
    alone = foretold(0.9)
    beside = replace(alone, findings=(*alone.findings, OVERDUE))
    assert Level.WATCH == judge_level(beside, Impact.CRITICAL, DEFAULT_LIMITS).level


@pytest.mark.parametrize("standing", [Standing.QUIET, Standing.SUPERSEDED])
def test_a_project_at_rest_is_not_warned_of(standing: Standing) -> None:
    resting = foretold(0.9, standing)
    assert (Outcome.OK, "stall_foretold.resting") == (answer(resting).outcome, answer(resting).headline.code)
    assert Level.OK == judge_level(resting, Impact.CRITICAL, DEFAULT_LIMITS).level


def test_the_finding_has_date_source_and_what_would_change_it() -> None:
    found = answer(foretold(0.45))
    assert (date(2026, 1, 1), LINK) == (found.evidence[0].at, found.evidence[0].link)
    assert {"mark": 0.4} == found.clears[0].values
    assert date(2027, 1, 1) == found.headline.values["until"]


def test_where_none_was_made_the_rule_does_not_apply_and_says_so() -> None:
    none = Forecast(date(2026, 1, 1), why_none="too_little")
    untold = with_warning(replace(CALM, forecast=none), LINK, DEFAULT_LIMITS)
    assert (Outcome.NOT_APPLICABLE, "stall_foretold.not_made") == (answer(untold).outcome, answer(untold).headline.code)


def test_it_says_nothing_about_persons() -> None:
    assert () == answer(foretold(0.9)).persons
