"""Where a package is asked for and where a person reads about it, built from its package URL.

An address that the user names (`homes` of the settings, or the purl's own `repository_url`) wins over the ecosystem's own, which
comes from packageurl's purl2url. A named address with a path is the index itself, as package clients are given it; one without a
path is a host that keeps to the ecosystem's own paths.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from urllib.parse import urlsplit

from packageurl import PackageURL
from packageurl.contrib import purl2url

from monitor.model.errors import Malformed, Unavailable
from monitor.model.target import Target, TargetKind


def is_package(target: Target, kind: str) -> bool:
    """Return whether `target` is a package of the purl type `kind`."""
    return target.kind == TargetKind.PACKAGE and target.key.startswith(f"pkg:{kind}/")


def is_public_package(target: Target, kinds: Container[str]) -> bool:
    """Return whether `target` is a package of one of these purl types in its ecosystem's own index.

    The name of a package in an index of the user's own is told to nobody, and means another package there.
    """
    kind = target.key.removeprefix("pkg:").partition("/")[0]
    is_own = "repository_url=" in target.key
    return target.kind is TargetKind.PACKAGE and target.key.startswith("pkg:") and kind in kinds and not is_own


def package_of(target: Target) -> PackageURL:
    """Return the parsed package URL of a target. Raises Malformed where it is none."""
    try:
        return PackageURL.from_string(target.key)
    except ValueError as error:
        raise Malformed(f"{target.key} is not a package URL") from error


def named_home(package: PackageURL, homes: Mapping[str, str]) -> str:
    """Return the address that the user names for this package, without a slash at its end, "" = the ecosystem's own."""
    qualifiers = package.qualifiers if isinstance(package.qualifiers, dict) else {}
    named = qualifiers.get("repository_url") or homes.get(package.type, "")
    return (named if "://" in named or not named else f"https://{named}").rstrip("/")


def address(named: str, own: str, folder: str, rest: str) -> str:
    """Return the URL of `rest` (already quoted) in the index `named`, or in `folder` of the host of `own`.

    Raises Unavailable when neither is known.
    """
    if named and urlsplit(named).path:
        return f"{named}/{rest}"
    page = urlsplit(named or own)
    if not page.netloc:
        raise Unavailable("no address is known for packages of this kind; name one in the settings")
    return "/".join(part for part in (f"{page.scheme}://{page.netloc}", folder, rest) if part)


def page_of(package: PackageURL, version: str = "") -> str:
    """Return the page of a package, or of one version of it, that a person can read; "" where none is known."""
    plain = PackageURL(package.type, package.namespace, package.name, version or None)
    return str(purl2url.get_repo_url(plain.to_string()) or "")  # type: ignore[no-untyped-call]


def file_of(package: PackageURL, version: str) -> str:
    """Return where the ecosystem keeps the file of one version; "" where that cannot be told from the name."""
    plain = PackageURL(package.type, package.namespace, package.name, version)
    return str(purl2url.get_download_url(plain.to_string()) or "")  # type: ignore[no-untyped-call]
