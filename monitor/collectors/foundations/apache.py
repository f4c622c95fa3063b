"""The Apache Software Foundation's stages: top-level, or retired to the Attic.

Contract: the lists behind projects.apache.org, made daily from the foundation's own records (json/foundation/HEADER.html there):
projects.json, project ids with pmc (committee) and repository[]; committees-retired.json, committees with id and retired (month).
A repository belongs to the committee whose id is its name, unless a project of another committee names it: some came back so.
Podlings are listed without repositories, so nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from monitor.collectors.fields import text
from monitor.collectors.foundations.lists import Entry, fetch, is_hosted, one, place_of, results
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context, Pace, Result
from monitor.model.facts import Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SOURCE, API = "apache", "https://projects.apache.org"
# What lies on the foundation's own server has a public copy on GitHub, under the same name.
MIRROR, OWN = "github.com/apache/", "gitbox.apache.org/repos/asf/"
SPEC = CollectorSpec(
    id=SOURCE,
    signals=frozenset({Signal.FOUNDATION}),
    interval=timedelta(days=7),
    handles=lambda target: is_hosted(target) and place_of(target.key).startswith((MIRROR, OWN)),
    batch=10_000,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the stage of one repository: a batch of one. Raises SourceError."""
    yield from one(_results([target], {target.key: context}))


def collect_many(targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
    """Yield the stage of each repository, all from two lists. Raises SourceError."""
    yield from _results(targets, contexts)
    pace.went_well()


def _results(targets: Sequence[Target], contexts: Mapping[str, Context]) -> Iterator[tuple[Target, Result]]:
    context = contexts[targets[0].key]
    base = f"{context.bases.get(SOURCE, API).rstrip('/')}/json/foundation"
    retired = dict(read_retired(*fetch(f"{base}/committees-retired.json", context)))
    shape, body = fetch(f"{base}/projects.json", context)
    return results(SOURCE, list(read(shape, body, retired)), shape, targets, contexts)


def read_retired(shape: Shape, body: object) -> Iterator[tuple[str, datetime]]:
    """Yield (id, month) of each committee that was retired. Raises Malformed."""
    for listed in shape.sequence(body, "the answer"):
        item = shape.mapping(listed, "a committee")
        month = shape.text(item.get("retired"), "retired")
        try:
            yield shape.text(item.get("id"), "id"), datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        except ValueError as error:
            raise shape.wrong("retired is no month") from error


def read(shape: Shape, body: object, retired: Mapping[str, datetime]) -> Iterator[Entry]:
    """Yield retired committees and then the projects that have one; what a project names goes before a committee's name."""
    for committee, since in retired.items():
        page = f"https://attic.apache.org/projects/{quote(committee, safe='-')}.html"
        yield Entry("attic", since, page, frozenset(_both(committee)))
    for name, listed in shape.mapping(body, "the answer").items():
        item = shape.mapping(listed, "a project")
        committee = text(item, "pmc")
        if committee and committee not in retired:
            page = f"{API}/project.html?{quote(name, safe='-')}"
            yield Entry("top-level", None, page, frozenset(_places(item)))


def _both(name: str) -> tuple[str, str]:
    return f"{MIRROR}{name.casefold()}", f"{OWN}{name.casefold()}"


def _places(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield where a project is developed, as one text with commas or a list of texts names it."""
    value = item.get("repository")
    listed = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
    for address in listed:
        place = place_of(address) if isinstance(address, str) else ""
        if place.startswith((MIRROR, OWN)):
            yield from _both(place.rpartition("/")[2])
        elif place:
            yield place
