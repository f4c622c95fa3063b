"""The one door to httpx: a single exchange with an address already checked, under a true total deadline.

httpx's own timeout is no deadline (a dripping server resets it with every byte), so an event loop runs in one thread of its own
and every exchange is ended by `asyncio.timeout`. Nobody outside of this file awaits. Its transports are used without its client,
which would keep cookies, follow redirects and log URLs. Everything named `httpx.` here is in httpx2 too, and found when called.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import httpx
import truststore

from monitor.model.errors import SettingsError, SourceError
from monitor.net.blocks import Address
from monitor.net.decode import Decoder
from monitor.net.place import Place
from monitor.net.quiet import hush, unhush
from monitor.net.trouble import Failure, cause

MOST_POOLS = 64
MOST_ADDRESSES = 4
KEPT_SECONDS = 15.0
# A handshake must end by the library's own timeout: cut off from outside, it leaves its socket open. There are two steps, TCP and
# TLS, each with this share of the time.
CONNECT_SHARE = 0.45
# How much longer than its deadline an exchange may take to be ended, before it is given up as stuck.
GRACE_SECONDS = 5.0
# The body of a refusal is only looked at for a hint.
MOST_REFUSAL_BYTES = 65_536
REFUSAL_SECONDS = 2.0
WHOLE = frozenset({200, 203})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came; header names in lower case, the body whole for 200 and 203, else at most its beginning."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Exchanges(Protocol):
    """What the client needs of a wire."""

    def exchange(
        self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str], seconds: float, body: bytes | None = None
    ) -> Reply | Failure:
        """Return the answer of one of `addresses`, or why there is none."""
        ...

    def close(self) -> None:
        """End what is under way."""
        ...


@dataclass(frozen=True, slots=True)
class _Sent:
    """What goes out: a `body` of None makes it a GET."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


class Wire:
    """Exchanges with hosts: one thread, and one pool of connections for each origin. `close` ends what is under way."""

    def __init__(self, ca_file: Path | None, limit: int, kept_per_host: int = 1) -> None:
        """`limit` is the most decoded bytes of an answer. Raises SettingsError for a `ca_file` that cannot be used."""
        self._limit = limit
        self._kept_per_host = kept_per_host
        self._tls = _named_trust(ca_file) if ca_file else truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._pools: dict[tuple[str, str, int], httpx.AsyncHTTPTransport] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="http", daemon=True)
        self._thread.start()
        self._hushed = hush(self._thread.ident or 0)

    def close(self) -> None:
        """End every exchange and connection. Nothing can be asked afterwards."""
        self._run(self._close(), GRACE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        unhush(self._hushed)

    async def _close(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for pool in self._pools.values():
            await pool.aclose()
        await self._loop.shutdown_asyncgens()

    def _run(self, work: Coroutine[object, object, _T], seconds: float) -> _T | None:
        """Return what `work` returns in the loop's thread, None if it was stopped or did not end in time."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except (TimeoutError, CancelledError):
            future.cancel()
        return None

    def exchange(
        self, place: Place, addresses: Sequence[Address], headers: Mapping[str, str], seconds: float, body: bytes | None = None
    ) -> Reply | Failure:
        """Return the answer to one GET of `place`, or POST of `body`, connected to one of `addresses` and to nothing else.

        It is ended after `seconds`.

        Returns a Failure for network, TLS, deadline and a cut answer. Raises Unavailable for the size cap, Malformed for bad
        compression.
        """
        found = self._run(self._bounded(place, addresses, _Sent(headers, body), seconds), seconds + GRACE_SECONDS)
        return found or Failure(place.shown, "stopped before it answered", is_passing=False)

    async def _bounded(self, place: Place, addresses: Sequence[Address], sent: _Sent, seconds: float) -> Reply | Failure:
        try:
            async with asyncio.timeout(seconds):
                return await self._first_to_connect(place, addresses[:MOST_ADDRESSES], sent, seconds)
        except TimeoutError:
            return Failure(place.shown, "no whole answer before the deadline", is_passing=False)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            # Told as a value: an exception would keep the library's own, which holds our headers.
            return cause(place.shown, error)

    async def _first_to_connect(self, place: Place, addresses: Sequence[Address], sent: _Sent, seconds: float) -> Reply | Failure:
        connect = CONNECT_SHARE * seconds / len(addresses)
        for address in addresses[:-1]:
            try:
                return await self._exchange(place, address, sent, connect)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._exchange(place, addresses[-1], sent, connect)

    async def _exchange(self, place: Place, address: Address, sent: _Sent, connect: float) -> Reply | Failure:
        literal = f"[{address}]" if ":" in str(address) else str(address)
        request = httpx.Request(
            "GET" if sent.body is None else "POST",
            f"{place.scheme}://{literal}:{place.port}{place.path}",
            headers={"Host": place.shown, **sent.headers},
            content=sent.body,
            extensions={"sni_hostname": place.host, "timeout": {"connect": connect}},
        )
        response = await (await self._pool(place)).handle_async_request(request)
        try:
            body = await (self._whole if response.status_code in WHOLE else _beginning)(response, place)
        finally:
            await response.aclose()
        if isinstance(body, Failure):
            return body
        return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)

    async def _whole(self, response: httpx.Response, place: Place) -> bytes | Failure:
        decoder = Decoder(response.headers.get("content-encoding", ""), self._limit, place.shown)
        async for chunk in response.aiter_raw():
            decoder.feed(chunk)
        body = decoder.body()
        if not _has_an_end(response, body):
            return Failure(place.shown, "nothing says where its answer ends, so it may be cut short", is_passing=False)
        return body

    async def _pool(self, place: Place) -> httpx.AsyncHTTPTransport:
        # By origin, for requests name addresses: two hosts behind one address must never share a TLS session.
        pool = self._pools.pop(place.origin, None) or self._new_pool()
        self._pools[place.origin] = pool
        if len(self._pools) > MOST_POOLS:
            await self._pools.pop(next(iter(self._pools))).aclose()
        return pool

    def _new_pool(self) -> httpx.AsyncHTTPTransport:
        limits = httpx.Limits(max_keepalive_connections=self._kept_per_host, keepalive_expiry=KEPT_SECONDS)
        return httpx.AsyncHTTPTransport(verify=self._tls, trust_env=False, limits=limits)


def _named_trust(ca_file: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError as error:
        raise SettingsError.plain("holds no certificates that can be read", str(ca_file)) from error


async def _beginning(response: httpx.Response, place: Place) -> bytes:
    """Return the beginning of a body that is no answer, decoded: whatever is wrong with it changes nothing."""
    try:
        decoder = Decoder(response.headers.get("content-encoding", ""), MOST_REFUSAL_BYTES, place.shown)
    except SourceError:
        return b""
    try:
        async with asyncio.timeout(REFUSAL_SECONDS):
            async for chunk in response.aiter_raw():
                decoder.feed(chunk)
    except (TimeoutError, httpx.HTTPError, SourceError):
        pass
    return decoder.beginning()


def _has_an_end(response: httpx.Response, body: bytes) -> bool:
    """Return whether half of this body could be told from the whole: by its frame, its compression, or by being JSON."""
    is_framed = "content-length" in response.headers or "chunked" in response.headers.get("transfer-encoding", "").lower()
    is_compressed = response.headers.get("content-encoding", "identity").strip().lower() != "identity"
    return is_framed or (is_compressed and bool(body)) or "json" in response.headers.get("content-type", "").lower()
