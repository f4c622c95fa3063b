"""Who may publish a package, how many depend on it and fetch it, by ecosyste.ms: enrichment on request, with our contact, weekly.

Contract (packages.ecosyste.ms, openapi.yaml): GET /api/v1/packages/lookup?purl=... answers a list of packages with maintainers[]
(uuid, login, name), dependent_packages_count, dependent_repos_count, downloads, downloads_period, last_synced_at. Its polite pool
wants to be told who asks: the parameter `mailto`. Data: ecosyste.ms, CC-BY-SA 4.0; each fact links to its page there, and reports
name the source. Not read: its sums of issues and commits, which our own looks at forges and repositories tell fresher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from packageurl import PackageURL

from monitor.collectors.fields import count, link, moment, objects, text
from monitor.collectors.homes import is_public_package, package_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import AccessDenied
from monitor.model.facts import MeasureFact, Note, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean, clean_name

SOURCE, API = "ecosystems", "https://packages.ecosyste.ms/api/v1"
KINDS = frozenset({"pypi", "cargo", "golang", "maven", "nuget", "gem"})
# npm's publishers are read at its own registry: of its packages only the counts are.
COUNTED = frozenset({"npm"})
# Only what is counted over a fixed time falls: a total never does.
MONTH = "last-month"
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[A-Za-z]{2,}")
# Synced longer ago than this, its list of publishers says nothing of today.
FRESH = timedelta(days=30)
SPEC = CollectorSpec(
    id=SOURCE,
    signals=frozenset({Signal.PUBLISHERS, Signal.RELIANCE}),
    interval=timedelta(days=7),
    handles=lambda target: is_public_package(target, KINDS),
    is_optional=True,
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield publishers and counts of a package. Raises SourceError; AccessDenied where no contact is configured."""
    return _looked(target, context, SPEC.signals)


class Counts:
    """The collector of the counts alone."""

    SPEC = CollectorSpec(
        id="ecosystems_counts",
        signals=frozenset({Signal.RELIANCE}),
        interval=timedelta(days=7),
        handles=lambda target: is_public_package(target, COUNTED),
        is_optional=True,
        source=SOURCE,
    )

    @staticmethod
    def collect(target: Target, context: Context) -> Iterator[Yield]:
        """Yield how many depend on a package and fetch it. Raises SourceError; AccessDenied where no contact is configured."""
        return _looked(target, context, Counts.SPEC.signals)


def _looked(target: Target, context: Context, signals: frozenset[Signal]) -> Iterator[Yield]:
    package = package_of(target)
    query = {"purl": target.key, "mailto": _mail(context)}
    answer = context.http.get(f"{context.bases.get(SOURCE, API).rstrip('/')}/packages/lookup?{urlencode(query)}")
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    listed = [shape.mapping(entry, "a package") for entry in shape.sequence(answer.json(), "the answer")]
    found = next((data for data in listed if _is_the_one(data, package)), None)
    if found is None:
        yield Note("not_listed", "this source does not list the package")
        yield from (Seen(signal, None, context.now, is_complete=False) for signal in sorted(signals))
        return
    page = _page(found, target)
    yield from _counts(found, page, context)
    if Signal.PUBLISHERS in signals:
        yield from _who(shape, found, page, context)


def _mail(context: Context) -> str:
    """Return the address to be told to the source. Raises AccessDenied where there is none: then nothing is asked."""
    found = _MAIL.search(context.contact.removeprefix("mailto:"))
    if not found:
        raise AccessDenied("ecosyste.ms wants to be told who asks: name a mail address as contact in the settings")
    return found[0]


def _is_the_one(data: Mapping[str, Any], package: PackageURL) -> bool:
    """Return whether a package of the answer is the one asked for: several registries may list the same name."""
    said = data.get("purl")
    if not isinstance(said, str):
        return False
    try:
        found = PackageURL.from_string(said)
    except ValueError:
        return False
    mine, other = ((p.type, (p.namespace or "").casefold(), p.name.casefold()) for p in (package, found))
    return mine == other and not found.qualifiers


def _page(data: Mapping[str, Any], target: Target) -> str:
    registry = data.get("registry")
    if isinstance(registry, dict) and text(registry, "name"):
        return f"https://packages.ecosyste.ms/registries/{text(registry, 'name')}/packages/{text(data, 'name')}"
    return link(data, "registry_url", target.key)


def _counts(data: Mapping[str, Any], page: str, context: Context) -> Iterator[Yield]:
    told = {"dependents": count(data, "dependent_packages_count"), "dependent_repositories": count(data, "dependent_repos_count")}
    if data.get("downloads_period") == MONTH:
        told["downloads_30d"] = count(data, "downloads")
    for metric, value in told.items():
        if value is not None:
            yield MeasureFact(metric, context.now.date(), value, page)
    yield Seen(Signal.RELIANCE, None, context.now, is_complete=told["dependents"] is not None)


def _who(shape: Shape, data: Mapping[str, Any], page: str, context: Context) -> Iterator[Yield]:
    synced = moment(shape, data, "last_synced_at")
    is_fresh = synced is not None and synced >= context.now - FRESH
    names = sorted(_publishers(shape, data, context))
    if names and is_fresh:
        yield StateFact("publishers", ",".join(names), page)
    elif names:
        yield Note("old_copy", "its copy of this package is older than a month: who may publish is not told from it")
    yield Seen(Signal.PUBLISHERS, None, context.now, is_complete=bool(names) and is_fresh)


def _publishers(shape: Shape, data: Mapping[str, Any], context: Context) -> Iterator[str]:
    """Yield the logins of those who may publish; never an address, and nobody who is not to be collected."""
    for person in objects(shape, data, "maintainers"):
        login = person.get("login") or person.get("uuid")
        if isinstance(login, str):
            name = clean(login, 80).replace(",", " ").strip()
            is_kept = name and not context.is_forgotten(name) and not context.is_forgotten(context.pseudonym(name.lower()))
            if is_kept:
                yield clean_name(name)
