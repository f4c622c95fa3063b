"""Did the right to publish change hands? Other publishers than before, or a newcomer's release after a long quiet: recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.facts import Channel
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, Release
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="publisher_changed",
    question="Did the right to publish change hands?",
    why="Whoever publishes can run code on your machines; a quiet package that changes hands is how several were taken over.",
    remedy="Check that the hand-over was announced by those who published before; the finding ends by itself after half a year.",
    family="integrity",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.PUBLISHERS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "publisher_changed.replaced": ("package", "seen_on", "before", "after"),
    "publisher_changed.list_changed": ("package", "seen_on", "added", "removed"),
    "publisher_changed.newcomer": ("package", "version", "released_on", "quiet_days", "person"),
    "publisher_changed.same": (),
    "publisher_changed.before": ("publishers",),
    "publisher_changed.after": ("publishers",),
    "publisher_changed.released": ("version", "person"),
    "publisher_changed.quiet_since": ("version",),
    "publisher_changed.reason_unknown": (),
    "publisher_changed.time_passes": ("until_on",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield a finding for each hand-over of the last half year, or one that there was none."""
    sight = look(RULE, history, now, limits)
    seen = changes(history, "publishers", now, limits.publisher_changed_days)
    found = [_changed(change, limits) for change in seen if not _is_same(change.before.value, change.after.value)]
    found += [_newcomer(*pair, history, limits) for pair in _newcomers(history, now, limits)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        same = Finding(RULE.id, Outcome.OK, RULE.weight, said("publisher_changed.same"))
        yield sight.refusal or sight.from_presence(same)


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip() for name in value.split(",") if name.strip())


def _is_same(one: str, other: str) -> bool:
    # A list that is empty on one side was not told, or holds only people who are never to be named.
    return _names(one) == _names(other) or not _names(one) or not _names(other)


def _changed(change: Change, limits: Limits) -> Finding:
    """Return a warning where nobody of before may publish any more; a list that grew or shrank is context.

    Accounts are counted, not named: who they are stands at the address, and most are nobody whom the user names.
    """
    before, after = _names(change.before.value), _names(change.after.value)
    is_replaced, seen_on, package = not before & after, change.at.date(), change.after.target
    replaced = said("publisher_changed.replaced", package=package, seen_on=seen_on, before=len(before), after=len(after))
    counts = {"added": len(after - before), "removed": len(before - after)}
    now, link = said("publisher_changed.after", publishers=len(after)), change.after.link
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight if is_replaced else Weight.CONTEXT,
        replaced if is_replaced else said("publisher_changed.list_changed", package=package, seen_on=seen_on, **counts),
        evidence=(
            Evidence(
                said("publisher_changed.before", publishers=len(before)),
                change.before.seen_from,
                change.before.link,
                EvidenceLevel.RECORDED,
            ),
            Evidence(now, change.at, link, EvidenceLevel.RECORDED),
        ),
        unknowns=(said("publisher_changed.reason_unknown"),),
        clears=(said("publisher_changed.time_passes", until_on=seen_on + timedelta(days=limits.publisher_changed_days)),),
        started_on=seen_on,
        subject=change.after.target,
    )


def _newcomers(history: History, now: datetime, limits: Limits) -> Iterable[tuple[Release, Release]]:
    """Yield (first release by somebody new, the release before it) where the package had been quiet in between, lately."""
    packages: dict[str, list[Release]] = {}
    for release in history.releases:
        if release.channel is Channel.PACKAGE and release.released_at < now:
            packages.setdefault(release.target, []).append(release)
    for released in packages.values():
        known: set[str] = set()
        before: Release | None = None
        for release in sorted(released, key=lambda found: found.released_at):
            is_new = bool(release.by) and bool(known) and release.by not in known and _is_somebody(history, release.by)
            if is_new and before is not None and before.by and _is_late(before, release, now, limits):
                yield release, before
            known |= {release.by} - {""}
            before = release


def _is_late(before: Release, release: Release, now: datetime, limits: Limits) -> bool:
    is_quiet = (release.released_at - before.released_at).days >= limits.publisher_dormant_days
    return is_quiet and release.released_at > now - timedelta(days=limits.publisher_changed_days)


def _is_somebody(history: History, key: str) -> bool:
    """Return whether a person published: a workflow has no hands, and the withheld are nobody."""
    person = history.persons.get(key)
    return person is not None and not person.is_bot and not person.is_withheld


def _newcomer(release: Release, before: Release, history: History, limits: Limits) -> Finding:
    released_on = release.released_at.date()
    quiet_days = (release.released_at - before.released_at).days
    until_on = released_on + timedelta(days=limits.publisher_changed_days)
    who = said("publisher_changed.released", version=release.version, person=release.by)
    since = said("publisher_changed.quiet_since", version=before.version)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said(
            "publisher_changed.newcomer",
            package=release.target,
            version=release.version,
            released_on=released_on,
            quiet_days=quiet_days,
            person=release.by,
        ),
        evidence=(
            Evidence(who, release.released_at, release.link, EvidenceLevel.RECORDED),
            Evidence(since, before.released_at, before.link, EvidenceLevel.RECORDED),
        ),
        unknowns=(said("publisher_changed.reason_unknown"),),
        clears=(said("publisher_changed.time_passes", until_on=until_on),),
        started_on=released_on,
        subject=release.target,
        persons=(release.by,),
    )
