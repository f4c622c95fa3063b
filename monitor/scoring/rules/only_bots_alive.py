"""Are only bots alive? Commits by bots go on while no person committed for half a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.facts import ActivityKind
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_dates, active_days, bots_of, days_between, end_day, rows_between
from monitor.scoring.sight import beyond_commits, link_of, look, said

RULE = RuleSpec(
    id="only_bots_alive",
    question="Are only bots alive?",
    why="Automatic commits make a project look busy to every counter of commits, and nobody decides anything in it.",
    remedy="A person commits.",
    family="activity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "only_bots_alive.only_bots": ("bot_days", "period_days", "last_human_on"),
    "only_bots_alive.no_bots": ("bot_days", "period_days"),
    "only_bots_alive.people": ("bot_days", "period_days", "last_human_on"),
    "only_bots_alive.last_bot": ("last_bot_on",),
    "only_bots_alive.bots_by_name": (),
    "only_bots_alive.commit_by_person": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK when bots were active on several days of the last half-year and people on none."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    end, period = end_day(now), limits.silence_floor_days
    bots = bots_of(history)
    recent = rows_between(history, end - timedelta(days=period), end)
    by_bots = [row for row in recent if row.kind is ActivityKind.COMMIT and row.person in bots]
    bot_days = active_days(by_bots)
    if bot_days < limits.bots_alive_days:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("only_bots_alive.no_bots", bot_days=bot_days, period_days=period))
    days = active_dates(history, now)
    last_on = days[-1] if days else None
    values = {"bot_days": bot_days, "period_days": period, "last_human_on": last_on}
    if last_on is not None and days_between(last_on, now) <= period:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("only_bots_alive.people", **values))
    last_bot = said("only_bots_alive.last_bot", last_bot_on=by_bots[-1].on)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("only_bots_alive.only_bots", **values),
        evidence=(Evidence(last_bot, by_bots[-1].on, link_of(history, Signal.ACTIVITY), EvidenceLevel.OBSERVED),),
        unknowns=(said("only_bots_alive.bots_by_name"), beyond_commits(history, now, limits)),
        clears=(said("only_bots_alive.commit_by_person"),),
        started_on=last_on,
    )
