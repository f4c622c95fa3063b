"""One file of dependencies to its packages: which reader fits is told by its name and content."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from monitor.model.included import Included, Unresolved
from monitor.model.text import clean
from monitor.settings.include import npm_locks, pyproject, python_locks, requirements, sbom, yarn
from monitor.settings.indexes import Indexes

Found = Included | Unresolved
MOST_BYTES = 64 * 2**20
# More than are ever watched, and as many as can be read in a minute.
MOST_ENTRIES = 100_000
JSON_READERS: Mapping[str, Callable[[Mapping[str, Any], str], Iterator[Found]]] = {
    "package.json": npm_locks.manifest,
    "package-lock.json": npm_locks.package_lock,
    "npm-shrinkwrap.json": npm_locks.package_lock,
    "Pipfile.lock": python_locks.pipfile_lock,
}
TEXT_READERS: Mapping[str, Callable[[str, str], Iterator[Found]]] = {
    "poetry.lock": python_locks.toml_lock,
    "uv.lock": python_locks.toml_lock,
    "pdm.lock": python_locks.toml_lock,
    "pyproject.toml": pyproject.pyproject,
    "yarn.lock": yarn.yarn_lock,
    "pnpm-lock.yaml": npm_locks.pnpm_lock,
}


def read_included(file: str, data: bytes, indexes: Indexes | None = None) -> tuple[tuple[Included, ...], tuple[Unresolved, ...]]:
    """Return the packages that a file names, each once, and what cannot be watched. Raises ValueError for no such file.

    `indexes` says which other indexes than the ecosystems' own are known; a package from an unknown one is not watched.
    """
    known_indexes = indexes or Indexes()
    if len(data) > MOST_BYTES:
        raise ValueError(f"is larger than {MOST_BYTES // 2**20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8 text") from error
    packages: dict[str, Included] = {}
    unresolved: dict[tuple[str, str], Unresolved] = {}
    for number, read in enumerate(_read(file, text), start=1):
        if number > MOST_ENTRIES:
            raise ValueError(f"names more than {MOST_ENTRIES:,} packages")
        found = known_indexes.watched(read, file) if isinstance(read, Included) else read
        if isinstance(found, Unresolved):
            unresolved.setdefault((found.entry, found.reason), found)
        else:
            known = packages.get(found.purl)
            packages[found.purl] = found if known is None or (found.is_direct and not known.is_direct) else known
    if not packages and not unresolved:
        return (), (Unresolved(file, "the whole file", "names no package, so that nothing of it is watched"),)
    return tuple(packages.values()), tuple(unresolved.values())


def _read(file: str, text: str) -> Iterator[Found]:
    name = PurePath(file).name
    if name in JSON_READERS:
        return JSON_READERS[name](_json(text), file)
    if name in TEXT_READERS:
        return TEXT_READERS[name](text, file)
    if name.startswith("pylock") and name.endswith(".toml"):
        return python_locks.pylock(text, file)
    if text.lstrip().startswith("{"):
        return sbom.sbom(_json(text), file)
    if text.lstrip().startswith("<"):
        raise ValueError("is XML; write the SBOM as JSON (CycloneDX or SPDX)")
    if "SPDXVersion:" in text[:2_000]:
        raise ValueError("is SPDX in tag-value form; write it as JSON")
    if name.endswith((".txt", ".in", ".lock")):
        return requirements.requirements(text, file)
    raise ValueError("is no SBOM in JSON, no requirements file and no lock file that is known here")


class _Twice(ValueError):
    """A key that stands twice in one object: readers differ on which of the two counts."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(repr(clean(name, 80)))
        found[name] = value
    return found


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_object)
    except _Twice as error:
        raise ValueError(f"names the key {error} twice in one object") from error
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"is not valid JSON{where}") from error
    if not isinstance(found, dict):
        raise ValueError("is JSON, but no object")  # noqa: TRY004 - told to a user as a mistake in the file
    return found
