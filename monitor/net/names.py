"""Names to addresses, within a deadline that the system's resolver knows nothing of."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address

from monitor.model.errors import Unavailable
from monitor.net.blocks import Address
from monitor.net.place import Place

Lookup = Callable[[str, int], Sequence[Address]]


def look_up(host: str, port: int) -> list[Address]:
    """Return the addresses of `host` in the order of the system's resolver. Raises OSError, or UnicodeError for no name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


def addresses_of(place: Place, seconds: float, lookup: Lookup = look_up) -> Sequence[Address]:
    """Return the addresses of a place, found within `seconds`. Raises Unavailable."""
    if place.literal:
        return (place.literal,)
    found: Future[Sequence[Address]] = Future()
    # A daemon, because nothing can stop a resolver that hangs: it must keep neither the request nor the end of the program.
    threading.Thread(target=_answer, args=(found, lookup, place), name="names", daemon=True).start()
    try:
        addresses = found.result(max(seconds, 0))
    except TimeoutError as error:
        raise Unavailable(f"{place.shown}: the name was not resolved in time") from error
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"{place.shown}: the name does not resolve ({_reason(error)})") from error
    if not addresses:
        raise Unavailable(f"{place.shown}: the name has no address")
    return addresses


def _answer(found: Future[Sequence[Address]], lookup: Lookup, place: Place) -> None:
    try:
        found.set_result(lookup(place.host, place.port))
    except (OSError, UnicodeError) as error:
        found.set_exception(error)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is no name"
