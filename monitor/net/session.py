"""The `Http` that one run of a collector sees: conditional GETs, redirects followed hop by hop, passing trouble tried again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from monitor.model.attempt import Validators
from monitor.model.collecting import Answer
from monitor.model.errors import AccessDenied, Malformed, SourceError, Unavailable
from monitor.model.http_state import ValidatorStore
from monitor.model.options import HttpOptions
from monitor.net.library import Reply
from monitor.net.place import Place, place_after, place_of
from monitor.net.request import Question, headers_for, question, validators_in
from monitor.net.statuses import GOOD, NOT_MODIFIED, PERMANENT, REDIRECTS, error_of, is_passing
from monitor.net.trouble import Failure

MOST_REDIRECTS = 5


class Stopwatch:
    """Counts down the seconds of one try, while it runs: waiting in our own queue is not the host's fault."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time spent inside."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.left -= time.monotonic() - start


class Door(Protocol):
    """What a session needs of the client: one hop at a time, and patience."""

    options: HttpOptions

    def hop(
        self, place: Place, credential: str, headers: Mapping[str, str], watch: Stopwatch, body: bytes | None = None
    ) -> Reply | Failure:
        """Ask one server once, in its queue. Raises SourceError when it may not be asked, or says that we ask too often."""
        ...

    def rest(self, tries: int) -> None:
        """Wait before the next try."""
        ...

    def count(self, host: str, shape: str, points: int) -> None:
        """Note what `host` charged for a query of `shape`."""
        ...

    def gave_up(self, failure: Failure) -> None:
        """Note that a host did not answer."""
        ...

    def moment(self) -> datetime:
        """Return the current time."""
        ...


class Session:
    """Asks for one run. `staged` holds validators by (credential, URL), to be stored with the facts they vouch for."""

    def __init__(self, door: Door, validators: ValidatorStore) -> None:
        self._door = door
        self._validators = validators
        self._staged: dict[tuple[str, str], Validators] = {}
        self._last_host = ""

    @property
    def staged(self) -> Mapping[tuple[str, str], Validators]:
        """Return what servers gave since this session began."""
        return self._staged

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        credential: str = "",
        is_conditional: bool = True,
        is_kept: bool = False,
    ) -> Answer:
        """Return the whole answer to a GET of `url`; `is_unchanged` when the server says that what we hold stands.

        Only where it `is_conditional` does the server learn what we hold, and only then, or where it `is_kept`, is kept what
        it gives to ask again with. `credential` names a configured token; without one, a token configured for that very host goes
        along. Raises SourceError, in texts without path, query or token: Unavailable after all tries, RateLimited, NotFound,
        AccessDenied, Malformed.
        """
        asked = question(url, headers, credential, self._door.options)
        asked = replace(asked, is_conditional=is_conditional, is_kept=is_kept or is_conditional)
        return self._ask(asked, self._door.options.tries)

    def post(
        self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None, credential: str = "", tries: int | None = None
    ) -> Answer:
        """Return the whole answer to a question put by POST. Redirects are not followed. Raises as `get` does."""
        asked = question(url, headers, credential, self._door.options)
        return self._ask(replace(asked, is_conditional=False, is_kept=False, body=body), tries or self._door.options.tries)

    def has_token(self, url: str) -> bool:
        """Return whether a token is configured for the host of `url`. Raises AccessDenied for what is no URL."""
        return place_of(url).shown in self._door.options.tokens

    def charge(self, shape: str, points: int) -> None:
        """Note what the server asked last charged for a query of `shape`."""
        self._door.count(self._last_host, shape, points)

    def _ask(self, asked: Question, most_tries: int) -> Answer:
        self._last_host = asked.place.shown
        tries = 1
        while isinstance(found := self._try(asked), Failure):
            if not found.is_passing or tries >= most_tries:
                # A question that was too much for a server says nothing of the next, smaller one.
                if asked.body is None or not found.status:
                    self._door.gave_up(found)
                text = str(found) + (f" ({tries} tries)" if tries > 1 else "")
                raise Unavailable(text).because(found.status)
            self._door.rest(tries)
            tries += 1
        return found

    def _try(self, asked: Question) -> Answer | Failure:
        """Follow `asked` to its end, within one deadline. Raises SourceError for what no further try can mend."""
        watch = Stopwatch(self._door.options.deadline_seconds)
        at, place, moved_to = asked.url, asked.place, ""
        for _ in range(MOST_REDIRECTS + 1):
            key = (asked.credential_at(place), at)
            held = self._validators.load_validators(*key) if asked.is_conditional else None
            reply = self._door.hop(place, key[0], headers_for(asked, place, held, self._door.options), watch, asked.body)
            if isinstance(reply, Failure):
                return reply
            if reply.status not in REDIRECTS:
                found = self._end(asked, key, place, reply, held)
                if isinstance(found, Failure):
                    return found
                return replace(found, moved_to=moved_to, is_elsewhere=place.origin != asked.place.origin)
            if asked.body is not None:
                raise AccessDenied(f"{place.shown}: its redirect was not followed: a question by POST goes to one server alone")
            is_permanent = reply.status in PERMANENT and moved_to == ("" if at == asked.url else at)
            at, place = _next(at, place, reply)
            moved_to = at if is_permanent else ""
        raise Unavailable(f"{asked.place.shown}: more than {MOST_REDIRECTS} redirects")

    def _end(
        self, asked: Question, key: tuple[str, str], place: Place, reply: Reply, held: Validators | None
    ) -> Answer | Failure:
        at = key[1]
        # The query of an address that a server made up may hold a signature: it is neither kept nor met again.
        may_be_kept = asked.is_kept and (at == asked.url or "?" not in at)
        if reply.status == NOT_MODIFIED and held and held != Validators():
            self._staged[key] = held
            return Answer(at, reply.status, reply.headers, b"", self._door.moment(), is_unchanged=True)
        if reply.status in GOOD:
            if may_be_kept:
                self._staged[key] = validators_in(reply.headers)
            return Answer(at, reply.status, reply.headers, reply.body, self._door.moment())
        error = error_of(place.shown, reply.status).because(reply.status, reply.body)
        if is_passing(reply.status):
            return Failure(place.shown, str(error).removeprefix(f"{place.shown}: "), is_passing=True, status=reply.status)
        raise error


def _next(at: str, place: Place, reply: Reply) -> tuple[str, Place]:
    """Return where a redirect leads. Raises Malformed where it does not say, AccessDenied where we do not follow."""
    location = reply.headers.get("location", "")
    if not location:
        raise Malformed(f"{place.shown}: answered HTTP {reply.status} without saying where to go")
    try:
        target, following = place_after(at, location)
    except SourceError as error:
        raise AccessDenied(f"{place.shown}: its redirect was not followed: {error}") from error
    if place.scheme == "https" and following.scheme != "https":
        raise AccessDenied(f"{place.shown}: its redirect was not followed: it leads from https to plain http")
    return target, following
