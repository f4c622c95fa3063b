"""Plays what GitHub really answered, as it was recorded: a service that knows exchanges by method and path, in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.net.library import Reply
from monitor.net.trouble import Failure
from tests.fakes.contract import shared
from tests.fakes.wire import Asked

# How the bytes travelled then says nothing of how they are handed over now.
_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded question with its answer."""

    host: str
    method: str
    path: str
    body: str
    reply: Reply = field(repr=False)


@dataclass
class Recorded:
    """Answers as recorded. Of several answers to one question each is played once, the last again and again."""

    exchanges: list[Exchange]
    played: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Reply | Failure:
        """Answer as GitHub did; what was never recorded is refused as no answer at all, and kept in `unknown`."""
        found = self._matching(asked)
        if not found:
            self.unknown.append(f"{asked.method} {asked.path}")
            return Failure(asked.host, "was never asked this while recording", is_passing=False)
        key = (asked.method, asked.path)
        turn = self.played.get(key, 0)
        self.played[key] = turn + 1
        return found[min(turn, len(found) - 1)].reply

    def _matching(self, asked: Asked) -> list[Exchange]:
        named = [e for e in self.exchanges if (e.host, e.method) == (asked.host, asked.method)]
        exact = [e for e in named if e.path == asked.path]
        # How many entries a page holds is the asker's affair: the rest of the question must be the same.
        return exact or [e for e in named if _without_size(e.path) == _without_size(asked.path)]


def _without_size(path: str) -> tuple[str, str]:
    parts = urlsplit(path)
    return parts.path, urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if k != "per_page"))


def recording(*names: str) -> Recorded:
    """Return the service of these recordings (`pygithub/Tag.setUp`), of all without names. Skips where they are not there."""
    folder = shared("github/recorded")
    files = [folder / f"{name}.json" for name in names] or sorted(folder.glob("*/*.json"))
    return Recorded([exchange for file in files for exchange in _read(file)])


def _read(file: Path) -> Iterator[Exchange]:
    for entry in json.loads(file.read_text()):
        if "request" in entry:
            asked, said = entry["request"], entry["response"]
            headers = dict(said["headers"])
            yield _exchange(asked["host"], asked["method"], asked["path"], asked["body"], said["status"], headers, said["body"])
        else:
            host = (urlsplit(entry["scope"]).hostname) or ""
            headers, body = entry["headers"], entry["response"]
            yield _exchange(host, entry["method"], entry["path"], entry["body"], entry["status"], headers, body)


def _exchange(host: str, method: str, path: str, asked: Any, status: int, headers: Mapping[str, Any], body: Any) -> Exchange:
    kept = {name.lower(): str(value) for name, value in headers.items() if name.lower() not in _TRANSPORT}
    raw = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
    return Exchange(host, method.upper(), path, json.dumps(asked), Reply(status, kept, raw))
