"""One record of the OSV schema, read for one package: is there a way out, how bad is it, and which records tell of one flaw.

Schema (ossf.github.io/osv-schema): id, modified, published, withdrawn, aliases, summary, severity[{type, score}],
database_specific, affected[{package{ecosystem, name}, ranges[{type SEMVER|ECOSYSTEM|GIT, events}], versions}]. An event is one of
introduced, fixed, last_affected, limit. A range whose last introduction is followed by none of the others goes on: whatever was
or will be released after it is affected, the latest version included. Versions without a range are the only ones affected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.collectors.cvss import SEVERITIES, base_score, severity_of
from monitor.collectors.fields import entries, moment, objects, text
from monitor.collectors.shape import Shape
from monitor.model.text import clean

UNFIXED, WITHDRAWN = "unfixed", "withdrawn"
ENDED, NAMED_ONLY = "not in later versions", "named versions only"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_WORDS = {"CRITICAL": "critical", "HIGH": "high", "MODERATE": "medium", "MEDIUM": "medium", "LOW": "low"}
_NUMBERS = re.compile(r"v?[0-9]{1,18}(\.[0-9]{1,18}){0,9}")
_RANGES = frozenset({"SEMVER", "ECOSYSTEM", "GIT"})
# A flaw fixed in many lines has many fixes; more are no help to a reader.
MOST_FIXES = 4
SHORT_COMMIT = 12


@dataclass(frozen=True, slots=True)
class Record:
    """What one database says of one flaw of one package. `names` are all the ids it is known by, its own among them."""

    id: str
    names: frozenset[str]
    published: datetime | None
    state: str
    severity: str
    summary: str


@dataclass(frozen=True, slots=True)
class Advisory:
    """One flaw, however many databases tell of it, under the id of the record that was published first."""

    id: str
    others: tuple[str, ...]
    published: datetime | None
    state: str
    severity: str
    summary: str


def read(shape: Shape, data: Mapping[str, Any], ecosystem: str, name: str) -> Record | None:
    """Return what a record says of this package, None where it does not name it. Raises Malformed."""
    own = _id(shape, data.get("id"))
    affected = [entry for entry in objects(shape, data, "affected") if _is_about(shape, entry, ecosystem, name)]
    if not affected:
        return None
    aliases = (_id(shape, alias) for alias in entries(shape, data, "aliases"))
    return Record(
        id=own,
        names=frozenset({own, *aliases}),
        published=moment(shape, data, "published"),
        state=WITHDRAWN if _is_withdrawn(shape, data) else _state(shape, affected),
        severity=_severity(shape, data, affected),
        summary=text(data, "summary") or text(data, "details"),
    )


def join(records: Sequence[Record]) -> list[Advisory]:
    """Return each flaw once: records that share a name are one, and what one of them knows of a fix holds for all."""
    groups: list[list[Record]] = []
    for record in records:
        names = record.names
        same = [group for group in groups if any(names & member.names for member in group)]
        groups = [group for group in groups if group not in same]
        groups.append([record, *(member for group in same for member in group)])
    return sorted((_joined(group) for group in groups), key=lambda advisory: advisory.id)


def _joined(group: Sequence[Record]) -> Advisory:
    valid = [record for record in group if record.state != WITHDRAWN] or list(group)
    first = min(valid, key=lambda record: (record.published is None, record.published, record.id))
    # Databases lag: the one that knows of a way out knows more than the one that does not.
    closed = sorted(record.state for record in valid if record.state != UNFIXED)
    fixed = [state for state in closed if state.startswith("fixed")]
    return Advisory(
        id=first.id,
        others=tuple(sorted({name for record in group for name in record.names} - {first.id})),
        published=first.published,
        state=(fixed or closed or [UNFIXED])[0],
        severity=max((record.severity for record in valid), key=SEVERITIES.index),
        summary=first.summary or next((record.summary for record in valid if record.summary), ""),
    )


def _id(shape: Shape, value: object) -> str:
    found = shape.text(value, "an id")
    if not _ID.fullmatch(found):
        raise shape.wrong("an id is none that an advisory can have")
    return found


def _is_about(shape: Shape, entry: Mapping[str, Any], ecosystem: str, name: str) -> bool:
    package = entry.get("package")
    if package is None:
        return False
    said = shape.mapping(package, "package")
    where = shape.text(said.get("ecosystem"), "ecosystem").partition(":")[0]
    return where == ecosystem and shape.text(said.get("name"), "name").casefold() == name.casefold()


def _is_withdrawn(shape: Shape, data: Mapping[str, Any]) -> bool:
    """Return whether a record is taken back, whatever the day: that it was is what counts."""
    value = data.get("withdrawn")
    return value not in (None, "") and bool(shape.moment(value, "withdrawn"))


def _state(shape: Shape, affected: Sequence[Mapping[str, Any]]) -> str:
    """Return "unfixed" where any range goes on, else what ends the flaw. Commits count only where no versions are told."""
    ranges = [found for entry in affected for found in objects(shape, entry, "ranges")]
    for found in ranges:
        if found.get("type") not in _RANGES:
            raise shape.wrong("the type of a range is none of SEMVER, ECOSYSTEM and GIT")
    by_version = [found for found in ranges if found["type"] != "GIT"]
    if not ranges:
        return NAMED_ONLY
    chosen = by_version or ranges
    events = [list(_events(shape, found)) for found in chosen]
    if any(_goes_on(found) for found in events):
        return UNFIXED
    fixes = list(dict.fromkeys(value for found in events for kind, value in found if kind == "fixed"))[:MOST_FIXES]
    if not by_version:
        fixes = [f"commit {fix[:SHORT_COMMIT]}" for fix in fixes]
    return f"fixed in {', '.join(fixes)}" if fixes else ENDED


def _events(shape: Shape, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for event in objects(shape, found, "events"):
        for kind in ("introduced", "fixed", "last_affected", "limit"):
            if kind in event:
                yield kind, clean(shape.text(event[kind], kind), 80)


def _goes_on(events: Sequence[tuple[str, str]]) -> bool:
    """Return whether the last introduction has no end, in whatever order they are written.

    Versions of plain numbers are put in order. Of others it is known only that introductions and ends alternate.
    """
    # A limit of "*" is no limit; what is written twice is one.
    told = [(kind, value) for kind, value in dict.fromkeys(events) if value != "*"]
    begun = sum(kind == "introduced" for kind, _ in told)
    if told and all(_NUMBERS.fullmatch(value) for _, value in told):
        return max(told, key=_place)[0] == "introduced"
    return begun > len(told) - begun


def _place(event: tuple[str, str]) -> tuple[list[int], bool]:
    """Return where an event stands among others: by its version, and an end after the introduction of the same."""
    kind, version = event
    numbers = [int(part) for part in version.lstrip("v").split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers, kind != "introduced"


def _severity(shape: Shape, data: Mapping[str, Any], affected: Sequence[Mapping[str, Any]]) -> str:
    """Return the database's own word, else the worst that the vectors say."""
    own = data.get("database_specific")
    word = own.get("severity") if isinstance(own, dict) else None
    if isinstance(word, str) and word.upper() in _WORDS:
        return _WORDS[word.upper()]
    said = [entry for place in (data, *affected) for entry in objects(shape, place, "severity")]
    words = [severity_of(base_score(entry["score"])) for entry in said if isinstance(entry.get("score"), str)]
    return max(words, key=SEVERITIES.index, default="unknown")
