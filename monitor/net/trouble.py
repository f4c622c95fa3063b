"""Why an exchange brought no answer, in words that hold no URL, no header and nothing that the other side wrote."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

BROKEN = "its answer broke off or is no HTTP"


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer from `host`; `is_passing` when trying again soon may help. `status`: the HTTP status, 0 where none came."""

    host: str
    reason: str
    is_passing: bool
    status: int = 0

    def __str__(self) -> str:
        return f"{self.host}: {self.reason}"


def cause(host: str, error: BaseException) -> Failure:
    """Return what an exception of the HTTP library means, looking at what it was raised from."""
    if type(error).__name__ == "ConnectTimeout":
        return Failure(host, "no connection before the deadline", is_passing=False)
    for inner in _chain(error):
        if isinstance(inner, ssl.SSLCertVerificationError):
            return Failure(host, f"its certificate is not trusted ({inner.verify_message})", is_passing=False)
        if isinstance(inner, ssl.SSLError):
            return Failure(host, "no TLS connection could be made", is_passing=True)
        if isinstance(inner, OSError) and inner.errno and inner.errno > 0:
            return Failure(host, os.strerror(inner.errno).lower(), is_passing=True)
    return Failure(host, BROKEN, is_passing=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, what it was raised from, and what groups of exceptions hold, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        inner = waiting.pop()
        if inner is None or id(inner) in seen:
            continue
        seen.add(id(inner))
        yield inner
        waiting += [inner.__context__, inner.__cause__, *(inner.exceptions if isinstance(inner, BaseExceptionGroup) else ())]
