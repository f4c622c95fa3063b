"""What people paste: pages of packages are packages, `github:owner/name` is a repository, and what is neither is said plainly."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packageurl.contrib import purl2url

from monitor.model.target import TargetKind
from monitor.settings.targets import parse_target


def page(purl: str) -> str:
    """Return the page of a package in its public index."""
    return str(purl2url.get_repo_url(purl))  # type: ignore[no-untyped-call]


def key(text: str) -> str:
    return parse_target(text, base=Path("/base")).key


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:pypi/httpx",
        "pkg:npm/left-pad",
        "pkg:npm/%40babel/core",
        "pkg:cargo/serde",
        "pkg:gem/rails",
        "pkg:nuget/Serilog",
        "pkg:golang/github.com/acme/widgets",
    ],
)
def test_the_page_of_a_package_is_that_package(purl: str) -> None:
    for address in (page(purl), page(f"{purl}@1.2.3"), f"{page(purl)}#files", f"{page(purl)}?tab=readme"):
        assert purl == key(address)
    assert TargetKind.PACKAGE is parse_target(page(purl), base=Path("/base")).kind


@pytest.mark.parametrize(
    ("purl", "path"),
    [
        ("pkg:pypi/httpx", "pypi/httpx"),
        ("pkg:npm/left-pad", "npm/left-pad/1.3.0"),
        ("pkg:npm/%40babel/core", "npm/%40babel%2Fcore"),
        ("pkg:cargo/serde", "cargo/serde"),
        ("pkg:gem/rails", "rubygems/rails"),
        ("pkg:golang/github.com/acme/widgets", "go/github.com%2Facme%2Fwidgets"),
        ("pkg:maven/org.acme/widgets", "maven/org.acme%3Awidgets"),
    ],
)
def test_a_page_of_deps_dev_is_its_package(purl: str, path: str) -> None:
    assert purl == key(f"https://deps.dev/{path}")


@pytest.mark.parametrize(
    ("purl", "kind", "name"),
    [("pkg:pypi/httpx", "pypi", "httpx"), ("pkg:npm/%40babel/core", "npm", "@babel%2Fcore"), ("pkg:gem/rails", "gem", "rails")],
)
def test_a_page_of_ecosystems_is_its_package(purl: str, kind: str, name: str) -> None:
    host = urlsplit(page(f"pkg:{kind}/a")).netloc.removeprefix("www.")
    assert purl == key(f"https://packages.ecosyste.ms/registries/{host}/packages/{name}")


@pytest.mark.parametrize(
    "address",
    [
        "https://deps.dev/",
        "https://deps.dev/advisory/osv/GHSA-1",
        "https://deps.dev/npm",
        "https://packages.ecosyste.ms/registries",
        "https://packages.ecosyste.ms/registries/index.example.org/packages/lark",
    ],
)
def test_another_page_there_is_no_repository(address: str) -> None:
    with pytest.raises(ValueError, match="no package's page; write pkg:"):
        key(address)


def test_the_host_of_an_index_is_no_host_of_repositories() -> None:
    for kind in ("pypi", "npm", "maven"):
        host = urlsplit(page(f"pkg:{kind}/a/b@1" if kind == "maven" else f"pkg:{kind}/a")).netloc
        with pytest.raises(ValueError, match=f"address of a package index, and no package's page; write pkg:{kind}/name"):
            key(f"https://{host}/search")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("github:encode/httpx", "https://github.com/encode/httpx"),
        ("github:encode", "https://github.com/encode"),
        ("gitlab:foo/bar", "https://gitlab.com/foo/bar"),
        ("gitlab:foo/bar/baz", "https://gitlab.com/foo/bar/baz"),
        ("git@github.com:encode/httpx.git", "ssh://github.com/encode/httpx"),
    ],
)
def test_the_name_of_a_forge_stands_for_its_host(text: str, address: str) -> None:
    assert address == key(text)


@pytest.mark.parametrize("text", ["gitlab:foo", "https://gitlab.com/foo"])
def test_a_group_is_no_repository(text: str) -> None:
    with pytest.raises(ValueError, match="is a group or a person, and no repository"):
        key(text)
