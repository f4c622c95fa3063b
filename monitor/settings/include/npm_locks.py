"""Files of npm and pnpm: package.json, package-lock.json (versions 1 to 3), pnpm-lock.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from packageurl import PackageURL

from monitor.model.included import Included, Unresolved
from monitor.settings.include.purls import included, unresolved

_ELSEWHERE = ("file:", "link:", "git", "http:", "https:", "workspace:", "portal:", "patch:", "github:")
_MODULES = "node_modules/"
_DEEPEST = 30
# /@scope/name/1.2.3, /name@1.2.3(peer@1), @scope/name@1.2.3
_PNPM = re.compile(r"/?(?P<name>(?:@[^/@]+/)?[^/@(]+)[@/][^/@(][^/(]*(?:\(.*)?")
SECTIONS = ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies")


def npm(name: str, file: str, *, is_direct: bool | None = None, resolved: object = None) -> Included | Unresolved:
    """Return the package of a name of npm, with its scope if it has one; `resolved`: where its archive is, if that is said."""
    scope, _, bare = name.rpartition("/")
    if not bare or (scope and not scope.startswith("@")):
        return unresolved(file, name, "is no name of an npm package")
    indexes = (_index_of(name, resolved),) if isinstance(resolved, str) and resolved.startswith(("https:", "http:")) else ()
    return included(PackageURL("npm", scope or None, bare), file, is_direct=is_direct, indexes=indexes)


def _index_of(name: str, archive: str) -> str:
    """Return the address of the registry that serves an archive: what stands before the name."""
    return archive.partition(f"/{name}/-/")[0].partition(f"/{name.replace('/', '%2f')}/-/")[0]


def manifest(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    """Yield what a package.json depends on: direct by what the file is."""
    for section in SECTIONS:
        entries = document.get(section)
        for name, wanted in entries.items() if isinstance(entries, dict) else ():
            yield _wanted(str(name), str(wanted), file)


def _wanted(name: str, wanted: str, file: str) -> Included | Unresolved:
    if wanted.startswith("npm:"):
        return npm(wanted.removeprefix("npm:").rsplit("@", 1)[0] or name, file, is_direct=True)
    if wanted.startswith(_ELSEWHERE):
        return unresolved(file, f"{name}: {wanted}", "comes from a file or repository, not from the registry")
    return npm(name, file, is_direct=True)


def package_lock(document: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a package-lock.json: by paths since version 2, nested before."""
    packages = document.get("packages")
    if packages is not None and not isinstance(packages, dict):
        raise ValueError("packages: is no object")
    if packages is not None:
        yield from _by_path(packages, file)
    else:
        yield from _nested(document.get("dependencies"), file, 0)


def _by_path(packages: Mapping[str, Any], file: str) -> Iterator[Included | Unresolved]:
    root = packages.get("")
    sections = [root.get(section) for section in SECTIONS] if isinstance(root, dict) else []
    direct = {name for section in sections if isinstance(section, dict) for name in section}
    for path, entry in packages.items():
        if _MODULES not in path or not isinstance(entry, dict) or entry.get("link"):
            continue
        alias = path.rpartition(_MODULES)[2]
        # An alias installs another package under its name; the entry says which.
        name = entry["name"] if isinstance(entry.get("name"), str) else alias
        yield _resolved(name, entry.get("resolved"), file, is_direct=path == f"{_MODULES}{alias}" and alias in direct)


def _nested(entries: object, file: str, depth: int) -> Iterator[Included | Unresolved]:
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict):
            yield _resolved(str(name), entry.get("resolved") or entry.get("version"), file, is_direct=None)
            if depth < _DEEPEST:
                yield from _nested(entry.get("dependencies"), file, depth + 1)
            elif entry.get("dependencies"):
                yield unresolved(file, f"{name}: dependencies", "are nested too deep to be read")


def _resolved(name: str, resolved: object, file: str, *, is_direct: bool | None) -> Included | Unresolved:
    if isinstance(resolved, str) and resolved.startswith(("git", "file:", "github:")):
        return unresolved(file, name, "comes from a file or repository, not from the registry")
    return npm(name, file, is_direct=is_direct, resolved=resolved)


def pnpm_lock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a pnpm-lock.yaml (versions 5 to 9). Raises ValueError for what is no YAML."""
    try:
        document = yaml.load(text, Loader=_NoAliases)  # noqa: S506 - a safe loader that refuses aliases too
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("is not valid YAML") from error
    packages = document.get("packages") if isinstance(document, dict) else None
    for key, entry in packages.items() if isinstance(packages, dict) else ():
        found = _PNPM.fullmatch(str(key))
        if found and not str(key).startswith(("file:", "link:", "http", "git")):
            yield npm(found["name"], file, resolved=_tarball(entry))
        else:
            yield unresolved(file, str(key), "comes from a file, a repository or a registry of its own")


def _tarball(entry: object) -> object:
    """Return where an archive comes from, which pnpm writes down where it is not the registry's usual place."""
    resolution = entry.get("resolution") if isinstance(entry, dict) else None
    return resolution.get("tarball") if isinstance(resolution, dict) else None


class _NoAliases(yaml.SafeLoader):
    """A safe loader for which an alias is a fault: a small file could name a large one by them."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)
