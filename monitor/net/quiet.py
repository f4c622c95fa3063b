"""Keeps the HTTP library's own log lines about our requests to itself: they show URLs and headers, which may hold secrets.

Only records written by our own thread are dropped; whoever else uses the library in this process keeps their log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

_PARTS = ("connection", "http11", "http2", "proxy", "socks")
# A filter of a logger does not see what its children write, so each is named.
LOGGERS = ("httpx", "httpx2", *(f"{library}.{part}" for library in ("httpcore", "httpcore2") for part in _PARTS))
Hush = Callable[[logging.LogRecord], bool]


def hush(thread: int) -> Hush:
    """Drop what the library logs in the thread with this identity; return what `unhush` needs to end that."""

    def is_kept(record: logging.LogRecord) -> bool:
        return record.thread != thread

    for name in LOGGERS:
        logging.getLogger(name).addFilter(is_kept)
    return is_kept


def unhush(is_kept: Hush) -> None:
    """Take back one `hush`."""
    for name in LOGGERS:
        logging.getLogger(name).removeFilter(is_kept)
