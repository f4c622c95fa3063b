"""Indexes of packages: which of those that a file names serves the ecosystem's own packages, and which is another.

The hosts of the ecosystems' own are what packageurl knows of them; none is written here. A name in another index means another
package, and may be nobody else's business: it is watched only where the settings say what that index is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

from packageurl import PackageURL
from packageurl.contrib import purl2url, url2purl

from monitor.model.included import Included, Unresolved
from monitor.model.text import clean

_UNSAID = "a folder, or an address that the file does not say"


@dataclass(frozen=True, slots=True)
class Indexes:
    """What the settings say of indexes.

    `homes` are asked instead of the ecosystem's own, `mirrors` are hosts that serve the same packages, `declared` are the keys of
    declared targets: a package with `repository_url` among them is watched in its own index.
    """

    homes: Mapping[str, str] = field(default_factory=dict)
    mirrors: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()

    def watched(self, found: Included, file: str) -> Included | Unresolved:
        """Return a package as it is to be watched, or why it is not: it comes, or may come, from an index that is not known."""
        kind = found.purl.removeprefix("pkg:").partition("/")[0]
        for place, index in enumerate(found.indexes):
            if index and not self._serves_own(kind, index):
                return self._elsewhere(found, index, file, is_sure=place == 0)
        return found

    def _serves_own(self, kind: str, index: str) -> bool:
        named = self.homes.get(kind, "")
        home = _bare(named)
        is_home = bool(named) and f"{_bare(index)}/".startswith(f"{home}/")
        return is_home or host_of(index) in self.mirrors or is_own_index(kind, index)

    def _elsewhere(self, found: Included, index: str, file: str, *, is_sure: bool) -> Included | Unresolved:
        own = next((key for key in self.declared if key.startswith(f"{found.purl}?") and _is_at(key, index)), "")
        if own:
            return replace(found, purl=own)
        verb, host = "comes" if is_sure else "may come", clean(host_of(index), 80) or _UNSAID
        how = "name that under homes: or mirrors: if it serves the public packages, else declare this one with repository_url"
        return Unresolved(file, found.name, f"{verb} from another index, {host}, and is asked for nowhere; {how}")


def is_own_index(kind: str, address: str) -> bool:
    """Return whether an address is of the ecosystem's own index, as packageurl knows it: its pages, its files or an alias."""
    host = host_of(address)
    return bool(host) and (host in _own_hosts(kind) or _is_own_domain(kind, ".".join(host.split(".")[-2:])))


def is_own_host(kind: str, host: str) -> bool:
    """Return whether the ecosystem's own index has its pages or its files on a host."""
    return host in _own_hosts(kind) or f"www.{host}" in _own_hosts(kind)


def host_of(address: str) -> str:
    """Return the host of an address, with its port where it has one, without a login; "" where there is none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _own_hosts(kind: str) -> frozenset[str]:
    # Some ecosystems have no name without a group before it.
    purls = [PackageURL(kind, namespace, "name", "1").to_string() for namespace in (None, "group")]
    pages = [purl2url.get_repo_url(purl) for purl in purls]  # type: ignore[no-untyped-call]
    pages += [purl2url.get_download_url(purl) for purl in purls]  # type: ignore[no-untyped-call]
    return frozenset(host for page in pages if page and (host := host_of(str(page))))


@lru_cache(maxsize=256)
def _is_own_domain(kind: str, domain: str) -> bool:
    """Return whether addresses anywhere in a domain mean packages of this kind: one that is only built like them does not."""
    probes = (f"https://{domain}/package/name", f"https://files.{domain}/packages/name-1.0.tar.gz")
    return any(_kind_at(probe) == kind for probe in probes)


def _kind_at(address: str) -> str:
    found = url2purl.get_purl(address)  # type: ignore[no-untyped-call]
    return str(found.type) if found else ""


def _bare(address: str) -> str:
    """Return host and path alone, as two addresses of one index are compared."""
    whole = address if "://" in address else f"https://{address}"
    try:
        return f"{host_of(whole)}{urlsplit(whole).path}".rstrip("/")
    except ValueError:
        return ""


def _is_at(key: str, index: str) -> bool:
    """Return whether a declared package URL names this index as its own."""
    qualifiers = PackageURL.from_string(key).qualifiers
    named = qualifiers.get("repository_url", "") if isinstance(qualifiers, dict) else ""
    return _bare(named) == _bare(index)
