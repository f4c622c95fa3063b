"""Did somebody leave right after a major release? A dated fact, told as context: published data finds no excess of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.model.carrying import Departure
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.scoring.metrics.departed import WHERE, sure
from monitor.scoring.metrics.versions import is_final, major_of
from monitor.scoring.rules.departing import best_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="departure_after_release",
    question="Did somebody leave right after a major release?",
    why="A release can close a piece of work; who asks what comes next wants to know both dates.",
    remedy="Time passes, or the next release shows that the work goes on.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(WHERE,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "departure_after_release.after": ("person", "on", "version", "released_on", "after_days", "usual_gap_days"),
    "departure_after_release.none": ("days",),
    "departure_after_release.released": ("version",),
    "departure_after_release.no_excess": (),
    "departure_after_release.time_passes": ("until_on",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each announced or recorded departure that followed a major release closely."""
    sight = look(RULE, history, now, limits)
    major = _majors(history, now)
    pairs = [(one, before) for one in sure(history, now, limits.departure_days) if (before := _before(one, major, limits))]
    if pairs:
        yield from (sight.from_presence(_finding(one, release, major, limits)) for one, release in pairs)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("departure_after_release.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _majors(history: History, now: datetime) -> list[Release]:
    """Return the releases that began a major version, and one model release a day, oldest first."""
    found: dict[tuple[int, int], Release] = {}
    for release in sorted(history.releases, key=lambda release: release.released_at):
        major = major_of(release.version) if is_final(release.version) else None
        if major is not None and release.released_at < now:
            found.setdefault(major, release)
    models: dict[date, Release] = {}
    for release in history.models:
        if release.released_at < now:
            models.setdefault(release.released_at.date(), release)
    return sorted([*found.values(), *models.values()], key=lambda release: release.released_at)


def _gap(major: Sequence[Release]) -> float | None:
    """Return the usual days between major releases, None where there is no gap to tell it from."""
    days = sorted({release.released_at.date() for release in major})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return median(gaps) if gaps else None


def _before(one: Departure, major: Sequence[Release], limits: Limits) -> Release | None:
    gap = _gap([release for release in major if release.released_at.date() <= one.on])
    if gap is None:
        return None
    reach = timedelta(days=min(limits.after_release_days, limits.after_release_share * gap))
    near = [release for release in major if timedelta() <= one.on - release.released_at.date() <= reach]
    return near[-1] if near else None


def _finding(one: Departure, release: Release, major: Sequence[Release], limits: Limits) -> Finding:
    released_on = release.released_at.date()
    gap = _gap([found for found in major if found.released_at.date() <= one.on])
    told = Evidence(
        said("departure_after_release.released", version=release.version), released_on, release.link, EvidenceLevel.RECORDED
    )
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said(
            "departure_after_release.after",
            person=one.person,
            on=one.on,
            version=release.version,
            released_on=released_on,
            after_days=(one.on - released_on).days,
            usual_gap_days=round(gap or 0),
        ),
        evidence=(told, best_evidence(one)),
        unknowns=(said("departing.reason_unknown"), said("departure_after_release.no_excess")),
        clears=(said("departure_after_release.time_passes", until_on=one.on + timedelta(days=limits.departure_days)),),
        started_on=one.on,
        subject=one.person,
        persons=(one.person,),
    )
