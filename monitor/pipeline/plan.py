"""How often each collector looks at each of its targets: often while it is cheap, less often the more there are. Pure.

What is cheap is asked often and for all, what is dear only where something changed, everything once in a while (the polling plan
of the reference: apis, section 12). A source with points is given at most `AIM` of them for each target and day, and never more
than `MOST` of its day; a part is set aside for what changes. Looks are spread over the interval by a stable place of each batch,
so that no clock strikes for all of them at once.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.model.collecting import CollectorSpec

DAY = timedelta(days=1)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
# Points of a source for each target and day; for all of them at least and at most: 0.2 and 6.3 % of a GitHub token's day.
AIM, LEAST, MOST = 0.74, 200, 7_550
# One project in five changes on a day; so much is set aside for looking closely at it, up to this share of the budget.
CHANGED_SHARE, SET_ASIDE = 0.2, 0.5
STRETCH_STEP = 1.05
# A daily run must find daily work due although yesterday's took some minutes; half of it spreads looks that started together.
SLACK = 0.1


@dataclass(frozen=True, slots=True)
class Layer:
    """One collector with how many targets it has."""

    spec: CollectorSpec
    targets: Sequence[str] = field(repr=False)

    @property
    def is_woken(self) -> bool:
        """Return whether it looks at what changed, and at everything only once in a long while."""
        return bool(self.spec.points and self.spec.rest)

    def interval(self, stretch: float) -> timedelta:
        """Return how long it waits between two looks at a target where all intervals are stretched by `stretch`."""
        longest = max(self.spec.longest or self.spec.interval, self.spec.interval)
        return min(self.spec.interval * stretch, longest)

    def points_a_day(self, stretch: float) -> float:
        """Return what its regular looks cost a day."""
        return self.looks_cost(len(self.targets) * (DAY / self.interval(stretch)))

    def looks_cost(self, looks: float) -> float:
        """Return the points of so many looks."""
        return looks * self.spec.points / max(self.spec.batch, 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """When to look again. `intervals` and `caps` (looks a day, for layers that are woken) are by collector."""

    intervals: Mapping[str, timedelta]
    caps: Mapping[str, float]
    ranks: Mapping[str, Sequence[str]] = field(repr=False)
    batches: Mapping[str, int] = field(repr=False)

    def next_look(self, spec: CollectorSpec, target: str, started: datetime) -> datetime:
        """Return when `target` is due again after a look that began at `started`."""
        interval = self.intervals.get(spec.id, spec.interval)
        place = self._place(spec, target)
        if spec.batch == 1:
            return started + interval * (1 - SLACK * (1 + place) / 2)
        # The members of a batch share its place, so that they come due together and fill one question.
        turns = (started - EPOCH) / interval - place
        return EPOCH + interval * (int(turns // 1) + 1 + place)

    def _place(self, spec: CollectorSpec, target: str) -> float:
        """Return where in the interval a target's batch has its turn, 0 to 1, the same in every run."""
        ranks = self.ranks.get(spec.id, ())
        if spec.batch == 1 or len(ranks) <= spec.batch:
            return spread_of(f"{target}\x1f{spec.id}") if spec.batch == 1 else 0.0
        batches = -(-len(ranks) // spec.batch)
        return (bisect_left(ranks, rank_of(target)) // spec.batch) / batches


def spread_of(text: str) -> float:
    """Return a number from 0 to 1 that is always the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32


def rank_of(target: str) -> str:
    """Return what targets are put in order by: stable, and without any meaning."""
    return hashlib.sha256(target.encode()).hexdigest()[:16]


def plan_of(layers: Sequence[Layer]) -> Plan:
    """Return the plan for all collectors with their targets. Sources whose answers cost no points keep their own interval."""
    intervals = {layer.spec.id: layer.spec.interval for layer in layers}
    caps: dict[str, float] = {}
    for place in sorted({layer.spec.place for layer in layers if layer.spec.points}):
        sharing = [layer for layer in layers if layer.spec.place == place and layer.spec.points]
        chosen, looks = _shared(sharing)
        intervals |= chosen
        caps |= looks
    batched = [layer for layer in layers if layer.spec.batch > 1]
    ranks = {layer.spec.id: sorted(map(rank_of, layer.targets)) for layer in batched}
    return Plan(intervals, caps, ranks, {layer.spec.id: layer.spec.batch for layer in batched})


def _shared(layers: Sequence[Layer]) -> tuple[dict[str, timedelta], dict[str, float]]:
    """Return the intervals of collectors that share one quota, and how many looks a day at what changed are left for."""
    targets = max((len(layer.targets) for layer in layers if layer.is_woken), default=len(layers[0].targets))
    budget = min(max(AIM * targets, LEAST), MOST)
    woken = [layer for layer in layers if layer.is_woken]
    wanted = {layer.spec.id: CHANGED_SHARE * len(layer.targets) for layer in woken}
    aside = min(sum(layer.looks_cost(wanted[layer.spec.id]) for layer in woken), SET_ASIDE * budget)
    stretch = _stretch(layers, budget - aside)
    regular = sum(layer.points_a_day(stretch) for layer in layers)
    left = max(budget - regular, 0.0)
    share = left / max(sum(layer.looks_cost(wanted[layer.spec.id]) for layer in woken), 1e-9)
    intervals = {layer.spec.id: layer.interval(stretch) for layer in layers}
    caps = {
        layer.spec.id: max(wanted[layer.spec.id] * share, 1.0) + len(layer.targets) * (DAY / intervals[layer.spec.id])
        for layer in woken
    }
    return intervals, caps


def _stretch(layers: Sequence[Layer], budget: float) -> float:
    """Return the least stretch whose regular looks fit `budget`, or the greatest that changes anything."""
    most = max((layer.spec.longest or layer.spec.interval) / layer.spec.interval for layer in layers)
    stretch = 1.0
    while stretch < most and sum(layer.points_a_day(stretch) for layer in layers) > budget:
        stretch *= STRETCH_STEP
    return min(stretch, max(most, 1.0))


def allowance(cap: float, used: int, waited: timedelta, batch: int) -> int:
    """Return how many looks of `cap` a day may begin now, when `used` began in the last 24 hours, the last one `waited` ago.

    They are earned while time passes, so that a list that is looked at all day spreads them, and one that is looked at once a day
    has them all; a full batch may always come, for it costs no more than a part of one.
    """
    earned = cap * min(waited / DAY, 1.0) + batch
    return max(int(min(cap - used, earned)), 0)
