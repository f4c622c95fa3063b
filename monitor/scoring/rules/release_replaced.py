"""Does something else stand under a released name? A tag moved, weights or a tokenizer replaced: an event, for 90 days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import days_between
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="release_replaced",
    question="Does something else stand under a name that was released?",
    why="What you built from a name can no longer be built again; a replaced tag is also how stolen keys show.",
    remedy="Compare what you use with what stands there now, and pin by content instead of by name.",
    family="integrity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.TAGS, Signal.WEIGHTS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "release_replaced.tag_moved": ("version", "seen_on"),
    "release_replaced.weights": ("model", "seen_on"),
    "release_replaced.tokenizer": ("model", "seen_on"),
    "release_replaced.all_stand": (),
    "release_replaced.digests": ("before", "after"),
    "release_replaced.why_unknown": (),
    "release_replaced.time_passes": ("until_on",),
}
SHOWN = 12
DIGESTS = (("weights_digest", "weights"), ("tokenizer", "tokenizer"))


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each name whose content was replaced in the last 90 days, or one that all stand."""
    sight = look(RULE, history, now, limits)
    found = [*_tags(history, now, limits), *_models(history, now, limits)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        stand = Finding(RULE.id, Outcome.OK, RULE.weight, said("release_replaced.all_stand"))
        yield sight.refusal or sight.from_presence(stand)


def _tags(history: History, now: datetime, limits: Limits) -> Iterator[Finding]:
    for release in history.releases:
        at = release.replaced_at
        if at is not None and at <= now and days_between(at.date(), now) <= limits.replaced_days:
            yield _moved(release, at, limits)


def _moved(release: Release, at: datetime, limits: Limits) -> Finding:
    headline = said("release_replaced.tag_moved", version=release.version, seen_on=at.date())
    return _finding(
        headline, release.digest_before, release.digest, at, release.link, f"{release.target} {release.version}", limits
    )


def _models(history: History, now: datetime, limits: Limits) -> Iterator[Finding]:
    for attribute, code in DIGESTS:
        for change in changes(history, attribute, now, limits.replaced_days):
            yield _replaced(change, code, limits)


def _replaced(change: Change, code: str, limits: Limits) -> Finding:
    after = change.after
    headline = said(f"release_replaced.{code}", model=after.subject, seen_on=change.at.date())
    return _finding(headline, change.before.value, after.value, change.at, after.link, f"{after.subject} {code}", limits)


def _finding(headline: Message, before: str, after: str, at: datetime, link: str, subject: str, limits: Limits) -> Finding:
    digests = said("release_replaced.digests", before=before[:SHOWN], after=after[:SHOWN])
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(Evidence(digests, at, link, EvidenceLevel.RECORDED),),
        unknowns=(said("release_replaced.why_unknown"),),
        clears=(said("release_replaced.time_passes", until_on=at.date() + timedelta(days=limits.replaced_days)),),
        started_on=at.date(),
        subject=subject,
    )
