"""The egress gate: which addresses may be connected to. Decided on the address itself, at each hop (design section 8, Egress).

Refused: loopback, private, link-local (cloud metadata), unique-local, CGNAT, multicast, unspecified and reserved blocks, also
inside IPv4-mapped, IPv4-compatible, 6to4, Teredo and NAT64 addresses. The documentation blocks pass: nothing private lives there
and some closed networks answer from them. `allow_networks` opens more: on-premise hosts, and loopback in tests.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.model.errors import AccessDenied, Unavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DOCUMENTATION = tuple(
    ipaddress.ip_network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)
# What `is_global` of some Python versions lets through although nobody on the public internet lives there.
EXTRA_REFUSED = tuple(
    ipaddress.ip_network(block) for block in ("100.64.0.0/10", "192.88.99.0/24", "fec0::/10", "64:ff9b:1::/48", "5f00::/16")
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]+\]", re.ASCII)
# Forms such as 2130706433, 0x7f.1 or 0177.0.0.1, which some resolvers read as an IPv4 address and people read as a name.
_ODD_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """A URL taken apart and checked in form: `host` lower-case without brackets, `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def shown(self) -> str:
        """Return the place without path and query, fit for messages and logs."""
        default = DEFAULT_PORTS[self.scheme]
        return self.host if self.port == default else f"{self.host}:{self.port}"


def networks(allow: Iterable[str]) -> tuple[Network, ...]:
    """Return `allow_networks` parsed. Raises ValueError naming what is no network."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in allow)


def place_of(url: str) -> Place:
    """Return the parts of `url`. Raises AccessDenied, never showing secrets, for what is not a plain http(s) URL."""
    if any(c.isspace() or not c.isprintable() or c == "\\" for c in url):
        raise AccessDenied("refused: the address holds spaces, control characters or backslashes")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (
            (parts.hostname or "").lower().encode("idna").decode("ascii") if ":" not in (parts.hostname or "") else parts.hostname
        )
    except (ValueError, UnicodeError) as error:
        raise AccessDenied("refused: the address cannot be read") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise AccessDenied(f"refused: {parts.scheme or 'no'}: is not http or https")
    if parts.username is not None or parts.password is not None:
        raise AccessDenied("refused: the address holds credentials; give them in tokens")
    host = (host or "").lower().removesuffix(".")
    bracketed = f"[{host}]" if ":" in host else host
    if not host or ".." in host or not _HOST.fullmatch(bracketed):
        raise AccessDenied("refused: the address names no host")
    if _ODD_NUMBER.fullmatch(host) and not _is_plain_ipv4(host):
        raise AccessDenied(f"refused: {host} is a disguised numeric address")
    if port == 0:
        raise AccessDenied("refused: port 0")
    query = f"?{parts.query}" if parts.query else ""
    return Place(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], (parts.path or "/") + query)


def _is_plain_ipv4(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def embedded(address: Address) -> Iterable[Address]:
    """Yield `address` and every IPv4 address that it carries inside."""
    yield address
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()
    low = int(address) & 0xFFFFFFFF
    if address in NAT64 or (int(address) >> 32 == 0 and low > 1):
        yield ipaddress.IPv4Address(low)


def is_allowed(address: Address, opened: Sequence[Network]) -> bool:
    """Return whether `address` may be connected to, with `opened` networks beside the public ones."""
    if any(address.version == network.version and address in network for network in opened):
        return True
    return all(_is_public(one) for one in embedded(address)) and getattr(address, "scope_id", None) is None


def _is_public(address: Address) -> bool:
    if any(address.version == block.version and address in block for block in DOCUMENTATION):
        return True
    if any(address.version == block.version and address in block for block in EXTRA_REFUSED):
        return False
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64
    ):
        return True  # judged by the addresses inside
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of `host`, in the resolver's order. Raises Unavailable when the name does not resolve."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise Unavailable(f"{host}: the name does not resolve ({reason})") from error
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in found))


def checked(place: Place, addresses: Sequence[Address], opened: Sequence[Network]) -> Sequence[Address]:
    """Return `addresses` if every one may be connected to; plain http only to opened networks. Raises AccessDenied."""
    for address in addresses:
        if not is_allowed(address, opened):
            raise AccessDenied(f"{place.host}: refused: {address} is not a public address; allow_networks can open it")
        if place.scheme == "http" and not any(address.version == n.version and address in n for n in opened):
            raise AccessDenied(f"{place.host}: refused: plain http; only networks in allow_networks are asked without TLS")
    if not addresses:
        raise Unavailable(f"{place.host}: the name has no address")
    return addresses


def checked_addresses(url: str, allow_networks: Iterable[str]) -> Sequence[Address]:
    """Return the addresses that `url` may be opened at, for tools that connect by themselves (git).

    Raises AccessDenied or Unavailable.
    """
    place = place_of(url)
    return checked(place, resolve(place.host, place.port), networks(allow_networks))
