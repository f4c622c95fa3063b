"""deps.dev: versions, deprecation and links of packages, and what its silence does not say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors import deps_dev, deps_links
from monitor.model.collecting import Collector
from monitor.model.errors import Malformed, RateLimited, SourceError
from monitor.model.facts import ReleaseFact, StateFact, Unchanged
from monitor.model.signals import Signal
from tests.collectors.source_rig import TROUBLE, Source, complete, look, notes, package, rig, said, states, values
from tests.fakes.contract import check_request

HOST = "api.deps.dev"
GRAIL, LINKED = package("pkg:cargo/grail"), package("pkg:npm/%40acme/grail")
PACKAGE_PATH = "/v3/systems/cargo/packages/grail"
VERSION_PATH = f"{PACKAGE_PATH}/versions/1.1.0"
NPM_PATH = "/v3/systems/npm/packages/%40acme%2Fgrail"


def version(name: str, published: str | None = "2026-01-02T03:04:05Z", **more: Any) -> dict[str, Any]:
    told = {"versionKey": {"system": "CARGO", "name": "grail", "version": name}, **more}
    return told | ({"publishedAt": published} if published else {})


def body(*versions: dict[str, Any], name: str = "grail") -> dict[str, Any]:
    told = list(versions) or [version("1.0.0", "2025-01-02T03:04:05Z"), version("1.1.0", isDefault=True)]
    return {"packageKey": {"system": "CARGO", "name": name}, "versions": told}


CLOSE = {
    "versionKey": {"system": "CARGO", "name": "grail", "version": "1.1.0"},
    "licenses": ["MIT"],
    "links": [
        {"label": "SOURCE_REPO", "url": "git+https://github.com/acme/grail.git"},
        {"label": "SOURCE_REPO", "url": "https://github.com/acme/grail/tree/main/sub"},
        {"label": "HOMEPAGE", "url": "https://grail.example"},
    ],
}


def found(told: Any = None, close: Any = None) -> list[Any]:
    answers = {PACKAGE_PATH: said(body() if told is None else told), VERSION_PATH: said(CLOSE if close is None else close)}
    return look(deps_dev, GRAIL, HOST, answers)


def released(facts: list[Any]) -> dict[str, ReleaseFact]:
    return {item.version: item for item in facts if isinstance(item, ReleaseFact)}


def test_each_dated_version_is_a_release() -> None:
    facts = found()
    assert {
        "1.0.0": datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
        "1.1.0": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    } == {v: fact.released_at for v, fact in released(facts).items()}
    assert {Signal.PACKAGE_RELEASES: True, Signal.PACKAGE_STATUS: True} == complete(facts)


def test_a_shorter_list_than_before_is_believed_when_it_comes_again() -> None:
    long = said(body(version("1.0.0"), version("1.0.1"), version("1.1.0", isDefault=True)))
    source = Source({PACKAGE_PATH: long, VERSION_PATH: said(CLOSE)})
    with rig({HOST: source}) as it:
        assert complete(it.one(deps_dev, GRAIL))[Signal.PACKAGE_RELEASES]
        source.answers[PACKAGE_PATH] = said(body(version("1.1.0", isDefault=True)))
        once, twice = it.one(deps_dev, GRAIL), it.one(deps_dev, GRAIL)
    assert (False, {"fewer_versions"}) == (complete(once)[Signal.PACKAGE_RELEASES], notes(once))
    assert (True, set()) == (complete(twice)[Signal.PACKAGE_RELEASES], notes(twice))


def test_a_list_that_is_long_again_was_short_by_mistake() -> None:
    long = said(body(version("1.0.0"), version("1.1.0", isDefault=True)))
    short = said(body(version("1.1.0", isDefault=True)))
    source = Source({PACKAGE_PATH: long, VERSION_PATH: said(CLOSE)})
    with rig({HOST: source}) as it:
        told = []
        for answer in (long, short, long, short):
            source.answers[PACKAGE_PATH] = answer
            told.append(complete(it.one(deps_dev, GRAIL))[Signal.PACKAGE_RELEASES])
    assert [True, False, True, False] == told


def test_the_licence_is_that_of_the_version_that_everybody_gets() -> None:
    assert {"package_status": "active", "licence": "MIT", "proposed_target": "https://github.com/acme/grail"} == states(found())


def test_a_repository_is_proposed_once_without_its_folder() -> None:
    close = CLOSE | {"links": [*CLOSE["links"], {"label": "SOURCE_REPO", "url": "https://github.com/acme/grail/"}]}
    assert ["https://github.com/acme/grail"] == values(found(close=close), "proposed_target")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://github.com/", "ssh://git@host.example/x", "", 7, "http://[::1"])
def test_what_is_no_address_of_a_repository_is_not_proposed(url: Any) -> None:
    assert [] == values(found(close={"links": [{"label": "SOURCE_REPO", "url": url}]}), "proposed_target")


def test_a_package_is_deprecated_when_its_default_version_is() -> None:
    told = body(
        version("1.0.0"), version("1.1.0", isDefault=True, isDeprecated=True, deprecatedReason="Use cup; ask a@b.example")
    )
    assert ("deprecated", "Use cup; ask (address withheld)") == (
        states(found(told))["package_status"],
        states(found(told))["package_status_reason"],
    )


def test_an_old_deprecated_version_does_not_deprecate_the_package() -> None:
    told = body(version("1.0.0", isDeprecated=True, deprecatedReason="old"), version("1.1.0", isDefault=True))
    assert "active" == states(found(told))["package_status"]


def test_without_a_default_version_the_status_is_not_known() -> None:
    facts = found(body(version("1.0.0")))
    assert ("package_status" in states(facts), complete(facts)[Signal.PACKAGE_STATUS]) == (False, False)
    assert "no_default_version" in notes(facts)


def test_an_empty_package_is_not_yet_read_there_and_no_sign_of_an_end() -> None:
    facts = look(deps_dev, GRAIL, HOST, {PACKAGE_PATH: said({"packageKey": {"name": "grail"}})})
    assert {Signal.PACKAGE_RELEASES: False, Signal.PACKAGE_STATUS: False} == complete(facts)
    assert [] == [item for item in facts if isinstance(item, StateFact | ReleaseFact)]


@pytest.mark.parametrize("published", [None, "2099-01-01T00:00:00Z"])
def test_a_version_without_a_date_that_can_be_believed_is_left_out_with_a_note(published: str | None) -> None:
    facts = found(body(version("1.0.0", published), version("1.1.0", isDefault=True)))
    assert (["1.1.0"], True) == (list(released(facts)), "versions_without_date" in notes(facts))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1.0.0", False),
        ("1.0.0-rc.1", True),
        ("2.0.0.beta1", True),
        ("31.0-jre", False),
        ("5.0.0.Final", False),
        ("5.0.0.CR1", True),
        ("1.0-SNAPSHOT", True),
        ("v0.0.0-20240101000000-abcdef012345", True),
        ("1.0.0+build.5", False),
    ],
)
def test_prereleases_are_told_by_the_habits_of_their_ecosystems(name: str, *, expected: bool) -> None:
    assert expected is deps_dev.is_prerelease(name)


@pytest.mark.parametrize(
    ("purl", "path"),
    [
        ("pkg:maven/org.acme/grail", "/v3/systems/maven/packages/org.acme%3Agrail"),
        ("pkg:golang/code.example/acme/grail", "/v3/systems/go/packages/code.example%2Facme%2Fgrail"),
        ("pkg:nuget/Acme.Grail", "/v3/systems/nuget/packages/Acme.Grail"),
        ("pkg:gem/grail", "/v3/systems/rubygems/packages/grail"),
    ],
)
def test_names_are_encoded_whole_and_known_to_the_contract(purl: str, path: str) -> None:
    with rig({HOST: Source()}) as it:
        with pytest.raises(SourceError):
            it.one(deps_dev, package(purl))
        assert [path] == it.paths
        check_request("GET", it.wire.log[0].url)


def test_every_request_is_one_that_the_contract_describes() -> None:
    with rig({HOST: Source({PACKAGE_PATH: said(body()), VERSION_PATH: said(CLOSE)})}) as it:
        it.one(deps_dev, GRAIL)
        assert [PACKAGE_PATH, VERSION_PATH] == it.paths
        for asked in it.wire.log:
            check_request(asked.method, asked.url, asked.headers)


def test_what_did_not_change_costs_one_request() -> None:
    source = Source({PACKAGE_PATH: said(body(), etag='"a"'), VERSION_PATH: said(CLOSE)})
    with rig({HOST: source}) as it:
        it.one(deps_dev, GRAIL)
        source.answers[PACKAGE_PATH] = said({}).__class__(304, {"etag": '"a"'}, b"")
        assert [Unchanged()] == it.one(deps_dev, GRAIL)
        assert '"a"' == it.wire.log[-1].headers["if-none-match"]


def test_links_of_npm_packages_are_proposed_and_nothing_else_is_said() -> None:
    told = body(version("2.0.0", isDefault=True), name="@acme/grail")
    facts = look(deps_links, LINKED, HOST, {NPM_PATH: said(told), f"{NPM_PATH}/versions/2.0.0": said(CLOSE)})
    assert [("proposed_target", "https://github.com/acme/grail")] == [
        (item.attribute, item.value) for item in facts if isinstance(item, StateFact)
    ]
    assert len(facts) == 1


def test_no_default_version_takes_no_proposal_back() -> None:
    with pytest.raises(Malformed, match="by default"):
        look(deps_links, LINKED, HOST, {NPM_PATH: said(body(version("2.0.0"), name="@acme/grail"))})


def test_packages_are_handled_by_one_of_the_two() -> None:
    kinds = ("cargo", "golang", "maven", "nuget", "gem", "npm", "pypi", "deb")
    handled = {kind: [c.SPEC.id for c in (deps_dev, deps_links) if c.SPEC.handles(package(f"pkg:{kind}/x"))] for kind in kinds}
    assert handled == {kind: ["deps_dev"] for kind in kinds[:5]} | {"npm": ["deps_links"], "pypi": ["deps_links"], "deb": []}


both = pytest.mark.parametrize(
    ("collector", "path"), [(deps_dev, PACKAGE_PATH), (deps_links, NPM_PATH)], ids=["deps_dev", "deps_links"]
)


def target_of(collector: Collector) -> Any:
    return GRAIL if collector is deps_dev else LINKED


@both
@pytest.mark.parametrize("kind", TROUBLE)
def test_trouble_is_told_as_what_it_is(collector: Collector, path: str, kind: str) -> None:
    answer, error = TROUBLE[kind]
    with pytest.raises(error):
        look(collector, target_of(collector), HOST, {path: answer})


@both
@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        body(name="another"),
        {"packageKey": {"name": "grail"}, "versions": {}},
        {"packageKey": {"name": "@acme/grail"}, "versions": ["1.0.0"]},
        {"packageKey": "grail"},
    ],
)
def test_an_answer_against_the_contract_is_malformed(collector: Collector, path: str, told: Any) -> None:
    with pytest.raises(Malformed):
        look(collector, target_of(collector), HOST, {path: said(told)})


def test_a_close_look_that_fails_fails_the_whole() -> None:
    with pytest.raises(SourceError):
        look(deps_dev, GRAIL, HOST, {PACKAGE_PATH: said(body())})


def test_a_move_is_followed() -> None:
    moved = said({}).__class__(301, {"location": f"https://{HOST}/moved"}, b"")
    answers = {PACKAGE_PATH: moved, "/moved": said(body()), VERSION_PATH: said(CLOSE)}
    assert complete(look(deps_dev, GRAIL, HOST, answers))[Signal.PACKAGE_RELEASES]


def test_it_comes_back_when_the_server_wished() -> None:
    with rig({HOST: Source({PACKAGE_PATH: TROUBLE["429"][0]})}) as it:
        with pytest.raises(RateLimited) as caught:
            it.one(deps_dev, GRAIL)
        assert it.clock.now + timedelta(seconds=120) == caught.value.until


words = st.sampled_from(["1.0.0", "grail", "2026-01-01T00:00:00Z", "a@b.example", "SOURCE_REPO", "https://github.com/a/b"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("versionKey", "publishedAt", "isDeprecated", "deprecatedReason"), anything)
    ),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("licenses", "links"), anything)),
)
def test_any_answer_gives_facts_or_a_source_error(changes: dict[str, Any], close: dict[str, Any]) -> None:
    try:
        facts = found(body(version("1.1.0", isDefault=True) | changes), CLOSE | close)
    except SourceError:
        return
    assert "a@b.example" not in "".join(item.value for item in facts if isinstance(item, StateFact))
