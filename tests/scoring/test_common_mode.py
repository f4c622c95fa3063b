"""What falls everywhere at once is our trouble: held as UNKNOWN, believed when it lasts; facts and few projects are not held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.model.assessment import Assessment
from monitor.model.finding import Finding, Message, Outcome, Weight
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.target import Portfolio, Project, Steward
from monitor.scoring.assess import assess
from monitor.scoring.common_mode import FALLING, SUSPECTED, Before, guarded
from monitor.scoring.rules import RULES
from tests.scoring.build import NOW, commits, history

EMPTY = assess(history(commits("lead", range(1, 600, 3))), NOW, DEFAULT_LIMITS)
RULE = "release_overdue"


def answered(outcome: Outcome, rule: str = RULE) -> Assessment:
    finding = Finding(rule, outcome, Weight.WARNING, Message("release_overdue.late"), started_on=date(2026, 6, 1))
    return replace(EMPTY, findings=(finding,))


def held(falling: int, of: int, rule: str = RULE, **before: object) -> list[str]:
    """Return the projects whose fall is held, of `of` projects of which the first `falling` fall."""
    keys = [f"p{number}" for number in range(of)]
    found = {key: answered(Outcome.AT_RISK if place < falling else Outcome.OK, rule) for place, key in enumerate(keys)}
    stewards: dict[str, str] = before.pop("stewards", {})  # type: ignore[assignment]
    projects = {key: Project(key, key, (), Steward(stewards.get(key, ""))) for key in keys}
    known = Before(**{"open_rules": dict.fromkeys(keys, ()), **before})  # type: ignore[arg-type]
    result = guarded(found, Portfolio(projects), known, NOW, DEFAULT_LIMITS)
    return [key for key in keys if result[key].findings[0].headline.code == SUSPECTED]


def test_every_rule_that_is_guarded_exists() -> None:
    assert set() == FALLING - set(RULES)


@pytest.mark.parametrize(
    ("falling", "of", "expected"), [(3, 10, 3), (2, 10, 0), (3, 9, 0), (10, 10, 10), (0, 10, 0), (21, 100, 21), (20, 100, 0)]
)
def test_a_fall_at_more_than_a_fifth_of_ten_projects_is_held(falling: int, of: int, expected: int) -> None:
    assert expected == len(held(falling, of))


def test_what_is_held_is_unknown_and_says_how_many_and_since_when() -> None:
    found = {f"p{n}": answered(Outcome.AT_RISK if n < 3 else Outcome.OK) for n in range(10)}
    before = Before(open_rules=dict.fromkeys(found, ()))
    finding = guarded(found, Portfolio(), before, NOW, DEFAULT_LIMITS)["p0"].findings[0]
    values = {"what": "release overdue", "projects": 3, "of": 10, "suspected_on": NOW.date()}
    assert (Outcome.UNKNOWN, values) == (finding.outcome, finding.headline.values)


def test_what_was_open_before_is_no_fall_of_this_cycle() -> None:
    assert [] == held(5, 10, open_rules={f"p{n}": (RULE,) for n in range(10)})


def test_a_first_look_at_a_project_is_no_fall() -> None:
    assert [] == held(5, 10, open_rules={})


def test_one_organisation_that_stops_is_one_and_not_many() -> None:
    assert [] == held(5, 14, stewards={f"p{n}": "Example" for n in range(5)})


@pytest.mark.parametrize(("days", "expected"), [(0, 3), (6, 3), (7, 0)])
def test_a_fall_that_lasts_a_week_is_believed(days: int, expected: int) -> None:
    since = (NOW - timedelta(days=days)).date()
    assert expected == len(held(3, 10, suspected={(f"p{n}", RULE): since for n in range(3)}))


def test_a_recorded_fact_is_never_held() -> None:
    assert [] == held(10, 10, "index_status")
