"""The street of one look at one repository: listing, clone, refs, log, facts. An unchanged one costs a single git process."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.collectors.git.clone import Listing, clone_of, fetch_clone, is_there
from monitor.collectors.git.complaints import Broken, Unclear
from monitor.collectors.git.documents import documents
from monitor.collectors.git.gate import open_git
from monitor.collectors.git.governance import fetch_mailmap
from monitor.collectors.git.lists import past_lists
from monitor.collectors.git.log import DAY_SECONDS, Tally, read_log
from monitor.collectors.git.mailmap import build_links, names_by, parse_mailmap
from monitor.collectors.git.people import People, build_activity, build_people, commits_by_address
from monitor.collectors.git.process import Git
from monitor.collectors.git.refs import Refs, Tag, changed_tags, read_refs
from monitor.collectors.git.source import shown
from monitor.collectors.git.tags import build_releases, is_plausible, link_of, version_tags
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.errors import SourceError, Unavailable
from monitor.model.facts import Cursor, LinkFact, Note, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from monitor.model.text import clean

# Count up when the same history would be read otherwise: unchanged repositories are then read once more.
UNREAD = "mailmap_unread"
METHOD = "5"
BOOKMARK_PARTS = 4
SHORT = 12
NAMES_SHOWN = 5

SPEC = CollectorSpec(
    id="git",
    signals=frozenset(
        {
            Signal.ACTIVITY,
            Signal.TAGS,
            Signal.DEFAULT_BRANCH,
            Signal.HISTORY_INTEGRITY,
            Signal.AFFILIATION,
            Signal.DOCUMENTS,
            Signal.LISTS,
        },
    ),
    interval=timedelta(days=1),
    handles=lambda target: target.kind == TargetKind.GIT,
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What is remembered from look to look: the digest of the listing, the head that was read, since when we look, the branch."""

    digest: str = ""
    head: str = ""
    since: str = ""
    branch: str = ""

    @classmethod
    def read(cls, cursor: str) -> Bookmark:
        """Return the bookmark in `cursor`; an unreadable one is an empty one."""
        parts = cursor.split(" ", BOOKMARK_PARTS - 1)
        return cls(*parts) if len(parts) == BOOKMARK_PARTS else cls()

    def written(self) -> str:
        """Return the bookmark as a cursor."""
        return f"{self.digest} {self.head} {self.since} {self.branch}"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one target: what every step needs."""

    target: Target
    context: Context
    git: Git
    clone: Path
    until: datetime


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield activity, releases, states and links of the repository `target`, or Unchanged. Raises only SourceError."""
    try:
        yield from _collect(target, context)
    except OSError as error:
        where = shown(str(error.filename)) if error.filename else "a folder of this machine"
        raise Unavailable(f"{shown(target.key)}: {where} cannot be used: {error.strerror}") from error


def _collect(target: Target, context: Context) -> Iterator[Yield]:
    git, listing, notes = open_git(target, context)
    clone = clone_of(target, context.git.clones_dir)
    last = Bookmark.read(context.cursor)
    digest = _digest(listing, target, context)
    if last.digest == digest and is_there(clone):
        yield from notes
        yield Unchanged()
        return
    until = min(context.now, target.observed_until or context.now)
    yield from notes
    look = Look(target, context, git, clone, until)
    before = _tags_before(look)
    if not fetch_clone(git, clone):
        yield Note("no_filter", "the server cannot leave out files; everything was fetched, within the size limit")
    try:
        yield from _read(look, listing, last, digest, before)
    except (Broken, Unclear):
        # Our copy may be at fault: the next look makes a new one.
        shutil.rmtree(clone, ignore_errors=True)
        raise


def _digest(listing: Listing, target: Target, context: Context) -> str:
    """Return a digest of all that makes the same repository read the same: its refs, our method and what the settings say."""
    parts = (METHOD, listing.digest, target.key, str(target.observed_until), *sorted(context.bots))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _read(look: Look, listing: Listing, last: Bookmark, digest: str, before: tuple[Tag, ...]) -> Iterator[Yield]:
    refs = read_refs(look.git, look.clone)
    tally = read_log(look.git, look.clone, look.until, look.context.now)
    people, links = _mailmap(look, refs, tally, build_people(tally, refs.tags, look.context))
    yield from build_activity(tally, people)
    yield from build_releases(refs.tags, look.target, look.git.source.name, look.until, people.identities)
    yield from _default_branch(look, listing)
    yield from _rewritten(look, last, listing.branch, refs)
    yield from links
    yield from _past_lists(look, refs)
    yield from _documents(look, refs)
    yield from _tag_notes(before, refs.tags)
    yield from _date_notes(look, refs, tally)
    since = last.since or look.until.isoformat()
    has_unread = any(isinstance(item, Note) and item.code == UNREAD for item in links)
    yield from _seen(look, since, has_all_links=not has_unread)
    # What is dated a few hours ahead counts tomorrow: the next look must read it although nothing moved.
    is_all = not tally.ahead and not any(_is_ahead(tag, look.context.now) for tag in refs.tags)
    yield Cursor(Bookmark(digest if is_all else "-", refs.head, since, listing.branch).written())


def _tags_before(look: Look) -> tuple[Tag, ...]:
    if not is_there(look.clone):
        return ()
    try:
        return read_refs(look.git, look.clone).tags
    except (Broken, Unclear):
        return ()


def _is_ahead(tag: Tag, now: datetime) -> bool:
    return tag.at is not None and 0 < tag.at - now.timestamp() <= DAY_SECONDS


def _default_branch(look: Look, listing: Listing) -> Iterator[Yield]:
    if listing.branch:
        yield StateFact("default_branch", listing.branch, link_of(look.target))
    else:
        yield Note("detached_head", "HEAD names no branch; the commit that it points at was read")


def _rewritten(look: Look, last: Bookmark, branch: str, refs: Refs) -> Iterator[Yield]:
    """Yield the event when the head of the same branch no longer has the former head among its ancestors."""
    if not last.head or last.head == refs.head:
        return
    arguments = ("merge-base", "--is-ancestor", "--end-of-options", last.head, refs.head)
    # 128: the former head is not even there any more.
    if look.git.tell(*arguments, clone=look.clone, fine=(0, 1, 128)).code == 0:
        return
    if last.branch != branch:
        yield Note("other_branch", f"the default branch was {last.branch or 'not named'}, and has another history now")
        return
    value = f"{last.head[:SHORT]}..{refs.head[:SHORT]}"
    yield StateFact("history_rewritten", value, link_of(look.target), held_from=look.until)


def _mailmap(look: Look, refs: Refs, tally: Tally, people: People) -> tuple[People, list[LinkFact | Note]]:
    """Return the people by the names that `.mailmap` gives them, and the links between their accounts."""
    try:
        entries = list(parse_mailmap(fetch_mailmap(look.git, look.clone, refs.tree)))
    except SourceError as error:
        return people, [Note(UNREAD, clean(f".mailmap could not be read: {error}"))]
    links, refused = build_links(entries, people.known(), commits_by_address(tally, people))
    people = people.renamed(names_by(entries, people.known(), links))
    named = {identity.stable_id: identity for identity in people.identities.values()}
    found: list[LinkFact | Note] = [LinkFact(named[one.first.stable_id], named[one.second.stable_id], one.proof) for one in links]
    if refused:
        note = f"{refused} links in .mailmap join busy accounts without a common word in their names; not followed"
        found.append(Note("mailmap_refused", note))
    return people, found


def _past_lists(look: Look, refs: Refs) -> Iterator[Yield]:
    """Yield past versions of the lists; where they cannot be read the look is a good one all the same."""
    try:
        yield from list(past_lists(look.git, look.clone, refs, link_of(look.target), look.until))
        yield Seen(Signal.LISTS, None, look.until, True)
    except SourceError as error:
        yield Note("lists_unread", clean(f"past versions of the lists of maintainers could not be read: {error}"))
        yield Seen(Signal.LISTS, None, look.until, False)


def _documents(look: Look, refs: Refs) -> Iterator[Yield]:
    """Yield the documents of the root; where they cannot be read the rest of the look is a good one all the same."""
    try:
        yield from list(documents(look.git, look.clone, refs, link_of(look.target), look.until))
        yield Seen(Signal.DOCUMENTS, None, look.until, True)
    except SourceError as error:
        yield Note("documents_unread", clean(f"since when documents are as they are could not be read: {error}"))
        yield Seen(Signal.DOCUMENTS, None, look.until, False)


def _tag_notes(before: tuple[Tag, ...], after: tuple[Tag, ...]) -> Iterator[Note]:
    versions = set(version_tags(before))
    gone, moved = changed_tags([tag for tag in before if tag.name in versions], after)
    for code, names in (("tags_deleted", gone), ("tags_moved", moved)):
        if names:
            more = ", …" if len(names) > NAMES_SHOWN else ""
            yield Note(code, clean(f"{len(names)}: {', '.join(sorted(names)[:NAMES_SHOWN])}{more}"))


def _date_notes(look: Look, refs: Refs, tally: Tally) -> Iterator[Note | StateFact]:
    tags = sum(not is_plausible(tag, look.context.now) for tag in refs.tags)
    counts = ((tally.implausible, "commit"), (tags, "tag"))
    parts = [f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts if count]
    if parts:
        yield StateFact("dates_set_aside", " and ".join(parts), link_of(look.target))
        yield Note("implausible_dates", f"{' and '.join(parts)} dated before 1970-01-02 or in the future are left out")


def _seen(look: Look, since: str, *, has_all_links: bool) -> Iterator[Seen]:
    """History and tags are known from the first; the branch's name from now, rewrites from our first look on."""
    for signal in (Signal.ACTIVITY, Signal.TAGS):
        yield Seen(signal, None, look.until, True)
    yield Seen(Signal.AFFILIATION, None, look.until, has_all_links)
    yield Seen(Signal.DEFAULT_BRANCH, look.until, look.until, True)
    yield Seen(Signal.HISTORY_INTEGRITY, datetime.fromisoformat(since), look.until, True)
