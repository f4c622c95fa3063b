"""Do people wait longer for a first answer than they used to? Time to First Response; what is open counts as waiting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Finding, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.answers import compared, first_response
from monitor.scoring.rules.waiting import MESSAGES_OF, judged
from monitor.scoring.sight import look, mirrored

RULE = RuleSpec(
    id="answers_slower",
    question="Do people wait longer for a first answer than they used to?",
    why="Answers stop before commits do: a project that answers nobody has nobody to spare.",
    remedy="More issues and change requests get an answer within a week again.",
    family="responsiveness",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.RESPONSIVENESS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = MESSAGES_OF(RULE.id)


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the share that is answered within a week, of the last half year against the two years before."""
    sight = look(RULE, history, now, limits)
    yield (
        mirrored(RULE, history, now)
        or sight.refusal
        or sight.from_count(judged(RULE, history, compared(history, first_response, now), 7, limits, now))
    )
