"""ecosyste.ms: enrichment only with a contact, publishers without addresses, and copies that are too old to say who publishes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors import ecosystems
from monitor.model.errors import AccessDenied, Malformed, RateLimited, SourceError
from monitor.model.facts import StateFact, Unchanged
from monitor.model.signals import Signal
from tests.collectors.source_rig import TROUBLE, Source, complete, look, measures, notes, package, reply, rig, said, states
from tests.fakes.contract import check_request

HOST, LOOKUP = "packages.ecosyste.ms", "/api/v1/packages/lookup"
GRAIL = package("pkg:cargo/grail")
CONTACT = "ops@example.org"
FOUND: dict[str, Any] = {
    "id": 1,
    "name": "grail",
    "ecosystem": "cargo",
    "purl": "pkg:cargo/grail",
    "registry": {"name": "registry.example"},
    "registry_url": "https://crates.example/grail",
    "dependent_packages_count": 40,
    "dependent_repos_count": 900,
    "last_synced_at": "2026-02-25T00:00:00Z",
    "maintainers": [
        {"uuid": "1", "login": "alice", "name": "Alice", "email": "alice@example.org"},
        {"uuid": "2", "login": "bob", "name": "Bob", "email": None},
    ],
}


def found(*packages: dict[str, Any], contact: str = CONTACT) -> list[Any]:
    return look(ecosystems, GRAIL, HOST, {LOOKUP: said(list(packages))}, contact=contact)


def test_publishers_and_dependents_are_told_with_the_page_of_the_source() -> None:
    facts = found(FOUND)
    assert ({"publishers": "alice,bob"}, {"dependents": 40, "dependent_repositories": 900}) == (states(facts), measures(facts))
    assert {Signal.PUBLISHERS: True, Signal.RELIANCE: True} == complete(facts)
    assert {"https://packages.ecosyste.ms/registries/registry.example/packages/grail"} == {
        item.link for item in facts if isinstance(item, StateFact)
    }


def test_what_is_fetched_in_a_month_is_counted_and_a_total_is_not() -> None:
    month = found(FOUND | {"downloads": 5_000, "downloads_period": "last-month"})
    total = found(FOUND | {"downloads": 900_000, "downloads_period": "total"})
    assert (5_000, False) == (measures(month)["downloads_30d"], "downloads_30d" in measures(total))


def test_of_npm_the_counts_alone_are_read() -> None:
    npm, counts = package("pkg:npm/grail"), ecosystems.Counts()
    told = FOUND | {"purl": "pkg:npm/grail", "downloads": 7, "downloads_period": "last-month"}
    facts = look(counts, npm, HOST, {LOOKUP: said([told])}, contact=CONTACT)
    assert {"dependents": 40, "dependent_repositories": 900, "downloads_30d": 7} == measures(facts)
    assert ({}, {Signal.RELIANCE: True}) == (states(facts), complete(facts))
    assert (True, False) == (counts.SPEC.handles(npm), ecosystems.SPEC.handles(npm))
    assert counts.SPEC.is_optional


@pytest.mark.parametrize("contact", ["", "https://example.org/mainstay", "nobody"])
def test_without_a_mail_address_nothing_is_asked(contact: str) -> None:
    with rig({HOST: Source()}, contact=contact) as it:
        with pytest.raises(AccessDenied, match="contact"):
            it.one(ecosystems, GRAIL)
        assert [] == it.paths


def test_the_polite_pool_is_told_who_asks_by_a_request_that_the_contract_knows() -> None:
    with rig({HOST: Source({LOOKUP: said([FOUND])})}, contact=f"mailto:{CONTACT}") as it:
        it.one(ecosystems, GRAIL)
        (asked,) = it.wire.log
        query = parse_qs(urlsplit(asked.url).query)
        assert {"purl": ["pkg:cargo/grail"], "mailto": [CONTACT]} == query
        check_request("GET", asked.url.replace("&mailto=ops%40example.org", ""), asked.headers)


def test_it_runs_only_where_it_is_switched_on() -> None:
    assert ecosystems.SPEC.is_optional


def test_no_address_is_kept_and_nobody_who_is_not_to_be_collected() -> None:
    with rig({HOST: Source({LOOKUP: said([FOUND])})}, contact=CONTACT) as it:
        it.forgotten = frozenset({"bob"})
        facts = it.one(ecosystems, GRAIL)
        assert ("alice", False) == (states(facts)["publishers"], "@example.org" in repr(facts))
    by_address = FOUND | {"maintainers": [{"uuid": "3", "login": "carol@example.org"}]}
    assert "(address withheld)" == states(found(by_address))["publishers"]


def test_an_old_copy_does_not_say_who_publishes_today() -> None:
    facts = found(FOUND | {"last_synced_at": "2026-01-01T00:00:00Z"})
    assert ({}, {"old_copy"}, False) == (states(facts), notes(facts), complete(facts)[Signal.PUBLISHERS])


def test_a_list_of_nobody_is_no_package_without_publishers() -> None:
    facts = found(FOUND | {"maintainers": []})
    assert ({}, False) == (states(facts), complete(facts)[Signal.PUBLISHERS])


@pytest.mark.parametrize("purl", ["pkg:npm/grail", "pkg:cargo/chalice", "pkg:cargo/grail?repository_url=https://x.example", None])
def test_another_package_in_the_answer_is_not_this_one(purl: str | None) -> None:
    facts = found(FOUND | {"purl": purl})
    assert ({}, {"not_listed"}) == (states(facts), notes(facts))
    assert {Signal.PUBLISHERS: False, Signal.RELIANCE: False} == complete(facts)


def test_an_empty_list_says_nothing_of_the_package() -> None:
    assert {Signal.PUBLISHERS: False, Signal.RELIANCE: False} == complete(found())


def test_what_did_not_change_is_unchanged() -> None:
    source = Source({LOOKUP: said([FOUND], etag='"a"')})
    with rig({HOST: source}, contact=CONTACT) as it:
        it.one(ecosystems, GRAIL)
        source.answers[LOOKUP] = reply(304, b"", etag='"a"')
        assert [Unchanged()] == it.one(ecosystems, GRAIL)


@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is(kind: str) -> None:
    answer, error = TROUBLE[kind]
    with pytest.raises(error):
        look(ecosystems, GRAIL, HOST, {LOOKUP: answer}, contact=CONTACT)


def test_it_comes_back_when_the_server_wished() -> None:
    with rig({HOST: Source({LOOKUP: TROUBLE["429"][0]})}, contact=CONTACT) as it:
        with pytest.raises(RateLimited) as caught:
            it.one(ecosystems, GRAIL)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


@pytest.mark.parametrize("body", [{}, ["grail"], [FOUND | {"maintainers": {}}], [FOUND | {"last_synced_at": "lately"}]])
def test_an_answer_against_the_contract_is_malformed(body: Any) -> None:
    with pytest.raises(Malformed):
        look(ecosystems, GRAIL, HOST, {LOOKUP: said(body)}, contact=CONTACT)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["login", "uuid", "name"]), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FOUND, anything)))
def test_any_package_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    try:
        facts = found(FOUND | changes)
    except SourceError:
        return
    assert "alice@example.org" not in repr(facts)
