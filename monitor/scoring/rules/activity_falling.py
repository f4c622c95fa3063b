"""Is activity falling against the project's own two years? Negative-binomial tail on active days, for a quarter and a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_dates, days_between
from monitor.scoring.metrics.falling_activity import QUARTER_DAYS, Fall, fall_in_quarter, fall_in_year
from monitor.scoring.sight import beyond_commits, link_of, look, said

# No episode outlives the two years of its own baseline and the year after.
LONGEST_EPISODE_MONTHS = 36

RULE = RuleSpec(
    id="activity_falling",
    question="Is activity falling?",
    why="Far fewer active days than in the project's own two years before is the earliest sign that a git history gives.",
    remedy="Active days come back to at least half of what was usual.",
    family="activity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "activity_falling.falling": ("active_days", "usual_days", "period_days", "chance"),
    "activity_falling.steady": ("active_days", "usual_days", "period_days", "chance"),
    "activity_falling.within_chance": ("active_days", "usual_days", "period_days", "chance"),
    "activity_falling.too_little": ("first_on",),
    "activity_falling.nothing": (),
    "activity_falling.last_active": ("last_on", "silent_days"),
    "activity_falling.active_days_again": ("active_days", "period_days"),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding; where quarter and year both fell, the more unusual is told."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    days = active_dates(history, now)
    told = _falls_told(days, now, limits)
    if not told:
        message = said("activity_falling.too_little", first_on=days[0]) if days else said("activity_falling.nothing")
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, message)
    sure = [fall for fall in told if _is_fall(fall, limits)]
    return _finding(history, days, min(sure or told, key=lambda fall: fall.tail), bool(sure), now, limits)


def _falls_told(days: list[date], now: datetime, limits: Limits) -> list[Fall]:
    """Return quarter and year where the project is old enough, and was active enough, to have a level to fall from."""
    falls = [fall for fall in (fall_in_quarter(days, now), fall_in_year(days, now)) if fall is not None]
    return [fall for fall in falls if fall.usual_days >= limits.falling_min_days * fall.period_days / QUARTER_DAYS]


def _is_fall(fall: Fall, limits: Limits) -> bool:
    return fall.tail < limits.falling_tail and fall.active_days <= limits.falling_share * fall.usual_days


def _finding(history: History, days: list[date], fall: Fall, is_risk: bool, now: datetime, limits: Limits) -> Finding:
    numbers = {
        "active_days": fall.active_days,
        "usual_days": fall.usual_days,
        "period_days": fall.period_days,
        "chance": fall.tail,
    }
    last = said("activity_falling.last_active", last_on=days[-1], silent_days=days_between(days[-1], now))
    enough = round(limits.falling_share * fall.usual_days) + 1
    return Finding(
        RULE.id,
        Outcome.AT_RISK if is_risk else Outcome.OK,
        RULE.weight,
        said(_code(fall, is_risk, limits), **numbers),
        evidence=(Evidence(last, days[-1], link_of(history, Signal.ACTIVITY), EvidenceLevel.OBSERVED),),
        unknowns=(beyond_commits(history, now, limits),) if is_risk else (),
        clears=(said("activity_falling.active_days_again", active_days=enough, period_days=fall.period_days),) if is_risk else (),
        started_on=_started_on(days, now, limits) if is_risk else None,
    )


def _code(fall: Fall, is_risk: bool, limits: Limits) -> str:
    """Few days that may be chance are not told as if nothing were missing."""
    is_few = fall.active_days <= limits.falling_share * fall.usual_days
    return "activity_falling.falling" if is_risk else "activity_falling.within_chance" if is_few else "activity_falling.steady"


def _started_on(days: list[date], now: datetime, limits: Limits) -> date:
    """Return the last first of a month on which it was not falling: fixed days to ask at keep an episode's start the same."""
    asked = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(LONGEST_EPISODE_MONTHS):
        if not any(_is_fall(fall, limits) for fall in _falls_told(days, asked, limits)):
            break
        asked = (asked - timedelta(days=1)).replace(day=1)
    return asked.date()
