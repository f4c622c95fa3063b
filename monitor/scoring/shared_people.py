"""The same person behind several watched projects: matched by a proven account, never by name alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.model.assessment import Assessment, RoleHolder
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Outcome
from monitor.model.history import Person
from monitor.model.target import Portfolio
from monitor.scoring.rules import shared_person
from monitor.scoring.sight import said

# Roles by which a project is carried; who reviews or is a member somewhere does not carry it.
CARRYING = ("lead", "maintainer", "mainstay", "releaser", "publisher", "merger")
GIT = "git"
FULL_NAME_WORDS = 2
SEVERAL = 2

People = Mapping[str, Mapping[str, Person]]


@dataclass(frozen=True, slots=True)
class Place:
    """A person (by key) in a role of a project."""

    project: str
    person: str
    holder: RoleHolder


def with_shared_people(assessments: Mapping[str, Assessment], people: People, portfolio: Portfolio) -> dict[str, Assessment]:
    """Return the assessments with a finding, as context, on each person who carries other watched projects too.

    Projects of one family are one.
    """
    places: dict[str, list[Place]] = {}
    for key, assessment in assessments.items():
        for place, mark in _marked(key, assessment, people.get(key, {})):
            places.setdefault(mark, []).append(place)
    found: dict[tuple[str, str], dict[str, Place]] = {}
    for shared in places.values():
        if len({_family(portfolio, place.project) for place in shared}) >= SEVERAL:
            for place in shared:
                found.setdefault((place.project, place.person), {}).update({other.project: other for other in shared})
    result = dict(assessments)
    for (key, person), others in sorted(found.items()):
        told = _finding(person, others, portfolio)
        kept = (one for one in result[key].findings if one.rule != told.rule or one.outcome is Outcome.AT_RISK)
        result[key] = replace(result[key], findings=(*kept, told))
    return result


def _family(portfolio: Portfolio, key: str) -> str:
    project = portfolio.projects.get(key)
    return (project.family if project else "") or key


def _marked(key: str, assessment: Assessment, people: Mapping[str, Person]) -> Iterator[tuple[Place, str]]:
    """Yield each carrying person with the accounts by which they can be told again elsewhere."""
    holders: dict[str, RoleHolder] = {}
    for holder in sorted((h for h in assessment.people if h.role in CARRYING), key=lambda h: CARRYING.index(h.role)):
        holders.setdefault(holder.person, holder)
    for person, holder in holders.items():
        for mark in marks_of(people[person]) if person in people else ():
            yield Place(key, person, holder), mark


def marks_of(person: Person) -> frozenset[str]:
    """Return the accounts that tell a person across projects: stable ids of platforms, and a mail address with its full name.

    An address alone may be a machine's or a team's.
    """
    if person.is_bot or person.is_withheld:
        return frozenset()
    proven = [account for account in person.accounts if not account.is_by_name]
    platforms = {account.key for account in proven if account.source != GIT}
    full = {
        f"{account.key} {account.name.casefold()}"
        for account in proven
        if account.source == GIT and len(account.name.split()) >= FULL_NAME_WORDS
    }
    return frozenset(platforms | full)


def _finding(person: str, places: Mapping[str, Place], portfolio: Portfolio) -> Finding:
    ordered = [places[project] for project in sorted(places)]
    dated = [place for place in ordered if place.holder.last_seen_on or place.holder.first_seen_on]
    return Finding(
        shared_person.RULE.id,
        Outcome.AT_RISK,
        shared_person.RULE.weight,
        said("shared_person.several", person=person, projects=len(ordered)),
        evidence=tuple(_evidence(person, place, portfolio) for place in dated),
        unknowns=(said("shared_person.account"),),
        clears=(said("shared_person.others_hold"),),
        subject=person,
        persons=(person,),
    )


def _evidence(person: str, place: Place, portfolio: Portfolio) -> Evidence:
    project, holder = portfolio.projects.get(place.project), place.holder
    on = holder.last_seen_on or holder.first_seen_on or date.min
    what = said("shared_person.holds", person=person, role=holder.role, project=project.name if project else place.project)
    return Evidence(what, on, holder.link, holder.level or EvidenceLevel.OBSERVED)
