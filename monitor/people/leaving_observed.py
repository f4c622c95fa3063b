"""What is only observed: a profile that turned to "formerly at", and silence beyond the own rhythm. Pure.

Silence is no sign of its own: it is added to a departure that something else tells of, in days, and never makes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import quantiles

from monitor.model.carrying import Affiliation, DepartureKind, Sign
from monitor.model.evidence import EvidenceLevel
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.people.belonging import organisation_key
from monitor.people.leaving_signs import Told

FORMER = "former"
TENTHS = 10


def told_in_profiles(history: History, now: datetime) -> Iterator[Told]:
    """Yield a sign for each profile that turned to "formerly at" the project's own organisation while we looked.

    What stood there at our first look is no event; "formerly at" anywhere else has nothing to do with the project.
    """
    homes = _homes(history)
    for one in history.affiliations:
        is_home = organisation_key(one.organisation) in homes
        if one.kind == FORMER and is_home and one.seen_from <= now and _is_new(one, history.affiliations):
            last = (one.not_before or one.seen_from).date()
            sign = Sign(DepartureKind.FORMER, one.level, one.seen_from.date(), one.link, not_before=last, quote=one.text)
            yield Told(one.person, sign)


def _homes(history: History) -> frozenset[str]:
    """Return the organisations that the project belongs to, as they are compared: its steward, its owner, its own name."""
    owners = [state.value for state in history.state("owner") if state.seen_until is None]
    pages = [state.target.rstrip("/").rpartition("/")[2] for state in history.state("member")]
    names = [history.project.steward.organisation, history.project.name, *owners, *pages]
    return frozenset(organisation_key(name) for name in names if name)


def _is_new(one: Affiliation, others: Sequence[Affiliation]) -> bool:
    """Return whether the text came while we looked, or follows one that named the same organisation as the present one."""
    if one.not_before is not None:
        return True
    key = organisation_key(one.organisation)
    return any(
        other.person == one.person
        and other.kind != FORMER
        and organisation_key(other.organisation) == key
        and other.link == one.link
        and other.seen_until is not None
        and other.seen_until <= one.seen_from
        for other in others
    )


def silence_of(history: History, person: str, now: datetime, limits: Limits) -> Sign | None:
    """Return the sign that `person` was not seen for longer than their own rhythm explains; None: they were, or nobody looked."""
    view = next((line for line in history.coverage if line.signal is Signal.ACTIVITY and line.seen_until), None)
    days = sorted({row.on for row in history.activity if row.person == person and row.on < now.date()})
    if view is None or view.seen_until is None or now - view.seen_until > timedelta(days=limits.stale_after_days) or not days:
        return None
    until = days[-1] + timedelta(days=_patience(days, limits))
    if now.date() <= until:
        return None
    return Sign(DepartureKind.SILENT, EvidenceLevel.OBSERVED, until, view.target, not_before=days[-1])


def _patience(days: Sequence[date], limits: Limits) -> int:
    """Return after how many days silence is told: three times the own 90 % gap, and half a year at least."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)][-limits.rhythm_gaps :]
    usual = quantiles(gaps, n=TENTHS, method="inclusive")[-1] if len(gaps) > 1 else float(sum(gaps))
    return max(limits.silence_floor_days, round(limits.silence_gap_factor * usual))
