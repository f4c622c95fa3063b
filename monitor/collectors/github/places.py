"""Where GitHub is asked and what about: the parts of a repository's or account's address, and the address of the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from monitor.collectors.forge import host_of
from monitor.model.errors import Malformed
from monitor.model.target import Target, TargetKind

SOURCE = "github"
FORGE_HOST = "github.com"
REST = "https://api.github.com"
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:_[A-Za-z0-9]{1,30})?")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")


def is_repository(target: Target) -> bool:
    """Return whether `target` is a repository on GitHub, of the company's own or an enterprise's host."""
    return target.kind is TargetKind.GIT and (target.forge == SOURCE or target.key.startswith(f"https://{FORGE_HOST}/"))


def is_account(target: Target) -> bool:
    """Return whether `target` is the page of a person or an organisation on GitHub."""
    return target.kind is TargetKind.ACCOUNT and (target.forge == SOURCE or target.key.startswith(f"https://{FORGE_HOST}/"))


def may_have_members(target: Target) -> bool:
    """Return whether `target` is the page of an account on GitHub that is not known to be a person's."""
    return is_account(target) and not target.is_person


def repository_of(target: Target) -> tuple[str, str]:
    """Return (owner, name). Raises Malformed for an address that can be no repository there."""
    parts = urlsplit(target.key).path.strip("/").split("/")
    if len(parts) != len(("owner", "name")) or not (_OWNER.fullmatch(parts[0]) and _NAME.fullmatch(parts[1])):
        raise Malformed(f"{target.key} is no repository on GitHub: it is https://{FORGE_HOST}/owner/name")
    return parts[0], parts[1]


def login_of(target: Target) -> str:
    """Return the login of an account's page. Raises Malformed."""
    login = urlsplit(target.key).path.strip("/")
    if not _OWNER.fullmatch(login):
        raise Malformed(f"{target.key} is no account on GitHub: it is https://{FORGE_HOST}/login")
    return login


def rest_base(target: Target, bases: Mapping[str, str]) -> str:
    """Return the address of the REST interface, without a slash at its end."""
    host = host_of(target)
    named = bases.get(f"{SOURCE}:{host}") or (bases.get(SOURCE) if host == FORGE_HOST else None)
    return (named or (REST if host == FORGE_HOST else f"https://{host}/api/v3")).rstrip("/")


def graph_url(target: Target, bases: Mapping[str, str]) -> str:
    """Return the address of the GraphQL interface: beside `v3` on an enterprise host, else below the REST address."""
    return f"{rest_base(target, bases).removesuffix('/v3')}/graphql"


def path_of(*parts: str) -> str:
    """Return the parts of a path, each quoted whole."""
    return "/".join(quote(part, safe="") for part in parts)
