"""SBOMs in JSON: CycloneDX (components with purl) and SPDX (packages with an external reference of type purl)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import included, listed, unresolved

# Parts of a thing itself, not of what it depends on.
_NO_PACKAGES = frozenset({"file", "operating-system", "device", "firmware", "data", "cryptographic-asset"})


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
    direct = _direct_references(document)
    for component in _components(listed(document, "components")):
        if not isinstance(component, dict):
            yield unresolved(file, str(component), "is no component")
            continue
        name, purl = str(component.get("name") or "a component without a name"), component.get("purl")
        is_direct = component.get("bom-ref") in direct if direct else None
        if isinstance(purl, str) and purl:
            yield included(purl, file, is_direct=is_direct)
        elif component.get("type") not in _NO_PACKAGES:
            yield unresolved(file, name, "the SBOM gives it no package URL")


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
        if package.get("SPDXID") in described:
            continue
        purl = _purl_of(package)
        if purl:
            yield included(purl, file)
        else:
            yield unresolved(file, str(package.get("name", "")), "the SBOM gives it no package URL")


def _purl_of(package: Mapping[str, Any]) -> str:
    for reference in _list(package.get("externalRefs")):
        if isinstance(reference, dict) and reference.get("referenceType") == "purl":
            return str(reference.get("referenceLocator", ""))
    return ""


def _spdx3(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    for element in listed(document, "@graph"):
        if isinstance(element, dict) and element.get("type") == "software_Package":
            purl = element.get("software_packageUrl")
            if isinstance(purl, str) and purl:
                yield included(purl, file)
            else:
                yield unresolved(file, str(element.get("name", "")), "the SBOM gives it no package URL")


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []
