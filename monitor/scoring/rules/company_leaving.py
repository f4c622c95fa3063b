"""Did several people of one organisation leave? Departures that are announced or recorded, by where the people said to belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.model.carrying import Affiliation, Departure
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Outcome, RuleSpec, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.scoring.metrics.activity import YEAR_DAYS
from monitor.scoring.metrics.departed import WHERE, first_on, is_seen_before, persons_of, sure
from monitor.scoring.rules.departing import best_evidence
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="company_leaving",
    question="Did several people of one organisation leave?",
    why="Where one organisation pays for the work, its people often go together.",
    remedy="Others of the organisation, or other people, take over what was carried.",
    family="people",
    weight=Weight.WARNING,
    needs=(WHERE,),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "company_leaving.several": ("organisation", "leavers", "people", "from_on", "until_on"),
    "company_leaving.none": ("days",),
    "company_leaving.belonged": ("person", "organisation"),
    "company_leaving.plan_unknown": (),
    "company_leaving.time_passes": ("until_on",),
}
SEVERAL = 2
HALF = 0.5
# A platform's organisation is the project itself more often than an employer.
EMPLOYERS = frozenset({"company", "domain"})


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each organisation of which several people left; half of its people at work is a warning."""
    sight = look(RULE, history, now, limits)
    leavers = [one for one in sure(history, now, limits.departure_days) if not (one.is_before_watch or one.contradicted_by)]
    groups = {name: group for name, group in _groups(history, leavers).items() if len(persons_of(group)) >= SEVERAL}
    if groups:
        yield from (sight.from_presence(_finding(history, name, group, limits)) for name, group in sorted(groups.items()))
        return
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("company_leaving.none", days=limits.departure_days))
    yield sight.refusal or sight.from_presence(none)


def _groups(history: History, leavers: Sequence[Departure]) -> dict[str, list[Departure]]:
    found: dict[str, list[Departure]] = {}
    for one in leavers:
        for name in sorted({_key(told) for told in _held(history, one.person, one.on)}):
            found.setdefault(name, []).append(one)
    return found


def _held(history: History, person: str, on: date) -> list[Affiliation]:
    """Return where a person belonged on a day or within the year before it."""
    year = timedelta(days=YEAR_DAYS)
    return [
        told
        for told in history.affiliations
        if told.person == person
        and told.kind in EMPLOYERS
        and told.seen_from.date() <= on
        and (told.seen_until is None or told.seen_until.date() >= on - year)
    ]


def _key(told: Affiliation) -> str:
    """Return an organisation as two ways to write it are one: of a mail domain the name before its ending."""
    name = told.organisation.rpartition(".")[0] or told.organisation if told.kind == "domain" else told.organisation
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _finding(history: History, name: str, group: Sequence[Departure], limits: Limits) -> Finding:
    from_on, until_on, persons = first_on(group), max(one.on for one in group), persons_of(group)
    own = {told.person for told in history.affiliations if told.kind in EMPLOYERS and _key(told) == name}
    people = {person for person in own if is_seen_before(history, person, from_on)} | set(persons)
    shown = {one.person: next(told for told in _held(history, one.person, one.on) if _key(told) == name) for one in group}
    values: dict[str, Value] = {"leavers": len(persons), "people": len(people), "from_on": from_on, "until_on": until_on}
    belonged = (_belonged(told) for _, told in sorted(shown.items()))
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.WARNING if len(persons) >= HALF * len(people) else Weight.CONTEXT,
        said("company_leaving.several", organisation=min(told.organisation for told in shown.values()), **values),
        evidence=(*map(best_evidence, group), *belonged),
        unknowns=(said("company_leaving.plan_unknown"), said("departing.reason_unknown")),
        clears=(said("company_leaving.time_passes", until_on=until_on + timedelta(days=limits.departure_days)),),
        started_on=from_on,
        subject=name,
        persons=persons,
    )


def _belonged(told: Affiliation) -> Evidence:
    what = said("company_leaving.belonged", person=told.person, organisation=told.organisation)
    return Evidence(what, told.seen_from.date(), told.link, EvidenceLevel(told.level))
