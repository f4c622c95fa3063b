"""OSV: which advisories of a package are open, and what is never concluded from one answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl.contrib import purl2url

from monitor.collectors import osv
from monitor.collectors.cvss import base_score, severity_of
from monitor.collectors.osv_record import join, read
from monitor.collectors.shape import Shape
from monitor.model.errors import Malformed, RateLimited, SourceError
from monitor.model.facts import StateFact
from monitor.model.signals import Signal
from tests.collectors.source_rig import TROUBLE, Source, complete, look, notes, package, rig, said, states
from tests.fakes.wire import Asked

HOST, QUERY = "api.osv.dev", "/v1/query"
# OSV calls the ecosystem of Rust by the host of its registry.
RUST = urlsplit(str(purl2url.get_repo_url("pkg:cargo/grail"))).netloc  # type: ignore[no-untyped-call]
GRAIL = package("pkg:pypi/grail")
SHAPE = Shape("host.example")


def affected(*events: dict[str, str], kind: str = "ECOSYSTEM", name: str = "grail", **more: Any) -> dict[str, Any]:
    return {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": [{"type": kind, "events": list(events)}],
        **more,
    }


def record(number: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "modified": "2026-01-09T00:00:00Z",
        "published": "2026-01-02T03:04:05Z",
        "summary": f"A flaw, {number}",
        "affected": list(entries) or [affected({"introduced": "0"})],
        **more,
    }


def found(*records: dict[str, Any]) -> list[Any]:
    return look(osv, GRAIL, HOST, {QUERY: said({"vulns": list(records)} if records else {})})


def state_of(*entries: dict[str, Any], **more: Any) -> str:
    return states(found(record("GHSA-1", *entries, **more)), "GHSA-1")["advisory"]


INTRODUCED = {"introduced": "0"}


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([affected(INTRODUCED)], "unfixed"),
        ([affected(INTRODUCED, {"fixed": "1.4"})], "fixed in 1.4"),
        ([affected({"fixed": "1.4"}, INTRODUCED)], "fixed in 1.4"),
        ([affected(INTRODUCED, {"last_affected": "1.3"})], "not in later versions"),
        ([affected(INTRODUCED, {"limit": "*"})], "unfixed"),
        ([affected(INTRODUCED, {"fixed": "1.4"}, {"introduced": "2.0"})], "unfixed"),
        ([affected(INTRODUCED, {"fixed": "1.4"}), affected({"introduced": "2.0"}, {"fixed": "2.1"})], "fixed in 1.4, 2.1"),
        ([affected(INTRODUCED, {"fixed": "1.4"}), affected({"introduced": "2.0"})], "unfixed"),
        ([affected(INTRODUCED, INTRODUCED, {"fixed": "1.4"})], "fixed in 1.4"),
        ([affected(INTRODUCED, {"introduced": "1.1"}, {"fixed": "1.10"})], "fixed in 1.10"),
        ([affected({"introduced": "2.0"}, INTRODUCED, {"fixed": "1.4"}, {"last_affected": "1.3"})], "unfixed"),
        ([affected(INTRODUCED, {"fixed": "2.0rc1"})], "fixed in 2.0rc1"),
        ([affected(INTRODUCED, {"fixed": "1.4"}), affected(INTRODUCED, name="another")], "fixed in 1.4"),
        ([affected(INTRODUCED, {"fixed": "f" * 40}, kind="GIT")], "fixed in commit ffffffffffff"),
        ([affected(INTRODUCED, kind="GIT")], "unfixed"),
        ([affected(INTRODUCED, {"fixed": "1.4"}), affected(INTRODUCED, kind="GIT")], "fixed in 1.4"),
        ([{"package": {"ecosystem": "PyPI", "name": "Grail"}, "versions": ["1.2"]}], "named versions only"),
    ],
)
def test_a_range_without_an_end_is_unfixed_and_all_others_say_what_ended_them(entries: list[Any], state: str) -> None:
    assert state == state_of(*entries)


def test_a_withdrawn_advisory_is_withdrawn_whatever_its_ranges_say() -> None:
    assert "withdrawn" == state_of(withdrawn="2026-02-01T00:00:00Z")


def test_an_advisory_holds_from_the_day_it_was_published() -> None:
    (state,) = [i for i in found(record("GHSA-1")) if isinstance(i, StateFact) and i.attribute == "advisory"]
    assert datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) == state.held_from
    assert "https://osv.dev/vulnerability/GHSA-1" == state.link


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"])
def test_a_day_of_publishing_that_cannot_be_true_is_not_told(day: str) -> None:
    (state,) = [i for i in found(record("GHSA-1", published=day)) if isinstance(i, StateFact) and i.attribute == "advisory"]
    assert state.held_from is None


def test_one_flaw_under_three_names_is_one_advisory_under_the_oldest_record() -> None:
    answer = found(
        record("CVE-2026-7", published="2026-03-01T00:00:00Z"),
        record("GHSA-7", aliases=["CVE-2026-7"], published="2026-02-01T00:00:00Z"),
        record("PYSEC-7", aliases=["CVE-2026-7"], published="2026-04-01T00:00:00Z"),
    )
    assert ["GHSA-7"] == [i.subject for i in answer if isinstance(i, StateFact) and i.attribute == "advisory"]
    assert "CVE-2026-7, PYSEC-7" == states(answer, "GHSA-7")["advisory_aliases"]


def test_the_database_that_knows_of_a_fix_knows_more() -> None:
    answer = found(
        record("GHSA-7", aliases=["CVE-2026-7"]),
        record("PYSEC-7", affected(INTRODUCED, {"fixed": "1.4"}), aliases=["CVE-2026-7"], published="2026-05-01T00:00:00Z"),
    )
    assert "fixed in 1.4" == states(answer, "GHSA-7")["advisory"]


def test_a_withdrawn_double_says_nothing_of_the_advisory_that_stands() -> None:
    answer = found(record("GHSA-7", aliases=["CVE-7"]), record("GHSA-8", aliases=["CVE-7"], withdrawn="2026-02-01T00:00:00Z"))
    assert "unfixed" == states(answer, "GHSA-7")["advisory"]


def test_two_flaws_stay_two() -> None:
    answer = found(record("GHSA-1"), record("GHSA-2", affected(INTRODUCED, {"fixed": "1.4"})))
    assert ["unfixed", "fixed in 1.4"] == [i.value for i in answer if isinstance(i, StateFact) and i.attribute == "advisory"]


HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ({"database_specific": {"severity": "MODERATE"}}, "medium"),
        ({"database_specific": {"severity": "CRITICAL"}, "severity": [{"type": "CVSS_V3", "score": HIGH}]}, "critical"),
        ({"severity": [{"type": "CVSS_V3", "score": HIGH}]}, "high"),
        ({"severity": [{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N"}]}, "unknown"),
        ({"database_specific": {"severity": 7}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_severity_is_the_databases_own_word_else_that_of_its_vector(more: dict[str, Any], severity: str) -> None:
    assert severity == states(found(record("GHSA-1", **more)), "GHSA-1")["advisory_severity"]


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N", 4.7),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:3.1/AV:N", None),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", None),
    ],
)
def test_base_scores_are_those_of_the_specification(vector: str, score: float | None) -> None:
    assert score == base_score(vector)


def test_the_words_for_scores_follow_the_rating_scale() -> None:
    assert ["critical", "high", "medium", "low", "unknown"] == [severity_of(score) for score in (9.0, 8.9, 4.0, 3.9, None)]


def test_addresses_in_a_summary_are_not_kept() -> None:
    assert (
        "A flaw, ask (address withheld)"
        == states(found(record("G-1", summary="A flaw, ask a@b.example")), "G-1")["advisory_summary"]
    )


def test_a_package_without_advisories_was_wholly_seen() -> None:
    assert ({Signal.ADVISORIES: True}, set()) == (complete(found()), notes(found()))


def test_advisories_that_all_vanish_are_believed_gone_only_when_it_is_said_again() -> None:
    source = Source({QUERY: said({"vulns": [record("GHSA-1")]})})
    with rig({HOST: source}) as it:
        assert complete(it.one(osv, GRAIL))[Signal.ADVISORIES]
        source.answers[QUERY] = said({})
        first, second = it.one(osv, GRAIL), it.one(osv, GRAIL)
    assert ({"nothing_listed"}, False) == (notes(first), complete(first)[Signal.ADVISORIES])
    assert (set(), True) == (notes(second), complete(second)[Signal.ADVISORIES])


@pytest.mark.parametrize(
    ("purl", "ecosystem", "name"),
    [
        ("pkg:npm/%40acme/grail", "npm", "@acme/grail"),
        ("pkg:maven/org.acme/grail", "Maven", "org.acme:grail"),
        ("pkg:cargo/grail", RUST, "grail"),
        ("pkg:composer/acme/grail", "Packagist", "acme/grail"),
        ("pkg:golang/code.example/grail", "Go", "code.example/grail"),
    ],
)
def test_a_package_is_asked_for_by_the_name_that_osv_gives_its_ecosystem(purl: str, ecosystem: str, name: str) -> None:
    with rig({HOST: Source({QUERY: said({})})}) as it:
        it.one(osv, package(purl))
        assert {"package": {"ecosystem": ecosystem, "name": name}} == json.loads(it.wire.log[0].body)


def test_all_pages_are_read() -> None:
    def answer(asked: Asked) -> Any:
        token = json.loads(asked.body).get("page_token")
        return said({"vulns": [record("GHSA-2")]} if token else {"vulns": [record("GHSA-1")], "next_page_token": "more"})

    answers = look(osv, GRAIL, HOST, {QUERY: answer})
    assert ["GHSA-1", "GHSA-2"] == [i.subject for i in answers if isinstance(i, StateFact) and i.attribute == "advisory"]


def test_pages_that_lead_in_a_circle_are_malformed() -> None:
    with pytest.raises(Malformed, match="circle"):
        look(osv, GRAIL, HOST, {QUERY: said({"next_page_token": "again"})})


def test_pages_without_an_end_are_read_in_part() -> None:
    def answer(asked: Asked) -> Any:
        return said({"next_page_token": f"{json.loads(asked.body).get('page_token', '')}x"})

    answers = look(osv, GRAIL, HOST, {QUERY: answer})
    assert ({"too_many_pages"}, False) == (notes(answers), complete(answers)[Signal.ADVISORIES])


def test_another_address_can_be_named() -> None:
    with rig({"osv.corp.example": Source({"/mirror/v1/query": said({})})}) as it:
        it.bases = {"osv": "https://osv.corp.example/mirror/"}
        assert complete(it.one(osv, GRAIL))[Signal.ADVISORIES]


@pytest.mark.parametrize("kind", [kind for kind in TROUBLE if kind not in ("404", "410")])
def test_trouble_is_told_as_what_it_is(kind: str) -> None:
    answer, error = TROUBLE[kind]
    with pytest.raises(error):
        look(osv, GRAIL, HOST, {QUERY: answer})


def test_a_redirect_of_a_question_is_not_followed() -> None:
    with pytest.raises(SourceError):
        look(osv, GRAIL, HOST, {QUERY: said({}).__class__(301, {"location": "https://osv.dev/"}, b"")})


def test_it_comes_back_when_the_server_wished() -> None:
    with rig({HOST: Source({QUERY: TROUBLE["429"][0]})}) as it:
        with pytest.raises(RateLimited) as caught:
            it.one(osv, GRAIL)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"vulns": {}},
        {"vulns": ["GHSA-1"]},
        {"vulns": [record("")]},
        {"vulns": [record("GHSA-1", published="yesterday")]},
        {"vulns": [record("GHSA-1", aliases="CVE-1")]},
        {"vulns": [record("GHSA-1", affected(INTRODUCED, kind="MAGIC"))]},
        {"vulns": [record("GHSA-1", affected({"introduced": 0}))]},  # type: ignore[dict-item]
        {"vulns": [record("GHSA-1", {"package": "grail"})]},
        {"vulns": [], "next_page_token": 7},
    ],
)
def test_an_answer_against_the_schema_is_malformed(body: Any) -> None:
    with pytest.raises(Malformed):
        look(osv, GRAIL, HOST, {QUERY: said(body)})


def test_only_packages_of_known_ecosystems_are_handled() -> None:
    assert (True, False) == (osv.SPEC.handles(GRAIL), osv.SPEC.handles(package("pkg:deb/debian/grail")))


def test_a_package_of_an_index_of_ones_own_is_nobody_elses_business() -> None:
    assert not osv.SPEC.handles(package("pkg:pypi/grail?repository_url=https://index.corp.example/simple"))


words = st.sampled_from(["GHSA-1", "CVE-1", "0", "1.4", "PyPI", "grail", "GIT", "2026-01-01T00:00:00Z", "a@b.example"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(), inner, max_size=3),
    max_leaves=8,
)
events = st.lists(st.dictionaries(st.sampled_from(["introduced", "fixed", "last_affected", "limit"]), words, max_size=1))


@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(("id", "aliases", "published", "withdrawn", "summary", "severity", "affected"), anything)
        | {"affected": events.map(lambda told: [affected(*told)]) | anything},
    )
)
def test_any_record_gives_an_advisory_or_a_source_error(changes: dict[str, Any]) -> None:
    try:
        one = read(SHAPE, record("GHSA-1") | changes, "PyPI", "grail")
    except SourceError:
        return
    (advisory,) = join([one]) if one else [None]
    assert "a@b.example" not in repr(advisory.summary if advisory else "")


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=8))
def test_each_record_is_in_exactly_one_advisory(pairs: list[tuple[str, str]]) -> None:
    told = [record(f"{own}{place}", aliases=[other]) for place, (own, other) in enumerate(pairs)]
    records = [one for data in told if (one := read(SHAPE, data, "PyPI", "grail"))]
    names = [{advisory.id, *advisory.others} for advisory in join(records)]
    assert sum(map(len, names)) == len(set().union(*names))
    assert all(sum(one.names <= some for some in names) == 1 for one in records)
