"""Has the work stopped? No commit by a person beyond the project's own rhythm, or fewer than three active days in 12 months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, active_dates, active_days, bots_of, days_between, human_commits, last_year
from monitor.scoring.metrics.own_rhythm import OwnRhythm, own_rhythm
from monitor.scoring.sight import beyond_commits, is_year_seen, link_of, look, said, set_aside

RULE = RuleSpec(
    id="project_silent",
    question="Has the work stopped?",
    why="Nobody may be there to take a security fix. Half of such silences end within a year, so it is no verdict.",
    remedy="People commit again on at least three days of a year.",
    family="activity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "project_silent.silent": ("last_on", "silent_days", "usual_gap_days", "active_days"),
    "project_silent.stalled": ("last_on", "silent_days", "active_days", "since"),
    "project_silent.active": ("last_on", "silent_days", "active_days"),
    "project_silent.active_lately": ("last_on", "silent_days"),
    "project_silent.nothing": (),
    "project_silent.last_active": ("last_on", "usual_gap_days", "longest_gap_days"),
    "project_silent.may_be_finished": (),
    "project_silent.active_days_again": ("active_days",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK when silent beyond the own rhythm, or stalled as the backtest defines it."""
    sight = look(RULE, history, now, limits, years=1)
    found = _judge(history, now, limits)
    yield sight.refusal or sight.from_absence(replace(found, unknowns=(*found.unknowns, *set_aside(history, now))))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    days = active_dates(history, now)
    if not days:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("project_silent.nothing"))
    rhythm = own_rhythm(days, limits)
    year = active_days(human_commits(last_year(history, now), bots_of(history)))
    if days_between(rhythm.last_on, now) > rhythm.patience_days:
        return _at_risk(history, rhythm, rhythm.last_on, _silent(rhythm, year, now), now, limits)
    if year < limits.stall_active_days and days_between(days[0], now) >= YEAR_DAYS:
        since = _stalled_since(days, limits)
        return _at_risk(history, rhythm, since, _stalled(rhythm, year, since, now), now, limits)
    return Finding(
        RULE.id, Outcome.OK, RULE.weight, _active(history, rhythm, year, now, limits), evidence=(_evidence(history, rhythm),)
    )


def _active(history: History, rhythm: OwnRhythm, year: int, now: datetime, limits: Limits) -> Message:
    silent_days = days_between(rhythm.last_on, now)
    if not is_year_seen(history, (Signal.ACTIVITY,), now, limits):
        return said("project_silent.active_lately", last_on=rhythm.last_on, silent_days=silent_days)
    return said("project_silent.active", last_on=rhythm.last_on, silent_days=silent_days, active_days=year)


def _silent(rhythm: OwnRhythm, year: int, now: datetime) -> Message:
    silent_days = days_between(rhythm.last_on, now)
    usual = rhythm.told_days
    return said("project_silent.silent", last_on=rhythm.last_on, silent_days=silent_days, usual_gap_days=usual, active_days=year)


def _stalled(rhythm: OwnRhythm, year: int, since: date, now: datetime) -> Message:
    silent_days = days_between(rhythm.last_on, now)
    return said("project_silent.stalled", last_on=rhythm.last_on, silent_days=silent_days, active_days=year, since=since)


def _stalled_since(days: Sequence[date], limits: Limits) -> date:
    """Return since when no year held enough active days: one visit in a long stall does not begin a new one."""
    wanted = limits.stall_active_days
    for first, last in zip(reversed(days[: len(days) - wanted + 1]), reversed(days[wanted - 1 :]), strict=True):
        if (last - first).days < YEAR_DAYS:
            return first + timedelta(days=YEAR_DAYS)
    return days[0]


def _at_risk(history: History, rhythm: OwnRhythm, since: date, headline: Message, now: datetime, limits: Limits) -> Finding:
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(_evidence(history, rhythm),),
        unknowns=(said("project_silent.may_be_finished"), beyond_commits(history, now, limits)),
        clears=(said("project_silent.active_days_again", active_days=limits.stall_active_days),),
        started_on=since,
    )


def _evidence(history: History, rhythm: OwnRhythm) -> Evidence:
    usual, longest = rhythm.told_days, rhythm.longest_days
    what = said("project_silent.last_active", last_on=rhythm.last_on, usual_gap_days=usual, longest_gap_days=longest)
    return Evidence(what, rhythm.last_on, link_of(history, Signal.ACTIVITY), EvidenceLevel.OBSERVED)
