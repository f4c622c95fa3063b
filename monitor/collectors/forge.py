"""What forges of any software share: the host in a target's address, and accounts, which are numbered by each host for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.collectors.fields import count
from monitor.collectors.git.bots import is_bot
from monitor.collectors.shape import Shape
from monitor.model.collecting import Context
from monitor.model.errors import Malformed
from monitor.model.facts import Note, RawIdentity
from monitor.model.target import Target
from monitor.model.text import clean_name

_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
_PART = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.+-]{0,254}")
# What GitLab calls the accounts of its access tokens.
_TOKEN_ACCOUNT = re.compile(r"(?:project|group)_[0-9]+_bot\w*")


def host_of(target: Target) -> str:
    """Return the host of a repository's page, with its port where the page has one of its own."""
    parts = urlsplit(target.key)
    return parts.netloc if parts.scheme in ("https", "http") else parts.hostname or ""


def parts_of(target: Target) -> list[str]:
    """Return the parts of a repository's path, at least two. Raises Malformed for what no forge would have given out."""
    parts = urlsplit(target.key).path.strip("/").split("/")
    if len(parts) <= 1 or not all(_PART.fullmatch(part) for part in parts):
        raise Malformed(f"{target.key} is no repository on a forge: it is https://host/owner/name")
    return parts


def base_of(target: Target, bases: Mapping[str, str], software: str, home: str, path: str) -> str:
    """Return the address of the interface, without a slash at its end: as the settings name it, else at `path` on the host."""
    host = host_of(target)
    named = bases.get(f"{software}:{host}") or (bases.get(software) if host == home else None)
    return (named or f"https://{host}{path}").rstrip("/")


def account(data: object, login: str, source: str, context: Context) -> RawIdentity | None:
    """Return an account by its number; None for a deleted one, and for one that is never to be collected again."""
    told: Mapping[str, Any] = data if isinstance(data, dict) else {}
    number, name = count(told, "id"), told.get(login)
    if not number or not isinstance(name, str) or not _LOGIN.fullmatch(name):
        return None
    stable_id = str(number)
    if context.is_forgotten(stable_id) or context.is_forgotten(name):
        return None
    is_machine = told.get("bot") is True or is_bot(name, "", context.bots) or _TOKEN_ACCOUNT.fullmatch(name)
    return RawIdentity(source, stable_id, clean_name(name), is_bot=bool(is_machine))


def number_of(data: Mapping[str, Any]) -> str:
    """Return what tells a repository of a list from all others whatever its name, "" where the host does not say."""
    found = count(data, "id")
    return f"#{found}" if found else ""


def undated_releases(count: int) -> Note:
    """Return what is to be said of releases whose date is not told or cannot be true."""
    return Note("releases_without_date", f"{count} releases have no date that can be believed and are left out")


def checked_part(shape: Shape, value: object, what: str) -> str:
    """Return a name that may be a part of an address. Raises Malformed for what no forge would have given out."""
    found = shape.text(value, what)
    if not _PART.fullmatch(found):
        raise shape.wrong(f"{what} is none that a forge gives out")
    return found


def checked_id(shape: Shape, data: Mapping[str, Any], name: str = "id") -> int:
    """Return the number that a forge never gives to another repository. Raises Malformed."""
    found = count(data, name)
    if not found:
        raise shape.wrong(f"{name} is no number of a repository")
    return found
