"""Low but steady work: the numbers that tell a quiet project from a stalled one (reference: finished, stable projects)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import YEAR_DAYS, active_dates, active_days, bots_of, days_between, human_commits, last_year
from monitor.scoring.metrics.inactive_contributors import recent_mainstays
from monitor.scoring.metrics.own_rhythm import own_rhythm


@dataclass(frozen=True, slots=True)
class Quiet:
    """Active days of each year looked at, newest first (at least two), and whether they are low, steady and peopled."""

    is_quiet: bool
    active_days: tuple[int, ...]
    last_on: date | None


def quiet_of(history: History, now: datetime, limits: Limits) -> Quiet:
    """Return whether a project is quiet.

    Each year is neither near a stall nor busy, none sinks below half of the year before, the project is not silent beyond its own
    rhythm, and no mainstay fell silent without others carrying on.
    """
    bots = bots_of(history)
    years = max(2, limits.quiet_years)
    counts = tuple(active_days(human_commits(last_year(history, now, ago), bots)) for ago in range(years))
    days = active_dates(history, now)
    if not days or days_between(days[0], now) < YEAR_DAYS * years or not _is_low_and_steady(counts, limits):
        return Quiet(False, counts, days[-1] if days else None)
    rhythm = own_rhythm(days, limits)
    is_silent = days_between(rhythm.last_on, now) > rhythm.patience_days
    is_missed = any(mainstay.is_silent and not mainstay.carried_on for mainstay in recent_mainstays(history, now, limits))
    return Quiet(not is_silent and not is_missed, counts, rhythm.last_on)


def _is_low_and_steady(counts: tuple[int, ...], limits: Limits) -> bool:
    is_low = all(limits.quiet_min_active_days <= count <= limits.quiet_max_active_days for count in counts)
    return is_low and all(later >= limits.steady_share * earlier for later, earlier in pairwise(counts))
