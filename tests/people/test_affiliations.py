"""Affiliations with their periods: from profiles, memberships and mail domains, each dated by what was seen when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.attempt import ProjectFacts
from monitor.model.carrying import Affiliation
from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import ActivityKind, RawIdentity
from monitor.model.history import History, State
from monitor.model.name_words import AffiliationWords
from monitor.model.target import Project
from monitor.people.affiliations import with_affiliations
from monitor.people.belonging import belongings, in_company_field
from monitor.people.persons import build_history

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = AffiliationWords(former=("formerly at",), current=("at",))
PAGE, KEY = "https://github.com/adaq", "github:5"
COMMIT = ActivityKind.COMMIT


def on(day: int) -> datetime:
    return datetime(2025, 3, day, tzinfo=UTC)


def state(attribute: str, value: str, seen: int, until: int | None = None, last: int | None = None, **others: str) -> State:
    """What a page said from one day of March 2025 until another, last seen on a third."""
    fields: dict[str, Any] = {"target": PAGE, "link": PAGE, "subject": KEY, **others}
    ends = (None if until is None else on(until), None if last is None else on(last))
    return State(attribute=attribute, value=value, seen_from=on(seen), seen_until=ends[0], last_seen_at=ends[1], **fields)


LOGIN = state("login", "adaq", 1)


def told(*states: State) -> list[Affiliation]:
    """The affiliations of one account with a login since the first of March."""
    return list(
        heard(build_history(ProjectFacts(AS_OF, (), (), (), (LOGIN, *states), (), ()), Project("p", "P", ()), {})).affiliations
    )


def heard(history: History) -> History:
    return with_affiliations(history, belongings(WORDS), in_company_field(WORDS))


def test_a_company_holds_as_long_as_the_text_stands() -> None:
    (found,) = told(state("company", "@acme", 1))
    assert ("acme", "company", on(1), None, None) == (
        found.organisation,
        found.kind,
        found.seen_from,
        found.seen_until,
        found.not_before,
    )
    assert (EvidenceLevel.OBSERVED, PAGE, "@acme") == (found.level, found.link, found.text)


def test_formerly_is_dated_by_the_look_that_saw_the_old_text_last_and_the_one_that_saw_the_new_one_first() -> None:
    bell, former = told(state("bio", "at Bell", 1, until=9, last=8), state("bio", "formerly at Bell", 9))
    assert ("company", on(1), on(8)) == (bell.kind, bell.seen_from, bell.seen_until)
    assert ("former", on(8), on(9), None) == (former.kind, former.not_before, former.seen_from, former.seen_until)


def test_what_stood_there_at_the_first_look_has_no_beginning() -> None:
    (found,) = told(state("bio", "formerly at Bell", 1))
    assert None is found.not_before


def test_a_text_where_there_was_none_came_after_the_page_was_first_seen() -> None:
    (found,) = told(state("status", "formerly at Bell", 7))
    assert (on(1), on(7)) == (found.not_before, found.seen_from)


def test_what_two_texts_in_a_row_say_is_said_once() -> None:
    (found,) = told(state("bio", "formerly at Bell", 2, until=5, last=4), state("bio", "Birds, formerly at Bell", 5))
    assert (on(2), None, on(1)) == (found.seen_from, found.seen_until, found.not_before)


def test_a_gap_between_two_texts_makes_two_spans() -> None:
    found = told(state("bio", "at Bell", 2, until=5, last=4), state("bio", "at Bell", 8))
    assert [(on(2), on(4)), (on(8), None)] == [(one.seen_from, one.seen_until) for one in found]


def test_membership_is_recorded_by_the_platform() -> None:
    shown = state("member", f"{KEY} adaq", 3, until=9, last=8, target="https://github.com/larkorg", subject="")
    (found,) = told(shown, state("bio", "birds", 1))
    assert ("larkorg", "member", EvidenceLevel.RECORDED, on(3), on(8)) == (
        found.organisation,
        found.kind,
        found.level,
        found.seen_from,
        found.seen_until,
    )


def test_an_organisation_on_the_persons_own_page_is_a_membership_too() -> None:
    assert [("larkorg", "member")] == [(one.organisation, one.kind) for one in told(state("organisation", "larkorg", 2))]


def test_nothing_is_said_of_an_account_that_only_bears_the_name() -> None:
    history = build_history(
        ProjectFacts(AS_OF, (), (), (), (LOGIN, state("bio", "at Bell", 1)), (), ()), Project("p", "P", ()), {}
    )
    (person,) = history.persons.values()
    weak = replace(person, accounts=tuple(replace(account, is_by_name=True) for account in person.accounts))
    assert () == heard(replace(history, persons={person.key: weak})).affiliations


def test_mail_domains_are_dated_by_the_commits_and_the_last_one_stands() -> None:
    identities = (RawIdentity("git", "a", "Ada", "bell.example"), RawIdentity("git", "b", "Ada", "acme.example"))
    rows = [(0, date(2024, 1, 1), COMMIT, 1), (0, date(2024, 5, 1), COMMIT, 1), (1, date(2025, 2, 1), COMMIT, 1)]
    facts = ProjectFacts(AS_OF, identities, tuple(rows), (), (), ((0, 1, "mailmap"),), ())
    found = build_history(facts, Project("p", "P", ()), {}).affiliations
    assert {
        ("bell.example", datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)),
        ("acme.example", datetime(2025, 2, 1, tzinfo=UTC), None),
    } == {(one.organisation, one.seen_from, one.seen_until) for one in found}


TEXTS = st.sampled_from(["at Bell", "formerly at Bell", "birds", "at Acme", "formerly at Bell, at Acme"])


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_spans_of_one_organisation_never_overlap_and_their_intervals_are_in_order(texts: list[str]) -> None:
    days = [AS_OF + timedelta(days=place) for place in range(len(texts) + 1)]
    spans = [
        State(PAGE, "bio", text, PAGE, day, None if place + 1 == len(texts) else days[place + 1], subject=KEY)
        for place, (text, day) in enumerate(zip(texts, days, strict=False))
    ]
    found = told(*spans)
    for one in found:
        assert one.not_before is None or one.not_before < one.seen_from
        assert one.seen_until is None or one.seen_from < one.seen_until
    kinds = {(one.organisation, one.kind) for one in found}
    for kind in kinds:
        same = sorted((one for one in found if (one.organisation, one.kind) == kind), key=lambda one: one.seen_from)
        ends = [one.seen_until for one in same[:-1]]
        assert all(end is not None and end < later.seen_from for end, later in zip(ends, same[1:], strict=True))
