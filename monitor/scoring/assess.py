"""One project, one moment: all rules, the standing, the key numbers, the people by role and the picture."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model.assessment import Assessment, KeyNumbers, Standing
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import (
    YEAR_DAYS,
    active_dates,
    active_days,
    bots_of,
    commits_by_person,
    end_day,
    human_commits,
    last_year,
    nobody_of,
)
from monitor.scoring.metrics.contributor_absence_factor import contributor_absence_factor
from monitor.scoring.metrics.hands_on_keys import Hands, hands_on_keys
from monitor.scoring.metrics.origins import heard
from monitor.scoring.metrics.release_frequency import cadence_of, usual_window
from monitor.scoring.model_roll_up import model_roll_up
from monitor.scoring.picture import build_picture
from monitor.scoring.roles import role_holders
from monitor.scoring.rules import RULES
from monitor.scoring.sight import RELEASES, is_year_seen
from monitor.scoring.situations import situations
from monitor.scoring.standing import calmed, standing_of, uncompared

# Raised whenever the same history would be judged otherwise; reports compare only what one method judged.
METHOD = "6"


def assess(history: History, now: datetime, limits: Limits) -> Assessment:
    """Return the assessment of one project at `now`, without regard to any list or family. A rule's crash is not caught here."""
    findings = uncompared([finding for rule in RULES.values() for finding in rule.judge(history, now, limits)])
    numbers = key_numbers(history, now, limits)
    standing, reason = standing_of(history, findings, now, limits)
    return Assessment(
        project=history.project.key,
        as_of=now,
        method=METHOD,
        standing=standing,
        findings=calmed(findings) if standing is Standing.QUIET else findings,
        coverage=history.coverage,
        numbers=numbers,
        picture=build_picture(history, now, limits),
        standing_reason=reason,
        people=tuple(role_holders(history, now, limits)),
        heard=heard(history, now, limits),
        models=model_roll_up(history, numbers, now, limits),
        situations=situations(history, findings, now, limits),
    )


def key_numbers(history: History, now: datetime, limits: Limits) -> KeyNumbers:
    """Return the numbers of the portfolio table; None where the 12 months were not wholly seen."""
    days = active_dates(history, now)
    commits = human_commits(last_year(history, now), bots_of(history))
    counts = commits_by_person(commits)
    hands = _hands(history, now)
    is_worked_seen = bool(days) and is_year_seen(history, (Signal.ACTIVITY,), now, limits)
    is_released_seen = is_year_seen(history, RELEASES, now, limits)
    cadence = cadence_of(history, now, limits)
    window = [cadence.day_after(days) for days in usual_window(cadence, limits)] if cadence else [None, None]
    return KeyNumbers(
        last_activity_on=days[-1] if days else None,
        active_days_year=active_days(commits) if is_worked_seen else None,
        people_year=len(counts) if is_worked_seen else None,
        absence_factor=contributor_absence_factor(counts, limits, nobody_of(history)) if is_worked_seen else None,
        releasers_year=_count(releasers_of(history, hands, now)) if is_released_seen else None,
        mergers_year=_count(hands.mergers) if is_worked_seen else None,
        last_release_on=cadence.last.released_at.date() if cadence else None,
        last_version=cadence.last.version if cadence else "",
        release_expected_from=window[0],
        release_expected_by=window[1],
        release_expected_on=cadence.expected_on(0.5, limits) if cadence else None,
        first_activity_on=days[0] if days else None,
    )


def _hands(history: History, now: datetime) -> Hands:
    end = end_day(now)
    return hands_on_keys(history, end - timedelta(days=YEAR_DAYS), end)


def releasers_of(history: History, hands: Hands, now: datetime) -> frozenset[str] | None:
    """Return who released in the last 12 months; None where there are releases and nobody knows of any who made it."""
    start = end_day(now) - timedelta(days=YEAR_DAYS)
    is_released = any(start <= release.released_at.date() and release.released_at < now for release in history.releases)
    return None if is_released and not hands.releasers else hands.releasers


def _count(hands: frozenset[str] | None) -> int | None:
    return None if hands is None else len(hands)
