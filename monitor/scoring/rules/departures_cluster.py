"""Did more people leave within a quarter than chance explains? Departures, one of them announced or recorded, by base rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.model.carrying import Departure
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.departed import (
    SURE,
    WHERE,
    carriers,
    chance_of,
    first_on,
    is_configured,
    is_seen_before,
    persons_of,
    recent,
    share_within,
)
from monitor.scoring.rules.departing import best_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="departures_cluster",
    question="Did more people leave within a quarter than chance explains?",
    why="One who leaves is ordinary; several at once may leave nobody who knows the whole, and more may follow.",
    remedy="New people take over what was carried, or some of those who left are seen at work again.",
    family="people",
    weight=Weight.WARNING,
    needs=(WHERE,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "departures_cluster.cluster": ("leavers", "people", "days", "from_on", "until_on", "chance"),
    "departures_cluster.none": ("days",),
    "departures_cluster.one_change": ("on",),
    "departures_cluster.rate_is_borrowed": ("rate",),
    "departures_cluster.connection_unknown": (),
    "departures_cluster.time_passes": ("until_on",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding about the newest cluster, in which each had been seen at work within the year before, or said so."""
    sight = look(RULE, history, now, limits)
    told = [one for one in recent(history, now, limits.departure_days) if one.returned_on is None and not one.is_death]
    leavers = [one for one in told if _counts(history, one)]
    found = _newest(history, leavers, limits)
    if found:
        yield sight.from_presence(found)
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("departures_cluster.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _counts(history: History, one: Departure) -> bool:
    """Return whether a departure belongs to a cluster: to take people off a list who fell silent long ago is tidying up."""
    is_named = is_configured(history, one.person)
    is_recorded = one.level is EvidenceLevel.RECORDED and (is_named or is_seen_before(history, one.person, one.on))
    # A profile that turned to "formerly" counts of those whom the user names, beside what is announced or recorded.
    is_told = one.level is EvidenceLevel.ANNOUNCED or is_recorded or (one.level is EvidenceLevel.OBSERVED and is_named)
    return is_told and not one.is_before_watch and not one.contradicted_by


def _newest(history: History, leavers: Sequence[Departure], limits: Limits) -> Finding | None:
    for last in reversed(leavers):
        start = last.on - timedelta(days=limits.cluster_days)
        group = [one for one in leavers if start < one.on <= last.on]
        count, people = len(persons_of(group)), len(carriers(history, start, limits))
        chance = chance_of(count, people, share_within(limits.departure_rate_year, limits.cluster_days))
        is_sure = any(one.level in SURE for one in group)
        if is_sure and count >= limits.cluster_min and chance < limits.cluster_tail:
            return _finding(group, max(people, count), chance, limits)
    return None


def _finding(group: Sequence[Departure], people: int, chance: float, limits: Limits) -> Finding:
    from_on, until_on = first_on(group), max(one.on for one in group)
    persons = persons_of(group)
    headline = said(
        "departures_cluster.cluster",
        leavers=len(persons),
        people=people,
        days=limits.cluster_days,
        from_on=from_on,
        until_on=until_on,
        chance=chance,
    )
    together = (said("departures_cluster.one_change", on=from_on),) if from_on == until_on else ()
    borrowed = said("departures_cluster.rate_is_borrowed", rate=limits.departure_rate_year)
    until = until_on + timedelta(days=limits.departure_days)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=tuple(map(best_evidence, group)),
        unknowns=(said("departures_cluster.connection_unknown"), borrowed, *together),
        clears=(said("departures_cluster.time_passes", until_on=until),),
        started_on=from_on,
        persons=persons,
    )
