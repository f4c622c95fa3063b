"""Does the work hang on one organisation? CHAOSS Elephant Factor by mail domain, of this year and before: context only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import YEAR_DAYS, end_day
from monitor.scoring.metrics.elephant_factor import Organisations, elephant_factor, organisations_in
from monitor.scoring.sight import is_year_seen, link_of, look, said

EARLIER_YEARS = 3

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
    "elephant_factor.narrowed": ("organisation", "share", "people", "factor_before", "until_on"),
    "elephant_factor.widened": ("factor", "organisations", "factor_before", "until_on"),
    "elephant_factor.year": ("factor", "organisation", "share", "people"),
    "elephant_factor.one_person": (),
    "elephant_factor.several": ("factor", "organisations"),
    "elephant_factor.no_hint": ("hinted_share",),
    "elephant_factor.nobody": (),
    "elephant_factor.counted": ("organisation", "share", "people"),
    "elephant_factor.domain_is_a_hint": (),
    "elephant_factor.second_organisation": (),
}


@dataclass(frozen=True, slots=True)
class Year:
    """The 12 months up to a day, wholly seen: the factor, and how it comes about."""

    until_on: date
    factor: int
    found: Organisations


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding: AT_RISK where several people of one organisation make half of the commits."""
    sight = look(RULE, history, now, limits, years=1)
    yield sight.refusal or sight.from_count(_judge(history, now, limits))


def _judge(history: History, now: datetime, limits: Limits) -> Finding:
    found = organisations_in(history, now)
    if found.total == 0:
        return Finding(RULE.id, Outcome.NOT_APPLICABLE, RULE.weight, said("elephant_factor.nobody"))
    factor = elephant_factor(found, limits.absence_share)
    if factor is None:
        hinted = said("elephant_factor.no_hint", hinted_share=1 - found.unknown_commits / found.total)
        return Finding(RULE.id, Outcome.UNKNOWN, RULE.weight, hinted)
    years = list(_earlier_years(history, now, limits))
    outcome, headline = _headline(found, factor, years)
    is_risk = outcome is Outcome.AT_RISK
    return Finding(
        RULE.id,
        outcome,
        RULE.weight,
        headline,
        evidence=_evidence(history, now, found, years) if is_risk else (),
        unknowns=(said("elephant_factor.domain_is_a_hint"),),
        clears=(said("elephant_factor.second_organisation"),) if is_risk else (),
        subject=found.largest if is_risk else "",
    )


def _headline(found: Organisations, factor: int, years: Sequence[Year]) -> tuple[Outcome, Message]:
    largest, before = found.largest, years[0] if years else None
    change: dict[str, Value] = {"factor_before": before.factor, "until_on": before.until_on} if before else {}
    if factor > 1:
        counted: dict[str, Value] = {"factor": factor, "organisations": len(found.commits)}
        if before and before.factor < factor:
            return Outcome.OK, said("elephant_factor.widened", **counted, **change)
        return Outcome.OK, said("elephant_factor.several", **counted)
    if found.people[largest] == 1:
        return Outcome.NOT_APPLICABLE, said("elephant_factor.one_person")
    values = _share(found)
    if before and before.factor > 1:
        return Outcome.AT_RISK, said("elephant_factor.narrowed", **values, **change)
    return Outcome.AT_RISK, said("elephant_factor.one_organisation", **values)


def _evidence(history: History, now: datetime, found: Organisations, years: Sequence[Year]) -> tuple[Evidence, ...]:
    """Return what was counted in the last year, and in those before it."""
    link, last_on = link_of(history, Signal.AFFILIATION), end_day(now) - timedelta(days=1)
    counted = Evidence(said("elephant_factor.counted", **_share(found)), last_on, link, EvidenceLevel.OBSERVED)
    earlier = (
        Evidence(
            said("elephant_factor.year", factor=year.factor, **_share(year.found)), year.until_on, link, EvidenceLevel.OBSERVED
        )
        for year in years
    )
    return (counted, *earlier)


def _share(found: Organisations) -> dict[str, Value]:
    largest = found.largest
    return {"organisation": largest, "share": found.commits[largest] / found.total, "people": found.people[largest]}


def _earlier_years(history: History, now: datetime, limits: Limits) -> Iterator[Year]:
    """Yield the years before the last one, newest first, as far back as all was seen and a factor can be told."""
    for years_ago in range(1, EARLIER_YEARS + 1):
        if not is_year_seen(history, (Signal.ACTIVITY, Signal.AFFILIATION), now, limits, years=years_ago + 1):
            return
        found = organisations_in(history, now, years_ago)
        factor = elephant_factor(found, limits.absence_share) if found.total else None
        if factor is not None:
            yield Year(end_day(now) - timedelta(days=YEAR_DAYS * years_ago + 1), factor, found)
