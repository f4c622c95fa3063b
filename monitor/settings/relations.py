"""Checks between parts of a configuration: names that refer to others, and things said twice.

They work on the plain data, so that they speak up in the same run as the checks of each part; what is of the wrong shape is
passed over here, because the forms point at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.model.target import Target, TargetKind
from monitor.settings.document import Location
from monitor.settings.platforms import FORGES
from monitor.settings.targets import EXTRA_PROTOCOLS, parse_target, protocol_of
from monitor.settings.words import did_you_mean

Remark = tuple[Location, str]
ALWAYS_ALLOWED = ("https", "file")


def named_forges(data: object) -> Mapping[str, str]:
    """Return what software hosts run, as known and as plain data says; what is of the wrong shape is passed over."""
    hosts = _mapping(_mapping(data).get("hosts"))
    kinds = {str(host): str(_mapping(form).get("kind")) for host, form in hosts.items()}
    return {**FORGES, **{host: kind for host, kind in kinds.items() if kind in FORGES.values()}}


def check_relations(data: object, base: Path, forges: Mapping[str, str] = FORGES) -> Iterator[Remark]:
    """Yield (location, message) for each mistake between parts."""
    root = _mapping(data)
    projects = _mapping(root.get("projects"))
    families = _mapping(root.get("families"))
    allowed = _allowed(_mapping(root.get("git")).get("extra_protocols"))
    for slug, project in projects.items():
        yield from _family(("projects", slug, "family"), _mapping(project).get("family"), families)
        yield from _targets(("projects", slug, "targets"), _mapping(project).get("targets"), base, allowed, forges)
    for slug, watchlist in _mapping(root.get("watchlists")).items():
        yield from _entries(("watchlists", slug, "projects"), _mapping(watchlist).get("projects"), projects)
        yield from _mail(("watchlists", slug), _mapping(watchlist), has_server="email" in _mapping(root.get("channels")))


def _allowed(extra: object) -> tuple[str, ...]:
    """Return the protocols that git may speak; all of them where the setting itself is wrong, as that is said already."""
    named = _list(extra) if extra is not None else []
    is_right = set(map(str, named)) <= set(EXTRA_PROTOCOLS) and (extra is None or isinstance(extra, list))
    return (*ALWAYS_ALLOWED, *(map(str, named) if is_right else EXTRA_PROTOCOLS))


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _family(location: Location, family: object, families: dict[str, object]) -> Iterator[Remark]:
    if isinstance(family, str) and family not in families:
        yield location, f"no such family under `families`{did_you_mean(family, families)}"


def _entries(location: Location, entries: object, projects: dict[str, object]) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for place, entry in enumerate(_list(entries)):
        slug = _mapping(entry).get("project")
        if not isinstance(slug, str):
            continue
        if slug not in projects:
            yield (*location, place, "project"), f"no such project under `projects`{did_you_mean(slug, projects)}"
        if first.setdefault(slug, place) != place:
            yield (*location, place, "project"), f"stands in this list already, as projects.{first[slug]}"


def _mail(location: Location, watchlist: dict[str, object], *, has_server: bool) -> Iterator[Remark]:
    """A list that goes by mail needs readers and a server, and no reader twice."""
    first: dict[str, int] = {}
    recipients = _list(watchlist.get("recipients"))
    for place, recipient in enumerate(recipients):
        if first.setdefault(str(recipient).casefold(), place) != place:
            yield (
                (*location, "recipients", place),
                f"stands in this list already, as recipients.{first[str(recipient).casefold()]}",
            )
    channels = _list(watchlist.get("channels"))
    if "email" not in channels:
        return
    here = (*location, "channels", channels.index("email"))
    if not recipients:
        yield here, "needs recipients: of this list; nobody would get it"
    if not has_server:
        yield here, "needs the mail server, under channels: email: with host: and from:"


def _targets(
    location: Location, targets: object, base: Path, allowed: tuple[str, ...], forges: Mapping[str, str]
) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for place, written in enumerate(_list(targets)):
        target = _parsed(written, base, forges)
        if target is None:
            continue
        if first.setdefault(target.key, place) != place:
            yield (*location, place), f"is the same as targets.{first[target.key]}"
        elif target.kind == TargetKind.GIT and protocol_of(target) not in allowed:
            protocol = protocol_of(target)
            yield (*location, place), f"uses {protocol}, which must be allowed first: add {protocol} to git.extra_protocols"


def _parsed(written: object, base: Path, forges: Mapping[str, str]) -> Target | None:
    keys = ("address", "git", "package")
    text = written if isinstance(written, str) else next((_mapping(written)[k] for k in keys if k in _mapping(written)), None)
    try:
        return parse_target(text, base=base, forges=forges) if isinstance(text, str) else None
    except ValueError:
        return None
