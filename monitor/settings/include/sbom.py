"""SBOMs in JSON: CycloneDX (components with purl) and SPDX (packages with a reference of type purl, or a git address)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.model.included import Included, Unresolved
from monitor.model.target import TargetKind
from monitor.settings.include.purls import included, listed, unresolved
from monitor.settings.targets import parse_target

# Parts of a thing itself, not of what it depends on: there may be thousands, and they are counted.
_PARTS = frozenset({"file", "data", "cryptographic-asset"})
_NO_PACKAGES = frozenset({"operating-system", "device", "firmware"})
_NO_PURL = "the SBOM gives it no package URL"
# git+https://host/owner/name.git@v1#folder, and the same without the mark of git but with that of a repository
_GIT = re.compile(r"(?:git\+(?P<marked>https://[^\s@#]+)|(?P<plain>https://[^\s@#]+\.git))(?:@[^\s#]*)?(?:#.*)?")


def sbom(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of an SBOM. Raises ValueError for JSON that is none."""
    if document.get("bomFormat") == "CycloneDX":
        return _cyclonedx(document, file)
    if isinstance(document.get("spdxVersion"), str):
        return _spdx(document, file)
    if "@graph" in document:
        return _spdx3(document, file)
    raise ValueError("is JSON, but neither CycloneDX (bomFormat) nor SPDX (spdxVersion)")


def _cyclonedx(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    direct, parts = _direct_references(document), Counter[str]()
    for component in _components(listed(document, "components")):
        if not isinstance(component, dict):
            yield unresolved(file, str(component), "is no component")
            continue
        name, purl = str(component.get("name") or "a component without a name"), component.get("purl")
        is_direct = str(component.get("bom-ref")) in direct if direct else None
        if isinstance(purl, str) and purl:
            yield included(purl, file, is_direct=is_direct)
        elif str(component.get("type")) in _PARTS:
            parts[str(component["type"])] += 1
        else:
            yield unresolved(file, name, _why_not(str(component.get("type") or "")))
    for kind, number in parts.items():
        yield unresolved(file, f"{number} of type {kind}", "belong to the thing itself, and name no package")


def _why_not(kind: object) -> str:
    return f"is of type {kind}, which is not watched" if kind in _NO_PACKAGES else _NO_PURL


def _direct_references(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the references of what the described thing depends on itself, empty where the SBOM does not say."""
    metadata = document.get("metadata")
    root = metadata.get("component") if isinstance(metadata, dict) else None
    reference = root.get("bom-ref") if isinstance(root, dict) else None
    for entry in _list(document.get("dependencies")):
        if isinstance(entry, dict) and reference and entry.get("ref") == reference:
            return frozenset(found for found in _list(entry.get("dependsOn")) if isinstance(found, str))
    return frozenset()


def _components(top: Sequence[Any]) -> Iterator[Any]:
    """Yield components and those inside of them, however deep, each before what it holds."""
    waiting = list(reversed(top))
    while waiting:
        component = waiting.pop()
        yield component
        if isinstance(component, dict):
            waiting += reversed(listed(component, "components"))


def _spdx(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    described = {found for found in _list(document.get("documentDescribes")) if isinstance(found, str)}
    related = [entry for entry in _list(document.get("relationships")) if isinstance(entry, dict)]
    described |= {str(entry.get("relatedSpdxElement")) for entry in related if entry.get("relationshipType") == "DESCRIBES"}
    for package in listed(document, "packages"):
        if not isinstance(package, dict):
            yield unresolved(file, str(package), "is no package")
            continue
        if str(package.get("SPDXID")) in described:
            continue
        yield _package(package, _purl_of(package), package.get("downloadLocation"), file)


def _package(package: Mapping[str, Any], purl: object, place: object, file: str) -> Included | Unresolved:
    """Return a package by its package URL, else by the repository that it is downloaded from."""
    name = str(package.get("name", ""))
    if isinstance(purl, str) and purl:
        return included(purl, file)
    found = _GIT.fullmatch(place) if isinstance(place, str) else None
    if not found:
        return unresolved(file, name, _NO_PURL)
    try:
        target = parse_target(found["marked"] or found["plain"], base=Path())
    except ValueError as error:
        return unresolved(file, name, f"{_NO_PURL}, and the repository that it names {error}")
    return Included(target.key, name) if target.kind is TargetKind.GIT else unresolved(file, name, _NO_PURL)


def _purl_of(package: Mapping[str, Any]) -> str:
    for reference in _list(package.get("externalRefs")):
        if isinstance(reference, dict) and reference.get("referenceType") == "purl":
            return str(reference.get("referenceLocator", ""))
    return ""


def _spdx3(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    for element in listed(document, "@graph"):
        if isinstance(element, dict) and element.get("type") == "software_Package":
            yield _package(element, element.get("software_packageUrl"), element.get("software_downloadLocation"), file)


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []
