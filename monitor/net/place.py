"""URLs taken apart once, by one strict reader: what it lets through is read the same way by everything after it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from monitor.model.errors import AccessDenied

DEFAULT_PORTS = {"https": 443, "http": 80}
LONGEST_URL = 8192
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?", re.ASCII)
# 2130706433, 0x7f.1 or 0177.0.0.1: some resolvers read them as an IPv4 address, and people read them as a name.
_NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A URL checked in form: `host` is lower-case ASCII without brackets or final dot, `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def shown(self) -> str:
        """Return the host, with its port where that is unusual: fit for messages, logs and keys."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return what must be equal for two URLs to be of one server: scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def literal(self) -> IPv4Address | IPv6Address | None:
        """Return the address that stands in place of a name, None where there is a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def place_of(url: str) -> Place:
    """Return the parts of `url`. Raises AccessDenied, never repeating the URL, for what is not a plain http or https URL."""
    if len(url) > LONGEST_URL or any(c.isspace() or not c.isprintable() or c == "\\" for c in url):
        raise AccessDenied("refused: the address is too long, or holds a space, a control character or a backslash")
    parts, host, port = _parts(url)
    if parts.scheme not in DEFAULT_PORTS:
        raise AccessDenied("refused: only https (and http in opened networks) is spoken")
    # Wherever it stands before the path: readers differ on where the host ends ("a#@b", "a?@b").
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise AccessDenied("refused: the address holds a user name or a password; give a token in the settings")
    if not host or port == 0:
        raise AccessDenied("refused: the address names no host, or port 0")
    query = f"?{parts.query}" if parts.query else ""
    return Place(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], (parts.path or "/") + query)


def place_after(url: str, location: str) -> tuple[str, Place]:
    """Return where a redirect from `url` leads, as URL and taken apart. Raises AccessDenied as `place_of` does."""
    target = ""
    with suppress(ValueError):
        target = urljoin(url, location.strip())
    return target, place_of(target)


def _parts(url: str) -> tuple[SplitResult, str, int | None]:
    with suppress(ValueError):
        parts = urlsplit(url)
        return parts, _host(parts.hostname or ""), parts.port
    # Outside of the handler, for what Python says of a bad URL repeats it.
    raise AccessDenied("refused: the address is no URL")


def _host(text: str) -> str:
    """Return a host in its one spelling, "" for none. Raises ValueError for what is neither a name nor a plain address."""
    if ":" in text:
        return str(IPv6Address(text)) if "%" not in text else _no_host("an interface")
    name = text.encode("idna").decode("ascii").lower().removesuffix(".")
    if name and not _NAME.fullmatch(name):
        return _no_host("an impossible name")
    if _NUMERIC.fullmatch(name) and str(IPv4Address(name)) != name:
        return _no_host("a disguised number")
    return name


def _no_host(what: str) -> str:
    raise ValueError(what)
