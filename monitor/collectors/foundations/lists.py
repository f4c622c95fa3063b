"""One list for all targets: fetched once for a batch, read by each foundation's own reader, and looked up by repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from monitor.collectors.shape import Shape
from monitor.model.collecting import Context, Result
from monitor.model.facts import Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind

ATTRIBUTE = "foundation_status"
# A list this short has lost most of its projects on the way: nothing is concluded from it.
FEWEST = 20
_SCP = re.compile(r"git@([^:/]+):")


@dataclass(frozen=True, slots=True)
class Entry:
    """One project of a foundation: its stage, since when, where to read it, and its repositories as `place_of` writes them."""

    stage: str
    since: datetime | None
    link: str
    places: frozenset[str]


def is_hosted(target: Target) -> bool:
    """Return whether a target is a repository on some host, which a foundation may list."""
    return target.kind is TargetKind.GIT and target.key.startswith("https://")


def place_of(address: str) -> str:
    """Return host and path of a repository's address in one spelling, "" for none."""
    try:
        parts = urlsplit(_SCP.sub(r"https://\1/", address.strip()))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.strip("/").removesuffix(".git").casefold()
    return f"{host}/{path}" if host and path else ""


def fetch(url: str, context: Context) -> tuple[Shape, object]:
    """Return a whole list with a reader for it. Raises SourceError."""
    answer = context.http.get(url, is_conditional=False)
    return Shape.of(answer), answer.json()


def results(
    foundation: str, entries: Sequence[Entry], shape: Shape, targets: Sequence[Target], contexts: Mapping[str, Context]
) -> Iterator[tuple[Target, Result]]:
    """Yield what a foundation's projects say of each target. Raises Malformed where they cannot be all."""
    if len(entries) < FEWEST:
        raise shape.wrong(f"of all its projects the list names {len(entries)}, which cannot be all")
    by_place = {place: entry for entry in entries for place in entry.places}
    for target in targets:
        yield target, tuple(_facts(foundation, by_place.get(place_of(target.key)), contexts[target.key]))


def one(found: Iterable[tuple[Target, Result]]) -> Iterator[Yield]:
    """Yield what a batch of one brings. Raises SourceError."""
    for _, result in found:
        if isinstance(result, Exception):
            raise result
        yield from result


def _facts(foundation: str, entry: Entry | None, context: Context) -> Iterator[Yield]:
    if entry:
        yield StateFact(ATTRIBUTE, f"{foundation}:{entry.stage}", entry.link, entry.since)
    yield Seen(Signal.FOUNDATION, None, context.now, is_complete=True)
