"""Security advisories of a package by OSV, which gathers the databases of all ecosystems: what is open, fixed or withdrawn.

Contract (google.github.io/osv.dev/api): POST /v1/query {"package": {"ecosystem", "name"}, "page_token"} answers {"vulns": [...],
"next_page_token"}; an object without `vulns` means that no advisory is listed for this package. The records are read in
`osv_record`. An answer that lists nothing where something was listed before is believed only when it comes again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from packageurl import PackageURL

from monitor.collectors.fields import believed, bookmark, to_cursor
from monitor.collectors.homes import is_public_package, package_of, page_of
from monitor.collectors.osv_record import Advisory, Record, join, read
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Cursor, Note, Seen, StateFact, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

API = "https://api.osv.dev"
PAGE = "https://osv.dev/vulnerability/"
MOST_PAGES = 20
HOST_OF_ITS_REGISTRY = ""
# What OSV calls the ecosystem of a purl type (Rust's by its registry's host), and what stands between the parts of its names.
ECOSYSTEMS: Mapping[str, tuple[str, str]] = {
    "pypi": ("PyPI", "/"),
    "npm": ("npm", "/"),
    "cargo": (HOST_OF_ITS_REGISTRY, "/"),
    "golang": ("Go", "/"),
    "maven": ("Maven", ":"),
    "nuget": ("NuGet", "/"),
    "gem": ("RubyGems", "/"),
    "composer": ("Packagist", "/"),
    "hex": ("Hex", "/"),
    "pub": ("Pub", "/"),
    "conan": ("ConanCenter", "/"),
    "cran": ("CRAN", "/"),
    "hackage": ("Hackage", "/"),
    "swift": ("SwiftURL", "/"),
}


SPEC = CollectorSpec(
    id="osv",
    signals=frozenset({Signal.ADVISORIES}),
    interval=timedelta(days=1),
    handles=lambda target: is_public_package(target, ECOSYSTEMS),
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield every advisory that OSV lists for a package, with its state. Raises SourceError."""
    ecosystem, name = _asked(package_of(target))
    records, is_whole = _records(ecosystem, name, context)
    known = bookmark(context.cursor)
    is_new_emptiness = not records and known.get("listed") is True
    for advisory in join(records):
        yield from _facts(advisory, context.now)
    if is_new_emptiness:
        yield Note("nothing_listed", "advisories were listed before and none is now: believed when it is said again")
    if not is_whole:
        yield Note("too_many_pages", f"more than {MOST_PAGES} pages of advisories: the rest is not read")
    yield Cursor(to_cursor(listed=bool(records)))
    yield Seen(Signal.ADVISORIES, None, context.now, is_complete=is_whole and not is_new_emptiness)


def _asked(package: PackageURL) -> tuple[str, str]:
    ecosystem, between = ECOSYSTEMS[package.type]
    name = between.join(part for part in (package.namespace, package.name) if part)
    return ecosystem or urlsplit(page_of(package)).netloc, name


def _records(ecosystem: str, name: str, context: Context) -> tuple[list[Record], bool]:
    """Return the records of all pages, and whether those were all."""
    url = f"{context.bases.get('osv', API).rstrip('/')}/v1/query"
    question = {"package": {"ecosystem": ecosystem, "name": name}}
    records: list[Record] = []
    tokens = [""]
    for _ in range(MOST_PAGES):
        body = question | ({"page_token": tokens[-1]} if tokens[-1] else {})
        answer = context.http.post(url, json.dumps(body).encode(), headers={"Content-Type": "application/json"})
        shape = Shape.of(answer)
        page = shape.mapping(answer.json(), "the answer")
        for entry in shape.sequence(page.get("vulns", []), "vulns"):
            record = read(shape, shape.mapping(entry, "an entry of vulns"), ecosystem, name)
            records += [record] if record else []
        token = shape.text(page.get("next_page_token") or "", "next_page_token")
        if not token:
            return records, True
        if token in tokens:
            raise shape.wrong("its pages lead in a circle")
        tokens.append(token)
    return records, False


def _facts(advisory: Advisory, now: datetime) -> Iterator[StateFact]:
    said = {
        "advisory": advisory.state,
        "advisory_severity": advisory.severity,
        "advisory_summary": advisory.summary,
        "advisory_aliases": ", ".join(advisory.others),
    }
    for attribute, value in said.items():
        if value:
            yield StateFact(attribute, value, f"{PAGE}{advisory.id}", believed(advisory.published, now), advisory.id)
