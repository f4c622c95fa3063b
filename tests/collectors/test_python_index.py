"""The Python index: what each answer of the Simple API means."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packageurl.contrib import purl2url

from monitor.collectors import python_index
from monitor.collectors.python_index import SPEC
from monitor.model.errors import Malformed
from monitor.model.facts import Unchanged
from monitor.model.signals import Signal
from tests.collectors.registries import Door, complete, context, notes, package, releases, run, states

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "contracts" / "registries" / "python-simple-json.examples.json"
PURL = "pkg:pypi/holy-grail"


def file(name: str, at: str | None = "2026-01-02T03:04:05Z", *, yanked: Any = False) -> dict[str, Any]:
    return {"filename": name, "yanked": yanked} | ({"upload-time": at} if at else {})


def page(*files: Any, versions: Any = None, **more: Any) -> dict[str, Any]:
    listed = {"versions": versions} if versions is not None else {}
    return {"meta": {"api-version": "1.4"}, "name": "holy-grail", "files": list(files), **listed, **more}


def human_page(version: str) -> str:
    return str(purl2url.get_repo_url(f"{PURL}@{version}"))  # type: ignore[no-untyped-call]


def test_the_ecosystems_own_index_is_asked_by_normalised_name() -> None:
    door = Door(json.dumps(page()).encode())
    list(python_index.collect(package("pkg:pypi/Holy_Grail"), context(door)))
    host = urlsplit(human_page("1")).netloc
    assert [(f"https://{host}/simple/holy-grail/", {"Accept": python_index.ACCEPT})] == door.asked


@pytest.mark.parametrize(
    ("home", "asked"),
    [
        ("https://index.example", "https://index.example/simple/holy-grail/"),
        ("https://index.example/", "https://index.example/simple/holy-grail/"),
        ("https://index.example/team/main/simple/", "https://index.example/team/main/simple/holy-grail/"),
    ],
)
def test_an_index_named_by_the_settings_is_asked_instead(home: str, asked: str) -> None:
    door = Door(json.dumps(page()).encode())
    list(python_index.collect(package(PURL), context(door, homes={"pypi": home})))
    assert asked == door.asked[0][0]


def test_a_package_url_may_name_its_own_index() -> None:
    door = Door(json.dumps(page()).encode())
    list(
        python_index.collect(
            package(f"{PURL}?repository_url=index.example/x"), context(door, homes={"pypi": "https://other.example"})
        )
    )
    assert "https://index.example/x/holy-grail/" == door.asked[0][0]


def test_a_release_is_dated_by_its_earliest_file() -> None:
    found = run(
        python_index,
        PURL,
        page(
            file("holy_grail-1.0-py3-none-any.whl", "2026-01-02T05:00:00+01:00"),
            file("holy-grail-1.0.tar.gz", "2026-01-02T04:30:00.5Z"),
        ),
    )
    assert {"1.0": datetime(2026, 1, 2, 4, 0, tzinfo=UTC)} == {v: r.released_at for v, r in releases(found).items()}


def test_a_release_links_to_the_page_of_its_version() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz")))
    assert human_page("1.0") == releases(found)["1.0"].link


def test_a_release_in_a_named_index_links_to_what_was_asked() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz")), homes={"pypi": "https://index.example"})
    assert "https://index.example/simple/holy-grail/" == releases(found)["1.0"].link


def test_a_release_is_yanked_only_when_all_its_files_are() -> None:
    found = run(
        python_index,
        PURL,
        page(
            file("holy-grail-1.0.tar.gz", yanked="broken, ask knight@example.org"),
            file("holy_grail-1.0-py3-none-any.whl", yanked=True),
            file("holy-grail-2.0.tar.gz", yanked=""),
            file("holy-grail-3.0.tar.gz", yanked=True),
            file("holy_grail-3.0-py3-none-any.whl"),
        ),
    )
    assert {"1.0": True, "2.0": True, "3.0": False} == {v: r.is_yanked for v, r in releases(found).items()}
    assert "broken, ask (address withheld)" == releases(found)["1.0"].yanked_reason


def test_prereleases_are_told_apart() -> None:
    found = run(
        python_index,
        PURL,
        page(file("holy-grail-1.0rc1.tar.gz"), file("holy-grail-1.0.dev3.tar.gz"), file("holy-grail-1.0.tar.gz")),
    )
    assert {"1.0rc1": True, "1.0.dev3": True, "1.0": False} == {v: r.is_prerelease for v, r in releases(found).items()}


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "holy-grail-1.0.exe",
        "another-1.0.tar.gz",
        "holy_grail-1.0-py3.whl",
        "holy-grail-" + "9" * 6000 + ".tar.gz",
        "holy-grail-\ud800.tar.gz",
        "holy-grail-1.0\x00.tar.gz",
        "",
    ],
)
def test_a_hostile_file_name_is_left_out_with_a_note(name: str) -> None:
    found = run(python_index, PURL, page(file(name), file("holy-grail-1.0.tar.gz")))
    assert ["1.0"] == list(releases(found))
    assert {"file_names_skipped": "1 file names do not follow the packaging rules"} == notes(found)


def test_versions_without_any_upload_time_are_noted() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz"), versions=["1.0", "0.9", "nonsense"]))
    assert "1 versions have no upload time that can be believed and are left out: 0.9" == notes(found)["versions_without_date"]
    assert complete(found)[Signal.PACKAGE_RELEASES]


def test_an_index_without_upload_times_has_not_shown_the_releases() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz", None)))
    assert {} == releases(found)
    assert not complete(found)[Signal.PACKAGE_RELEASES]


def test_an_upload_of_the_year_one_is_not_believed() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz", at="0001-01-01T00:00:00Z")))
    assert {} == releases(found)


def test_an_upload_in_the_future_is_not_believed() -> None:
    found = run(python_index, PURL, page(file("holy-grail-1.0.tar.gz", "2099-01-01T00:00:00Z")))
    assert ({}, False) == (releases(found), complete(found)[Signal.PACKAGE_RELEASES])


def test_a_project_that_never_released_was_seen_completely() -> None:
    assert complete(run(python_index, PURL, page(versions=[])))[Signal.PACKAGE_RELEASES]


@pytest.mark.parametrize("key", ["status", "state"])
@pytest.mark.parametrize("value", ["active", "archived", "deprecated", "quarantined"])
def test_both_spellings_of_the_status_marker_are_read(key: str, value: str) -> None:
    found = run(python_index, PURL, page(**{"project-status": {key: value, "reason": "use\nnewgrail"}}))
    assert {"package_status": value, "package_status_reason": "use newgrail"} == states(found)


def test_no_marker_means_active_where_the_contract_has_markers() -> None:
    found = run(python_index, PURL, page())
    assert ({"package_status": "active"}, True) == (states(found), complete(found)[Signal.PACKAGE_STATUS])


def test_no_marker_means_unknown_where_the_contract_has_none() -> None:
    found = run(python_index, PURL, page() | {"meta": {"api-version": "1.1"}})
    assert ({}, False) == (states(found), complete(found)[Signal.PACKAGE_STATUS])
    assert "status_not_served" in notes(found)


def test_a_marker_without_meaning_is_noted_and_not_guessed() -> None:
    found = run(python_index, PURL, page(**{"project-status": {"status": "haunted"}}))
    assert ({}, False) == (states(found), complete(found)[Signal.PACKAGE_STATUS])


def test_what_a_quarantine_withholds_is_not_gone() -> None:
    found = run(python_index, PURL, page(versions=["1.0"], **{"project-status": {"status": "quarantined"}}))
    assert {Signal.PACKAGE_RELEASES: False, Signal.PACKAGE_STATUS: True} == complete(found)


def test_an_unchanged_answer_is_said_to_be_so() -> None:
    assert [Unchanged()] == list(python_index.collect(package(PURL), context(Door(is_unchanged=True))))


@pytest.mark.parametrize(
    "body",
    [
        [],
        None,
        {},
        page() | {"name": "another"},
        page() | {"name": 7},
        page() | {"meta": None},
        page() | {"meta": {"api-version": "2.0"}},
        page() | {"meta": {"api-version": "1.\u0664"}},
        page() | {"files": {}},
        page() | {"versions": "1.0"},
        page("not a file"),
        page(file("holy-grail-1.0.tar.gz", "yesterday")),
        page(file("holy-grail-1.0.tar.gz", "0001-01-01T00:00:00+23:59")),
        page(file("holy-grail-1.0.tar.gz", yanked=3)),
        page(file("holy-grail-1.0.tar.gz") | {"upload-time": 1e9}),
        page(**{"project-status": "archived"}),
        page(**{"project-status": {"status": ["archived"]}}),
    ],
)
def test_an_answer_against_the_contract_is_malformed_and_names_its_host(body: Any) -> None:
    with pytest.raises(Malformed, match=r"^index\.example: "):
        run(python_index, PURL, body, homes={"pypi": "https://index.example"})


def test_a_name_that_no_package_can_have_is_refused_before_anything_is_asked() -> None:
    door = Door()
    with pytest.raises(Malformed):
        list(python_index.collect(package("pkg:pypi/..%2F.."), context(door)))
    assert [] == door.asked


def test_only_python_packages_are_handled() -> None:
    assert (True, False) == (SPEC.handles(package("pkg:pypi/x")), SPEC.handles(package("pkg:npm/x")))


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.is_file(), reason="the contract examples are not beside this checkout")
@pytest.mark.parametrize(
    ("example", "status", "versions"),
    [
        ("active", "active", ["1.0"]),
        ("archived", "archived", ["1.0"]),
        ("deprecated", "deprecated", []),
        ("quarantined", "quarantined", []),
    ],
)
def test_the_examples_of_the_contract_are_read(example: str, status: str, versions: list[str]) -> None:
    body = json.loads(EXAMPLES.read_text())[example]
    found = run(python_index, f"pkg:pypi/{body['name']}", body)
    assert (status, versions) == (states(found)["package_status"], list(releases(found)))
