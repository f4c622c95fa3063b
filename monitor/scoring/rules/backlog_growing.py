"""Does the pile of open issues and change requests grow? What is open now against a quarter ago, by the platform's own counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Measure
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.sight import look, mirrored, said, trackers_off, untracked

RULE = RuleSpec(
    id="backlog_growing",
    question="Does the pile of open issues and change requests grow?",
    why="A growing pile is normal for a growing project; beside slower answers it shows that hands are missing.",
    remedy="As much is closed as is opened.",
    family="responsiveness",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.BACKLOG}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "backlog_growing.growing": ("now_open", "then_open", "then_on", "growth"),
    "backlog_growing.steady": ("now_open", "then_open", "then_on"),
    "backlog_growing.too_young": ("days",),
    "backlog_growing.nothing": (),
    "backlog_growing.counted": ("open", "counted_on"),
    "backlog_growing.closed": ("closed", "since_on"),
    "backlog_growing.merged": ("merged", "since_on"),
    "backlog_growing.stale_unknown": (),
    "backlog_growing.shrinks": ("then_open",),
}
ISSUES = "open_issues"
METRICS = (ISSUES, "open_changes")


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on what is open now against a quarter ago."""
    sight = look(RULE, history, now, limits)
    yield mirrored(RULE, history, now) or sight.refusal or sight.from_presence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    off = trackers_off(history, now)
    counted = [m for metric in METRICS for m in history.measured(metric) if m.on <= now.date()]
    totals = _totals(m for m in counted if m.metric != ISSUES or m.target not in off)
    if not totals:
        if off:
            return untracked(RULE, history, now)
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("backlog_growing.nothing"))
    newest = max(totals)
    earlier = [on for on in totals if on <= newest - timedelta(days=limits.backlog_days)]
    if not earlier:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("backlog_growing.too_young", days=limits.backlog_days))
    then = max(earlier)
    now_open, then_open = totals[newest], totals[then]
    growth = (now_open - then_open) / max(then_open, 1)
    if growth < limits.backlog_growth_share or now_open - then_open < limits.backlog_min_growth:
        steady = said("backlog_growing.steady", now_open=now_open, then_open=then_open, then_on=then)
        return Finding(RULE.id, Outcome.OK, RULE.weight, steady)
    link = next((m.link for m in reversed(history.measures) if m.metric in METRICS and m.link), "")
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("backlog_growing.growing", now_open=now_open, then_open=then_open, then_on=then, growth=growth),
        evidence=(
            Evidence(said("backlog_growing.counted", open=now_open, counted_on=newest), newest, link, EvidenceLevel.RECORDED),
            Evidence(said("backlog_growing.counted", open=then_open, counted_on=then), then, link, EvidenceLevel.RECORDED),
            *(Evidence(what, newest, link, EvidenceLevel.RECORDED) for what in _done(history, then, newest)),
        ),
        unknowns=(said("backlog_growing.stale_unknown"),),
        clears=(said("backlog_growing.shrinks", then_open=then_open),),
        started_on=then,
    )


def _done(history: History, then: date, newest: date) -> Iterator[Message]:
    """Yield how many were closed and merged between two days, where the platforms counted that on both."""
    for metric, code in (("closed_issues", "closed"), ("merged_changes", "merged")):
        totals = _totals(m for m in history.measured(metric) if m.on <= newest)
        first, last = ([totals[on] for on in sorted(totals) if on <= day] for day in (then, newest))
        if first and last[-1] >= first[-1]:
            yield said(f"backlog_growing.{code}", **{code: last[-1] - first[-1]}, since_on=then)


def _totals(measures: Iterable[Measure]) -> dict[date, int]:
    """Return what was open on each day on which every metric was counted, each carried on from its last count."""
    by_place: dict[tuple[str, str], dict[date, float]] = {}
    for measure in measures:
        by_place.setdefault((measure.target, measure.metric), {})[measure.on] = measure.value
    days = sorted({on for counts in by_place.values() for on in counts})
    totals: dict[date, int] = {}
    for on in days:
        last = [max((d for d in counts if d <= on), default=None) for counts in by_place.values()]
        if all(day is not None for day in last):
            totals[on] = int(sum(counts[day] for counts, day in zip(by_place.values(), last, strict=True) if day is not None))
    return totals
