"""Does the work hang on one organisation? CHAOSS Elephant Factor of the last 12 months by mail domain: context only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import bots_of, commits_by_person, end_day, human_commits, last_year
from monitor.scoring.metrics.elephant_factor import Organisations, elephant_factor, organisations
from monitor.scoring.sight import link_of, look, said

RULE = RuleSpec(
    id="elephant_factor",
    question="Does the work hang on one organisation?",
    why="When one organisation pays for half of the work, its plans decide whether the project goes on.",
    remedy="People of a second organisation make a steady share of the commits.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ACTIVITY}), frozenset({Signal.AFFILIATION})),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "elephant_factor.one_organisation": ("organisation", "share", "people"),
    "elephant_factor.one_person": (),
    "elephant_factor.several": ("factor", "organisations"),
    "elephant_factor.no_hint": ("hinted_share",),
    "elephant_factor.nobody": (),
    "elephant_factor.counted": ("organisation", "share", "people"),
    "elephant_factor.domain_is_a_hint": (),
    "elephant_factor.second_organisation": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK where several people of one organisation make half of the commits."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_count(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    rows = human_commits(last_year(history, now), bots_of(history))
    found = organisations(commits_by_person(rows), history.persons)
    if found.total == 0:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("elephant_factor.nobody"))
    factor = elephant_factor(found, limits.absence_share)
    if factor is None:
        hinted = said("elephant_factor.no_hint", hinted_share=1 - found.unknown_commits / found.total)
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, hinted, missing=(Signal.AFFILIATION,))
    outcome, headline = _headline(found, factor)
    is_risk = outcome is Outcome.AT_RISK
    return Finding(
        RULE.id,
        outcome,
        RULE.weight,
        headline,
        evidence=_evidence(history, now, found) if is_risk else (),
        unknowns=(said("elephant_factor.domain_is_a_hint"),),
        clears=(said("elephant_factor.second_organisation"),) if is_risk else (),
        subject=_largest(found) if is_risk else "",
    )


def _largest(found: Organisations) -> str:
    return min(found.commits, key=lambda name: (-found.commits[name], name))


def _headline(found: Organisations, factor: int) -> tuple[Outcome, Message]:
    largest = _largest(found)
    if factor > 1:
        return Outcome.OK, said("elephant_factor.several", factor=factor, organisations=len(found.commits))
    if found.people[largest] == 1:
        return Outcome.NOT_APPLICABLE, said("elephant_factor.one_person")
    share = found.commits[largest] / found.total
    values: dict[str, Value] = {"organisation": largest, "share": share, "people": found.people[largest]}
    return Outcome.AT_RISK, said("elephant_factor.one_organisation", **values)


def _evidence(history: History, now: datetime, found: Organisations) -> tuple[Evidence, ...]:
    largest = _largest(found)
    share = found.commits[largest] / found.total
    what = said("elephant_factor.counted", organisation=largest, share=share, people=found.people[largest])
    return (Evidence(what, end_day(now) - timedelta(days=1), link_of(history, Signal.AFFILIATION), EvidenceLevel.OBSERVED),)
