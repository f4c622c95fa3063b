"""Python packages by the index's Simple API in JSON: versions, upload times, yanked files and the project's status.

Contract: PEP 691 (format), 700 (versions, upload-time), 592 (yanked), 629 (version of the contract), 792 (status).
Who uploads is not part of this API, so no publisher is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from packageurl import PackageURL
from packaging.utils import InvalidName, canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from monitor.collectors.fields import believed
from monitor.collectors.homes import address, is_package, named_home, package_of, page_of
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import Malformed
from monitor.model.facts import Channel, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses

ACCEPT = "application/vnd.pypi.simple.v1+json"
STATUSES = frozenset({"active", "archived", "deprecated", "quarantined"})
STATUS_SINCE = (1, 4)
LONGEST_NAME = 300
# Clocks differ; an upload dated further ahead than this is not believed.
Link = Callable[[str], str]

SPEC = CollectorSpec(
    id="python_index",
    signals=frozenset({Signal.PACKAGE_RELEASES, Signal.PACKAGE_STATUS}),
    interval=timedelta(days=1),
    handles=lambda target: is_package(target, "pypi"),
)


@dataclass(frozen=True, slots=True)
class _File:
    version: Version
    uploaded_at: datetime | None
    is_yanked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Status:
    """`value` is "" where the index cannot say."""

    value: str
    reason: str
    note: Note | None = None


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield the releases and the status of a Python package. Raises SourceError; Malformed: not as the contract says."""
    package = package_of(target)
    name = _index_name(package)
    home = named_home(package, context.homes)
    url = address(home, page_of(package), "simple", f"{name}/")
    answer = context.http.get(url, headers={"Accept": ACCEPT})
    if answer.is_unchanged:
        yield Unchanged()
        return
    shape = Shape.of(answer)
    page = shape.mapping(answer.json(), "the answer")
    if canonicalize_name(shape.text(page.get("name"), "name")) != name:
        raise shape.wrong(f"asked for {name}, and another package came")
    status = _status(shape, page)
    link = partial(_link, package, url if home else "")
    yield from _status_facts(status, link(""), context.now)
    yield from _release_facts(shape, page, name, link, status, context.now)


def _index_name(package: PackageURL) -> str:
    try:
        return canonicalize_name(package.name, validate=True)
    except InvalidName as error:
        raise Malformed(f"{clean(package.name, 80)} is no name that a Python package can have") from error


def _link(package: PackageURL, asked: str, version: str) -> str:
    """Return where to check a fact: the page of the package, or what was asked where the user names another index."""
    return asked or page_of(package, version)


def _status(shape: Shape, page: Mapping[str, Any]) -> _Status:
    contract = _contract_version(shape, page)
    if page.get("project-status") is None:
        return _Status("active", "") if contract >= STATUS_SINCE else _Status("", "", _note_of_old_contract(contract))
    marker = shape.mapping(page["project-status"], "project-status")
    # The PEP's prose says `state`, its example and the indexes say `status`.
    value = shape.text(marker.get("status", marker.get("state", "active")), "project-status")
    reason = shape.text(marker.get("reason") or "", "the reason of project-status")
    if value not in STATUSES:
        return _Status("", "", Note("status_unknown", f"the index says {clean(value, 40)!r}, which has no meaning here yet"))
    return _Status(value, mask_addresses(clean(reason)))


def _contract_version(shape: Shape, page: Mapping[str, Any]) -> tuple[int, int]:
    meta = shape.mapping(page.get("meta"), "meta")
    text = shape.text(meta.get("api-version"), "meta.api-version")
    major, _, minor = text.partition(".")
    if not (text.isascii() and major.isdigit() and minor.isdigit() and len(text) < len("99999999")):
        raise shape.wrong("meta.api-version is no version")
    if int(major) != 1:
        raise shape.wrong(f"speaks version {text} of the contract, and version 1 is understood here")
    return int(major), int(minor)


def _note_of_old_contract(contract: tuple[int, int]) -> Note:
    return Note("status_not_served", f"version {contract[0]}.{contract[1]} of the index's contract has no project status")


def _status_facts(status: _Status, link: str, now: datetime) -> Iterator[Yield]:
    if status.note:
        yield status.note
    if status.value:
        yield StateFact("package_status", status.value, link)
    if status.reason:
        yield StateFact("package_status_reason", status.reason, link)
    yield Seen(Signal.PACKAGE_STATUS, None, now, is_complete=bool(status.value))


def _release_facts(
    shape: Shape, page: Mapping[str, Any], name: str, link: Link, status: _Status, now: datetime
) -> Iterator[Yield]:
    files, skipped = _files(shape, shape.sequence(page.get("files"), "files"), name)
    listed = _listed(shape, page)
    by_version: dict[Version, list[_File]] = {}
    for file in files:
        by_version.setdefault(file.version, []).append(file)
    releases = {version: fact for version, group in by_version.items() if (fact := _release(version, group, link, now))}
    yield from releases.values()
    yield from _notes(skipped, (listed | by_version.keys()) - releases.keys())
    # Files are withheld in quarantine, and old copies of an index have no times: what is absent then is not gone.
    is_dated = max(by_version) in releases if by_version else not listed
    yield Seen(Signal.PACKAGE_RELEASES, None, now, is_complete=is_dated and status.value != "quarantined")


def _notes(skipped: int, undated: Set[Version]) -> Iterator[Note]:
    if skipped:
        yield Note("file_names_skipped", f"{skipped} file names do not follow the packaging rules")
    if undated:
        names = ", ".join(clean(str(version), 40) for version in sorted(undated)[:5])
        yield Note(
            "versions_without_date", f"{len(undated)} versions have no upload time that can be believed and are left out: {names}"
        )


def _files(shape: Shape, entries: Sequence[Any], name: str) -> tuple[list[_File], int]:
    """Return the files whose names tell a version of `name`, and how many do not."""
    files = []
    for entry in entries:
        file = shape.mapping(entry, "an entry of files")
        version = _version_of(shape.text(file.get("filename"), "filename"), name)
        uploaded = file.get("upload-time")
        at = None if uploaded is None else shape.moment(uploaded, "upload-time")
        yanked = file.get("yanked", False)
        if not isinstance(yanked, (bool, str)):
            raise shape.wrong("yanked is neither a truth value nor a text")
        if version is not None:
            # An empty text is a reason too: yanked, and nothing said.
            files.append(_File(version, at, yanked is not False, yanked if isinstance(yanked, str) else ""))
    return files, len(entries) - len(files)


def _version_of(filename: str, name: str) -> Version | None:
    if len(filename) > LONGEST_NAME:
        return None
    try:
        if filename.endswith(".whl"):
            found, version = parse_wheel_filename(filename)[:2]
        else:
            found, version = parse_sdist_filename(filename)
    except ValueError:
        return None
    return version if found == name else None


def _listed(shape: Shape, page: Mapping[str, Any]) -> set[Version]:
    listed = set()
    for text in shape.sequence(page.get("versions", []), "versions"):
        if len(shape.text(text, "an entry of versions")) <= LONGEST_NAME:
            try:
                listed.add(Version(text))
            except InvalidVersion:
                continue
    return listed


def _release(version: Version, files: Sequence[_File], link: Link, now: datetime) -> ReleaseFact | None:
    times = [at for file in files if (at := believed(file.uploaded_at, now))]
    if not times:
        return None
    is_yanked = all(file.is_yanked for file in files)
    reasons = [mask_addresses(clean(file.reason)) for file in files if is_yanked and file.reason]
    return ReleaseFact(
        version=str(version),
        channel=Channel.PACKAGE,
        released_at=min(times),
        link=link(str(version)),
        is_prerelease=version.is_prerelease,
        is_yanked=is_yanked,
        yanked_reason=reasons[0] if reasons else "",
    )
