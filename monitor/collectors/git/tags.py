"""Tags to releases: which are versions, on which line, when, by whom, and where to read about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from monitor.collectors.git.identities import address_key
from monitor.collectors.git.log import DAY_SECONDS, EARLIEST
from monitor.collectors.git.refs import Tag
from monitor.collectors.git.source import shown
from monitor.collectors.git.versions import aliases_of, parse_tag, streams_of
from monitor.model.facts import Channel, RawIdentity, ReleaseFact
from monitor.model.target import Target

_GITHUB = "{base}/releases/tag/{tag}"
# Hosts whose page of a tag has a known address.
TAG_PAGES = {"github.com": _GITHUB, "codeberg.org": _GITHUB, "gitlab.com": "{base}/-/tags/{tag}"}


def link_of(target: Target, tag: str = "") -> str:
    """Return the web address of a tag where the host is known, else the target's own, never with credentials."""
    parts = urlsplit(target.key)
    page = TAG_PAGES.get(parts.hostname or "")
    if not tag or not page or parts.scheme != "https":
        return shown(target.key)
    base = f"https://{parts.hostname}{parts.path.rstrip('/').removesuffix('.git')}"
    return page.format(base=base, tag=quote(tag, safe=""))


def version_tags(tags: Iterable[Tag]) -> list[str]:
    """Return the names of those tags that are a full version; "v4" or "nightly" may move as they like."""
    return [tag.name for tag in tags if (version := parse_tag(tag.name)) and len(version.numbers) > 1]


def is_plausible(tag: Tag, now: datetime) -> bool:
    """Return whether a tag's date can be true: after 1970-01-01, not more than a day ahead. One without a date claims nothing."""
    return tag.at is None or EARLIEST <= tag.at <= now.timestamp() + DAY_SECONDS


def build_releases(
    tags: Iterable[Tag], target: Target, project: str, until: datetime, people: Mapping[str, RawIdentity]
) -> Iterator[ReleaseFact]:
    """Yield the releases that `tags` show up to `until`, each version of a line once (the tag dated first), oldest first."""
    dated = [tag for tag in tags if tag.at is not None and EARLIEST <= tag.at <= until.timestamp()]
    versions = {tag.name: version for tag in dated if (version := parse_tag(tag.name))}
    streams = streams_of(versions, project)
    aliases = aliases_of(versions, streams, {tag.name: tag.at or 0 for tag in dated})
    met: set[tuple[str, str]] = set()
    for tag in sorted(dated, key=lambda tag: (tag.at or 0, tag.name)):
        if tag.name not in versions or tag.name in aliases:
            continue
        version = versions[tag.name]
        line = (streams[tag.name], version.version)
        if line not in met:
            met.add(line)
            yield ReleaseFact(
                version=version.version,
                channel=Channel.TAG,
                released_at=datetime.fromtimestamp(tag.at or 0, UTC),
                link=link_of(target, tag.name),
                stream=streams[tag.name],
                is_prerelease=version.is_prerelease,
                by=people.get(address_key(tag.tagger, tag.address)) if tag.tagger or tag.address else None,
                digest=tag.commit,
            )
