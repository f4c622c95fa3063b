"""Is reliance holding? Downloads, dependents and derivatives since a situation opened, against their own past before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Message, Value
from monitor.model.history import Measure
from monitor.model.signals import Signal
from monitor.model.situation import Question, SituationState, Turn
from monitor.scoring.situations.scene import Scene, fact, message

METRICS = ("downloads_30d", "dependents", "derivatives")
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Reliance:
    """One count: its middle value before the opening and in the newest weeks since; `fell` is the count that showed a fall."""

    metric: str
    before: float
    now: float
    last: Measure
    fell: Measure | None


def reliance_of(scene: Scene) -> tuple[Reliance, ...]:
    """Return each count that was large and old enough before the opening and has been counted for weeks since."""
    found = (_compared(scene, metric) for metric in METRICS)
    return tuple(one for one in found if one)


def _compared(scene: Scene, metric: str) -> Reliance | None:
    limits, start = scene.limits, scene.opened_on - timedelta(weeks=scene.limits.reliance_weeks)
    counts = [one for one in scene.history.measured(metric, "") if start <= one.on < scene.today]
    before = _weekly(one for one in counts if one.on < scene.opened_on)
    after = _weekly(one for one in counts if one.on >= scene.opened_on)
    weeks = limits.situation_reliance_weeks
    if len(before) < weeks or len(after) < weeks:
        return None
    usual = median(one.value for one in before)
    if usual < limits.reliance_min:
        return None
    floor = usual * limits.reliance_fall_share
    ends = range(weeks, len(after) + 1)
    fell = next((after[end - 1] for end in ends if _middle(after[end - weeks : end]) <= floor), None)
    return Reliance(metric, usual, _middle(after[-weeks:]), after[-1], fell)


def _middle(counts: Iterable[Measure]) -> float:
    return median(one.value for one in counts)


def _weekly(counts: Iterable[Measure]) -> list[Measure]:
    """Return the last count of each week, oldest first."""
    weeks = {one.on.toordinal() // WEEK_DAYS: one for one in counts}
    return [weeks[number] for number in sorted(weeks)]


def reliance_turns(counts: Iterable[Reliance]) -> list[Turn]:
    """Return where users moving away made the situation louder."""
    return [
        Turn("reliance_fell", SituationState.LOUDER, _fact("reliance.fell", one, one.fell), one.fell.on)
        for one in counts
        if one.fell
    ]


def _fact(code: str, one: Reliance, at: Measure) -> Evidence:
    share = one.now / one.before if at is one.last else at.value / one.before
    values: dict[str, Value] = {
        "metric": one.metric,
        "before": round(one.before),
        "now": round(share * one.before),
        "share": share,
        "on": at.on,
    }
    return fact(code, at.on, at.link or at.target, EvidenceLevel.RECORDED, **values)


def ask_reliance(scene: Scene, counts: tuple[Reliance, ...]) -> Question:
    """Return whether others still rely on the project as they did before."""
    answer, so_far = _answer(scene, counts)
    return Question("reliance", message("reliance.asks"), answer, so_far, message("reliance.settles"))


def _answer(scene: Scene, counts: tuple[Reliance, ...]) -> tuple[Evidence | None, Message]:
    if counts:
        worst = min(counts, key=lambda one: one.now / one.before)
        code = "reliance.fell" if worst.now <= worst.before * scene.limits.reliance_fall_share else "reliance.holds"
        return _fact(code, worst, worst.last), message("reliance.known")
    if not scene.searched(Signal.RELIANCE):
        return None, message("reliance.not_seen")
    return None, message("reliance.too_young", weeks=scene.limits.situation_reliance_weeks)
