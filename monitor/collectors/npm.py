"""npm packages by the registry's full packument: versions with times and publishers, deprecation, maintainers.

Contract: package metadata of the npm registry (field `time` is only in the full form). A mirror may rebuild the answer: without
`time.created` its times are those of its own copies, and without any publisher it may have dropped maintainers and deprecation
as well. What a mirror dropped is not seen, never "not there".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from packageurl import PackageURL

from monitor.collectors.fields import believed
from monitor.collectors.homes import address, file_of, is_package, named_home, package_of, page_of
from monitor.collectors.npm_people import Publishers
from monitor.collectors.proposing import repository_named
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import (
    ActivityFact,
    ActivityKind,
    Channel,
    Note,
    ReleaseFact,
    Seen,
    StateFact,
    Unchanged,
    Yield,
)
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses

# The oldest versions write 2.0.0rc2 for 2.0.0-rc2.
_VERSION = re.compile(
    r"([0-9]{1,16}\.){2}[0-9]{1,16}(?P<pre>-[0-9A-Za-z.-]{1,100}|[A-Za-z][0-9A-Za-z.-]{0,100})?(\+[0-9A-Za-z.-]{1,100})?"
)

SPEC = CollectorSpec(
    id="npm",
    signals=frozenset({Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS, Signal.PUBLISHERS}),
    interval=timedelta(days=1),
    handles=lambda target: is_package(target, "npm"),
)


@dataclass(frozen=True, slots=True)
class _Packument:
    """One answer with its outer shape checked. `asked` is the link to show where the user names another registry."""

    shape: Shape
    package: PackageURL
    asked: str
    versions: Mapping[str, Mapping[str, Any]]
    time: Mapping[str, Any]
    latest: str
    is_unpublished: bool
    unpublished_at: datetime | None
    publishers: Publishers

    def link(self, version: str = "") -> str:
        """Return where to check a fact."""
        return self.asked or page_of(self.package, version)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield releases, status and publishers of an npm package. Raises SourceError; Malformed: not as the contract says."""
    package = package_of(target)
    home = named_home(package, context.homes)
    name = f"{package.namespace}/{package.name}" if package.namespace else package.name
    # Only the address of a version's file names the registry's own host.
    url = address(home, file_of(package, "1"), "", quote(name, safe="@"))
    answer = context.http.get(url, headers={"Accept": "application/json"})
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    body = shape.mapping(answer.json(), "the answer")
    if shape.text(body.get("name"), "name").casefold() != name.casefold():
        raise shape.wrong(f"asked for {clean(name, 100)}, and another package came")
    packument = _packument(shape, body, package, url if home else "", context)
    yield from _status(packument, context.now)
    yield from _releases(packument, context.now)
    yield from packument.publishers.facts(packument.link(), context.now)
    yield from _proposed(packument, body)


def _proposed(packument: _Packument, body: Mapping[str, Any]) -> Iterator[StateFact]:
    """Yield where the version that everybody gets says that it is developed, or the package itself."""
    said = packument.versions.get(packument.latest, {}).get("repository") or body.get("repository")
    repository = repository_named(said)
    if repository:
        yield StateFact("proposed_target", repository, packument.link())


def _packument(shape: Shape, body: Mapping[str, Any], package: PackageURL, asked: str, context: Context) -> _Packument:
    time = shape.mapping(body.get("time", {}), "time")
    unpublished = time.get("unpublished")
    gone = None if unpublished is None else shape.mapping(unpublished, "time.unpublished")
    versions = shape.mapping(body.get("versions", {} if gone else None), "versions")
    for data in versions.values():
        shape.mapping(data, "an entry of versions")
    tags = shape.mapping(body.get("dist-tags", {}), "dist-tags")
    return _Packument(
        shape=shape,
        package=package,
        asked=asked,
        versions=versions,
        time=time,
        latest=shape.text(tags.get("latest", ""), "dist-tags.latest"),
        is_unpublished=gone is not None,
        unpublished_at=None if gone is None else believed(shape.moment(gone.get("time"), "time.unpublished.time"), context.now),
        publishers=Publishers.read(shape, body.get("maintainers"), versions, context),
    )


def _status(packument: _Packument, now: datetime) -> Iterator[Yield]:
    """Yield "deprecated" when the version that everybody gets is, as the registry's own pages do."""
    link = packument.link()
    if packument.is_unpublished:
        yield StateFact("package_status", "unpublished", link, held_from=packument.unpublished_at)
        yield Seen(Signal.PACKAGE_STATUS, None, now, is_complete=True)
        return
    reasons = {version: _deprecation(packument.shape, data) for version, data in packument.versions.items()}
    latest = reasons.get(packument.latest)
    # An answer that names no publisher and deprecates nothing may come from a mirror that dropped both.
    is_known = packument.latest in reasons and (
        packument.publishers.are_served or any(reason is not None for reason in reasons.values())
    )
    if is_known:
        yield StateFact("package_status", "active" if latest is None else "deprecated", link)
    else:
        yield Note("status_not_served", "no latest version, or no publishers: deprecation may have been dropped by a mirror")
    if latest:
        yield StateFact("package_status_reason", latest, link)
    yield Seen(Signal.PACKAGE_STATUS, None, now, is_complete=is_known)


def _deprecation(shape: Shape, data: Mapping[str, Any]) -> str | None:
    """Return why a version is deprecated, "" without a reason, None when it is not (an empty text takes it back)."""
    said = data.get("deprecated")
    if said is None or said is False or said == "":
        return None
    return "" if said is True else mask_addresses(clean(shape.text(said, "deprecated")))


def _releases(packument: _Packument, now: datetime) -> Iterator[Yield]:
    if packument.versions and "created" not in packument.time:
        yield Note("times_of_mirror", "no time of creation: the times are those of a mirror's copies, so releases are not dated")
        yield Seen(Signal.PACKAGE_RELEASES, None, now, is_complete=False)
        return
    releases = {
        version: fact for version, data in packument.versions.items() if (fact := _release(packument, version, data, now))
    }
    yield from releases.values()
    yield from _publishing(releases.values())
    undated = len(packument.versions) - len(releases)
    if undated:
        yield Note("versions_without_date", f"{undated} versions have no time or no number that can be believed and are left out")
    is_dated = packument.latest in releases or not packument.versions
    yield Seen(Signal.PACKAGE_RELEASES, None, now, is_complete=is_dated and not packument.is_unpublished)


def _publishing(releases: Iterable[ReleaseFact]) -> Iterator[ActivityFact]:
    counts = Counter((release.by, release.released_at.date()) for release in releases if release.by)
    for (identity, day), count in counts.items():
        yield ActivityFact(identity, day, ActivityKind.PUBLISH, count)


def _release(packument: _Packument, version: str, data: Mapping[str, Any], now: datetime) -> ReleaseFact | None:
    form = _VERSION.fullmatch(version)
    if form is None or version not in packument.time:
        return None
    at = believed(packument.shape.moment(packument.time[version], "an entry of time"), now)
    if at is None:
        return None
    return ReleaseFact(
        version=version,
        channel=Channel.PACKAGE,
        released_at=at,
        link=packument.link(version),
        is_prerelease=bool(form["pre"]),
        by=packument.publishers.of(data),
    )
