"""Trouble by a script: which request meets which fault. A script is written as one line, and played again from it.

A line reads `seed=7 502@3 cut@5 slow@9`: the fourth request is answered 502, the sixth is cut short, the tenth drips.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from monitor.net.library import Reply
from monitor.net.trouble import BROKEN, Failure
from tests.fakes.wire import Asked

HTML = b"<!doctype html><html><title>Unicorn!</title><body>This page is taking too long to load.</body></html>"
RETRY = "120"
SLOW, CUT, RESET = "slow", "cut", "reset"
_PLACE = re.compile(r"([a-z0-9-]+)@([0-9]+)")
T = TypeVar("T")


def _page(status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "text/html; charset=utf-8", **named}, HTML)


def _json(status: int, body: bytes, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json; charset=utf-8", **named}, body)


_SECONDARY = b'{"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}'
# Of the last three, what the product's client makes of a connection that ends so; over loopback they are done with bytes.
FAULTS: dict[str, Callable[[Asked], Reply | Failure]] = {
    "500": lambda _: _page(500),
    "502": lambda _: _page(502),
    "503": lambda _: _page(503),
    "504": lambda _: _page(504),
    "html": lambda _: _page(200),
    "429": lambda _: _json(429, b'{"message": "Too many requests"}', retry_after=RETRY),
    "secondary": lambda _: _json(403, _SECONDARY),
    "secondary-told": lambda _: _json(403, _SECONDARY, retry_after=RETRY),
    "401": lambda _: _json(401, b'{"message": "Bad credentials", "status": "401"}'),
    "410": lambda _: _json(410, b'{"message": "Gone"}'),
    "empty": lambda _: _json(200, b"[]"),
    "garbage": lambda _: _json(200, b'{"data": {"t0": '),
    CUT: lambda asked: Failure(asked.host, BROKEN, is_passing=True),
    RESET: lambda asked: Failure(asked.host, "connection reset by peer", is_passing=True),
    SLOW: lambda asked: Failure(asked.host, "no whole answer before the deadline", is_passing=False),
}
# What a bad day of a good service looks like; the others are wrong answers, to be asked for by name.
PASSING = ("500", "502", "503", "504", "secondary-told", CUT, RESET, SLOW)


@dataclass
class Faults:
    """A script: `at` maps the number of a request (from 0) to the name of a fault. It is a fault of a `FakeWire`."""

    at: dict[int, str] = field(default_factory=dict)
    seed: int = 0
    where: Callable[[Asked], bool] = lambda _: True
    asked: int = 0
    met: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Reply | Failure | None:
        """Return the fault that the script holds for this request, None where it is answered well."""
        name = self.next(asked)
        return FAULTS[name](asked) if name else None

    def next(self, asked: Asked) -> str:
        """Return the name of the fault for this request, "" for none; only what `where` picks is numbered."""
        if not self.where(asked):
            return ""
        name = self.at.get(self.asked, "")
        self.asked += 1
        if name:
            self.met.append(name)
        return name

    def __str__(self) -> str:
        """Return the line that plays this script again."""
        return " ".join([f"seed={self.seed}", *(f"{name}@{number}" for number, name in sorted(self.at.items()))])


def replayed(line: str, where: Callable[[Asked], bool] = lambda _: True) -> Faults:
    """Return the script that a line from a failure message holds."""
    seed = re.search(r"seed=([0-9]+)", line)
    places = {int(number): name for name, number in _PLACE.findall(line)}
    unknown = set(places.values()) - FAULTS.keys()
    if unknown:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
    return Faults(places, int(seed[1]) if seed else 0, where)


def seeded(seed: int, requests: int, share: float, names: Iterable[str] = PASSING) -> Faults:
    """Return a script for so many requests, of which about `share` meet a fault."""
    chosen, dice = sorted(names), random.Random(seed)
    return Faults(dict(_thrown(dice, requests, share, chosen)), seed)


def _thrown(dice: random.Random, requests: int, share: float, names: list[str]) -> Iterator[tuple[int, str]]:
    for number in range(requests):
        if dice.random() < share:
            yield number, dice.choice(names)
