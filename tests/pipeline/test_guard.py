"""An outage that looks like silence everywhere: nobody is told, nothing is cleared; what lasts a week is told after all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from monitor.model.finding import Finding, Message, Outcome, Weight
from monitor.model.target import Entry, Impact
from monitor.pipeline import cycle, judge
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, judge_now
from tests.pipeline.workshop import ALERT, DAY, OK, START, WEEKLY, Workshop

CALM = tuple(
    Finding(rule, Outcome.OK, Weight.WARNING, Message(f"{rule}.{how}"))
    for rule, how in (("release_overdue", "on_time"), ("activity_falling", "steady"))
)
BIRDS = tuple(f"bird{number}" for number in range(12))
FALLEN: dict[str, Any] = dict.fromkeys(BIRDS[:4], ALERT)


@pytest.fixture
def birds(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Return a workshop of twelve projects in which the guard is at work."""
    shop.levels = dict.fromkeys(BIRDS, OK)
    shop.lists = (replace(WEEKLY, entries=tuple(Entry(bird, Impact.HIGH) for bird in BIRDS)),)
    monkeypatch.setattr(judge, "judge_all", partial(answering, shop))
    monkeypatch.setattr(cycle, "judge_now", judge_now)
    return shop


def answering(shop: Workshop, house: House, as_of: datetime) -> Judgement:
    """Return the workshop's judgement in which every rule answers at every project, as rules do."""
    found = shop._judge(house, as_of).assessments
    return Judgement(as_of, {key: replace(one, findings=one.findings or CALM) for key, one in found.items()}, {})


def outcomes(shop: Workshop) -> Counter[Outcome]:
    with shop.house() as house:
        return _outcomes(house, shop)


def _outcomes(house: House, shop: Workshop) -> Counter[Outcome]:
    judgement: Judgement = judge_now(house, shop.now)
    return Counter(finding.outcome for key in BIRDS for finding in judgement.assessments[key].findings)


def test_a_third_of_the_list_that_falls_in_one_cycle_is_told_to_nobody(birds: Workshop) -> None:
    birds.cycle()
    for _ in range(5):
        birds.cycle(after=DAY, **FALLEN)
    assert [] == [why for why in birds.post.occasions() if why.startswith("alert")]
    assert Counter({Outcome.UNKNOWN: 8, Outcome.OK: 16}) == outcomes(birds)


def test_what_falls_and_lasts_longer_than_a_week_is_told(birds: Workshop) -> None:
    birds.cycle()
    for _ in range(10):
        birds.cycle(after=DAY, **FALLEN)
    assert Counter({Outcome.AT_RISK: 8, Outcome.OK: 16}) == outcomes(birds)
    assert 1 == len([why for why in birds.post.occasions() if why.startswith("alert")])


def test_one_project_that_falls_alone_is_told_on_the_second_day(birds: Workshop) -> None:
    birds.cycle()
    for _ in range(2):
        birds.cycle(after=DAY, bird0=ALERT)
    assert [f"alert-{START + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"] == birds.post.occasions()[-1:]
