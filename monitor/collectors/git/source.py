"""What git is asked to open: a target's address, checked before any process is started. URLs and paths are allow-listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from monitor.model.collecting import GitLimits
from monitor.model.errors import AccessDenied, Malformed, NotFound
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses

PORTS = {"https": 443, "http": 80, "ssh": 22, "git": 9418}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII | re.IGNORECASE)
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")
_VISIBLE = re.compile(r"[!-~]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """A repository as git may open it. `shown` carries no credentials; `host` is "" for a folder; git speaks only `protocol`."""

    url: str
    shown: str
    protocol: str
    host: str = ""
    port: int = 0
    name: str = ""

    @property
    def is_local(self) -> bool:
        """Return whether this is a folder of this machine."""
        return self.protocol == "file"


def shown(text: str) -> str:
    """Return foreign text without credentials, addresses and control characters, fit for a message."""
    return mask_addresses(clean(_CREDENTIALS.sub("", text), limit=300))


def source_of(target: Target, limits: GitLimits) -> Source:
    """Return how to open `target`: https, a protocol that the settings allow, or a local folder by file://.

    Raises AccessDenied for any other protocol, Malformed for what is no URL, NotFound for a missing folder.
    """
    address = target.address.strip()
    scheme, separator, _ = address.partition("://")
    if separator and scheme.lower() != "file":
        return _remote(target, scheme.lower(), limits)
    if separator:
        return _local(Path(unquote(urlsplit(address).path)))
    if address.startswith("-") or ":" in address.partition("/")[0]:
        raise AccessDenied(f"{shown(address)}: neither a URL nor a path that may be opened (https://… or /path)")
    return _local(Path(address))


def _remote(target: Target, scheme: str, limits: GitLimits) -> Source:
    address = target.address.strip()
    name = shown(target.key)
    if scheme not in {"https", *limits.extra_protocols} or scheme not in PORTS:
        raise AccessDenied(f"{name}: the protocol {shown(scheme)!r} is not allowed for git")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or PORTS[scheme]
    except ValueError as error:
        raise Malformed(f"{name}: not a valid URL") from error
    if not _HOST.fullmatch(host) or not _VISIBLE.fullmatch(address) or "\\" in address:
        raise Malformed(f"{name}: not a valid URL")
    return Source(address, name, scheme, host, port, _last_name(parts.path))


def _local(path: Path) -> Source:
    if "\0" in str(path):
        raise Malformed(f"{shown(str(path))}: not a valid path")
    if not path.exists():
        raise NotFound(f"{shown(str(path))}: no such folder")
    if not path.is_dir():
        raise Malformed(f"{shown(str(path))}: not a folder, so not a git repository")
    whole = path.resolve()
    if _is_shallow(whole):
        raise Malformed(
            f"{shown(str(path))}: a shallow clone, whose past is cut off; `git fetch --unshallow` there makes it whole"
        )
    return Source(whole.as_uri(), shown(str(path)), "file", name=_last_name(str(whole)))


def _is_shallow(folder: Path) -> bool:
    own = folder / ".git"
    return (own if own.is_dir() else folder).joinpath("shallow").is_file()


def _last_name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].removesuffix(".git")
