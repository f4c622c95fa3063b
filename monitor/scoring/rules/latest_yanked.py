"""Was the newest release withdrawn? The last final version of a package is marked as yanked: a recorded fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.facts import Channel
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
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
    "latest_yanked.withdrawn": ("version",),
    "latest_yanked.reason": ("reason",),
    "latest_yanked.withdrawn_when": (),
    "latest_yanked.new_release": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on the package release published last; its episode starts with that release."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_presence(_judge(history, now))


def _judge(history: History, now: datetime) -> Finding:
    published = (r for r in history.releases if r.channel is Channel.PACKAGE and r.released_at < now)
    releases = finals(published)
    if not releases:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("latest_yanked.no_release"))
    last = releases[-1]
    if last.is_yanked:
        return _at_risk(last, releases)
    available = said("latest_yanked.available", version=last.version, released_on=last.released_at.date())
    return Finding(RULE.id, Outcome.OK, RULE.weight, available)


def _at_risk(last: Release, releases: list[Release]) -> Finding:
    before = next((release.version for release in reversed(releases) if not release.is_yanked), None)
    released_on = last.released_at.date()
    what = said("latest_yanked.withdrawn", version=last.version)
    reasons = (said("latest_yanked.reason", reason=last.yanked_reason),) if last.yanked_reason else ()
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("latest_yanked.yanked", version=last.version, released_on=released_on, version_before=before),
        evidence=(
            Evidence(what, last.released_at, last.link, EvidenceLevel.RECORDED),
            *(Evidence(reason, last.released_at, last.link, EvidenceLevel.ANNOUNCED) for reason in reasons),
        ),
        unknowns=(said("latest_yanked.withdrawn_when"),),
        clears=(said("latest_yanked.new_release"),),
        started_on=released_on,
        subject=last.version,
    )
