"""Does the house behind the models stand as it did? Fewer people in its organisation, or a mark of the Hub that is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, Measure, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.metrics.states import current, last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="house_smaller",
    question="Does the house behind the models stand as it did?",
    why="Models are carried by the people of a house: when a third of them is gone within a year, what comes next is open.",
    remedy="The organisation counts as many people again, or says who carries on.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.HOUSE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "house_smaller.members": ("members_before", "members_now", "counted_on", "before_on"),
    "house_smaller.mark_gone": ("not_before", "seen_on"),
    "house_smaller.stands": ("members",),
    "house_smaller.counted": ("members", "counted_on"),
    "house_smaller.marked": (),
    "house_smaller.who_unknown": (),
    "house_smaller.back": (),
}
METRIC, MARK = "house_members", "house_verified"
# A third of at least nine people within a year: smaller houses change by one and one.
LEAST, SHARE, WITHIN_DAYS = 9, 1 / 3, 365


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each organisation that shrank or lost its mark in the last year, or one that all stand."""
    sight = look(RULE, history, now, limits)
    counts: dict[str, list[Measure]] = {}
    for measure in history.measured(METRIC, ""):
        if measure.on <= now.date():
            counts.setdefault(measure.target, []).append(measure)
    found = [*_shrunk(counts, now), *_unmarked(history, now)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        members = int(sum(measures[-1].value for measures in counts.values()))
        stands = Finding(RULE.id, Outcome.OK, RULE.weight, said("house_smaller.stands", members=members))
        yield sight.refusal or sight.from_presence(stands)


def _shrunk(counts: Mapping[str, list[Measure]], now: datetime) -> Iterator[Finding]:
    since = now.date() - timedelta(days=WITHIN_DAYS)
    for measures in counts.values():
        newest = measures[-1]
        most = max((m for m in measures if m.on >= since), key=lambda measure: (measure.value, measure.on), default=newest)
        if most.value >= LEAST and newest.value <= most.value * (1 - SHARE):
            headline = said(
                "house_smaller.members",
                members_before=int(most.value),
                members_now=int(newest.value),
                before_on=most.on,
                counted_on=newest.on,
            )
            evidence = tuple(
                Evidence(
                    said("house_smaller.counted", members=int(m.value), counted_on=m.on), m.on, m.link, EvidenceLevel.RECORDED
                )
                for m in (most, newest)
            )
            yield _finding(headline, evidence, most.target)


def _unmarked(history: History, now: datetime) -> Iterator[Finding]:
    unmarked = {state.target: state for state in current(history, MARK, now, subject="") if state.value == "no"}
    newest = {change.after.target: change for change in changes(history, MARK, now, WITHIN_DAYS)}
    for target, change in newest.items():
        if change.after == unmarked.get(target):
            yield _gone(change, change.before)


def _gone(change: Change, before: State) -> Finding:
    headline = said("house_smaller.mark_gone", not_before=last_seen_on(before), seen_on=change.at.date())
    shown = Evidence(said("house_smaller.marked"), before.seen_from, before.link, EvidenceLevel.RECORDED)
    return _finding(headline, (shown,), f"{before.target} mark")


def _finding(headline: Message, evidence: tuple[Evidence, ...], subject: str) -> Finding:
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=evidence,
        unknowns=(said("house_smaller.who_unknown"),),
        clears=(said("house_smaller.back"),),
        started_on=evidence[0].at if not isinstance(evidence[0].at, datetime) else evidence[0].at.date(),
        subject=subject,
    )
