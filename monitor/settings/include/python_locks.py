"""Lock files and project files of Python: pylock.toml (PEP 751), poetry, uv and pdm locks, Pipfile.lock, pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packageurl import PackageURL
from packaging.utils import canonicalize_name

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import included, listed, unresolved
from monitor.settings.include.requirements import requirements

_LOCAL = frozenset({"editable", "virtual", "directory", "path", "url", "git"})


def toml_lock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a lock of poetry, uv or pdm: tables `package` with a name and a source."""
    for package in _tables(_toml(text), "package"):
        source = package.get("source")
        kinds = _LOCAL & source.keys() if isinstance(source, dict) else frozenset[str]()
        kind = str(source.get("type", "")) if isinstance(source, dict) else ""
        # uv lists the project itself as a package of its own folder.
        if (
            isinstance(source, dict)
            and ({"editable", "virtual"} & kinds)
            and (source.get("editable") or source.get("virtual")) == "."
        ):
            continue
        if kinds or kind in _LOCAL:
            yield unresolved(file, str(package.get("name", "")), "comes from a file or repository, not from the index")
        else:
            yield from _named(package, file)


def pylock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a PEP 751 lock."""
    for package in _tables(_toml(text), "packages"):
        if {"vcs", "directory", "archive"} & package.keys():
            yield unresolved(file, str(package.get("name", "")), "comes from a file or repository, not from the index")
        else:
            yield from _named(package, file)


def pyproject(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield what a project file names as its dependencies: they are direct by what the file is."""
    project = _toml(text).get("project")
    table = project if isinstance(project, dict) else {}
    listed = [line for line in _list(table.get("dependencies")) if isinstance(line, str)]
    for found in requirements("\n".join(listed), file):
        yield Included(found.purl, found.name, is_direct=True) if isinstance(found, Included) else found


def pipfile_lock(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a Pipfile.lock."""
    for section in ("default", "develop"):
        packages = document.get(section)
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            if isinstance(entry, dict) and {"git", "path", "file"} & entry.keys():
                yield unresolved(file, str(name), "comes from a file or repository, not from the index")
            else:
                yield from _named({"name": name}, file)


def _named(package: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    name = package.get("name")
    if isinstance(name, str) and name:
        yield included(PackageURL("pypi", None, canonicalize_name(name)), file)
    else:
        yield unresolved(file, f"name = {name}", "is no name of a package")


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"is not valid TOML: {error}") from error


def _tables(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    yield from (table for table in listed(document, name) if isinstance(table, dict))


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []
