"""Can only one person release? Distinct people who tagged or published in the last 12 months: context only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day, nobody_of
from monitor.scoring.metrics.hands_on_keys import hands_on_keys
from monitor.scoring.metrics.release_frequency import finals, merged_releases, plain_version
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
    "one_releaser.one_of_known": ("releases", "known", "unknown"),
    "one_releaser.several": ("releasers",),
    "one_releaser.too_few": ("releases",),
    "one_releaser.not_recorded": ("releases", "unknown"),
    "one_releaser.last_release": ("version",),
    "one_releaser.others_may_hold_keys": (),
    "one_releaser.second_person": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK where the releases of the last 12 months with a known maker, at least two, are by one person."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_count(_judge(history, now))


def _judge(history: History, now: datetime) -> Finding:
    end = end_day(now)
    start = end - timedelta(days=YEAR_DAYS)
    releases = [release for release in finals(merged_releases(history, now)) if release.released_at.date() >= start]
    if len(releases) < LEAST_RELEASES:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("one_releaser.too_few", releases=len(releases)))
    makers = [_makers(history, release) for release in releases]
    known, persons = sum(1 for made_by in makers if made_by), frozenset[str]().union(*makers)
    unknown = len(releases) - known
    everybody = persons | (hands_on_keys(history, start, end).releasers or frozenset())
    if len(everybody) > 1:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("one_releaser.several", releasers=len(everybody)))
    if known < LEAST_RELEASES:
        told = said("one_releaser.not_recorded", releases=len(releases), unknown=unknown)
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, told, missing=(Signal.PUBLISHERS,))
    headline = said("one_releaser.one", releases=len(releases))
    if unknown:
        headline = said("one_releaser.one_of_known", releases=len(releases), known=known, unknown=unknown)
    return _at_risk(releases[-1], headline, tuple(persons))


def _makers(history: History, release: Release) -> frozenset[str]:
    """Return who tagged or published a version; what bots or forgotten accounts made has no known maker."""
    version = (release.stream, plain_version(release.version))
    same = (other for other in history.releases if (other.stream, plain_version(other.version)) == version)
    return frozenset(other.by for other in same if other.by) - nobody_of(history)


def _at_risk(last: Release, headline: Message, persons: tuple[str, ...]) -> Finding:
    what = said("one_releaser.last_release", version=last.version)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(Evidence(what, last.released_at, last.link, EvidenceLevel.RECORDED),),
        unknowns=(said("one_releaser.others_may_hold_keys"),),
        clears=(said("one_releaser.second_person"),),
        persons=persons,
    )
