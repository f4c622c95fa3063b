"""What git says on its error stream, turned into our error tree. Foreign text: bounded, cleaned, without credentials."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from monitor.collectors.git.source import shown
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable

# git tells no Retry-After; the hosts' guides ask for a minute at least.
ASK_AGAIN_AFTER = timedelta(minutes=15)


class Redirected(Unavailable):
    """The server sends us to another address, which must pass our own gate first."""


class Unclear(Unavailable):
    """git failed in a way that no rule here knows; our own copy may be at fault."""


class Broken(Malformed):
    """What was sent does not fit together; our own copy may be at fault."""


_LOGIN = "asks for a login: it is private, or it does not exist"
# First match wins. What the server itself says ("remote: …") is read with the rest: it can only speak ill of itself.
_KNOWN: tuple[tuple[re.Pattern[str], type[SourceError], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), error, words)
    for pattern, error, words in (
        (
            r"could not resolve (host|proxy)|name or service not known|failure in name resolution",
            Unavailable,
            "could not resolve the host",
        ),
        (r"returned error: 30\d|unable to update url base from redirection", Redirected, "moved to another address"),
        (
            r"repository not found|repository '[^']*' not found|returned error: (404|410|451)",
            NotFound,
            "no such repository is visible to us",
        ),
        (
            r"terminal prompts disabled|authentication failed|could not read (username|password)|permission denied",
            AccessDenied,
            _LOGIN,
        ),
        (r"returned error: (401|403|407)", AccessDenied, _LOGIN),
        (r"transport '[^']*' not allowed", AccessDenied, "the protocol is not allowed for git"),
        (r"timed out|timeout was reached|operation too slow", Unavailable, "timed out"),
        (
            r"connection refused|failed to connect|couldn't connect|network is unreachable|no route to host",
            Unavailable,
            "could not connect",
        ),
        (r"certificate|ssl|gnutls|tls", Unavailable, "no trusted connection (TLS)"),
        (r"returned error: 5\d\d", Unavailable, "the server has trouble"),
        (
            r"does not appear to be a git repository|not a git repository|not valid: is this a git",
            Malformed,
            "not a git repository",
        ),
        (r"couldn't find remote ref head", Malformed, "the repository has no commits on its default branch"),
        (r"no space left on device", Unavailable, "our disk is full"),
        (
            r"bad pack|corrupt|index-pack|inflate|protocol error|bad object|invalid|did not send all",
            Broken,
            "the answer does not fit together",
        ),
        (r"early eof|rpc failed|hung up|unexpected disconnect|connection reset", Unavailable, "the connection broke off"),
    )
)
_TOO_MANY = re.compile(r"returned error: 429|too many requests", re.IGNORECASE)
_SAID = re.compile(r"^(?:fatal|error): (.*)$", re.MULTILINE)


def read_complaint(stderr: str, name: str, now: datetime) -> SourceError:
    """Return the error that fits what git wrote about the repository `name`; RateLimited says to ask again after `now`."""
    if _TOO_MANY.search(stderr):
        return RateLimited(f"{name}: the server asks us to come back later", now + ASK_AGAIN_AFTER)
    for pattern, error, words in _KNOWN:
        if pattern.search(stderr):
            return error(f"{name}: {words}")
    said = _SAID.findall(stderr) or stderr.splitlines()[-1:]
    return Unclear(f"{name}: git failed: {shown(said[0]) if said else 'without a word'}")
