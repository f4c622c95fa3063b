"""What came to pass in the year after a date, and which dates may be asked: the definitions of the backtest."""

from __future__ import annotations

from monitor.scoring.forecast.past import QUARTER, YEAR, Past

# Fewer active days in a year are a stall, and so many in a quarter still look alive.
STALL_DAYS = 3
FEWEST_COMMITS = 20


def is_in_card(past: Past, day: int) -> bool:
    """Return whether a project can be asked at `day`: 20 human commits so far, and 3 active days in the year before."""
    return past.project.commits(0, day) >= FEWEST_COMMITS and past.project.days(day - YEAR, day) >= STALL_DAYS


def looks_alive(past: Past, day: int) -> bool:
    """Return whether there were 3 active days in the 90 days before: anybody sees that a silent project is silent."""
    return past.project.days(day - QUARTER, day) >= STALL_DAYS


def has_stalled(past: Past, day: int) -> bool:
    """Return whether there were fewer than 3 active days in the year from `day`."""
    return past.project.days(day, day + YEAR) < STALL_DAYS


def are_gone(past: Past, day: int) -> bool:
    """Return whether no mainstay of the year before committed from 90 days after `day` to the end of that year."""
    return not any(past.people[person].days(day + QUARTER, day + YEAR) for person in past.mainstays(day))
