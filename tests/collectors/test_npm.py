"""The npm registry: what each packument means, and what a mirror's answer does not say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packageurl.contrib import purl2url

from monitor.collectors import npm
from monitor.model.errors import Malformed
from monitor.model.facts import ActivityKind, RawIdentity, StateFact, Unchanged
from monitor.model.signals import Signal
from tests.collectors.registries import NOW, Door, activity, complete, context, notes, package, releases, run, states

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "contracts" / "registries" / "npm-packument.example.json"
PURL = "pkg:npm/left-turn"
ALICE = {"name": "alice", "email": "alice@example.org"}
BOB = {"name": "bob", "email": "bob@example.org"}


def packument(versions: Any = None, **more: Any) -> dict[str, Any]:
    told = {"1.0.0": {"_npmUser": ALICE}, "1.1.0": {"_npmUser": BOB}} if versions is None else versions
    time = {version: f"2026-01-{day:02}T00:00:00.000Z" for day, version in enumerate(told, start=1)}
    return {
        "name": "left-turn",
        "dist-tags": {"latest": list(told)[-1]} if told else {},
        "maintainers": [BOB, ALICE],
        "versions": told,
        "time": {"created": "2026-01-01T00:00:00Z", "modified": "2026-02-01T00:00:00Z", **time},
        **more,
    }


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


def own_host() -> str:
    return urlsplit(str(purl2url.get_download_url(f"{PURL}@1"))).netloc  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("purl", "home", "asked"),
    [
        (PURL, "", "https://{own}/left-turn"),
        ("pkg:npm/%40acme/left-turn", "", "https://{own}/@acme%2Fleft-turn"),
        ("pkg:npm/%40acme/left-turn", "https://registry.example/npm/", "https://registry.example/npm/@acme%2Fleft-turn"),
        (PURL, "https://registry.example", "https://registry.example/left-turn"),
    ],
)
def test_the_registry_is_asked_for_the_full_packument(purl: str, home: str, asked: str) -> None:
    name = purl.removeprefix("pkg:npm/").replace("%40", "@")
    door = Door(json.dumps(packument(name=name)).encode())
    list(npm.collect(package(purl), context(door, homes={"npm": home} if home else {})))
    assert [asked.format(own=own_host())] == [url for url, _ in door.asked]


def test_each_version_is_a_release_by_its_publisher() -> None:
    found = releases(run(npm, PURL, packument()))
    assert {"1.0.0": RawIdentity("npm", "alice", "alice"), "1.1.0": RawIdentity("npm", "bob", "bob")} == {
        v: r.by for v, r in found.items()
    }
    assert datetime(2026, 1, 2, tzinfo=UTC) == found["1.1.0"].released_at
    assert str(purl2url.get_repo_url(f"{PURL}@1.1.0")) == found["1.1.0"].link  # type: ignore[no-untyped-call]


def test_publishing_is_counted_per_account_and_day() -> None:
    body = packument({version: {"_npmUser": ALICE} for version in ("1.0.0", "1.0.1", "1.1.0")})
    body["time"] |= {"1.0.0": "2026-01-01T01:00:00Z", "1.0.1": "2026-01-01T23:00:00-01:00", "1.1.0": "2026-01-02T05:00:00+00:00"}
    found = [(fact.identity.name, fact.on, fact.kind, fact.count) for fact in activity(run(npm, PURL, body))]
    assert [("alice", date(2026, 1, 1), ActivityKind.PUBLISH, 1), ("alice", date(2026, 1, 2), ActivityKind.PUBLISH, 2)] == found


def test_no_address_is_ever_yielded() -> None:
    body = packument({"1.0.0": {"_npmUser": {"name": "carol@example.org"}}}, maintainers=[ALICE, {"name": "carol@example.org"}])
    found = run(npm, PURL, body)
    assert "@example.org" not in repr(found)
    assert "id-17" == activity(found)[0].identity.stable_id


def test_a_forgotten_account_is_not_collected() -> None:
    found = run(npm, PURL, packument(), forgotten=["alice"])
    assert "alice" not in repr(found)
    assert None is releases(found)["1.0.0"].by


def test_a_workflow_that_publishes_without_a_persons_key_is_a_bot() -> None:
    body = packument({"1.0.0": {"_npmUser": {"name": "Release workflow", "trustedPublisher": {"id": "forge"}}}})
    assert activity(run(npm, PURL, body))[0].identity.is_bot


def test_accounts_that_the_settings_call_bots_are_bots() -> None:
    assert [True, False] == [fact.identity.is_bot for fact in activity(run(npm, PURL, packument(), bots=["alice"]))]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0.0", False), ("1.0.0-rc.1", True), ("2.0.0rc2", True), ("1.0.0+build.5", False), ("1.0.0-a+b", True)],
)
def test_prereleases_are_told_apart(version: str, *, expected: bool) -> None:
    assert expected is releases(run(npm, PURL, packument({version: {}})))[version].is_prerelease


@pytest.mark.parametrize("version", ["../../x", "1.0", "1.0.0 <script>", "\u0661.0.0", "1.0." + "9" * 30, "", "1.0.0\ud800"])
def test_what_is_no_version_number_is_left_out_with_a_note(version: str) -> None:
    found = run(npm, PURL, packument({version: {}, "1.0.0": {}}))
    assert ["1.0.0"] == list(releases(found))
    assert "versions_without_date" in notes(found)


def test_a_package_is_deprecated_when_its_latest_version_is() -> None:
    body = packument({"1.0.0": {}, "1.1.0": {"deprecated": "moved,\nask bob@example.org"}})
    assert {
        "package_status": "deprecated",
        "package_status_reason": "moved, ask (address withheld)",
        "publishers": "alice,bob",
    } == states(run(npm, PURL, body))


@pytest.mark.parametrize("said", [None, False, ""])
def test_a_deprecation_taken_back_is_none(said: Any) -> None:
    assert "active" == states(run(npm, PURL, packument({"1.0.0": {"deprecated": said}})))["package_status"]


def test_an_old_deprecated_version_does_not_deprecate_the_package() -> None:
    assert "active" == states(run(npm, PURL, packument({"1.0.0": {"deprecated": "old"}, "1.1.0": {}})))["package_status"]


def test_the_origins_answer_shows_every_signal_completely() -> None:
    assert dict.fromkeys((Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS, Signal.PUBLISHERS), True) == complete(
        run(npm, PURL, packument())
    )


def test_a_mirror_without_people_has_shown_neither_publishers_nor_status() -> None:
    found = run(npm, PURL, without(packument({"1.0.0": {}}), "maintainers"))
    assert {Signal.PACKAGE_RELEASES: True, Signal.PACKAGE_STATUS: False, Signal.PUBLISHERS: False} == complete(found)
    assert ({}, {"status_not_served", "publishers_not_served"}) == (states(found), set(notes(found)))


def test_a_mirror_that_keeps_deprecations_has_shown_the_status() -> None:
    found = run(npm, PURL, without(packument({"1.0.0": {"deprecated": "moved"}}), "maintainers"))
    assert ("deprecated", True) == (states(found)["package_status"], complete(found)[Signal.PACKAGE_STATUS])


def test_the_times_of_a_mirrors_copies_are_not_release_dates() -> None:
    found = run(npm, PURL, packument(time={"1.0.0": "2026-05-01T00:00:00+00:00", "1.1.0": "2026-03-01T00:00:00+00:00"}))
    assert ({}, [], False) == (releases(found), activity(found), complete(found)[Signal.PACKAGE_RELEASES])
    assert "times_of_mirror" in notes(found)


def test_an_answer_whose_latest_version_has_no_time_is_not_complete() -> None:
    body = packument()
    del body["time"]["1.1.0"]
    assert not complete(run(npm, PURL, body))[Signal.PACKAGE_RELEASES]


def test_a_release_in_the_future_is_not_believed() -> None:
    body = packument()
    body["time"]["1.1.0"] = "2099-01-01T00:00:00Z"
    assert ["1.0.0"] == list(releases(run(npm, PURL, body)))


def test_no_version_is_dated_before_there_were_clocks() -> None:
    body = packument()
    body["time"]["1.1.0"] = "0001-01-01T00:00:00Z"
    assert ["1.0.0"] == list(releases(run(npm, PURL, body)))


def test_a_package_is_unpublished_whatever_the_day_that_is_told() -> None:
    body = {"name": "left-turn", "time": {"unpublished": {"time": "9999-01-01T00:00:00Z"}}}
    (state,) = [item for item in run(npm, PURL, body) if isinstance(item, StateFact)]
    assert ("unpublished", None) == (state.value, state.held_from)


def test_an_unpublished_package_says_since_when() -> None:
    body = {
        "name": "left-turn",
        "time": {"created": "2020-01-01T00:00:00Z", "unpublished": {"time": "2026-05-01T00:00:00Z", "versions": ["1.0.0"]}},
    }
    found = run(npm, PURL, body)
    (state,) = [item for item in found if isinstance(item, StateFact)]
    assert ("unpublished", datetime(2026, 5, 1, tzinfo=UTC)) == (state.value, state.held_from)
    assert {Signal.PACKAGE_RELEASES: False, Signal.PACKAGE_STATUS: True, Signal.PUBLISHERS: False} == complete(found)


def test_an_unchanged_answer_is_said_to_be_so() -> None:
    assert [Unchanged()] == list(npm.collect(package(PURL), context(Door(is_unchanged=True))))


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        packument(name="another"),
        packument(name=None),
        without(packument(), "versions"),
        packument({"1.0.0": "text"}),
        packument(time=[]),
        packument({"1.0.0": {}}, time={"created": "x", "1.0.0": 5}),
        packument({"1.0.0": {"deprecated": 10**30}}),
        packument({"1.0.0": {"_npmUser": "alice"}}),
        packument({"1.0.0": {"_npmUser": {"name": None}}}),
        packument(maintainers={"alice": 1}),
        packument(maintainers=["alice"]),
        packument(**{"dist-tags": {"latest": ["1.0.0"]}}),
        packument(time={"unpublished": True}),
    ],
)
def test_an_answer_against_the_contract_is_malformed_and_names_its_host(body: Any) -> None:
    with pytest.raises(Malformed, match=r"^registry\.example: "):
        run(npm, PURL, body, homes={"npm": "https://registry.example"})


@pytest.mark.parametrize(
    ("said", "repository"),
    [
        ({"type": "git", "url": "git+https://github.com/acme/left-turn.git"}, "https://github.com/acme/left-turn"),
        ({"url": "https://github.com/acme/turns/tree/main/packages/left"}, "https://github.com/acme/turns"),
        ({"url": "git+ssh://git@github.com/acme/left-turn.git"}, "https://github.com/acme/left-turn"),
        ("git@git.example.org:acme/left-turn.git", "https://git.example.org/acme/left-turn"),
        ("git://git.example.org/acme/left-turn.git", "https://git.example.org/acme/left-turn"),
        ("acme/left-turn", "https://github.com/acme/left-turn"),
        ("gitlab:acme/left-turn", "https://gitlab.com/acme/left-turn"),
    ],
)
def test_the_repository_that_a_package_names_is_proposed(said: object, repository: str) -> None:
    newest = states(run(npm, PURL, packument({"1.0.0": {"repository": said}}, **{"dist-tags": {"latest": "1.0.0"}})))
    assert (repository, repository) == (
        newest["proposed_target"],
        states(run(npm, PURL, packument(repository=said)))["proposed_target"],
    )


@pytest.mark.parametrize(
    "said", [None, 5, "", {}, {"url": 5}, {"url": "file:///x"}, "https://[::1", "gist:11081aaa281", "javascript:x"]
)
def test_what_names_no_repository_is_not_proposed(said: object) -> None:
    assert "proposed_target" not in states(run(npm, PURL, packument(repository=said)))


def test_only_npm_packages_are_handled() -> None:
    assert (True, False) == (npm.SPEC.handles(package("pkg:npm/x")), npm.SPEC.handles(package("pkg:pypi/x")))


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLE.is_file(), reason="the contract example is not beside this checkout")
def test_the_example_of_the_contract_is_read() -> None:
    found = run(npm, "pkg:npm/tiny-tarball", json.loads(EXAMPLE.read_text()))
    assert {
        "package_status": "deprecated",
        "package_status_reason": "no longer maintained",
        "publishers": "alice",
        "proposed_target": "https://github.com/acme/tiny-tarball",
    } == states(found)
    assert all(fact.released_at < NOW for fact in releases(found).values())
