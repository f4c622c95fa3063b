"""Are people listed of whom no commit was seen for months? A dated fact about a list; it says neither silent nor left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from monitor.model.carrying import Listing
from monitor.model.facts import ActivityKind
from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.listed import last_seen, silent_listed, standing
from monitor.scoring.sight import beyond_commits, look, said

RULE = RuleSpec(
    id="maintainers_inactive",
    question="Are people listed of whom no commit was seen for months?",
    why="A list says who may decide; who is not seen at work may not be there when a fix has to be merged.",
    remedy="They are seen again, or the list says who decides now.",
    family="listed",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.GOVERNANCE, Signal.LISTS}), frozenset({Signal.ACTIVITY})),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "maintainers_inactive.some": ("silent", "listed", "since"),
    "maintainers_inactive.none": ("listed",),
    "maintainers_inactive.nobody_told": (),
    "maintainers_inactive.last_seen": ("person", "role", "last_seen_on", "days"),
    "maintainers_inactive.others_unproven": ("unproven",),
    "maintainers_inactive.seen_again": (),
}
WORK = frozenset({ActivityKind.COMMIT, ActivityKind.MERGE, ActivityKind.REVIEW, ActivityKind.ANSWER})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding on all who are listed; work of any kind that we see counts, what we do not look at is said."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_absence(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    listed = standing(history, now)
    if not listed:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("maintainers_inactive.nobody_told"))
    silent = silent_listed(listed, last_seen(history, now, WORK), now, limits)
    if not silent:
        return Finding(RULE.id, Outcome.OK, RULE.weight, said("maintainers_inactive.none", listed=len(listed)))
    newest = max(silent.values())
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("maintainers_inactive.some", silent=len(silent), listed=len(listed), since=newest),
        evidence=tuple(_evidence(listed[person], on, now) for person, on in sorted(silent.items(), key=lambda pair: pair[1])),
        unknowns=tuple(_unknowns(history, now, limits)),
        clears=(said("maintainers_inactive.seen_again"),),
        started_on=newest,
        persons=tuple(sorted(silent)),
    )


def _evidence(listing: Listing, on: date, now: datetime) -> Evidence:
    what = said(
        "maintainers_inactive.last_seen",
        person=listing.person,
        role=listing.role,
        last_seen_on=on,
        days=(now.date() - on).days,
    )
    return Evidence(what, on, listing.link, EvidenceLevel.OBSERVED)


def _unknowns(history: History, now: datetime, limits: Limits) -> Iterable[Message]:
    """Yield what we did not look at: a reviewer at work whose reviews are not seen looks like one who is not there."""
    yield beyond_commits(history, now, limits)
    unproven = {one.handle for one in history.listings if not one.person and one.until is None and one.role != "emeritus"}
    if unproven:
        yield said("maintainers_inactive.others_unproven", unproven=len(unproven))
