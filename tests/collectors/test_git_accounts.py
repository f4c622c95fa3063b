"""Machines, mail domains and identities: what is made of a name and an address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.git.bots import is_bot
from monitor.collectors.git.domains import domain_of, shared_domains
from monitor.collectors.git.identities import UNNAMED, WITHHELD, Sighting, address_key, build_identities
from monitor.model.facts import RawIdentity
from monitor.model.text import MASK
from tests.collectors.git_repo import context_for, pseudonym_of

CONTEXT = context_for(Path("unused"))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("Somebody", "12345+tool[bot]@users.noreply.github.com"),
        ("Dependabot", "x@example.org"),
        ("GitHub", "noreply@github.com"),
        ("snyk-bot", "x@example.org"),
        ("k8s-ci-robot", "x@example.org"),
        ("pyupBot", "x@example.org"),
        ("Release Bot", "x@example.org"),
        ("Hosted Weblate", "hosted@weblate.org"),
        ("Deploy", "jenkins@corp.example"),
        ("bot", "x@example.org"),
        ("Sync", "a@project.iam.gserviceaccount.com"),
    ],
)
def test_a_machine_is_told(name: str, address: str) -> None:
    assert is_bot(name, address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Adrian Bot", "adrian.bot@uni.example"),
        ("John Abbot", "abbot@corp.example"),
        ("Jane Talbot", "jtalbot@corp.example"),
        ("Robot Lover", "r@corp.example"),
        ("Li Ci", "li@corp.example"),
        ("Jenkins Carter", "carter@corp.example"),
        ("Ada", "123+ada@users.noreply.github.com"),
    ],
)
def test_a_person_is_not_taken_for_a_machine(name: str, address: str) -> None:
    assert not is_bot(name, address)


def test_the_users_own_list_names_a_machine() -> None:
    assert is_bot("Our Mule", "mule@corp.example", frozenset({"our mule"}))


@pytest.mark.parametrize(
    "address",
    [
        "a@gmail.com",
        "1+a@users.noreply.github.com",
        "a@example.com",
        "a@mail.example.org",
        "a@example",
        "a@corp.example",
        "a@laptop.local",
        "a@localhost",
        "a@b8457f37-d9ea-0310-8a92-e5e31aec5664",
        "a@(none)",
        "a@10.0.0.1",
        "a@evil\x1b[31m.com",
        "a@users.noreply.forge.org",
        "no address",
        "",
    ],
)
def test_such_a_domain_says_nothing_about_an_employer(address: str) -> None:
    assert "" == domain_of(address)


def test_a_domain_of_two_accounts_is_not_told() -> None:
    assert frozenset() == shared_domains(["a@corp.org", "b@corp.org", "c@other.org"])


def test_a_domain_of_three_accounts_is_told() -> None:
    assert frozenset({"corp.org"}) == shared_domains(["a@corp.org", "b@corp.org", "c@corp.org"])


def _identities(*seen: tuple[str, str, int]) -> dict[str, RawIdentity]:
    return build_identities([Sighting(name.encode(), address.encode(), day) for name, address, day in seen], CONTEXT)


def test_an_address_in_any_case_is_one_account_under_its_latest_name() -> None:
    found = _identities(("Old", "A@x.org", 5), ("New", "a@x.org ", 9), ("Older", "a@X.org", 3))
    assert {"a@x.org": RawIdentity("git", pseudonym_of("a@x.org"), "New")} == found


def test_accounts_without_an_address_are_told_apart_by_name() -> None:
    assert {"ann (no address)", "ben (no address)"} == _identities(("Ann", "", 1), ("Ben", " ", 1)).keys()


def test_a_name_that_is_an_address_is_masked() -> None:
    assert MASK == _identities(("a@x.org", "a@x.org", 1))["a@x.org"].name


def test_an_empty_name_is_one_word_so_that_it_joins_nobody() -> None:
    assert UNNAMED == _identities(("\x1b\u202e", "a@x.org", 1))["a@x.org"].name
    assert 1 == len(UNNAMED.split())


def test_who_asked_to_be_forgotten_is_withheld_and_counts_for_no_domain() -> None:
    context = replace(CONTEXT, is_forgotten=lambda stable: stable == pseudonym_of("a@corp.org"))
    seen = [Sighting(b"N", address, 1) for address in (b"a@corp.org", b"b@corp.org", b"c@corp.org")]
    found = build_identities(seen, context)
    assert WITHHELD == found["a@corp.org"]
    assert "" == found["b@corp.org"].domain


def test_a_shared_domain_is_told_of_each_of_its_accounts() -> None:
    found = _identities(("A", "a@corp.org", 1), ("B", "b@corp.org", 1), ("C", "c@corp.org", 1), ("D", "d@else.org", 1))
    assert ["corp.org", "corp.org", "corp.org", ""] == [identity.domain for identity in found.values()]


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_name_and_no_address_breaks_an_identity(name: bytes, address: bytes) -> None:
    found = build_identities([Sighting(name, address, 1)], CONTEXT)[address_key(name, address)]
    assert found.name.isprintable()
    assert 32 == len(found.stable_id)


@given(st.emails(), st.text(max_size=10))
def test_no_address_is_shown_even_where_it_is_the_name(address: str, around: str) -> None:
    found = build_identities([Sighting(f"{around} {address}".encode("utf-8", "replace"), address.encode(), 1)], CONTEXT)
    assert address not in repr(list(found.values()))
