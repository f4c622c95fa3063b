"""What is sent: our own headers, what we hold to ask "has it changed?" with, and a token for its own host alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor import __version__
from monitor.model.attempt import Validators
from monitor.model.errors import AccessDenied
from monitor.model.options import HttpOptions
from monitor.model.text import clean
from monitor.net.decode import ACCEPTED
from monitor.net.place import Place, place_of

LONGEST_VALIDATOR = 1000
_OURS = frozenset({"host", "user-agent", "authorization", "cookie", "accept-encoding", "connection", "range", "if-range"})


class _Secret(str):
    """A header value that shows itself nowhere but on the wire."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'(secret)'"


@dataclass(frozen=True, slots=True)
class Question:
    """A request as it was asked: `credential` is the name of the token that goes with it, "" = none; with a `body`, a POST.

    Where it `is_conditional`, what we hold goes along; where it `is_kept`, what the server gives to ask again with is kept.
    """

    url: str = field(repr=False)
    place: Place = field(repr=False)
    credential: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    is_conditional: bool = True
    is_kept: bool = True

    def credential_at(self, place: Place) -> str:
        """Return the credential to be used where a redirect led: none anywhere but at the server first asked.

        Not even one configured for the other server: nobody else is to make us use it.
        """
        return self.credential if place.origin == self.place.origin else ""


def question(url: str, headers: Mapping[str, str] | None, credential: str, options: HttpOptions) -> Question:
    """Return a Question. Without `credential`, a token configured for the very host and port of `url` is taken.

    Raises AccessDenied for a URL that may not be asked and a credential that is not there or belongs to another host, ValueError
    for headers that are not a collector's to set.
    """
    given = headers or {}
    if ours := sorted(_OURS & {name.lower() for name in given}):
        raise ValueError(f"the client sets {', '.join(ours)} by itself")
    place = place_of(url)
    name = credential or (place.shown if place.shown in options.tokens else "")
    if name and name not in options.tokens:
        raise AccessDenied(f"{place.shown}: no token is configured under the name {clean(name, 80)}")
    if name not in ("", place.shown):
        raise AccessDenied(f"{place.shown}: the token of {clean(name, 80)} is sent to that host alone")
    return Question(url, place, name, given)


def headers_for(asked: Question, place: Place, held: Validators | None, options: HttpOptions) -> dict[str, str]:
    """Return the headers of one hop; of a collector's own, another server than the first gets only what is wanted."""
    contact = options.contact.encode("ascii", "ignore").decode()
    is_first = place.origin == asked.place.origin
    headers = {"User-Agent": f"Mainstay/{__version__}" + (f" (+{contact})" if contact else ""), "Accept": "*/*"}
    headers |= {name.title(): _Secret(value) for name, value in asked.headers.items() if is_first or name.lower() == "accept"}
    headers["Accept-Encoding"] = ACCEPTED
    if held and held.etag:
        headers["If-None-Match"] = held.etag
    if held and held.last_modified:
        headers["If-Modified-Since"] = held.last_modified
    credential = asked.credential_at(place)
    if credential:
        headers["Authorization"] = _Secret(f"Bearer {options.tokens[credential]}")
    return headers


def validators_in(headers: Mapping[str, str]) -> Validators:
    """Return what an answer gave to ask again with; what could not be sent back as it came is left out."""
    etag, modified = (headers.get(name, "") for name in ("etag", "last-modified"))
    return Validators(*(value if _can_be_sent(value) else "" for value in (etag, modified)))


def _can_be_sent(value: str) -> bool:
    return len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()
