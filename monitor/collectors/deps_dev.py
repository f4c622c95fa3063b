"""Packages of the ecosystems without a collector of their own, by deps.dev: versions with dates, deprecation, licence, links.

The contract is in `deps_places`. `publishedAt` is what the registry said, and may be missing; `isDefault` marks the version that
is installed when none is named. A package is deprecated when that one is. Not promised: who may publish, and yanked versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from packageurl import PackageURL

from monitor.collectors.deps_places import (
    check_name,
    package_url,
    page_of,
    proposals,
    the_default,
    version_of,
    version_url,
)
from monitor.collectors.fields import bookmark, count, entries, moment, objects, text, to_cursor
from monitor.collectors.homes import is_public_package, package_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Channel, Cursor, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

_VERSION = re.compile(r"v?[0-9][0-9A-Za-z.+_~-]{0,127}")
# As the ecosystems write what is not final: semantic versions, Maven's qualifiers, RubyGems' letters, Go's untagged commits.
_PRERELEASE = re.compile(
    r"[0-9]-[0-9A-Za-z]|[.-](?:alpha|beta|rc|cr|m|pre|preview|dev|ea|snapshot|b|a)[.-]?[0-9]*(?:$|[.+-])", re.IGNORECASE
)
# Qualifiers that Maven's projects append to what is final.
_FINAL = re.compile(r"-(?:jre[0-9]*|android|final|ga|release|sp[0-9]+|java[0-9]+|jdk[0-9]+)$", re.IGNORECASE)
KINDS = frozenset({"cargo", "golang", "maven", "nuget", "gem"})

SPEC = CollectorSpec(
    id="deps_dev",
    signals=frozenset({Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS}),
    interval=timedelta(days=1),
    handles=lambda target: is_public_package(target, KINDS),
    requests=2,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield releases, status, licence and proposed repositories of a package. Raises SourceError."""
    package = package_of(target)
    known = bookmark(context.cursor)
    answer = context.http.get(package_url(package, context), is_conditional=known.get("doubted") is not True)
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    body = shape.mapping(answer.json(), "the answer")
    check_name(shape, body, package)
    versions = list(objects(shape, body, "versions"))
    default = the_default(shape, body)
    yield from _releases(shape, versions, package, context)
    yield from _status(shape, versions, default, package, context.now)
    if default:
        yield from _close_look(package, default, context)


def _releases(shape: Shape, versions: list[Mapping[str, Any]], package: PackageURL, context: Context) -> Iterator[Yield]:
    now, known = context.now, bookmark(context.cursor)
    found = [release for told in versions if (release := _release(shape, told, package, now))]
    yield from found
    if len(found) < len(versions):
        left = len(versions) - len(found)
        yield Note("versions_without_date", f"{left} versions have no time or no number that can be believed and are left out")
    # Versions do not vanish: a shorter list than before is believed when it comes again.
    lost = (count(known, "versions") or 0) - len(found)
    is_doubted = lost > 0 and known.get("doubted") is not True
    if is_doubted:
        yield Note("fewer_versions", f"{lost} versions fewer are listed than before: believed when it is said again")
    yield Cursor(to_cursor(versions=len(found) + lost if is_doubted else len(found), doubted=is_doubted))
    # A package that lists nothing is one that deps.dev has not read yet.
    yield Seen(Signal.PACKAGE_RELEASES, None, now, is_complete=bool(found) and not is_doubted)


def _release(shape: Shape, told: Mapping[str, Any], package: PackageURL, now: datetime) -> ReleaseFact | None:
    version, at = version_of(shape, told), moment(shape, told, "publishedAt", now)
    if at is None or not _VERSION.fullmatch(version):
        return None
    return ReleaseFact(
        version=version,
        channel=Channel.PACKAGE,
        released_at=at,
        link=page_of(package, version),
        is_prerelease=is_prerelease(version),
    )


def is_prerelease(version: str) -> bool:
    """Return whether a version is not final, by the habits of the ecosystems read here."""
    plain = version.partition("+")[0]
    return bool(_PRERELEASE.search(plain)) and not _FINAL.search(plain)


def _status(shape: Shape, versions: list[Mapping[str, Any]], default: str, package: PackageURL, now: datetime) -> Iterator[Yield]:
    """Yield "deprecated" when the version that everybody gets is. Without one, nothing can be said."""
    told = next((entry for entry in versions if version_of(shape, entry) == default), None) if default else None
    if told is None:
        yield Note("no_default_version", "no version is marked as the one that is installed by default: its status is not told")
        yield Seen(Signal.PACKAGE_STATUS, None, now, is_complete=False)
        return
    is_deprecated = told.get("isDeprecated", False)
    if not isinstance(is_deprecated, bool):
        raise shape.wrong("isDeprecated is neither true nor false")
    yield StateFact("package_status", "deprecated" if is_deprecated else "active", page_of(package))
    reason = text(told, "deprecatedReason")
    if is_deprecated and reason:
        yield StateFact("package_status_reason", reason, page_of(package))
    yield Seen(Signal.PACKAGE_STATUS, None, now, is_complete=True)


def _close_look(package: PackageURL, default: str, context: Context) -> Iterator[StateFact]:
    """Yield what only the page of a version tells: its licence and its links."""
    answer = context.http.get(version_url(package, default, context), is_conditional=False)
    shape = Shape.of(answer)
    body = shape.mapping(answer.json(), "the answer")
    licences = [shape.text(name, "a licence") for name in entries(shape, body, "licenses")]
    if licences:
        yield StateFact("licence", text({"told": " AND ".join(sorted(licences))}, "told"), page_of(package, default))
    yield from proposals(shape, body, page_of(package, default))
