"""Addresses of platforms that are no repository: model hubs, pages of people and organisations; and what a host runs.

Pure: nothing is opened. Each function returns None for an address that is none of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from packageurl import PackageURL

from monitor.model.target import Target, TargetKind

HUB = "huggingface.co"
# What software answers on well-known hosts; others are named under `hosts` in the settings.
FORGES: Mapping[str, str] = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "gitlab.gnome.org": "gitlab",
    "gitlab.freedesktop.org": "gitlab",
    "invent.kde.org": "gitlab",
    "salsa.debian.org": "gitlab",
    "codeberg.org": "forgejo",
    "gitea.com": "forgejo",
}
# A package URL of these types names a repository.
REPOSITORY_TYPES: Mapping[str, str] = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
_HUB_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?")
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_GROUP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}){0,19}")
_HANDLE = re.compile(r"(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+", re.IGNORECASE)
_FEDIVERSE = re.compile(r"@([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?)")
_NOT_MODELS = frozenset({"datasets", "spaces", "docs", "blog", "papers", "models", "collections", "organizations"})


@dataclass(frozen=True, slots=True)
class Where:
    """What is known beside the text of an address."""

    forges: Mapping[str, str]
    observed_until: datetime | None = None


def platform_target(text: str, where: Where) -> Target | None:
    """Return the target that an https address of a platform means, None where it is to be read as a repository.

    Raises ValueError with a text fit for a user for an address that is of a platform, and of nothing that can be watched there.
    """
    bare = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(bare)
    except ValueError:
        return None
    host, path = (parts.hostname or "").removeprefix("www."), [part for part in parts.path.split("/") if part]
    is_plain = parts.scheme.lower() == "https" and not (parts.query or parts.fragment or parts.username or parts.password)
    if not is_plain or (host != HUB and "://" not in text and not text.startswith(("bsky.app/", "x.com/"))):
        return None
    if host in (HUB, "hf.co"):
        return _hub(path, where)
    return _account(host, path, where) or _login(parts.netloc.lower().removeprefix("www."), path, where)


def _hub(path: list[str], where: Where) -> Target:
    if not path or len(path) > len(("organisation", "model")) or path[0] in _NOT_MODELS:
        raise ValueError(
            f"is nothing that is watched on the hub; write https://{HUB}/organisation or https://{HUB}/organisation/model"
        )
    if not all(_HUB_NAME.fullmatch(part) for part in path):
        raise ValueError(f"is no name on the hub; write https://{HUB}/organisation or https://{HUB}/organisation/model")
    return _page(f"https://{HUB}/{'/'.join(path)}", TargetKind.HUB, where)


def _account(host: str, path: list[str], where: Where) -> Target | None:
    if host == "bsky.app":
        if len(path) == len(("profile", "handle")) and path[0] == "profile" and _HANDLE.fullmatch(path[1]):
            return _page(f"https://bsky.app/profile/{path[1].lower()}", TargetKind.ACCOUNT, where)
        raise ValueError("is no profile; write https://bsky.app/profile/handle.example.org")
    if host in ("x.com", "twitter.com"):
        if len(path) == 1 and _LOGIN.fullmatch(path[0]):
            return _page(f"https://x.com/{path[0]}", TargetKind.ACCOUNT, where)
        raise ValueError("is no profile; write https://x.com/name")
    if len(path) == 1 and _FEDIVERSE.fullmatch(path[0]):
        return _page(f"https://{host}/{path[0].lower()}", TargetKind.ACCOUNT, where)
    return None


def _login(place: str, path: list[str], where: Where) -> Target | None:
    """Return the page of an account on a GitHub; `place` is its host, with the port that the settings name it with."""
    page = f"https://{place}/{'/'.join(path)}"
    is_login = where.forges.get(place) == "github" and len(path) == 1 and _LOGIN.fullmatch(path[0])
    return Target(page, TargetKind.ACCOUNT, page, forge="github") if is_login else None


def _page(url: str, kind: TargetKind, where: Where) -> Target:
    return Target(url, kind, url, where.observed_until)


def repository_address(purl: PackageURL) -> str | None:
    """Return the address of the repository or model that a package URL names, None where it names a package."""
    if purl.type == "huggingface":
        return f"https://{HUB}/{purl.namespace}/{purl.name}" if purl.namespace else f"https://{HUB}/{purl.name}"
    host = REPOSITORY_TYPES.get(purl.type)
    return f"https://{host}/{purl.namespace}/{purl.name}" if host and purl.namespace else None


def person_page(platform: str, name: str) -> Target:
    """Return the page of a person's account: `platform` is github, huggingface, bluesky, mastodon or x. Raises ValueError."""
    makers = {
        "github": ("https://github.com/", _LOGIN, "github"),
        "huggingface": (f"https://{HUB}/", _HUB_NAME, ""),
        "bluesky": ("https://bsky.app/profile/", _HANDLE, ""),
        "x": ("https://x.com/", _LOGIN, ""),
    }
    if platform == "mastodon":
        found = re.fullmatch(r"@?([A-Za-z0-9_.-]{1,64})@([a-z0-9.-]{3,253})", name, re.IGNORECASE)
        if not found:
            raise ValueError("is no account; write @name@host.example.org")
        url = f"https://{found[2].lower()}/@{found[1].lower()}"
        return Target(url, TargetKind.ACCOUNT, url, is_own=True)
    start, form, forge = makers[platform]
    bare = name.lstrip("@")
    if not form.fullmatch(bare):
        raise ValueError(f"is no name of an account on {platform}")
    url = f"{start}{bare.lower() if platform == 'bluesky' else bare}"
    return Target(url, TargetKind.ACCOUNT, url, forge=forge, is_own=True)


def organisation_page(name: str) -> Target:
    """Return the page of an organisation on Codeberg, or on the Forgejo or Gitea that an address names. Raises ValueError."""
    url = name if name.startswith("https://") else f"https://codeberg.org/{name.strip('/')}"
    parts = urlsplit(url)
    if not parts.hostname or not _LOGIN.fullmatch(parts.path.strip("/")) or parts.query or parts.username:
        raise ValueError("is no organisation on Forgejo or Gitea; write its name on Codeberg, or https://host/name")
    page = f"https://{parts.netloc.lower()}/{parts.path.strip('/')}"
    return Target(page, TargetKind.ACCOUNT, page, forge="forgejo")


def group_page(name: str) -> Target:
    """Return the page of a group on GitLab: "group/subgroup", or the address of one on a host of your own. Raises ValueError."""
    url = name if name.startswith("https://") else f"https://gitlab.com/{name.strip('/')}"
    parts = urlsplit(url)
    if not parts.hostname or not _GROUP.fullmatch(parts.path.strip("/")) or parts.query or parts.username:
        raise ValueError("is no group on GitLab; write group, group/subgroup or https://host/group")
    page = f"https://{parts.netloc.lower()}/{parts.path.strip('/')}"
    return Target(page, TargetKind.ACCOUNT, page, forge="gitlab")


def feed_target(url: str, *, is_own: bool) -> Target:
    """Return the target of a feed; `is_own`: it speaks for the project."""
    return Target(url, TargetKind.FEED, url, is_own=is_own)
