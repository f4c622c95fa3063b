"""pyproject.toml: what a project of Python names as its dependencies, and the indexes that uv, poetry and pdm take them from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from packaging.utils import canonicalize_name

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import unresolved
from monitor.settings.include.python_locks import mapping, sequence, toml
from monitor.settings.include.requirements import requirements

_LOCAL = frozenset({"git", "path", "url", "workspace"})
_MAIN = frozenset({"default", "primary"})


def pyproject(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield what a project file names as its dependencies: they are direct by what the file is."""
    document = toml(text)
    lines = [line for line in sequence(mapping(document.get("project")).get("dependencies")) if isinstance(line, str)]
    tools = mapping(document.get("tool"))
    for found in requirements("\n".join(lines), file):
        yield _placed(found, tools, file) if isinstance(found, Included) and found.purl.startswith("pkg:") else found


def _placed(found: Included, tools: Mapping[str, Any], file: str) -> Included | Unresolved:
    """Return a package with the indexes that it comes from; unresolved where it is taken from elsewhere."""
    own = _own_source(found, mapping(tools.get("uv")))
    if _LOCAL & own.keys():
        return unresolved(file, found.name, "comes from a file or repository, not from the index")
    indexes = list(_indexes(tools))
    if "index" in own:
        named = next((str(index.get("url", "")) for index in indexes if index.get("name") == own["index"]), "")
        # A name that stands for no index is an index all the same, and not the ecosystem's own.
        return replace(found, is_direct=True, indexes=(named or str(own["index"]),))
    return replace(found, is_direct=True, indexes=_common(indexes))


def _own_source(found: Included, uv: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what uv is told of one package; of several sources, each for its own machine, the first."""
    for name, said in mapping(uv.get("sources")).items():
        if canonicalize_name(str(name)) == found.name:
            return mapping(next(iter(sequence(said)), None)) if isinstance(said, list) else mapping(said)
    return {}


def _indexes(tools: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for tool, key in (("uv", "index"), ("poetry", "source"), ("pdm", "source")):
        yield from map(mapping, sequence(mapping(tools.get(tool)).get(key)))


def _common(indexes: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the indexes from which any package may come: first the one that is asked instead of the ecosystem's own."""
    asked = [one for one in indexes if one.get("explicit") is not True and one.get("priority") != "explicit"]
    main = [one for one in asked if one.get("default") is True or one.get("priority") in _MAIN or one.get("name") == "pypi"]
    first = main[0] if main else {}
    return tuple(str(one.get("url", "")) for one in (first, *(one for one in asked if one is not first))) if asked else ()
