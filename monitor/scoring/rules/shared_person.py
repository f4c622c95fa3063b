"""Does one person carry several of the projects that are watched? Told across projects: one project alone cannot answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="shared_person",
    question="Does one person carry several of the projects that are watched?",
    why="Where one person stands behind several dependencies, one departure touches them all.",
    remedy="Others are seen in these roles as well.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "shared_person.none_known": (),
    "shared_person.several": ("person", "projects"),
    "shared_person.holds": ("person", "role", "project"),
    "shared_person.account": (),
    "shared_person.others_hold": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield that none is known yet: `scoring/shared_people.py` puts its findings in this place when all projects are judged."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or Finding(RULE.id, Outcome.OK, RULE.weight, said("shared_person.none_known"))
