"""Can only one person release? Distinct people who tagged or published in the last 12 months: context only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.metrics.release_frequency import merged_releases
from monitor.scoring.sight import RELEASES, look, said

# One release has one releaser and shows nothing.
LEAST_RELEASES = 2

RULE = RuleSpec(
    id="one_releaser",
    question="Can only one person release?",
    why="A fix that nobody else can publish does not reach its users while that person is away.",
    remedy="A second person tags or publishes a release.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(RELEASES,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "one_releaser.one": ("releases",),
    "one_releaser.several": ("releasers", "releases"),
    "one_releaser.too_few": ("releases",),
    "one_releaser.not_recorded": ("releases",),
    "one_releaser.last_release": ("version",),
    "one_releaser.others_may_hold_keys": (),
    "one_releaser.second_person": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK where all releases of the last 12 months, at least two, are by one person."""
    sight = look(RULE, history, now, limits)
    yield sight.refusal or sight.from_absence(_judge(history, now))


def _judge(history: History, now: datetime) -> Finding:
    end = end_day(now)
    start = end - timedelta(days=YEAR_DAYS)
    releases = [release for release in merged_releases(history, now) if release.released_at.date() >= start]
    if len(releases) < LEAST_RELEASES:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("one_releaser.too_few", releases=len(releases)))
    releasers = hands_on_keys(history, start, end).releasers
    if not releasers:
        unknown = said("one_releaser.not_recorded", releases=len(releases))
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, unknown, missing=(Signal.PUBLISHERS,))
    if len(releasers) > 1:
        return Finding(
            RULE.id, Outcome.OK, RULE.weight, said("one_releaser.several", releasers=len(releasers), releases=len(releases))
        )
    return _at_risk(releases, tuple(releasers))


def _at_risk(releases: list[Release], persons: tuple[str, ...]) -> Finding:
    last = max(releases, key=lambda release: release.released_at)
    what = said("one_releaser.last_release", version=last.version)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("one_releaser.one", releases=len(releases)),
        evidence=(Evidence(what, last.released_at, last.link, EvidenceLevel.RECORDED),),
        unknowns=(said("one_releaser.others_may_hold_keys"),),
        clears=(said("one_releaser.second_person"),),
        persons=persons,
    )
