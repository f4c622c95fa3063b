"""The CNCF's stages: sandbox, incubating, graduated, archived.

Contract: the interface of its landscape, meant to be stable (cncf/landscape2, build/api.rs): GET /api/projects/all.json, items
with name, maturity, accepted_at, incubating_at, graduated_at, archived_at (dates) and repositories[{url, primary}].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from monitor.collectors.fields import link, moment, objects, text
from monitor.collectors.foundations.lists import Entry, fetch, is_hosted, one, place_of, results
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.facts import Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SOURCE, API = "cncf", "https://landscape.cncf.io"
STAGES: Mapping[str, str] = {
    "sandbox": "accepted_at",
    "incubating": "incubating_at",
    "graduated": "graduated_at",
    "archived": "archived_at",
}
SPEC = CollectorSpec(
    id=SOURCE,
    signals=frozenset({Signal.FOUNDATION}),
    interval=timedelta(days=7),
    handles=is_hosted,
    batch=10_000,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the stage of one repository: a batch of one. Raises SourceError."""
    yield from one(_results([target], {target.key: context}))


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield the stage of each repository, all from one list. Raises SourceError."""
    yield from _results(targets, contexts)
    pace.went_well()


def _results(targets: Sequence[Target], contexts: Mapping[str, Context]) -> Iterator[tuple[Target, Result]]:
    context = contexts[targets[0].key]
    shape, body = fetch(f"{context.bases.get(SOURCE, API).rstrip('/')}/api/projects/all.json", context)
    return results(SOURCE, list(read(shape, body)), shape, targets, contexts)


def read(shape: Shape, body: object) -> Iterator[Entry]:
    """Yield the projects of the list that have a stage. Raises Malformed."""
    for listed in shape.sequence(body, "the answer"):
        item = shape.mapping(listed, "a project")
        stage = text(item, "maturity", 40).casefold()
        if stage in STAGES:
            page = f"{API}/?item={quote(text(item, 'id'), safe='-')}"
            yield Entry(stage, moment(shape, item, STAGES[stage]), page, _places(shape, item))


def _places(shape: Shape, item: Mapping[str, Any]) -> frozenset[str]:
    """Return the primary repositories: many projects list others, which may have been retired for themselves."""
    told = list(objects(shape, item, "repositories"))
    primary = [entry for entry in told if entry.get("primary") is True] or told[:1]
    return frozenset(filter(None, (place_of(link(entry, "url")) for entry in primary)))
