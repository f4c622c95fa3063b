"""The one door to httpx: a single exchange with an address already checked, under a true total deadline.

httpx's own timeout is no deadline (a dripping server resets it with every byte), so an event loop runs in one thread of its own
and every exchange is ended by `asyncio.timeout`. Nobody outside of this file awaits. Redirects and retries are the client's.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

import httpx
import truststore

from monitor.model.errors import Unavailable
from monitor.model.options import HttpOptions
from monitor.net.decode import Decoder, decoded
from monitor.net.egress import Address, Place, resolve

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """Exchanges with hosts. Open it as a context; it owns one thread and one connection pool a host."""

    def __init__(self, options: HttpOptions) -> None:
        self._deadline = options.deadline_seconds
        self._limit = options.max_megabytes * MIB
        self._tls = _trust(options)
        self._pools: dict[tuple[str, str, int], httpx.AsyncClient] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="http", daemon=True)

    def __enter__(self) -> Wire:
        # The library writes every URL at INFO: a URL may hold what must not be logged.
        for name in (httpx.__name__, "httpcore", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    def addresses(self, place: Place) -> Sequence[Address]:
        """Return the addresses of a place, within the deadline. Raises Unavailable."""
        return asyncio.run_coroutine_threadsafe(self._resolved(place), self._loop).result()

    async def _resolved(self, place: Place) -> Sequence[Address]:
        try:
            async with asyncio.timeout(self._deadline):
                return await self._loop.run_in_executor(None, resolve, place.host, place.port)
        except TimeoutError as error:
            raise Unavailable(f"{place.shown}: the name did not resolve within {self._deadline:g} s") from error

    def exchange(self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str]) -> Reply:
        """Return the answer to one GET of `place`, connecting to one of `addresses` and to nothing else.

        Raises Unavailable for the network, TLS, the deadline, the size cap and a body cut short; Malformed for bad compression.
        """
        return asyncio.run_coroutine_threadsafe(self._bounded(place, addresses, headers), self._loop).result()

    async def _bounded(self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str]) -> Reply:
        try:
            async with asyncio.timeout(self._deadline):
                return await self._first_that_connects(place, addresses, headers)
        except TimeoutError as error:
            raise Unavailable(f"{place.shown}: no whole answer within {self._deadline:g} s") from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise Unavailable(f"{place.shown}: {_cause(error)}") from error

    async def _first_that_connects(self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str]) -> Reply:
        for address in addresses[:-1]:
            try:
                return await self._exchange(place, address, headers)
            except httpx.ConnectError:
                continue
        return await self._exchange(place, addresses[-1], headers)

    async def _exchange(self, place: Place, address: Address, headers: Mapping[str, str]) -> Reply:
        literal = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6
        request = self._pool(place).build_request(
            "GET",
            f"{place.scheme}://{literal}:{place.port}{place.path}",
            headers={**headers, "Host": _host_header(place)},
            extensions={"sni_hostname": place.host},
        )
        response = await self._pool(place).send(request, stream=True)
        try:
            decoder = Decoder(response.headers.get("content-encoding", ""), self._limit, place.shown)
            body = await decoded(response.aiter_raw(), decoder)
        finally:
            await response.aclose()
        return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)

    def _pool(self, place: Place) -> httpx.AsyncClient:
        # One pool a host, for connections are made to addresses: two hosts behind one address must never share a TLS session.
        key = (place.scheme, place.host, place.port)
        if key not in self._pools:
            self._pools[key] = httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=None, follow_redirects=False)  # noqa: S113
        return self._pools[key]


def _trust(options: HttpOptions) -> ssl.SSLContext:
    if options.ca_file:
        return ssl.create_default_context(cafile=str(options.ca_file))
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _host_header(place: Place) -> str:
    return f"[{place.host}]" + place.shown.removeprefix(place.host) if ":" in place.host else place.shown


def _cause(error: Exception) -> str:
    """Return why an exchange failed in words that hold no URL."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({inner.verify_message})"
        if isinstance(inner, ConnectionRefusedError):
            return "connection refused"
        inner = inner.__cause__ or inner.__context__
    named = {httpx.ConnectError: "cannot connect", httpx.RemoteProtocolError: "the answer broke off or is no HTTP"}
    return next(
        (text for kind, text in named.items() if isinstance(error, kind)), f"the exchange failed ({type(error).__name__})"
    )
