"""Is reliance holding? Downloads, dependents and derivatives against their own past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from statistics import median

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Measure
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="reliance_falling",
    question="Do others still rely on it?",
    why="When others leave, fewer are left to report, to mend and to take over; it comes late, and is rarely wrong.",
    remedy="Downloads or dependents come back to what they were.",
    family="reliance",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.RELIANCE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "reliance_falling.fell": ("metric", "recent", "before", "fall", "weeks"),
    "reliance_falling.holds": ("metrics",),
    "reliance_falling.too_young": ("weeks",),
    "reliance_falling.nothing": (),
    "reliance_falling.counted": ("metric", "value", "counted_on"),
    "reliance_falling.mirrors_unknown": (),
    "reliance_falling.back": ("before",),
}
METRICS = ("downloads_30d", "dependents", "dependent_repositories", "derivatives")
WEEK = timedelta(days=7)
Series = Mapping[tuple[str, str], list[Measure]]


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each count that fell to half of what it was, or one on all of them."""
    sight = look(RULE, history, now, limits)
    if sight.refusal:
        yield sight.refusal
        return
    told = _series(history, now)
    old_enough = {where: points for where, points in told.items() if _is_old_enough(points, limits)}
    found = list(_falls(old_enough, limits))
    yield from (sight.from_presence(f) for f in found) if found else [sight.from_presence(_calm(told, old_enough, limits))]


def _series(history: History, now: datetime) -> Series:
    """Return the weekly counts of each metric and target: two packages of one project have each a past of their own."""
    found: dict[tuple[str, str], list[Measure]] = {}
    for metric in METRICS:
        for measure in history.measured(metric, ""):
            found.setdefault((metric, measure.target), []).append(measure)
    return {where: points for where, measures in found.items() if (points := _weekly(measures, now))}


def _calm(told: Series, old_enough: Series, limits: Limits) -> Finding:
    if not told:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("reliance_falling.nothing"))
    if not old_enough:
        young = said("reliance_falling.too_young", weeks=limits.reliance_weeks)
        return Finding(RULE.id, Outcome.OK, RULE.weight, young)
    return Finding(RULE.id, Outcome.OK, RULE.weight, said("reliance_falling.holds", metrics=len(old_enough)))


def _weekly(measures: Iterable[Measure], now: datetime) -> list[Measure]:
    """Return the last count of each week, oldest first: days of the week differ, weeks hardly do."""
    weeks: dict[int, Measure] = {}
    for measure in measures:
        if measure.on < now.date():
            weeks[measure.on.toordinal() // WEEK.days] = measure
    return [weeks[number] for number in sorted(weeks)]


def _is_old_enough(points: list[Measure], limits: Limits) -> bool:
    span = (points[-1].on - points[0].on).days // WEEK.days
    return span >= limits.reliance_weeks and len(points) >= limits.reliance_weeks // 2


def _falls(series: Series, limits: Limits) -> Iterator[Finding]:
    for (metric, _), points in series.items():
        third = max(len(points) // 3, 1)
        before, recent = (median(m.value for m in part) for part in (points[:third], points[-third:]))
        if before >= limits.reliance_min and recent <= before * limits.reliance_fall_share:
            yield _finding(metric, points, before, recent)


def _finding(metric: str, points: list[Measure], before: float, recent: float) -> Finding:
    values = {"metric": metric.replace("_30d", " of 30 days").replace("_", " ")}
    weeks = (points[-1].on - points[0].on).days // WEEK.days
    fall = 1 - recent / before
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("reliance_falling.fell", recent=int(recent), before=int(before), fall=fall, weeks=weeks, **values),
        evidence=tuple(
            Evidence(
                said("reliance_falling.counted", value=int(m.value), counted_on=m.on, **values),
                m.on,
                m.link,
                EvidenceLevel.RECORDED,
            )
            for m in (points[0], points[-1])
        ),
        unknowns=(said("reliance_falling.mirrors_unknown"),),
        clears=(said("reliance_falling.back", before=int(before)),),
        started_on=points[0].on,
        subject=f"{points[-1].target} {metric}",
    )
