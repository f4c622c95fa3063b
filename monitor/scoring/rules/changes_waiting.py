"""Are fewer change requests decided than there used to be? Change Request Closure Ratio, with open ones counted as waiting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Finding, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.answers import closing, compared
from monitor.scoring.rules.waiting import MESSAGES_OF, judged
from monitor.scoring.sight import look, mirrored

RULE = RuleSpec(
    id="changes_waiting",
    question="Are fewer change requests decided than there used to be?",
    why="Work that others offer and nobody decides on is lost; few who may merge are left, or none has the time.",
    remedy="More change requests are merged or closed within a month again.",
    family="responsiveness",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.RESPONSIVENESS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = MESSAGES_OF(RULE.id)


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the share that is decided within a month, of the last half year against the two years before."""
    sight = look(RULE, history, now, limits)
    yield (
        mirrored(RULE, history, now)
        or sight.refusal
        or sight.from_count(judged(RULE, history, compared(history, closing, now), 30, limits, now))
    )
