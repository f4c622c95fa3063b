"""Which addresses may be connected to: the pure decision of the egress gate (design section 8, Egress).

Refused: loopback, private, link-local (cloud metadata), unique-local, CGNAT, multicast, unspecified and reserved blocks, also
inside IPv4-mapped, 6to4, Teredo and NAT64 addresses. The documentation blocks pass: nothing private lives there and some closed
networks answer from them. Source: IANA's registries of special-purpose addresses; a table of our own, because what Python's
`ipaddress` calls global changes from release to release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return addresses and networks in CIDR form, parsed. Raises ValueError naming what is no network."""
    return tuple(ip_network(text, strict=False) for text in texts)


def _table(words: Mapping[str, str]) -> tuple[tuple[Network, str], ...]:
    return tuple((ip_network(block), word) for block, word in words.items())


_REFUSED = _table(
    {
        "0.0.0.0/8": "unspecified",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "carrier-private (CGNAT)",
        "127.0.0.0/8": "loopback",
        "169.254.0.0/16": "link-local",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "reserved",
        "192.88.99.0/24": "reserved (6to4 relay)",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "reserved (benchmarks)",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved",
        "::/128": "unspecified",
        "::1/128": "loopback",
        "2001::/23": "reserved",
        "fc00::/7": "private (unique-local)",
        "fe80::/10": "link-local",
        "fec0::/10": "private (site-local)",
        "ff00::/8": "multicast",
    }
)
# RFC 9637: documentation beside 2001:db8::/32, which like TEST-NET 1 to 3 is in no refused block.
_DOCUMENTATION = ip_network("3fff::/20")
_NAT64 = ip_network("64:ff9b::/96")
_PUBLIC_IPV6 = ip_network("2000::/3")


def why_refused(address: Address, opened: Sequence[Network] = ()) -> str:
    """Return what kind of address this is if it may not be connected to, "" if it may. `opened` networks may be."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return why_refused(address.ipv4_mapped, opened)
    if getattr(address, "scope_id", None):
        return "bound to one interface"
    if is_opened(address, opened):
        return ""
    inside = _carried(address)
    if inside:
        return next((f"{kind}, inside of IPv6" for one in inside if (kind := why_refused(one, opened))), "")
    kind = next((word for block, word in _REFUSED if address in block), "")
    is_outside = isinstance(address, IPv6Address) and address not in _PUBLIC_IPV6 and address not in _DOCUMENTATION
    return kind or ("reserved" if is_outside else "")


def is_opened(address: Address, opened: Sequence[Network]) -> bool:
    """Return whether `address` lies in one of the `opened` networks."""
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    return any(plain in network for network in opened)


def _carried(address: Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that routers would take out of an IPv6 address (RFC 3056, 4380, 6052)."""
    if isinstance(address, IPv4Address):
        return ()
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address.sixtofour,) if address.sixtofour else address.teredo or ()
