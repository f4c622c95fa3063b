"""Which tags are versions, how they are read, and how release lines are told apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.git.versions import aliases_of, is_prerelease, parse_tag, streams_of

SIMPLE = {
    "v1.2.3": ("1.2.3", ""),
    "1.2": ("1.2", ""),
    "V2.0": ("2.0", ""),
    "release-1.2": ("1.2", ""),
    "release_0_07": ("0.07", ""),
    "pkg-1.2.3": ("1.2.3", "pkg"),
    "pkg/v1.2.3": ("1.2.3", "pkg"),
    "@scope/pkg@1.2.3": ("1.2.3", "@scope/pkg"),
    "rel/log4j-2.17.1": ("2.17.1", "log4j"),
    "python3.8-v1.0": ("1.0", "python3.8"),
    "lib2-1.0.0": ("1.0.0", "lib2"),
    "jetty-9.4.1.v2019": ("9.4.1.v2019", "jetty"),
    "curl-7_80_0": ("7.80.0", "curl"),
    "OpenSSL_1_1_1k": ("1.1.1k", "openssl"),
    "go1.21.3": ("1.21.3", "go"),
    "5.0.0.Final": ("5.0.0.Final", ""),
    "1.2.3-jre": ("1.2.3-jre", ""),
    "1.0.0+build.5": ("1.0.0+build.5", ""),
    "jdk-17+35": ("17+35", "jdk"),
    "2024.05.01": ("2024.05.01", ""),
    "2024-05-01": ("2024.05.01", ""),
    "20240501": ("20240501", ""),
    "v254": ("254", ""),
    "b1234": ("1234", "b"),
}


@pytest.mark.parametrize(("tag", "expected"), SIMPLE.items())
def test_a_version_tag_gives_version_and_prefix(tag: str, expected: tuple[str, str]) -> None:
    found = parse_tag(tag)
    assert expected == (found and (found.version, found.prefix))


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "v",
        "nightly",
        "latest",
        "branch-3.2-final-commit",
        "before-1.2.3",
        "issue-12",
        "sprint-5",
        "milestones-of-2019",
        "v2.6.11-tree",
        "v1.0.0-beta-update-docs",
        "--upload-pack=touch x",
        "1." * 70 + "1",
        "v१.२.३",
    ],
)
def test_a_tag_that_names_no_version_is_no_release(tag: str) -> None:
    assert parse_tag(tag) is None


@pytest.mark.parametrize(
    "tag",
    [
        "1.0.0.beta0",
        "4.0.0a6",
        "3.7.0.dev1",
        "v1.0.0-rc.1",
        "2.0.0-beta.1.2",
        "release_0_05_beta1",
        "REL_14_BETA1",
        "go1.22rc1",
        "1.2.3-SNAPSHOT",
        "n4.4-dev",
        "2.0-m01",
        "nightly-2024-05-01",
        "canary/1.2.3",
        "v1.0.0-alpha-1",
        "v1.0.0-preview3",
    ],
)
def test_a_prerelease_is_told_apart(tag: str) -> None:
    found = parse_tag(tag)
    assert found is not None
    assert found.is_prerelease


@pytest.mark.parametrize(
    "tag", ["1.2.3", "1.0.post1", "V_8_9_P1", "1.1.1k", "1.0.2a", "9.4.1.v2019", "1.0+rc1", "swift-5.9-RELEASE"]
)
def test_a_finished_version_is_no_prerelease(tag: str) -> None:
    found = parse_tag(tag)
    assert found is not None
    assert not found.is_prerelease


numbers = st.lists(st.integers(0, 9999), min_size=2, max_size=5).map(lambda parts: ".".join(map(str, parts)))
prefixes = st.from_regex(r"[a-z]{3,8}(-[a-z]{3,8})?", fullmatch=True).filter(lambda text: parse_tag(f"{text}-1.0") is not None)


@given(numbers, st.sampled_from(["", "v", "V", "release-", "rel_", "version/"]))
def test_any_numbers_after_a_usual_word_are_read_back(version: str, before: str) -> None:
    found = parse_tag(before + version)
    assert found is not None
    assert (version, "", False) == (found.version, found.prefix, found.is_prerelease)


@given(numbers, st.sampled_from(["a1", "b2", "rc3", ".dev4", "-alpha", "-beta.5", "-rc.6", "-nightly.20240501", "-SNAPSHOT"]))
def test_any_numbers_with_a_prerelease_word_are_a_prerelease(version: str, word: str) -> None:
    found = parse_tag(f"v{version}{word}")
    assert found is not None
    assert (version + word, True) == (found.version, found.is_prerelease)


@given(st.text(max_size=150))
def test_no_tag_makes_the_parser_fail(name: str) -> None:
    found = parse_tag(name)
    assert found is None or (found.version and found.numbers)


@pytest.mark.parametrize(
    "name", ["1.0a" + "1" * 120 + "!", "1" + ".1" * 60 + "!", "v" * 127 + "1!", "1-rc" * 30 + "!", "_1" * 60 + "!"]
)
def test_no_tag_makes_the_parser_slow(name: str) -> None:
    began = time.process_time()
    assert parse_tag(name) is None
    assert 0.1 > time.process_time() - began


def test_a_local_part_makes_no_prerelease() -> None:
    assert not is_prerelease("1.0-jre+dev")


def _lines(*tags: str, project: str = "grail") -> dict[str, str]:
    found = {tag: version for tag in tags if (version := parse_tag(tag))}
    return streams_of(found, project)


def test_packages_of_a_monorepo_are_lines_of_their_own() -> None:
    assert {"core/v1.0.0": "core", "web/v2.0.0": "web"} == _lines("core/v1.0.0", "web/v2.0.0")


def test_the_projects_own_name_is_the_main_line() -> None:
    assert {"grail-1.0": "", "v1.1": "", "cup-0.1": "cup"} == _lines("grail-1.0", "v1.1", "cup-0.1")


def test_a_prefix_that_all_tags_share_tells_nothing_apart() -> None:
    assert {"jetty-9.4.1.v2019": "", "jetty-9.4.2.v2019": ""} == _lines("jetty-9.4.1.v2019", "jetty-9.4.2.v2019")


def _aliases(**dates: int) -> frozenset[str]:
    named = {name.replace("_", "."): at for name, at in dates.items()}
    found = {tag: version for tag in named if (version := parse_tag(tag))}
    return aliases_of(found, streams_of(found, "grail"), named)


def test_a_major_beside_its_first_version_moves_along_and_is_no_release() -> None:
    assert {"v4", "v4.1"} == _aliases(v4=1, v4_0_0=2, v4_1=3, v4_1_0=4, v5=5)


def test_a_major_dated_after_one_of_its_versions_is_no_release() -> None:
    assert {"v1"} == _aliases(v1_16_3=1, v1=2)


def test_a_major_followed_by_its_patches_is_a_release() -> None:
    assert frozenset() == _aliases(v254=1, v254_1=2, v254_2=3)


@given(prefixes, numbers)
def test_a_prefix_names_its_line_beside_a_main_line(prefix: str, version: str) -> None:
    found = {tag: read for tag in ("v1.0", f"{prefix}-{version}") if (read := parse_tag(tag))}
    named = found[f"{prefix}-{version}"].prefix
    assert named == streams_of(found, "grail")[f"{prefix}-{version}"]
