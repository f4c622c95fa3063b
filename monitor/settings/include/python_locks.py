"""Lock files of Python: pylock.toml (PEP 751), the locks of poetry, uv and pdm, and Pipfile.lock."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packageurl import PackageURL
from packaging.utils import canonicalize_name

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import included, listed, unresolved

_LOCAL = frozenset({"editable", "virtual", "directory", "path", "url", "git"})
_ELSEWHERE = "comes from a file or repository, not from the index"


def toml_lock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a lock of poetry, uv or pdm: tables `package` with a name and a source."""
    for package in _tables(toml(text), "package"):
        source = mapping(package.get("source"))
        # uv lists the project itself as a package of its own folder.
        if "." in (source.get("editable"), source.get("virtual")):
            continue
        if _is_local(package, source):
            yield unresolved(file, str(package.get("name", "")), _ELSEWHERE)
        else:
            # uv says `registry`, poetry the `url` of a source of type "legacy" and pdm, if asked to, the address of each file.
            yield named(package, file, source.get("registry") or source.get("url") or _file_of(package))


def pylock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a PEP 751 lock."""
    for package in _tables(toml(text), "packages"):
        if {"vcs", "directory", "archive"} & package.keys():
            yield unresolved(file, str(package.get("name", "")), _ELSEWHERE)
        else:
            yield named(package, file, package.get("index") or _file_of(package))


def pipfile_lock(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a Pipfile.lock: of the first of its sources, unless an entry names another."""
    sources = {str(one.get("name")): str(one.get("url", "")) for one in _sources(document)}
    for section in ("default", "develop"):
        for name, entry in mapping(document.get(section)).items():
            told = mapping(entry)
            if {"git", "path", "file"} & told.keys():
                yield unresolved(file, str(name), _ELSEWHERE)
            else:
                index = (
                    sources.get(str(told["index"]), str(told["index"])) if "index" in told else next(iter(sources.values()), None)
                )
                yield named({"name": name}, file, index)


def named(package: Mapping[str, Any], file: str, index: object = None) -> Included | Unresolved:
    """Return the package of a table with a `name`; `index` is an address in the index that it comes from, if one is said."""
    name = package.get("name")
    if isinstance(name, str) and name:
        indexes = (index,) if isinstance(index, str) and index else ()
        return included(PackageURL("pypi", None, canonicalize_name(name)), file, indexes=indexes)
    entry = "an entry without a name" if name is None else f"name = {name}"
    return unresolved(file, entry, "is no name of a package")


def toml(text: str) -> Mapping[str, Any]:
    """Return the document of a TOML text. Raises ValueError."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"is not valid TOML: {error}") from error


def mapping(value: object) -> Mapping[str, Any]:
    """Return a table, an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[Any]:
    """Return a list, an empty one where something else stands."""
    return value if isinstance(value, list) else []


def _is_local(package: Mapping[str, Any], source: Mapping[str, Any]) -> bool:
    kind = source.get("type")
    # poetry's source of type "legacy" is an index by its url; every other url is an archive of its own.
    return bool((_LOCAL - {"url"}) & source.keys() or ("url" in source and kind != "legacy") or _LOCAL & package.keys())


def _sources(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from map(mapping, sequence(mapping(document.get("_meta")).get("sources")))


def _file_of(package: Mapping[str, Any]) -> object:
    """Return the address of one of the package's files, None where none is said."""
    files = [package.get("sdist"), *sequence(package.get("wheels")), *sequence(package.get("files"))]
    return next((url for one in files if (url := mapping(one).get("url"))), None)


def _tables(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    yield from (table for table in listed(document, name) if isinstance(table, dict))
