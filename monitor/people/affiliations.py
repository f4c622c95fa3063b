"""Where people belonged, with periods: what their profiles say, which organisations show them, from where they wrote. Pure.

A profile is read as it is written; when it changed is known as an interval, from the look that still saw the old text to the one
that saw the new. Only accounts that are proven to be a person's speak for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from monitor.model.attempt import ProjectFacts
from monitor.model.carrying import Affiliation
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind
from monitor.model.history import History, Person, State
from monitor.people.belonging import Belongings, organisation_key
from monitor.people.pages import address_of

COMPANY, FORMER, MEMBER, DOMAIN = "company", "former", "member", "domain"
# What people say in words of their own, and the field that is meant for a company.
IN_WORDS, IN_FIELD = ("bio", "status"), "company"


def with_affiliations(history: History, said: Belongings, in_field: Belongings) -> History:
    """Return `history` with all affiliations, oldest first: those of mail domains that it has, and what pages say and show.

    `said` reads words of people's own, `in_field` the field for a company.
    """
    owners = owners_of_accounts(history.persons)
    told = [*_of_profiles(history.states, owners, said, in_field), *_of_members(history.states, owners)]
    ordered = sorted(
        (*history.affiliations, *told), key=lambda found: (found.seen_from, found.person, found.organisation, found.kind)
    )
    return replace(history, affiliations=tuple(ordered))


def owners_of_accounts(persons: Mapping[str, Person]) -> dict[str, str]:
    """Return the person's key of each account that is proven to be theirs."""
    return {account.key: key for key, person in persons.items() for account in person.accounts if not account.is_by_name}


def _of_profiles(
    states: Iterable[State], owners: Mapping[str, str], said: Belongings, in_field: Belongings
) -> Iterator[Affiliation]:
    looks = {state.subject: state.seen_from for state in reversed([s for s in states if s.attribute == "login"])}
    for (subject, attribute), spans in _by_field(states).items():
        if subject in owners:
            read = in_field if attribute == IN_FIELD else said
            yield from _told(spans, owners[subject], read, looks.get(subject))


def _by_field(states: Iterable[State]) -> dict[tuple[str, str], list[State]]:
    """Return the spans of what each account says in each field, oldest first."""
    found: dict[tuple[str, str], list[State]] = {}
    for state in states:
        if state.subject and state.attribute in (*IN_WORDS, IN_FIELD):
            found.setdefault((state.subject, state.attribute), []).append(state)
    return {place: sorted(spans, key=lambda span: span.seen_from) for place, spans in found.items()}


def _told(spans: Sequence[State], person: str, read: Belongings, first_look: datetime | None) -> Iterator[Affiliation]:
    """Yield what one field said over time; what several texts in a row say is said once."""
    standing: dict[tuple[str, bool], Affiliation] = {}
    before: State | None = None
    for span in spans:
        found = {(organisation_key(one.organisation), one.is_former): one for one in read(span.value)}
        follows = before is not None and before.seen_until is not None and before.seen_until >= span.seen_from
        kept = {key: standing[key] for key in found if follows and key in standing}
        yield from (told for key, told in standing.items() if key not in kept)
        not_before = _last_without(before if follows else None, span, first_look)
        fresh = {
            key: Affiliation(
                person=person,
                organisation=one.organisation,
                kind=FORMER if one.is_former else COMPANY,
                text=span.value,
                link=span.link,
                level=EvidenceLevel.OBSERVED,
                seen_from=span.seen_from,
                not_before=not_before,
            )
            for key, one in found.items()
        }
        last = span.last_seen_at or span.seen_until
        standing = {key: replace(kept.get(key, told), seen_until=last) for key, told in fresh.items()}
        before = span
    yield from standing.values()


def _last_without(before: State | None, span: State, first_look: datetime | None) -> datetime | None:
    """Return when the field was last seen to say something else; None where `span` stood there at our first look."""
    if before is not None:
        return before.last_seen_at or before.seen_from
    return first_look if first_look is not None and first_look < span.seen_from else None


def _of_members(states: Iterable[State], owners: Mapping[str, str]) -> Iterator[Affiliation]:
    """Yield memberships that a platform shows: on the organisation's page, or on the person's own."""
    for state in states:
        if state.attribute == "member":
            account, organisation = state.value.partition(" ")[0], address_of(state.target).rpartition("/")[2]
        elif state.attribute == "organisation" and state.subject:
            account, organisation = state.subject, state.value
        else:
            continue
        if account in owners:
            yield Affiliation(
                person=owners[account],
                organisation=organisation,
                kind=MEMBER,
                text=organisation,
                link=state.link,
                level=EvidenceLevel.RECORDED,
                seen_from=state.seen_from,
                seen_until=state.last_seen_at or state.seen_until,
            )


@dataclass(slots=True)
class _Use:
    """The first and the last day on which somebody wrote from a mail domain."""

    first: date
    last: date


def of_domains(facts: ProjectFacts, person_of: Sequence[str], by_name: frozenset[int], link: str) -> tuple[Affiliation, ...]:
    """Return from which mail domains people wrote commits, and when; places of `facts.identities`, in `person_of` by place.

    The one that was used last still stands.
    """
    uses: dict[tuple[str, str], _Use] = {}
    for place, on, kind, _count in facts.activity:
        domain = facts.identities[place].domain
        if domain and kind is ActivityKind.COMMIT and place not in by_name:
            use = uses.setdefault((person_of[place], domain), _Use(on, on))
            use.last = max(use.last, on)
    last: dict[str, date] = {}
    for (person, _), use in uses.items():
        last[person] = max(last.get(person, use.last), use.last)
    return tuple(
        Affiliation(
            person=person,
            organisation=domain,
            kind=DOMAIN,
            text=domain,
            link=link,
            level=EvidenceLevel.OBSERVED,
            seen_from=datetime.combine(use.first, time(), UTC),
            seen_until=None if use.last == last[person] else datetime.combine(use.last, time(), UTC),
        )
        for (person, domain), use in sorted(uses.items())
    )
