"""The egress gate: a name is resolved once, every address of it is judged, and only those are connected to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.errors import AccessDenied
from monitor.net.blocks import Address, Network, is_opened, networks, why_refused
from monitor.net.names import Lookup, addresses_of, look_up
from monitor.net.place import Place, place_of

LOOKUP_SECONDS = 15.0


def checked(place: Place, addresses: Sequence[Address], opened: Sequence[Network]) -> Sequence[Address]:
    """Return `addresses` if every one may be connected to; plain http only to opened networks. Raises AccessDenied.

    One bad address refuses all: who controls a name could else choose which of them we meet.
    """
    for address in addresses:
        kind = why_refused(address, opened)
        if kind:
            raise AccessDenied(f"{place.shown}: refused: {address} is {kind}; allow_networks in the settings can open it")
        if place.scheme == "http" and not is_opened(address, opened):
            raise AccessDenied(f"{place.shown}: refused: plain http; only networks in allow_networks are asked without TLS")
    return addresses


def checked_addresses(url: str, allow_networks: Iterable[str], lookup: Lookup = look_up) -> Sequence[Address]:
    """Return the addresses that `url` may be opened at, for tools that connect by themselves (git) and can be held to them.

    Raises AccessDenied, or Unavailable when the name does not resolve.
    """
    place = place_of(url)
    return checked(place, addresses_of(place, LOOKUP_SECONDS, lookup), networks(allow_networks))
