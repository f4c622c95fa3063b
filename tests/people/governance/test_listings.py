"""Whose account a mention in a list is: proven by login, by a configured page or bare name; else nobody's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.history import History, Person, State
from monitor.model.joins import Account
from monitor.model.signals import Coverage, Signal
from monitor.model.target import NamedPerson, Project, Target, TargetKind
from monitor.people.governance.listed import Words
from monitor.people.governance.listings import with_listings
from monitor.settings.name_words import load_governance
from tests.scoring.build import GIT, NOW, ago, history, view

WORDS = Words.of(load_governance())
PAGE = Target("https://github.com/adaq", TargetKind.ACCOUNT, "https://github.com/adaq", forge="github", person="Ada Quill")
ADA = Person("a", "Ada Quill", named=NamedPerson("Ada Quill"), accounts=(Account("git:1", "Ada Quill"),))
OTHER = Person("o", "Ada Quill", accounts=(Account("git:2", "Ada Quill"),))


def listed(text: str, *people: Person, pages: tuple[Target, ...] = (), coverage: tuple[Coverage, ...] = ()) -> History:
    state = State(GIT, "governance_version", text, f"{GIT}#x", ago(9), None, ago(400), "MAINTAINERS.md@abc") if text else None
    project = Project("lark", "Lark", (Target(GIT, TargetKind.GIT, GIT), *pages))
    persons = {person.key: person for person in people}
    states = (state,) if state else ()
    return with_listings(replace(history(), project=project, persons=persons, states=states, coverage=coverage), WORDS)


@pytest.mark.parametrize(
    ("line", "people", "pages", "person"),
    [
        ("Ada Quill (@adaq)", (ADA,), (PAGE,), "a"),
        ("Ada Quill (@adaq)", (ADA,), (), ""),
        ("Ada Quill (@another)", (ADA,), (PAGE,), ""),
        ("@ADAQ", (ADA,), (PAGE,), "a"),
        ("Ada Quill", (ADA,), (), "a"),
        ("Ada Quill", (ADA, OTHER), (), ""),
        ("Ada Quill", (OTHER,), (), ""),
        ("Ada Quillfeather", (ADA,), (PAGE,), ""),
    ],
)
def test_a_mention_is_somebody_s_only_where_login_page_or_a_configured_name_proves_it(
    line: str, people: tuple[Person, ...], pages: tuple[Target, ...], person: str
) -> None:
    (listing,) = listed(f"# Maintainers\n\n- {line}\n", *people, pages=pages).listings
    assert person == listing.person


@pytest.mark.parametrize(
    ("text", "is_complete", "kept"), [("# Maintainers\n\n- @adaq\n", True, 1), ("", True, 0), ("", False, 1)]
)
def test_where_no_list_stands_nothing_was_seen_of_lists_and_what_could_not_be_read_is_kept(
    text: str, is_complete: bool, kept: int
) -> None:
    seen = (view(Signal.LISTS, is_complete=is_complete), view(Signal.TAGS))
    found = listed(text, coverage=seen).coverage
    assert (kept, 1) == (sum(line.signal is Signal.LISTS for line in found), sum(line.signal is Signal.TAGS for line in found))
    assert NOW == found[-1].seen_until
