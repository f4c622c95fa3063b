"""What looking at everything costs a day by the plan: requests, points, share of each source's quota, time of a whole round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.model.collecting import CollectorSpec
from monitor.model.usage import QueryCost
from monitor.pipeline.jobs import Job, plan_for
from monitor.pipeline.plan import DAY

# What a source allows a day, in its own unit, with what a user without any contract has (reference: apis, sections 1 to 7).
POINTS_A_DAY: Mapping[str, int] = {"github": 24 * 5_000}
REQUESTS_A_DAY: Mapping[str, int] = {
    "github": 24 * 60,
    "huggingface": 500 * 12 * 24,
    "gitlab": 500 * 60 * 24,
    "ecosystems": 5_000 * 24,
    "mastodon": 300 * 12 * 24,
}
# A question for many things takes about three seconds there, a plain one less than half (reference: apis, section 1).
SECONDS_A_QUESTION, SECONDS_A_REQUEST = 3.0, 0.4


@dataclass(frozen=True, slots=True)
class Cost:
    """One collector's day: `share` of its source's quota, None where the source publishes none. `round_seconds`: all once."""

    source: str
    collector: str
    targets: int
    interval: timedelta
    requests_a_day: float
    points_a_day: float
    share: float | None
    round_seconds: float


def costs_of(jobs: Iterable[Job], known: Mapping[str, QueryCost]) -> tuple[Cost, ...]:
    """Return the day's cost of each collector that has a target. `known` are costs that sources named themselves."""
    listed = list(jobs)
    plan = plan_for(listed)
    specs: dict[str, CollectorSpec] = {job.collector.SPEC.id: job.collector.SPEC for job in listed}
    counts = {name: sum(job.collector.SPEC.id == name for job in listed) for name in specs}
    return tuple(_cost(specs[n], counts[n], plan.intervals[n], plan.caps.get(n), known.get(n)) for n in sorted(specs))


def _cost(spec: CollectorSpec, targets: int, interval: timedelta, cap: float | None, known: QueryCost | None) -> Cost:
    looks = cap if cap is not None else targets * (DAY / interval)
    requests = looks / max(known.size if known and known.size else spec.batch, 1)
    # A few targets never fill a batch: each round costs a question all the same.
    requests = max(requests, DAY / interval) * spec.requests if targets else 0.0
    points = requests * (known.points if known and known.points else spec.points)
    quota = POINTS_A_DAY.get(spec.place) if spec.points else REQUESTS_A_DAY.get(spec.place)
    share = (points if spec.points else requests) / quota if quota else None
    questions = -(-targets // spec.batch) * spec.requests
    seconds = questions * (SECONDS_A_QUESTION if spec.batch > 1 else SECONDS_A_REQUEST)
    return Cost(spec.place, spec.id, targets, interval, requests, points, share, seconds)
