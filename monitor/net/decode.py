"""Decoding a body as it streams in, so that no bomb is ever inflated: the cap is counted after decompression."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from monitor.model.errors import Malformed, Unavailable

ACCEPTED = "gzip, deflate"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
STEP = 65_536


class Decoder:
    """Collects decoded bytes up to `limit`; `where` names the host in messages."""

    def __init__(self, encoding: str, limit: int, where: str) -> None:
        self._limit = limit
        self._where = where
        self._parts: list[bytes] = []
        self._size = 0
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Malformed(f"{where}: answered in an encoding that was not asked for")
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in ("", "identity") else None

    def feed(self, raw: bytes) -> None:
        """Take wire bytes. Raises Unavailable above the cap, Malformed for broken compression."""
        if self._inflate is None:
            self._add(raw)
            return
        try:
            pending = raw
            while pending and not self._inflate.eof:
                self._add(self._inflate.decompress(pending, STEP))
                pending = self._inflate.unconsumed_tail
        except zlib.error as error:
            raise Malformed(f"{self._where}: the compressed body is broken") from error

    def _add(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise Unavailable(f"{self._where}: the answer is larger than {self._limit // 2**20} MiB")
        self._parts.append(data)

    def body(self) -> bytes:
        """Return all that was decoded. Raises Unavailable when the compressed body was cut short."""
        if self._inflate is not None:
            self._add(self._inflate.flush())
            if self._size and not self._inflate.eof:
                raise Unavailable(f"{self._where}: the answer was cut short")
        return b"".join(self._parts)


async def decoded(chunks: AsyncIterator[bytes], decoder: Decoder) -> bytes:
    """Return the decoded body of a stream of wire bytes."""
    async for chunk in chunks:
        decoder.feed(chunk)
    return decoder.body()
