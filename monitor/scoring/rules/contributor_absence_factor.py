"""Does the work hang on one person? CHAOSS Contributor Absence Factor of the last 12 months: context only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import bots_of, commits_by_person, end_day, human_commits, last_year, nobody_of
from monitor.scoring.metrics.contributor_absence_factor import contributor_absence_factor, mainstays, mainstays_of
from monitor.scoring.sight import link_of, look, said

RULE = RuleSpec(
    id="contributor_absence_factor",
    question="Does the work hang on one person?",
    why="When the one person who makes half of the commits is away, nobody else has shown that they can carry on.",
    remedy="More people make a steady share of the commits, or the work comes back.",
    family="people",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ACTIVITY}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "contributor_absence_factor.one_person": ("share", "commits", "people"),
    "contributor_absence_factor.spread_thin": ("factor", "factor_before", "commits", "commits_before"),
    "contributor_absence_factor.several": ("factor", "commits", "people"),
    "contributor_absence_factor.nobody": (),
    "contributor_absence_factor.too_little": ("commits",),
    "contributor_absence_factor.unnamed": ("share",),
    "contributor_absence_factor.work_comes_back": ("commits",),
    "contributor_absence_factor.counted": ("commits", "people", "factor"),
    "contributor_absence_factor.second_person": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK with a factor of 1, or where it only rose because the work shrank."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_count(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    bots = bots_of(history)
    rows = human_commits(last_year(history, now), bots)
    if not rows:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("contributor_absence_factor.nobody"))
    commits = commits_by_person(rows)
    before = commits_by_person(human_commits(last_year(history, now, years_ago=1), bots))
    if sum(commits.values()) < limits.absence_min_commits:
        too_little = said("contributor_absence_factor.too_little", commits=sum(commits.values()))
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, too_little)
    nobody = nobody_of(history)
    if contributor_absence_factor(commits, limits, nobody) is None:
        unnamed = sum(count for person, count in commits.items() if person in nobody) / sum(commits.values())
        told = said("contributor_absence_factor.unnamed", share=unnamed)
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, told, missing=(Signal.ACTIVITY,))
    chosen = mainstays(commits, limits.absence_share)
    is_risk, headline = _headline(commits, before, chosen, limits)
    return Finding(
        RULE.id,
        Outcome.AT_RISK if is_risk else Outcome.OK,
        RULE.weight,
        headline,
        evidence=(_evidence(history, now, commits, len(chosen)),),
        unknowns=(said("unknown.squash_merges"),),
        clears=_clears(before, len(chosen), limits) if is_risk else (),
        persons=tuple(sorted(mainstays_of(rows, limits, nobody))),
    )


def _headline(
    commits: Mapping[str, int], before: Mapping[str, int], chosen: Sequence[str], limits: Limits
) -> tuple[bool, Message]:
    total, total_before = sum(commits.values()), sum(before.values())
    factor, factor_before = len(chosen), len(mainstays(before, limits.absence_share))
    if factor == 1:
        share = commits[chosen[0]] / total
        return True, said("contributor_absence_factor.one_person", share=share, commits=total, people=len(commits))
    if factor > factor_before > 0 and total <= limits.thin_share * total_before:
        values = {"factor": factor, "factor_before": factor_before, "commits": total, "commits_before": total_before}
        return True, said("contributor_absence_factor.spread_thin", **values)
    return False, said("contributor_absence_factor.several", factor=factor, commits=total, people=len(commits))


def _clears(before: Mapping[str, int], factor: int, limits: Limits) -> tuple[Message, ...]:
    if factor == 1:
        return (said("contributor_absence_factor.second_person"),)
    enough = int(limits.thin_share * sum(before.values())) + 1
    return (said("contributor_absence_factor.work_comes_back", commits=enough),)


def _evidence(history: History, now: datetime, commits: Mapping[str, int], factor: int) -> Evidence:
    what = said("contributor_absence_factor.counted", commits=sum(commits.values()), people=len(commits), factor=factor)
    return Evidence(what, end_day(now) - timedelta(days=1), link_of(history, Signal.ACTIVITY), EvidenceLevel.OBSERVED)
