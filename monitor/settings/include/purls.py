"""Package URLs for what files name, and why an entry has none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from packageurl import PackageURL

from monitor.model.included import Included, Unresolved
from monitor.model.text import clean
from monitor.settings.targets import parse_target

_LOGIN = re.compile(r"//[^/@\s]*@")


def included(
    purl: PackageURL | str, file: str, *, is_direct: bool | None = None, name: str = "", indexes: tuple[str, ...] = ()
) -> Included | Unresolved:
    """Return the package of a package URL, or why it cannot be watched."""
    text = purl if isinstance(purl, str) else _shown(purl)
    try:
        text = purl if isinstance(purl, str) else purl.to_string()
        parsed = PackageURL.from_string(text)
        bare = PackageURL(parsed.type, parsed.namespace, parsed.name, None, _kept(parsed)).to_string()
        target = parse_target(bare, base=Path())
    except ValueError as error:
        why = "holds characters that stand for nothing" if isinstance(error, UnicodeError) else error
        return unresolved(file, name or text, f"its package URL {why}")
    return Included(target.key, name or _shown(parsed), is_direct, indexes)


def _kept(purl: PackageURL) -> dict[str, str] | None:
    """Return the one qualifier that changes which package is meant: another index than the ecosystem's own."""
    named = purl.qualifiers.get("repository_url") if isinstance(purl.qualifiers, dict) else None
    return {"repository_url": named} if named else None


def _shown(purl: PackageURL) -> str:
    return f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name


def listed(document: Mapping[str, Any], key: str) -> Sequence[Any]:
    """Return the list under a key, empty where there is none. Raises ValueError where something else stands there."""
    found = document.get(key)
    if found is not None and not isinstance(found, list):
        raise ValueError(f"{key}: is no list")
    return found or ()


def unresolved(file: str, entry: str, reason: str) -> Unresolved:
    """Return an entry that cannot be watched, shown without a login that it may hold."""
    return Unresolved(file, clean(_LOGIN.sub("//", entry), 160), reason)
