"""Where deps.dev is asked about a package, and what it says a package's links are.

Contract (api/v3/api.proto of google/deps.dev): GET /v3/systems/{system}/packages/{name}, and .../versions/{version}; names and
versions are percent-encoded whole; fields are proto3 JSON, so a false flag or an empty list may be left out. Data: CC-BY 4.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from packageurl import PackageURL

from monitor.collectors.fields import link, objects
from monitor.collectors.proposing import repository_in
from monitor.collectors.shape import Shape
from monitor.model.collecting import Context
from monitor.model.errors import Malformed
from monitor.model.facts import StateFact

SOURCE, API = "deps_dev", "https://api.deps.dev"
# What deps.dev calls the system of a purl type, and what stands between the parts of its names.
SYSTEMS: Mapping[str, tuple[str, str]] = {
    "cargo": ("cargo", "/"),
    "golang": ("go", "/"),
    "maven": ("maven", ":"),
    "nuget": ("nuget", "/"),
    "gem": ("rubygems", "/"),
    "npm": ("npm", "/"),
    "pypi": ("pypi", "/"),
}
# Links that lead to where a project is developed; others (documentation, homepage) are no targets.
DEVELOPED_AT = frozenset({"SOURCE_REPO"})


def name_of(package: PackageURL) -> str:
    """Return the name that deps.dev gives a package."""
    between = SYSTEMS[package.type][1]
    return between.join(part for part in (package.namespace, package.name) if part)


def package_url(package: PackageURL, context: Context) -> str:
    """Return the address that answers for a package."""
    base = context.bases.get(SOURCE, API).rstrip("/")
    return f"{base}/v3/systems/{SYSTEMS[package.type][0]}/packages/{quote(name_of(package), safe='')}"


def version_url(package: PackageURL, version: str, context: Context) -> str:
    """Return the address that answers for one version."""
    return f"{package_url(package, context)}/versions/{quote(version, safe='')}"


def page_of(package: PackageURL, version: str = "") -> str:
    """Return the page at deps.dev that a person can read."""
    page = f"https://deps.dev/{SYSTEMS[package.type][0]}/{quote(name_of(package), safe='')}"
    return f"{page}/{quote(version, safe='')}" if version else page


def proposals(shape: Shape, version: Mapping[str, Any], page: str) -> Iterator[StateFact]:
    """Yield where a version says that it is developed: proposed, never watched unasked. Raises Malformed."""
    found = set()
    for told in objects(shape, version, "links"):
        if told.get("label") in DEVELOPED_AT:
            found.add(repository_in(link(told, "url")))
    yield from (StateFact("proposed_target", address, page) for address in sorted(found - {""}))


def the_default(shape: Shape, body: Mapping[str, Any]) -> str:
    """Return the version that is installed when none is named, "" where none is marked. Raises Malformed."""
    for told in objects(shape, body, "versions"):
        if told.get("isDefault") is True:
            return version_of(shape, told)
    return ""


def version_of(shape: Shape, told: Mapping[str, Any]) -> str:
    """Return the name of a version. Raises Malformed."""
    return shape.text(shape.mapping(told.get("versionKey"), "versionKey").get("version"), "version")


def check_name(shape: Shape, body: Mapping[str, Any], package: PackageURL) -> None:
    """Raise Malformed where another package came; deps.dev may write a name in its canonical form."""
    key = shape.mapping(body.get("packageKey"), "packageKey")
    if _plain(shape.text(key.get("name"), "name")) != _plain(name_of(package)):
        raise _another(shape, package)


def _another(shape: Shape, package: PackageURL) -> Malformed:
    return shape.wrong(f"asked for {name_of(package)[:100]}, and another package came")


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-").replace(".", "-")
