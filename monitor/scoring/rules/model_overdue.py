"""Is the next base release of a model family overdue by its own rhythm? Fine-tunes, quantisations and edits of cards are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.model_families import base_releases
from monitor.scoring.metrics.release_frequency import Cadence, cadence_of, usual_window
from monitor.scoring.sight import link_of, look, said

RULE = RuleSpec(
    id="model_overdue",
    question="Is the next base model overdue?",
    why="A house that publishes base models at a rhythm and stops has changed its plans, its team or its licence.",
    remedy="A new base model appears, or the house says what it plans.",
    family="releases",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.MODELS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "model_overdue.on_time": ("model", "released_on", "wait_days", "window_until"),
    "model_overdue.overdue": ("model", "released_on", "wait_days", "window_until", "chance"),
    "model_overdue.too_few": ("releases",),
    "model_overdue.none": (),
    "model_overdue.last": ("model", "released_on"),
    "model_overdue.rhythm": ("gaps", "median_days"),
    "model_overdue.nothing_promised": (),
    "model_overdue.release": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the house's base releases; days on which several appeared count once."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    releases = base_releases(history, now)
    if not releases:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("model_overdue.none"))
    cadence = cadence_of(replace(history, releases=tuple(releases)), now, limits)
    if cadence is None or len(cadence.gaps) < limits.stream_min_gaps:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("model_overdue.too_few", releases=len(releases)))
    end = usual_window(cadence, limits)[1]
    return _at_risk(history, cadence, end) if cadence.wait_days > end else _on_time(cadence, end)


def _on_time(cadence: Cadence, end: float) -> Finding:
    headline = said(
        "model_overdue.on_time",
        model=cadence.last.link or cadence.last.version,
        released_on=cadence.last.released_at.date(),
        wait_days=cadence.wait_days,
        window_until=cadence.day_after(end),
    )
    return Finding(RULE.id, Outcome.OK, RULE.weight, headline)


def _at_risk(history: History, cadence: Cadence, end: float) -> Finding:
    last, released_on = cadence.last, cadence.last.released_at.date()
    headline = said(
        "model_overdue.overdue",
        model=last.version,
        released_on=released_on,
        wait_days=cadence.wait_days,
        window_until=cadence.day_after(end),
        chance=cadence.survival(cadence.wait_days),
    )
    rhythm = said("model_overdue.rhythm", gaps=len(cadence.gaps), median_days=cadence.median_gap)
    page = link_of(history, Signal.MODELS)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(
            Evidence(
                said("model_overdue.last", model=last.version, released_on=released_on),
                last.released_at,
                last.link,
                EvidenceLevel.RECORDED,
            ),
            Evidence(rhythm, last.released_at + timedelta(days=cadence.wait_days), page, EvidenceLevel.OBSERVED),
        ),
        unknowns=(said("model_overdue.nothing_promised"),),
        clears=(said("model_overdue.release"),),
        started_on=released_on,
        subject=last.version,
    )
