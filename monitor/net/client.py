"""The one HTTP client: conditional, polite, gated at every hop. Raises only SourceError, in texts without URLs or tokens."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from urllib.parse import urljoin

from monitor import __version__
from monitor.model.attempt import Validators
from monitor.model.collecting import Answer
from monitor.model.errors import AccessDenied, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.http_state import HostState, ValidatorStore
from monitor.model.options import HttpOptions
from monitor.net.decode import ACCEPTED
from monitor.net.egress import Place, checked, networks, place_of
from monitor.net.library import Reply, Wire
from monitor.net.told import told

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, GONE, LEGAL = 304, 401, 403, 404, 410, 451
SUCCESS, ERRORS, SERVER_ERRORS = range(200, 300), range(400, 500), range(500, 600)
FIRST_PAUSE_SECONDS = 1.0


class HttpClient:
    """Open as a context. `session` gives a view for one run, whose new validators are staged to be stored with its facts."""

    def __init__(
        self,
        options: HttpOptions,
        hosts: HostState,
        now: Callable[[], datetime],
        *,
        pause: Callable[[float], None] = time.sleep,
        spread: Callable[[], float] = random.random,
    ) -> None:
        self.options = options
        self.hosts = hosts
        self.now = now
        self.opened = networks(options.allow_networks)
        self._pause = pause
        self._spread = spread
        self._wire = Wire(options)
        self._turns: dict[str, threading.Semaphore] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> HttpClient:
        self._wire.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._wire.__exit__(kind, error, trace)

    def session(self, validators: ValidatorStore) -> Session:
        """Return a view of the client for one run of a collector."""
        return Session(self, validators)

    def turn(self, host: str) -> threading.Semaphore:
        """Return the queue of a host: only `requests_per_host` may be in flight."""
        with self._lock:
            return self._turns.setdefault(host, threading.Semaphore(self.options.requests_per_host))

    def ask(self, place: Place, headers: Mapping[str, str]) -> Reply:
        """Return the answer of `place`, tried again with growing, jittered pauses while the host cannot. Raises SourceError."""
        addresses = checked(place, self._wire.addresses(place), self.opened)
        for number in range(1, self.options.tries + 1):
            try:
                reply = self._wire.exchange(place, addresses, headers)
            except Unavailable:
                if number == self.options.tries:
                    raise
            else:
                if (
                    reply.status not in SERVER_ERRORS
                    or number == self.options.tries
                    or told(reply.status, reply.headers, self.now())
                ):
                    return reply
            self._pause(FIRST_PAUSE_SECONDS * 2 ** (number - 1) * self._spread())
        raise Unavailable(f"{place.shown}: not tried")


class Session:
    """The `Http` that collectors see."""

    def __init__(self, client: HttpClient, validators: ValidatorStore) -> None:
        self._client = client
        self._validators = validators
        self.staged: dict[tuple[str, str], Validators] = {}

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, credential: str = "") -> Answer:
        """Return the answer to a conditional GET of `url`, redirects followed. Raises SourceError.

        What we hold is asked for by ETag and Last-Modified, keyed by credential and URL; `is_unchanged`: it still stands.
        """
        first = place_of(url)
        key = (credential or self._token_name(first.host), url)
        held = self._validators.load_validators(*key)
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            place = place_of(at)
            reply = self._one(place, self._headers(place, headers or {}, held, is_first_host=place.host == first.host))
            if reply.status not in REDIRECTS or not reply.headers.get("location"):
                return self._answer(key, at, place, reply, held)
            at = urljoin(at, reply.headers["location"])
        raise Unavailable(f"{first.shown}: more than {MOST_REDIRECTS} redirects")

    def _token_name(self, host: str) -> str:
        return host if host in self._client.options.tokens else ""

    def _headers(self, place: Place, own: Mapping[str, str], held: Validators | None, *, is_first_host: bool) -> dict[str, str]:
        contact = self._client.options.contact
        headers = {"User-Agent": f"Mainstay/{__version__}" + (f" (+{contact})" if contact else ""), "Accept-Encoding": ACCEPTED}
        headers |= {name: value for name, value in own.items() if is_first_host or name.lower() == "accept"}
        if held and held.etag:
            headers["If-None-Match"] = held.etag
        if held and held.last_modified:
            headers["If-Modified-Since"] = held.last_modified
        token = self._client.options.tokens.get(place.host)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return headers

    def _one(self, place: Place, headers: Mapping[str, str]) -> Reply:
        """Ask once, in the host's queue, unless the host told us to stay away; remember what it tells now."""
        client, name = self._client, self._token_name(place.host)
        with client.turn(place.host):
            until = client.hosts.load_not_before(place.host, name)
            if until and until > client.now():
                raise RateLimited(f"{place.shown}: asked us to come back after {until:%Y-%m-%d %H:%M} UTC", until)
            reply = client.ask(place, headers)
            wish = told(reply.status, reply.headers, client.now())
            if wish:
                client.hosts.save_not_before(place.host, name, wish.until, wish.reason)
        if wish and wish.is_refused:
            raise RateLimited(f"{place.shown}: {wish.reason}, come back after {wish.until:%Y-%m-%d %H:%M} UTC", wish.until)
        return reply

    def _answer(self, key: tuple[str, str], at: str, place: Place, reply: Reply, held: Validators | None) -> Answer:
        if reply.status == NOT_MODIFIED and held:
            return Answer(at, reply.status, reply.headers, b"", self._client.now(), is_unchanged=True)
        if reply.status not in SUCCESS:
            raise _refusal(place, reply)
        new = Validators(reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
        if new != (held or Validators()):
            self.staged[key] = new
        return Answer(at, reply.status, reply.headers, reply.body, self._client.now())


def _refusal(place: Place, reply: Reply) -> SourceError:
    """Return the error that a status means (reference: `apis.md` 2.4)."""
    text = f"{place.shown}: HTTP {reply.status}"
    if reply.status in (NOT_FOUND, GONE):
        return NotFound(text)
    if reply.status in (UNAUTHORIZED, FORBIDDEN, LEGAL):
        return AccessDenied(text)
    return Unavailable(text)
