"""Was the newest release withdrawn? The last final version of a package is marked as yanked: a recorded fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.facts import Channel
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.release_frequency import finals
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="latest_yanked",
    question="Was the newest release withdrawn?",
    why="A yanked release is broken or unsafe by the project's own word, and no newer one replaces it yet.",
    remedy="The project publishes a release that is not withdrawn; until then pin the version before.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.PACKAGE_RELEASES}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "latest_yanked.yanked": ("version", "released_on", "version_before"),
    "latest_yanked.available": ("version", "released_on"),
    "latest_yanked.no_release": (),
    "latest_yanked.withdrawn": ("version", "released_on"),
    "latest_yanked.withdrawn_between": ("version", "not_before", "seen_on"),
    "latest_yanked.reason": ("reason",),
    "latest_yanked.withdrawn_when": (),
    "latest_yanked.new_release": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the package release published last; its episode starts when we saw it withdrawn."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_presence(_judge(history, now))


def _judge(history: History, now: datetime) -> Finding:
    published = (r for r in history.releases if r.channel is Channel.PACKAGE and r.released_at < now)
    releases = finals(published)
    if not releases:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("latest_yanked.no_release"))
    last = releases[-1]
    if last.is_yanked:
        return _at_risk(last, releases, now)
    available = said("latest_yanked.available", version=last.version, released_on=last.released_at.date())
    return Finding(RULE.id, Outcome.OK, RULE.weight, available)


def _at_risk(last: Release, releases: list[Release], now: datetime) -> Finding:
    before = next((release.version for release in reversed(releases) if not release.is_yanked), None)
    released_on = last.released_at.date()
    # The day of the release is not that of its withdrawal; a history collected later tells of no look.
    seen_at = last.yanked_seen_at if last.yanked_seen_at and last.yanked_seen_at <= now else last.released_at
    what = _withdrawn(last, seen_at)
    reasons = (said("latest_yanked.reason", reason=last.yanked_reason),) if last.yanked_reason else ()
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("latest_yanked.yanked", version=last.version, released_on=released_on, version_before=before),
        evidence=(
            Evidence(what, seen_at, last.link, EvidenceLevel.RECORDED),
            *(Evidence(reason, seen_at, last.link, EvidenceLevel.ANNOUNCED) for reason in reasons),
        ),
        unknowns=() if last.yanked_not_before else (said("latest_yanked.withdrawn_when"),),
        clears=(said("latest_yanked.new_release"),),
        started_on=seen_at.date(),
        subject=last.version,
    )


def _withdrawn(last: Release, seen_at: datetime) -> Message:
    """Return that a version is withdrawn: between two looks of ours, or before the first."""
    if last.yanked_not_before is None:
        return said("latest_yanked.withdrawn", version=last.version, released_on=last.released_at.date())
    interval = {"not_before": last.yanked_not_before.date(), "seen_on": seen_at.date()}
    return said("latest_yanked.withdrawn_between", version=last.version, **interval)
