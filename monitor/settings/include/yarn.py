"""yarn.lock, in the form of yarn 1 and of its successors: entries begin at the margin, with the wanted ranges before a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from monitor.model.included import Included, Unresolved
from monitor.settings.include.npm_locks import npm
from monitor.settings.include.purls import unresolved

# "@scope/name@^1.0.0", name@npm:1.2.3, alias@npm:@scope/name@^1
_WANTED = re.compile(r'"?(?P<name>(?:@[^/@"\s]+/)?[^@"\s/]+)@(?P<range>[^",]+)"?')
_ALIAS = re.compile(r"npm:(?P<name>(?:@[^/@\s]+/)?[^@\s/]+)@")
_ELSEWHERE = ("file:", "link:", "portal:", "workspace:", "patch:", "git", "http", "ssh:")
# yarn 1 writes the archive down always, its successors where it is not at the registry's usual place.
_RESOLVED = re.compile(r'  resolved "(?P<address>https?:[^"]+)"')
_ARCHIVE = re.compile(r"  resolution: .*(?:::|&)__archiveUrl=(?P<address>[^&\"\s]+)")


def yarn_lock(text: str, file: str) -> Iterator[Included | Unresolved]:
    """Yield the packages of a yarn.lock. The project's own workspaces are passed over."""
    for head, body in _entries(text):
        first = head.rstrip(":").split(", ")[0]
        found = _WANTED.match(first)
        if not found or found["range"].startswith("workspace:"):
            continue
        alias = _ALIAS.match(found["range"])
        if not alias and (found["range"].startswith(_ELSEWHERE) or "/" in found["range"]):
            yield unresolved(file, first.strip('"'), "comes from a file or repository, not from the registry")
        else:
            yield npm((alias or found)["name"], file, resolved=_archive(body))


def _entries(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each line at the margin that begins an entry, with the lines that are indented under it."""
    head, body = "", list[str]()
    for line in text.splitlines():
        if line and line[0] in " \t":
            body.append(line)
        elif line.rstrip().endswith(":") and not line.startswith(("#", "__metadata")):
            yield head, body
            head, body = line.rstrip(), []
    yield head, body


def _archive(body: Sequence[str]) -> str | None:
    for line in body:
        found = _RESOLVED.match(line) or _ARCHIVE.match(line)
        if found:
            return unquote(found["address"])
    return None
