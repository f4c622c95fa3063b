"""Is the project quiet rather than stalled? Low but steady work for two years, people still there: context that calms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import end_day
from monitor.scoring.metrics.quiet import Quiet, quiet_of
from monitor.scoring.sight import beyond_commits, link_of, look, said

RULE = RuleSpec(
    id="quiet",
    question="Is the project quiet rather than stalled?",
    why="A finished library needs few commits and no releases; to call it stalled would be a false alarm.",
    remedy="Nothing to clear: being quiet raises no level, and calms what release and activity rules say.",
    family="standing",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "quiet.quiet": ("active_days", "active_days_before", "last_on"),
    "quiet.not_quiet": ("active_days", "active_days_before"),
    "quiet.active_days": ("active_days", "active_days_before", "last_on"),
    "quiet.obligations_unchecked": (),
    "quiet.fewer_or_more_days": ("fewest_days", "most_days"),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: OK when quiet, with what could not be checked; NOT_APPLICABLE when busy, young, silent or sinking."""
    sight = look(RULE, history, now, limits, years=limits.quiet_years)
    yield sight.refusal or sight.from_count(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    quiet = quiet_of(history, now, limits)
    if not quiet.is_quiet:
        not_quiet = said("quiet.not_quiet", active_days=quiet.active_days[0], active_days_before=quiet.active_days[1])
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, not_quiet)
    return Finding(
        RULE.id,
        Outcome.OK,
        RULE.weight,
        reason(quiet, "quiet.quiet"),
        evidence=(
            Evidence(
                reason(quiet, "quiet.active_days"),
                end_day(now) - timedelta(days=1),
                link_of(history, Signal.ACTIVITY),
                EvidenceLevel.OBSERVED,
            ),
        ),
        unknowns=(said("quiet.obligations_unchecked"), beyond_commits(history, now, limits)),
        clears=(
            said("quiet.fewer_or_more_days", fewest_days=limits.quiet_min_active_days, most_days=limits.quiet_max_active_days),
        ),
    )


def reason(quiet: Quiet, code: str) -> Message:
    """Return the numbers of a quiet project as a message of `code`."""
    return said(code, active_days=quiet.active_days[0], active_days_before=quiet.active_days[1], last_on=quiet.last_on)
