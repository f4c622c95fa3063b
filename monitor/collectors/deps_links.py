"""Where npm and Python packages say that they are developed, by deps.dev, once a week: proposed as targets, never adopted.

Their own registries are read by collectors of their own; this one promises no signal and adds only a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.collectors.deps_places import SOURCE, check_name, package_url, page_of, proposals, the_default, version_url
from monitor.collectors.homes import is_public_package, package_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Unchanged, Yield
from monitor.model.target import Target

KINDS = frozenset({"npm", "pypi"})
SPEC = CollectorSpec(
    id="deps_links",
    signals=frozenset(),
    interval=timedelta(days=7),
    handles=lambda target: is_public_package(target, KINDS),
    source=SOURCE,
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the repositories that the version everybody gets names as its source. Raises SourceError."""
    package = package_of(target)
    answer = context.http.get(package_url(package, context))
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    body = shape.mapping(answer.json(), "the answer")
    check_name(shape, body, package)
    default = the_default(shape, body)
    if not default:
        # Nothing is promised here, so an answer without links would take back what was proposed before.
        raise shape.wrong("no version is marked as the one that is installed by default")
    answer = context.http.get(version_url(package, default, context), is_conditional=False)
    shape = Shape.of(answer)
    yield from proposals(shape, shape.mapping(answer.json(), "the answer"), page_of(package, default))
