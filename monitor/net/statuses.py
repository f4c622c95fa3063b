"""What a status means for a collector (reference: RFC 9110 15, and GitHub's use of 403, 404, 410 and 451)."""

from __future__ import annotations

from http import HTTPStatus

from monitor.model.errors import AccessDenied, Malformed, NotFound, SourceError, Unavailable

NOT_MODIFIED = 304
# Complete answers; 206 is a part, 202 is none yet.
GOOD = frozenset({200, 203, 204})
PREPARING = 202
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 402, 403, 407, 451})
# Beside all of 500 to 599: timeout, too early.
_PASSING = frozenset({408, 425})
_SERVER_ERRORS = range(500, 600)


def is_passing(status: int) -> bool:
    """Return whether the same request may well succeed soon."""
    return status in _PASSING or status in _SERVER_ERRORS


def error_of(host: str, status: int) -> SourceError:
    """Return the error that a status means which is neither a good answer nor a redirect."""
    text = f"{host}: answered HTTP {status}{_phrase(status)}"
    if status in _GONE:
        return NotFound(text)
    if status in _REFUSED:
        return AccessDenied(text)
    if status == PREPARING or is_passing(status):
        return Unavailable(text)
    return Malformed(text)


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
