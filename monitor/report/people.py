"""Who may be called by name, and what everybody else is called: roles, never ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.model.assessment import Assessment, RoleHolder
from monitor.model.finding import Finding
from monitor.model.history import Person
from monitor.model.report import PersonLine
from monitor.model.text import clean, clean_name
from monitor.report.english import ROLES
from monitor.report.words import capital

ALL_NAMES = "all"
SOMEBODY = "contributor"
# Roles that are told of people who hold another one.
BESIDE = frozenset({"reviewer", "member"})
LETTERS = 26
ROLE_OF_RULE = {"contributor_absence_factor": "mainstay", "mainstays_silent": "mainstay", "one_releaser": "releaser"}


@dataclass(frozen=True, slots=True)
class Roster:
    """The persons one report may speak of in one project, by key, with the label that the names policy permits."""

    labels: Mapping[str, str]
    named: frozenset[str]

    def name_of(self, key: str) -> str:
        """Return a name or a role for the person `key`; a key nobody listed is "a contributor"."""
        return self.labels.get(key, f"a {SOMEBODY}")


def roster(assessment: Assessment, people: Mapping[str, Person], names: str) -> Roster:
    """Return the labels of every person that the assessment speaks of.

    `names` "configured" shows only names the user's configuration gives; "all" shows the names found in public histories too.
    """
    roles, storied, held = _roles(assessment), _storied(assessment), _holding(assessment)
    labels, named = {}, set()
    for key in sorted({*roles, *storied}):
        name = _permitted_name(people.get(key), names)
        if name:
            named.add(key)
        is_today = bool(roles.get(key)) or key not in storied
        labels[key] = name or (_role_label(key, roles.get(key, ""), held) if is_today else _story_label(key, storied))
    return Roster(labels, frozenset(named))


def _storied(assessment: Assessment) -> dict[str, str]:
    """Return whom situations speak of, with the role that they held, "" = none that we know."""
    held = dict(pair for situation in assessment.situations for pair in situation.roles)
    return {key: held.get(key, "") for situation in assessment.situations for key in situation.persons}


def _story_label(key: str, roles: Mapping[str, str]) -> str:
    """Return how somebody is called who holds no role today: several of one role are told apart by letters, which rank nobody."""
    role = roles.get(key, "")
    word = ROLES.get(role, clean(role, limit=40)) or SOMEBODY
    same = sorted(other for other, others_role in roles.items() if others_role == role)
    return f"{word} {_letters(same.index(key))}" if len(same) > 1 else f"a {word}"


def _letters(number: int) -> str:
    return chr(ord("A") + number) if number < LETTERS else str(number + 1)


def person_lines(assessment: Assessment, known: Roster, people: Mapping[str, Person]) -> tuple[PersonLine, ...]:
    """Return the people by role: those named first, then the others in an order that says nothing about them.

    Whom nobody named and who carries nothing alone (reviewers, members) is left out: there may be hundreds.
    """
    everybody = holders_in(assessment)
    carrying = {holder.person for holder in everybody if holder.role not in BESIDE}
    lines = []
    for key in sorted(carrying | ({holder.person for holder in everybody} & known.named)):
        holders = [holder for holder in everybody if holder.person == key]
        lines.append(_line(known, key, holders, people.get(key)))
    return tuple(sorted(lines, key=lambda line: (not line.is_named, line.label.casefold())))


def _line(known: Roster, key: str, holders: Sequence[RoleHolder], person: Person | None) -> PersonLine:
    given = person.named.roles if person and person.named and key in known.named else ()
    roles = dict.fromkeys([*(clean_name(role) for role in given), *(ROLES.get(h.role, clean(h.role, limit=40)) for h in holders)])
    firsts = [holder.first_seen_on for holder in holders if holder.first_seen_on]
    lasts = [holder.last_seen_on for holder in holders if holder.last_seen_on]
    label = known.name_of(key)
    return PersonLine(
        label=label if key in known.named else capital(label),
        is_named=key in known.named,
        roles=tuple(roles),
        first_seen_on=min(firsts, default=None),
        last_seen_on=max(lasts, default=None),
    )


def _permitted_name(person: Person | None, names: str) -> str:
    if person is None:
        return ""
    if person.named is not None:
        return clean_name(person.named.name)
    return clean_name(person.name) if names == ALL_NAMES else ""


def holders_in(assessment: Assessment) -> tuple[RoleHolder, ...]:
    """Return who holds which role: as the assessment says, and as its findings show."""
    shown = [
        RoleHolder(key, ROLE_OF_RULE[finding.rule], None, _last_seen(finding, key))
        for finding in assessment.findings
        if finding.rule in ROLE_OF_RULE
        for key in finding.persons
    ]
    return tuple(dict.fromkeys((*assessment.people, *shown)))


def _last_seen(finding: Finding, key: str) -> date | None:
    """Evidence about a person carries the person's key and the day they were last seen."""
    days = [item.what.values.get("last_seen_on") for item in finding.evidence if item.what.values.get("person") == key]
    return next((day for day in days if isinstance(day, date)), None)


def _roles(assessment: Assessment) -> dict[str, str]:
    """Return each person's first role in the order of ROLES; "" for persons that only a finding names."""
    order = list(ROLES)
    roles = {key: "" for finding in assessment.findings for key in finding.persons}
    for holder in sorted(holders_in(assessment), key=lambda h: order.index(h.role) if h.role in order else len(order)):
        if not roles.get(holder.person):
            roles[holder.person] = holder.role
    return roles


def _holding(assessment: Assessment) -> dict[str, list[str]]:
    """Return all who hold each role, whatever else they do, by key."""
    held: dict[str, set[str]] = {}
    for holder in holders_in(assessment):
        held.setdefault(holder.role, set()).add(holder.person)
    return {role: sorted(keys) for role, keys in held.items()}


def _role_label(key: str, role: str, held: Mapping[str, Sequence[str]]) -> str:
    """Return how the holder of a role is called; "the only one" counts those too who are called by another role."""
    word = ROLES.get(role, clean(role, limit=40)) or SOMEBODY
    if not role:
        return f"a {word}"
    same = held[role]
    return f"{word} {same.index(key) + 1} of {len(same)}" if len(same) > 1 else f"the only {word}"
