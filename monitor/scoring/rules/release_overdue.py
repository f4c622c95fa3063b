"""Is a release overdue by the project's own gaps? Shrunken log-normal Student-t, conditional on the wait so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_days, bots_of, end_day, human_commits, rows_between
from monitor.scoring.metrics.named_dates import named_dates
from monitor.scoring.metrics.release_frequency import Cadence, cadence_of, merged_releases, usual_window
from monitor.scoring.sight import RELEASES, is_promised, is_span_seen, link_of, look, said

# The conditional interval of the next release: nine of ten chances lie between its ends.
EARLIEST, MIDDLE, LATEST = 0.05, 0.5, 0.95

RULE = RuleSpec(
    id="release_overdue",
    question="Is a release overdue?",
    why="Fixes reach users only by a release; a wait far beyond the project's own gaps often comes before a stall.",
    remedy="The project releases, or says that it is finished.",
    family="releases",
    weight=Weight.WARNING,
    needs=(RELEASES,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "release_overdue.on_time": ("version", "released_on", "wait_days", "window_from", "window_until", "chance"),
    "release_overdue.overdue": ("version", "released_on", "wait_days", "window_from", "window_until", "chance"),
    "release_overdue.late": ("version", "released_on", "wait_days", "every_days", "late_days", "window_until"),
    "release_overdue.stable_on_time": ("version", "released_on", "wait_days", "window_from", "window_until", "chance"),
    "release_overdue.stable_overdue": ("version", "released_on", "wait_days", "window_from", "window_until", "chance"),
    "release_overdue.stable_late": ("version", "released_on", "wait_days", "every_days", "late_days", "window_until"),
    "release_overdue.prereleases": ("released_on", "prereleases", "version", "newest_on"),
    "release_overdue.never_released": (),
    "release_overdue.last_release": ("version", "released_on"),
    "release_overdue.rhythm": ("gaps", "median_days", "longest_days"),
    "release_overdue.forecast": ("chance_within", "within_days", "expected_from", "expected_on", "expected_until"),
    "release_overdue.unreleased_work": ("active_days",),
    "release_overdue.nothing_promised": (),
    "release_overdue.date_named": ("title", "due_on"),
    "release_overdue.release": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the line that released last; its episode starts with that release."""
    # The forge's own releases are tags with words: they are asked only where nothing shows tags or packages.
    is_shown = any(is_promised(history, signal) for signal in RELEASES)
    rule = RULE if is_shown else replace(RULE, needs=(frozenset({Signal.FORGE_RELEASES}),))
    sight = look(rule, history, now, limits)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    cadence = cadence_of(history, now, limits)
    if cadence is None:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("release_overdue.never_released"))
    newer = _prereleases(history, cadence, now)
    is_overdue = cadence.wait_days > usual_window(cadence, limits)[1]
    return Finding(
        RULE.id,
        Outcome.AT_RISK if is_overdue else Outcome.OK,
        RULE.weight,
        _headline(cadence, is_overdue, bool(newer), limits),
        evidence=(*_evidence(history, cadence, now, limits), *_since(cadence, newer)),
        unknowns=tuple(_unknowns(history, now)) if is_overdue else (),
        clears=(said("release_overdue.release"),) if is_overdue else (),
        started_on=cadence.last.released_at.date(),
        subject=cadence.last.stream,
    )


def _headline(cadence: Cadence, is_overdue: bool, is_stable: bool, limits: Limits) -> Message:
    first, last = usual_window(cadence, limits)
    common: dict[str, Value] = {
        "version": cadence.last.version,
        "released_on": cadence.last.released_at.date(),
        "wait_days": cadence.wait_days,
        "window_until": cadence.day_after(last),
    }
    if is_overdue and cadence.every_days is not None:
        late = int(cadence.wait_days - cadence.every_days)
        code = "release_overdue.stable_late" if is_stable else "release_overdue.late"
        return said(code, **common, every_days=round(cadence.every_days), late_days=late)
    word = "overdue" if is_overdue else "on_time"
    code = f"release_overdue.stable_{word}" if is_stable else f"release_overdue.{word}"
    return said(code, **common, window_from=cadence.day_after(first), chance=cadence.survival(cadence.wait_days))


def _prereleases(history: History, cadence: Cadence, now: datetime) -> list[Release]:
    """Return the pre-releases since the last stable release, oldest first: work that a reader of versions sees."""
    newer = (r for r in merged_releases(history, now) if r.is_prerelease and r.released_at > cadence.last.released_at)
    return sorted(newer, key=lambda found: found.released_at)


def _since(cadence: Cadence, newer: Sequence[Release]) -> Iterable[Evidence]:
    if newer:
        last, released_on = newer[-1], cadence.last.released_at.date()
        values: dict[str, Value] = {"released_on": released_on, "prereleases": len(newer), "version": last.version}
        what = said("release_overdue.prereleases", **values, newest_on=last.released_at.date())
        yield Evidence(what, last.released_at, last.link, EvidenceLevel.RECORDED)


def _evidence(history: History, cadence: Cadence, now: datetime, limits: Limits) -> Iterable[Evidence]:
    last, released_on = cadence.last, cadence.last.released_at.date()
    what = said("release_overdue.last_release", version=last.version, released_on=released_on)
    yield Evidence(what, last.released_at, last.link, EvidenceLevel.RECORDED)
    if cadence.gaps:
        median, longest = round(cadence.median_gap or 0), round(max(cadence.gaps))
        rhythm = said("release_overdue.rhythm", gaps=len(cadence.gaps), median_days=median, longest_days=longest)
        yield Evidence(rhythm, last.released_at, last.link, EvidenceLevel.RECORDED)
    yield Evidence(_forecast(cadence, limits), now.date(), last.link, EvidenceLevel.OBSERVED)
    lines = [line for line in history.coverage if line.signal is Signal.ACTIVITY]
    if is_span_seen(lines, released_on, end_day(now), now, limits):
        worked = active_days(
            human_commits(rows_between(history, released_on + timedelta(days=1), end_day(now)), bots_of(history))
        )
        link = link_of(history, Signal.ACTIVITY)
        yield Evidence(said("release_overdue.unreleased_work", active_days=worked), now.date(), link, EvidenceLevel.OBSERVED)


def _forecast(cadence: Cadence, limits: Limits) -> Message:
    return said(
        "release_overdue.forecast",
        chance_within=cadence.chance_within(limits.forecast_days),
        within_days=limits.forecast_days,
        expected_from=cadence.expected_on(EARLIEST, limits),
        expected_on=cadence.expected_on(MIDDLE, limits),
        expected_until=cadence.expected_on(LATEST, limits),
    )


def _unknowns(history: History, now: datetime) -> Iterable[Message]:
    coming = next((named for named in named_dates(history, now) if named.on >= now.date()), None)
    if coming:
        yield said("release_overdue.date_named", title=coming.title, due_on=coming.on)
    else:
        yield said("release_overdue.nothing_promised")
    if not is_promised(history, Signal.PACKAGE_RELEASES):
        yield said("unknown.packages_not_watched")
    if not is_promised(history, Signal.TAGS):
        yield said("unknown.tags_not_watched")
