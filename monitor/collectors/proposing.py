"""Addresses of repositories as packages name them, brought to one form: they are proposed, never watched unasked."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TWO_PART_HOSTS = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
# What npm writes for short: owner/name is on GitHub, others name their host.
_SHORT = re.compile(r"(?:(?P<host>github|gitlab|bitbucket):)?(?P<path>[\w.-]+/[\w.-]+)", re.ASCII)
_SHORT_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_SCP = re.compile(r"(?:ssh://)?git@(?P<host>[A-Za-z0-9.-]+)[:/](?P<path>[^:]+)")


def repository_in(address: str) -> str:
    """Return the repository that an address lies in: without the folder and the mark of git; "" for none."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = [part for part in parts.path.split("/") if part]
    if not host or not path:
        return ""
    kept = path[:2] if host in _TWO_PART_HOSTS else path
    return f"https://{host}/{'/'.join(kept)}".removesuffix(".git")


def repository_named(said: object) -> str:
    """Return the repository that the field `repository` of a package names, in any form that npm takes; "" for none."""
    text = said.get("url") if isinstance(said, dict) else said
    if not isinstance(text, str):
        return ""
    bare = text.strip().removeprefix("git+")
    short, scp = _SHORT.fullmatch(bare), _SCP.fullmatch(bare)
    if short:
        return f"https://{_SHORT_HOSTS[short['host'] or 'github']}/{short['path']}".removesuffix(".git")
    if scp:
        return repository_in(f"https://{scp['host']}/{scp['path']}")
    return repository_in(bare) if bare.startswith(("https://", "http://", "git://")) else ""
