"""From what a user writes to a canonical target: owner/name, a URL, a local path or a package URL. Pure: nothing is opened.

Errors never repeat a URL that they refuse: it may hold a password.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from packageurl import PackageURL

from monitor.model.target import Target, TargetKind
from monitor.settings.package_pages import package_at
from monitor.settings.platforms import FORGES, REPOSITORY_TYPES, Where, platform_target, repository_address

PACKAGE_TYPES = ("pypi", "npm", "cargo", "golang", "maven", "nuget", "gem")
# https always works, file is how local paths are read; the rest must be named in `git.extra_protocols`.
EXTRA_PROTOCOLS = ("http", "ssh", "git")
DEFAULT_PORTS = {"https": 443, "http": 80, "ssh": 22, "git": 9418}
# On these hosts a repository is always owner/name, so that a link to a page inside of one can be told.
TWO_PART_HOSTS = frozenset({"github.com", "codeberg.org", "bitbucket.org"})
# Here it is at least that.
GROUP_HOSTS = frozenset({"gitlab.com"})
MAX_LENGTH = 2000

_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCP = re.compile(r"(?:[A-Za-z0-9._-]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^:]+)")
_SHORT_GITHUB = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")
_SHORT = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?|\[[0-9a-f:.]+\]")
_PYPI_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_NPM_NAME = re.compile(r"[A-Za-z0-9~][A-Za-z0-9._~-]*")


def parse_target(text: str, *, base: Path, observed_until: datetime | None = None, forges: Mapping[str, str] = FORGES) -> Target:
    """Return the target that `text` means; a relative path is relative to `base`, `owner/name` is a repository on GitHub,
    and the page of a package in its public index is that package.

    Keys: `https://host/owner/name` (host in lower case, without user, default port, `.git` and closing slash), a file:// URL of
    the absolute path, a purl without version, or the page of a hub's organisation or model, or of an account. `forges` says what
    software hosts run. Raises ValueError with a text fit for a user.
    """
    _refuse_odd_text(text)
    if text.startswith("pkg:"):
        return _package(text, Where(forges, observed_until), base)
    if text.startswith((".", "/", "file://")):
        path = _path_of(text, base)
        return Target(path.as_uri(), TargetKind.GIT, str(path), observed_until)
    text = _spelt_out(text)
    package = package_at(text)
    if package:
        return _package(package.to_string(), Where(forges, observed_until), base)
    page = platform_target(text, Where(forges, observed_until))
    if page:
        return page
    address = _SCHEME.sub(lambda found: found[0].lower(), text, count=1)
    key = _url_key(text)
    return Target(key, TargetKind.GIT, address, observed_until, forge=forges.get(urlsplit(key).netloc, ""))


def _package(text: str, where: Where, base: Path) -> Target:
    try:
        purl = PackageURL.from_string(text)
    except ValueError as error:
        raise ValueError("is no package URL; write pkg:pypi/name or pkg:npm/@scope/name") from error
    address = repository_address(purl)
    if address:
        if purl.qualifiers or purl.subpath:
            raise ValueError("may carry no subpath and no qualifier; a whole repository is watched")
        return parse_target(address, base=base, observed_until=where.observed_until, forges=where.forges)
    key = _purl_key(purl)
    return replace(Target(key, TargetKind.PACKAGE, key), observed_until=where.observed_until)


def _spelt_out(text: str) -> str:
    """Return the URL that a short form means: owner/name on GitHub, or what stands behind the name of a forge."""
    if _SHORT_GITHUB.fullmatch(text):
        return f"https://github.com/{text}"
    forge, _, path = text.partition(":")
    is_short = forge in REPOSITORY_TYPES and _SHORT.fullmatch(path)
    return f"https://{REPOSITORY_TYPES[forge]}/{path}" if is_short else text


def protocol_of(target: Target) -> str:
    """Return the protocol that git will speak to a git target: https, http, ssh, git or file."""
    return target.key.partition(":")[0]


def _refuse_odd_text(text: str) -> None:
    if not text.strip():
        raise ValueError("is empty; write a git URL, a path or a package URL")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"is longer than {MAX_LENGTH} characters")
    if any(unicodedata.category(c).startswith("C") for c in text):
        raise ValueError("contains a control character")
    if text.startswith("-"):
        raise ValueError("begins with a dash, which git would read as an option; write ./ before a path")
    if text.startswith("~"):
        raise ValueError("~ is not expanded here; write the whole path")
    if _HELPER.match(text):
        raise ValueError("names a git transport helper (::), which can run programs; use https://")
    if any(c.isspace() for c in text) and not text.startswith((".", "/")):
        raise ValueError("contains a space")


def _path_of(text: str, base: Path) -> Path:
    if text.startswith("file://"):
        parts = urlsplit(text)
        if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
            raise ValueError("a file:// URL must name an absolute path on this machine: file:///folder/name")
        text = unquote(parts.path)
        if "\0" in text:
            raise ValueError("contains a control character")
    elif text.startswith(".") and text not in (".", "..") and not text.startswith(("./", "../")):
        raise ValueError("begins with a dot; write ./ before a path")
    # Not resolve(): what a link points at may change, and the key must not.
    return Path(os.path.normpath(base.absolute() / text))


def _url_key(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme:
        return _checked_url(text, scheme[1].lower())
    scp = _SCP.fullmatch(text)
    if scp:
        return _checked_url(f"ssh://{scp['host']}/{scp['path'].lstrip('/')}", "ssh")
    if "@" in text and "/" in text:
        raise ValueError("is no git URL; write https://host/owner/name")
    raise ValueError(_short_form_hint(text))


def _short_form_hint(text: str) -> str:
    if _SHORT.fullmatch(text) and "/" not in text:
        return (
            f"is neither a URL nor a path; write ./{text} for a folder, pkg:pypi/{text} for a package, owner/{text} on GitHub, "
            "or https://host/owner/name"
        )
    return "is neither a git URL (https://host/owner/name), a path (./folder or /folder) nor a package URL (pkg:pypi/name)"


def _checked_url(text: str, scheme: str) -> str:
    if scheme != "https" and scheme not in EXTRA_PROTOCOLS:
        raise ValueError(
            f"git cannot be asked by this protocol; use https:// (or {', '.join(EXTRA_PROTOCOLS)}: see git.extra_protocols)"
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError("is no valid URL: host or port cannot be read") from error
    _refuse_secrets(parts, scheme)
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValueError("carries a query (?) or fragment (#); give the plain address of the repository")
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(host):
        raise ValueError("names no valid host (letters of other scripts are written as xn--...)")
    place = host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    return f"{scheme}://{place}/{_repository_path(parts.path, host)}"


def _refuse_secrets(parts: SplitResult, scheme: str) -> None:
    # A user name alone is how ssh is spoken (git@host); over https it is a token as often as a name.
    if parts.password is not None or (parts.username is not None and scheme != "ssh"):
        raise ValueError("carries a user name or password; credentials do not belong in an address")
    if (parts.username or "").startswith("-") or (parts.hostname or "").startswith("-"):
        raise ValueError("has a part that git would read as an option")


def _repository_path(path: str, host: str) -> str:
    segments = [segment for segment in path.split("/") if segment]
    if any(segment in (".", "..") for segment in segments) or "\\" in path:
        raise ValueError("has a path with ., .. or \\ in it")
    if host in TWO_PART_HOSTS and len(segments) != len(("owner", "name")):
        raise ValueError(f"is no repository: on {host} it is https://{host}/owner/name, without a page inside of it")
    if host in GROUP_HOSTS and len(segments) == 1:
        raise ValueError(f"is a group or a person, and no repository: on {host} it is https://{host}/group/name")
    # Only the last part carries the ending: a server may have folders that end so.
    joined = "/".join(segments).removesuffix(".git").rstrip("/")
    if not joined:
        raise ValueError("names a host but no repository")
    return joined


def _purl_key(purl: PackageURL) -> str:
    if purl.type not in PACKAGE_TYPES:
        known = ", ".join((*PACKAGE_TYPES, *REPOSITORY_TYPES, "huggingface"))
        raise ValueError(f"packages of this type are not watched; known types: {known}")
    qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
    if purl.subpath or set(qualifiers) - {"repository_url"}:
        raise ValueError("may carry no subpath and no qualifier but repository_url; a whole package is watched")
    home = urlsplit(qualifiers.get("repository_url", ""))
    if home.username is not None or home.password is not None:
        raise ValueError("carries a user name or password; credentials do not belong in an address")
    name = _NAMES[purl.type](purl) if purl.type in _NAMES else purl.name
    return PackageURL(purl.type, purl.namespace, name, None, qualifiers or None).to_string()


def _pypi_name(purl: PackageURL) -> str:
    if purl.namespace or not _PYPI_NAME.fullmatch(purl.name):
        raise ValueError("is no name of a Python package; write pkg:pypi/name")
    return re.sub(r"[-_.]+", "-", purl.name).lower()


def _npm_name(purl: PackageURL) -> str:
    scope = purl.namespace
    if not _NPM_NAME.fullmatch(purl.name) or (scope and not (scope.startswith("@") and _NPM_NAME.fullmatch(scope[1:]))):
        raise ValueError("is no name of an npm package; write pkg:npm/name or pkg:npm/@scope/name")
    return purl.name


# Where an ecosystem is stricter about names than the form of package URLs.
_NAMES: Mapping[str, Callable[[PackageURL], str]] = {"pypi": _pypi_name, "npm": _npm_name}
