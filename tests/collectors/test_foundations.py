"""Foundations: one list answers for every repository, and a list that cannot be whole answers for none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.foundations import apache, cncf
from monitor.collectors.foundations.lists import place_of
from monitor.model.collecting import BatchCollector
from monitor.model.errors import RateLimited, SourceError
from monitor.model.facts import StateFact
from monitor.model.signals import Signal
from monitor.pipeline.meter import Pace
from tests.collectors.source_rig import TROUBLE, Rig, Source, Told, complete, package, repository, rig, said, values

CNCF, PROJECTS = "landscape.cncf.io", "/api/projects/all.json"
APACHE = "projects.apache.org"
ACTIVE, RETIRED = "/json/foundation/projects.json", "/json/foundation/committees-retired.json"
GRAIL = repository("https://github.com/acme/grail", "github")


def item(name: str, maturity: str = "graduated", **more: Any) -> dict[str, Any]:
    urls = [{"url": f"https://github.com/{name}", "primary": True}, {"url": f"https://github.com/{name}-site"}]
    return {"id": name.replace("/", "--"), "name": name, "maturity": maturity, "repositories": urls, **more}


FILL = [item(f"other/p{number}") for number in range(30)]


def staged(maturity: str, target: Any = GRAIL, **dates: str) -> list[Any]:
    with rig({CNCF: Source({PROJECTS: said([*FILL, item("Acme/Grail", maturity, **dates)])})}) as it:
        return it.one(cncf, target)


def many(it: Rig, collector: BatchCollector, targets: list[Any]) -> dict[str, list[Any]]:
    session = it.client.session(it.validators)
    contexts = {target.key: it.context(session) for target in targets}
    found = collector.collect_many(targets, contexts, Pace(collector.SPEC.batch, collector.SPEC.batch))
    return {target.key: list(result) for target, result in found if isinstance(result, tuple)}


@pytest.mark.parametrize("stage", ["sandbox", "incubating", "graduated", "archived"])
def test_a_project_shows_its_stage(stage: str) -> None:
    found = staged(stage)
    assert ([f"cncf:{stage}"], True) == (values(found, "foundation_status"), complete(found)[Signal.FOUNDATION])


def test_the_date_of_the_stage_is_when_it_began() -> None:
    found = staged("archived", accepted_at="2020-01-01", archived_at="2026-01-15")
    (state,) = [i for i in found if isinstance(i, StateFact)]
    assert (datetime(2026, 1, 15, tzinfo=UTC), "https://landscape.cncf.io/?item=Acme--Grail") == (state.held_from, state.link)


@pytest.mark.parametrize(
    "url", ["https://github.com/acme/grail-site", "https://github.com/acme/other", "https://gitlab.com/acme/grail"]
)
def test_other_repositories_of_the_project_or_of_anybody_have_no_stage(url: str) -> None:
    found = staged("archived", repository(url, ""))
    assert ([], True) == (values(found, "foundation_status"), complete(found)[Signal.FOUNDATION])


def test_one_request_answers_for_all() -> None:
    targets = [repository(f"https://github.com/other/p{number}", "github") for number in range(30)]
    with rig({CNCF: Source({PROJECTS: said(FILL)})}) as it:
        found = many(it, cncf, targets)
        assert ([PROJECTS], 30) == (it.paths, len(found))
        assert {"cncf:graduated"} == {value for facts in found.values() for value in values(facts, "foundation_status")}


ACTIVE_LIST = {
    f"p{number}": {
        "name": f"P{number}",
        "pmc": f"p{number}",
        "repository": [f"https://gitbox.apache.org/repos/asf/p{number}.git"],
    }
    for number in range(30)
} | {"beans": {"pmc": "poi", "repository": "https://github.com/apache/beans.git"}, "old-doap": {"pmc": "click", "repository": []}}
RETIRED_LIST = [{"id": "click", "retired": "2015-04"}, {"id": "beans", "retired": "2013-07"}]


def at_apache(name: str) -> list[Any]:
    with rig({APACHE: Source({ACTIVE: said(ACTIVE_LIST), RETIRED: said(RETIRED_LIST)})}) as it:
        return it.one(apache, repository(name, "github"))


@pytest.mark.parametrize(
    ("url", "stages"),
    [
        ("https://github.com/apache/p7", ["apache:top-level"]),
        ("https://gitbox.apache.org/repos/asf/p7", ["apache:top-level"]),
        ("https://github.com/apache/click", ["apache:attic"]),
        ("https://github.com/apache/beans", ["apache:top-level"]),
        ("https://github.com/apache/p7-site", []),
    ],
)
def test_apache_tells_top_level_from_the_attic(url: str, stages: list[str]) -> None:
    assert stages == values(at_apache(url), "foundation_status")


def test_the_month_of_the_vote_is_when_the_attic_began() -> None:
    (state,) = [i for i in at_apache("https://github.com/apache/click") if isinstance(i, StateFact)]
    assert datetime(2015, 4, 1, tzinfo=UTC) == state.held_from


def test_only_repositories_that_could_be_listed_are_handled() -> None:
    assert (True, False) == (cncf.SPEC.handles(GRAIL), cncf.SPEC.handles(package("pkg:npm/grail")))
    assert (True, False) == (
        apache.SPEC.handles(repository("https://github.com/apache/p7", "github")),
        apache.SPEC.handles(GRAIL),
    )


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://github.com/Acme/Grail.git", "github.com/acme/grail"),
        ("git@github.com:acme/grail.git", "github.com/acme/grail"),
        ("https://www.github.com/acme/grail/", "github.com/acme/grail"),
        ("https://github.com/", ""),
        ("http://[::1", ""),
    ],
)
def test_a_repository_has_one_spelling(address: str, place: str) -> None:
    assert place == place_of(address)


BOTH: dict[str, tuple[BatchCollector, str, Any, dict[str, Told]]] = {
    "cncf": (cncf, CNCF, GRAIL, {PROJECTS: said(FILL)}),
    "apache": (
        apache,
        APACHE,
        repository("https://github.com/apache/p7", "github"),
        {ACTIVE: said(ACTIVE_LIST), RETIRED: said(RETIRED_LIST)},
    ),
}
each = pytest.mark.parametrize("name", BOTH)


@each
@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is_for_all(name: str, kind: str) -> None:
    collector, host, target, _ = BOTH[name]
    answer, error = TROUBLE[kind]
    with rig({host: Source()}) as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            many(it, collector, [target])
        with pytest.raises(error):
            it.one(collector, target)


@each
@pytest.mark.parametrize("body", [[], {}, [{}], "text"])
def test_a_list_that_cannot_be_whole_says_nothing(name: str, body: Any) -> None:
    collector, host, target, answers = BOTH[name]
    for path in answers:
        with rig({host: Source(answers | {path: said(body)})}) as it:
            if path == RETIRED and body == []:
                assert complete(it.one(collector, target))[Signal.FOUNDATION]
                continue
            with pytest.raises(SourceError):
                it.one(collector, target)


@each
def test_it_comes_back_when_the_server_wished(name: str) -> None:
    collector, host, target, _ = BOTH[name]
    with rig({host: Source()}) as it:
        it.wire.faults.append(lambda _: TROUBLE["429"][0])
        with pytest.raises(RateLimited) as caught:
            it.one(collector, target)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


def test_another_address_can_be_named() -> None:
    with rig({"mirror.corp.example": Source({f"/cncf{PROJECTS}": said(FILL)})}) as it:
        it.bases = {"cncf": "https://mirror.corp.example/cncf/"}
        assert complete(it.one(cncf, GRAIL))[Signal.FOUNDATION]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["url", "primary"]), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "maturity", "repositories", "accepted_at"), anything)))
def test_any_project_gives_stages_or_a_source_error(changes: dict[str, Any]) -> None:
    with rig({CNCF: Source({PROJECTS: said([*FILL, item("acme/grail", "sandbox") | changes])})}) as it:
        try:
            found = it.one(cncf, GRAIL)
        except SourceError:
            return
    assert set(values(found, "foundation_status")) <= {f"cncf:{stage}" for stage in cncf.STAGES}
