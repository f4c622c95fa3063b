"""Decoding a body as it streams in, so that no bomb is ever inflated: the cap is counted after decompression."""

from __future__ import annotations

import zlib

from monitor.model.errors import Malformed, Unavailable

ACCEPTED = "gzip"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
STEP = 65_536
PLAIN = frozenset({"", "identity"})
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})


class Decoder:
    """Collects decoded bytes up to `limit`; `where` names the host in messages."""

    def __init__(self, encoding: str, limit: int, where: str) -> None:
        self._limit = limit
        self._where = where
        self._parts: list[bytes] = []
        self._size = 0
        self._raw_size = 0
        encoding = encoding.strip().lower()
        if encoding not in PLAIN | COMPRESSED:
            raise Malformed(f"{where}: answered in an encoding that was not asked for")
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding in COMPRESSED else None

    def feed(self, raw: bytes) -> None:
        """Take wire bytes. Raises Unavailable above the cap, Malformed for broken compression."""
        # Wire bytes are capped too: a stream of empty compressed blocks decodes to nothing and never ends.
        self._raw_size += len(raw)
        self._refuse_above_cap(self._raw_size)
        if self._inflate is None:
            self._add(raw)
            return
        try:
            self._unpack(raw)
        except zlib.error as error:
            raise Malformed(f"{self._where}: the compressed body is broken") from error

    def _unpack(self, pending: bytes) -> None:
        while pending and self._inflate is not None:
            if self._inflate.eof:  # gzip allows several members in a row
                self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
            self._add(self._inflate.decompress(pending, STEP))
            pending = self._inflate.unused_data or self._inflate.unconsumed_tail

    def _add(self, data: bytes) -> None:
        self._size += len(data)
        self._refuse_above_cap(self._size)
        if data:
            self._parts.append(data)

    def _refuse_above_cap(self, size: int) -> None:
        if size > self._limit:
            raise Unavailable(f"{self._where}: the answer is larger than {self._limit // 2**20} MiB")

    @property
    def has_ended(self) -> bool:
        """Return whether a compressed body said by itself that it is over; a plain one never does."""
        return self._inflate is not None and self._inflate.eof

    def beginning(self) -> bytes:
        """Return what was decoded so far, however the rest may be."""
        return b"".join(self._parts)

    def body(self) -> bytes:
        """Return all that was decoded. Raises Unavailable when the compressed body was cut short."""
        if self._inflate is not None and self._raw_size:
            self._add(self._inflate.flush())
            if not self._inflate.eof:
                raise Unavailable(f"{self._where}: the answer was cut short")
        return b"".join(self._parts)
