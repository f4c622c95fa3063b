"""Pages of packages as people paste them: the package that one is of, in its index, at deps.dev or at ecosyste.ms.

Hosts and forms of indexes are what packageurl says of them.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote, urlsplit

from packageurl import PackageURL
from packageurl.contrib import purl2url

from monitor.settings.indexes import is_own_host

# Of these a page can be told from its address; one of Maven's is a folder of files.
PAGED = ("pypi", "npm", "cargo", "golang", "nuget", "gem")
INDEXED = (*PAGED, "maven")
_NAME = "the-name"
# What deps.dev calls the ecosystems, where it is not their name in package URLs.
_SYSTEMS = {"go": "golang", "rubygems": "gem"}
# Its pages are /registries/HOST/packages/NAME, with a host of the index.
_ECOSYSTEMS = "packages.ecosyste.ms"


def package_at(address: str) -> PackageURL | None:
    """Return the package whose page an address is, None where it lies on no public index.

    Raises ValueError with a text fit for a user where it lies on one and is no package's page.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.netloc.lower().removeprefix("www.")
    if host in ("deps.dev", _ECOSYSTEMS):
        kind, name = (_at_deps_dev if host == "deps.dev" else _at_ecosystems)(parts.path)
    else:
        kind = next((kind for kind in INDEXED if parts.netloc and is_own_host(kind, parts.netloc.lower())), "")
        name = _name_in(kind, unquote(parts.path)) if kind else ""
        if not kind:
            return None
    if not name:
        raise ValueError(f"is an address of a package index, and no package's page; write pkg:{kind or 'npm'}/name")
    # A name of Maven's is its group and its artifact, here with a colon.
    namespace, _, bare = name.replace(":", "/").rpartition("/") if kind == "maven" else name.rpartition("/")
    return PackageURL(kind, namespace or None, bare)


def _at_deps_dev(path: str) -> tuple[str, str]:
    """Return ecosystem and name of deps.dev/SYSTEM/NAME[/VERSION], ("", "") for another page there."""
    system, name = ([unquote(part) for part in path.split("/") if part] + ["", ""])[:2]
    kind = _SYSTEMS.get(system, system)
    return (kind, name) if kind in INDEXED else ("", "")


def _at_ecosystems(path: str) -> tuple[str, str]:
    parts = [part for part in path.split("/") if part]
    match parts:
        case ["registries", registry, "packages", name, *_]:
            kind = next((kind for kind in INDEXED if is_own_host(kind, registry.lower())), "")
            return kind, unquote(name) if kind else ""
        case _:
            return "", ""


def _name_in(kind: str, path: str) -> str:
    """Return the name that a page's path holds behind what stands before every name, "" for none."""
    start = _before_names(kind)
    if not start or not path.startswith(start):
        return ""
    rest = [part for part in path.removeprefix(start).split("/") if part]
    if kind == "golang":
        return "/".join(rest).partition("@")[0]
    return "/".join(rest[: 2 if rest and rest[0].startswith("@") else 1])


@lru_cache(maxsize=16)
def _before_names(kind: str) -> str:
    if kind not in PAGED:
        return ""
    # A module of Go is named by its whole path.
    namespace = _NAME if kind == "golang" else None
    page = purl2url.get_repo_url(PackageURL(kind, namespace, _NAME).to_string())  # type: ignore[no-untyped-call]
    return urlsplit(str(page or "")).path.partition(_NAME)[0]
