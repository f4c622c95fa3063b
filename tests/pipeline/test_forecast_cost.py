"""What looking at everything costs a day: a look that asks several times counts so, and a batch counts once."""

from __future__ import annotations

import pytest

from monitor.collectors import COLLECTORS
from monitor.collectors.gitlab import state as gitlab_state
from monitor.collectors.gitlab import tickets as gitlab_tickets
from monitor.model.collecting import Collector
from monitor.model.target import Target, TargetKind
from monitor.pipeline.forecast_cost import costs_of
from monitor.pipeline.jobs import Job
from monitor.pipeline.plan import DAY

# GitLab names half a million requests a day.
ALLOWED = 500 * 60 * 24


def jobs(collector: Collector, number: int) -> list[Job]:
    pages = [f"https://gitlab.com/birds/lark-{place}" for place in range(number)]
    return [Job(Target(page, TargetKind.GIT, page, forge="gitlab"), collector, None) for page in pages]


def test_a_look_with_answers_costs_a_request_for_each_ticket() -> None:
    (cost,) = costs_of(jobs(gitlab_tickets, 10), {})
    assert 43 == gitlab_tickets.SPEC.requests
    assert 10 * 43 * (DAY / cost.interval) == pytest.approx(cost.requests_a_day)
    assert cost.requests_a_day / ALLOWED == pytest.approx(cost.share)


def test_a_look_that_asks_once_costs_one_request() -> None:
    (cost,) = costs_of(jobs(gitlab_state, 10), {})
    assert 10 * (DAY / cost.interval) == pytest.approx(cost.requests_a_day)


def test_a_round_takes_longer_where_a_look_asks_more_often() -> None:
    (short,), (long,) = costs_of(jobs(gitlab_state, 10), {}), costs_of(jobs(gitlab_tickets, 10), {})
    assert 43 == pytest.approx(long.round_seconds / short.round_seconds)


def test_a_batch_is_one_question() -> None:
    assert {1} == {collector.SPEC.requests for collector in COLLECTORS if collector.SPEC.batch > 1}
