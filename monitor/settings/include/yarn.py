"""yarn.lock, in the form of yarn 1 and of its successors: entries begin at the margin, with the wanted ranges before a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.model.included import Included, Unresolved
from monitor.settings.include.npm_locks import npm
from monitor.settings.include.purls import unresolved

# "@scope/name@^1.0.0", name@npm:1.2.3, alias@npm:@scope/name@^1
_WANTED = re.compile(r'"?(?P<name>(?:@[^/@"\s]+/)?[^@"\s/]+)@(?P<range>[^",]+)"?')
_ALIAS = re.compile(r"npm:(?P<name>(?:@[^/@\s]+/)?[^@\s/]+)@")
_ELSEWHERE = ("file:", "link:", "portal:", "workspace:", "patch:", "git", "http", "ssh:")


def yarn_lock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a yarn.lock. The project's own workspaces are passed over."""
    for line in text.splitlines():
        if not line or line[0] in " #\t" or not line.rstrip().endswith(":") or line.startswith("__metadata"):
            continue
        first = line.rstrip(":").split(", ")[0]
        found = _WANTED.match(first)
        if not found or found["range"].startswith("workspace:"):
            continue
        alias = _ALIAS.match(found["range"])
        if alias:
            yield npm(alias["name"], file)
        elif found["range"].startswith(_ELSEWHERE) or "/" in found["range"]:
            yield unresolved(file, first.strip('"'), "comes from a file or repository, not from the registry")
        else:
            yield npm(found["name"], file)
