"""The one HTTP client: asks each host in turn, through the egress gate, and stays away as long as a host wishes."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from monitor.model.errors import RateLimited, SettingsError, Unavailable
from monitor.model.http_state import HostState, Meter, ValidatorStore
from monitor.model.options import HttpOptions
from monitor.net.blocks import networks
from monitor.net.circuit import Circuit
from monitor.net.egress import checked
from monitor.net.library import Exchanges, Reply, Wire
from monitor.net.memory import NoMeter
from monitor.net.names import Lookup, addresses_of, look_up
from monitor.net.place import Place
from monitor.net.quotas import LONGEST
from monitor.net.session import Session, Stopwatch
from monitor.net.statuses import is_passing
from monitor.net.told import Told, told
from monitor.net.trouble import Failure

__all__ = ["HttpClient", "Session"]

MIB = 2**20
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 1.0, 20.0


class HttpClient(AbstractContextManager["HttpClient"]):
    """Open as a context, use from any thread. `session` gives what one run of a collector asks with.

    `now` tells the time; `pause`, `spread` (a random share from 0 to 1), `lookup` and `wire` are for tests to take the place of.
    Raises SettingsError for networks or certificates that cannot be used.
    """

    def __init__(
        self,
        options: HttpOptions,
        hosts: HostState,
        now: Callable[[], datetime],
        *,
        pause: Callable[[float], None] = time.sleep,
        spread: Callable[[], float] = random.random,
        lookup: Lookup = look_up,
        meter: Meter | None = None,
        wire: Exchanges | None = None,
    ) -> None:
        self.options = options
        self.moment = now
        try:
            self._opened = networks(options.allow_networks)
        except ValueError as error:
            raise SettingsError.plain(f"allow_networks: {error}") from error
        self._hosts = hosts
        self._pause = pause
        self._spread = spread
        self._lookup = lookup
        self._meter = meter or NoMeter()
        self._circuit = Circuit()
        self._turns: dict[str, threading.Semaphore] = {}
        self._strikes: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        # Of its own, for remembering may wait for the database.
        self._memory = threading.Lock()
        self._wire = wire
        self._is_open = False

    def __enter__(self) -> HttpClient:
        self._is_open = True
        if self.options.ca_file:
            self._opened_wire()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_open = False
            wire, self._wire = self._wire, None
        if wire:
            wire.close()

    def session(self, validators: ValidatorStore) -> Session:
        """Return a view of the client for one run, whose new validators are staged, not stored."""
        return Session(self, validators)

    def hop(
        self, place: Place, credential: str, headers: Mapping[str, str], watch: Stopwatch, body: bytes | None = None
    ) -> Reply | Failure:
        """Ask one server once, in its queue. Raises SourceError when it may not be asked, or says that we ask too often."""
        with self._turn(place.shown):
            self._refuse_early(place, credential)
            with watch.running():
                found = self._exchange(place, headers, watch, body)
            return self._heard(place, credential, found) if isinstance(found, Reply) else found

    def count(self, host: str, shape: str, points: int) -> None:
        """Note what `host` charged for a query of `shape`."""
        self._meter.charged(host, shape, points)

    def rest(self, tries: int) -> None:
        """Wait before another try: full jitter below a doubling limit, so that many clients do not come back at once."""
        self._pause(self._spread() * min(FIRST_REST_SECONDS * 2.0 ** (tries - 1), LONGEST_REST_SECONDS))

    def gave_up(self, failure: Failure) -> None:
        """Note that a host did not answer, whatever was tried."""
        self._circuit.failed(failure.host, failure.reason, self.moment())

    def _turn(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._turns.setdefault(host, threading.Semaphore(self.options.requests_per_host))

    def _refuse_early(self, place: Place, credential: str) -> None:
        now = self.moment()
        until = self._hosts.load_not_before(place.shown, credential)
        # What is further ahead than any wait of ours was written down under a wrong clock.
        if until and now < until <= now + LONGEST:
            raise RateLimited(f"{place.shown}: asked us to stay away until {_words(until)}", until)
        reason = self._circuit.why_not(place.shown, now)
        if reason:
            raise Unavailable(f"{place.shown}: {reason}; not asked again for some minutes")

    def _exchange(self, place: Place, headers: Mapping[str, str], watch: Stopwatch, body: bytes | None) -> Reply | Failure:
        """Return the answer from an address that passed the gate. Raises AccessDenied where none did."""
        start = time.monotonic()
        try:
            found = addresses_of(place, watch.left, self._lookup)
        except Unavailable as error:
            return Failure(place.shown, str(error).removeprefix(f"{place.shown}: "), is_passing=True)
        addresses = checked(place, found, self._opened)
        return self._opened_wire().exchange(place, addresses, headers, watch.left - (time.monotonic() - start), body)

    def _opened_wire(self) -> Exchanges:
        with self._lock:
            if not self._is_open:
                raise RuntimeError("the HTTP client is not open")
            if self._wire is None:
                self._wire = Wire(self.options.ca_file, self.options.max_megabytes * MIB, self.options.requests_per_host)
            return self._wire

    def _heard(self, place: Place, credential: str, reply: Reply) -> Reply:
        """Remember what an answer tells of its host. Raises RateLimited when it refused us for haste."""
        if not is_passing(reply.status):
            self._circuit.answered(place.shown)
        key = (place.shown, credential)
        self._meter.answered(place.shown, reply.status)
        wish = told(reply.status, reply.headers, self.moment(), body=reply.body, strikes=self._strikes.get(key, 0))
        with self._memory:
            self._strikes[key] = self._strikes.get(key, 0) + 1 if wish and not wish.is_named else 0
            if wish:
                self._remember(key, wish)
        if wish and wish.is_refused:
            refusal = RateLimited(f"{place.shown}: {wish.reason}: come back after {_words(wish.until)}", wish.until)
            raise refusal.because(reply.status, reply.body)
        return reply

    def _remember(self, key: tuple[str, str], wish: Told) -> None:
        # Answers of requests in flight together may arrive in any order: the longest wish counts.
        before = self._hosts.load_not_before(*key)
        if before is None or not wish.until <= before <= self.moment() + LONGEST:
            self._hosts.save_not_before(*key, wish.until, wish.reason)


def _words(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
