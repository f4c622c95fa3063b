"""Since when a repository's documentation, front page and security policy are as they are, to the quarter.

The root trees that stood at the starts of the last quarters are fetched, in one fetch and without what they hold: an entry of
the same name and digest is the same document. Where the root holds no document, nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.collectors.git.clone import HEAD, bring
from monitor.collectors.git.process import Git
from monitor.collectors.git.refs import Refs
from monitor.model.facts import StateFact
from monitor.model.text import clean

# A document as it is: the value is its digest, the subject its name in the root, `held_from` since when it was so at the latest.
DOCUMENT = "document"
QUARTERS, MONTHS, LEAD_DAYS = 20, 3, 365
SHORT = 12
_DOCUMENTS = re.compile(rb"(?:docs?|documentation|readme(?:\.[a-z]+)?|security(?:\.[a-z]+)?)", re.IGNORECASE)
_KEPT = (b"100644", b"100755", b"040000")


def documents(git: Git, clone: Path, refs: Refs, page: str, until: datetime) -> Iterator[StateFact]:
    """Yield the documents of the root, each with the earliest start of a quarter since which it is so. Raises SourceError."""
    present = dict(_entries(git, clone, refs.tree))
    if not present:
        return
    stood = _trees_at(git, clone, quarters_before(until))
    bring(git, clone, sorted({tree for _, tree in stood}))
    since = _same_since(git, clone, refs.tree, list(present), stood)
    for name, digest in present.items():
        yield StateFact(DOCUMENT, digest[:SHORT], page, held_from=since.get(name), subject=clean(name.decode("utf-8", "replace")))


def quarters_before(until: datetime) -> list[datetime]:
    """Return the starts of the last `QUARTERS` quarters of the calendar, the latest first."""
    months = until.year * 12 + (until.month - 1) // MONTHS * MONTHS
    starts = (months - MONTHS * back for back in range(QUARTERS))
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in starts]


def _entries(git: Git, clone: Path, tree: str) -> Iterator[tuple[bytes, str]]:
    """Yield (name, digest) of the documents in a root tree; links and submodules are none."""
    listed = git.tell("ls-tree", "-z", "--end-of-options", tree, clone=clone).output
    for entry in filter(None, listed.split(b"\0")):
        about, _, name = entry.partition(b"\t")
        mode, _, digest = about.split(b" ")
        if mode in _KEPT and _DOCUMENTS.fullmatch(name):
            yield name, digest.decode("ascii")


def _trees_at(git: Git, clone: Path, days: Sequence[datetime]) -> list[tuple[datetime, str]]:
    """Return each day that had a commit before it, with the tree that the default branch had then, the latest first."""
    # What is older than a year before the first of the days is not read: a long history would cost more than the whole look.
    since = f"--since={(days[-1] - timedelta(days=LEAD_DAYS)).isoformat()}"
    form = ("log", "--first-parent", since, "--format=%T %ct", "--end-of-options", HEAD)
    commits = [line.split(" ") for line in git.tell(*form, clone=clone).output.decode("ascii", "replace").splitlines()]
    found, at = [], 0
    for day in days:
        while at < len(commits) and int(commits[at][1]) > day.timestamp():
            at += 1
        if at < len(commits):
            found.append((day, commits[at][0]))
    return found


def _same_since(
    git: Git, clone: Path, tree: str, names: Sequence[bytes], stood: Sequence[tuple[datetime, str]]
) -> dict[bytes, datetime]:
    """Return for each document the earliest of the days, without a gap, on which it was what it is in `tree`."""
    since: dict[bytes, datetime] = {}
    same = set(names)
    for day, then in stood:
        differing = ("diff-tree", "--name-only", "-z", "--end-of-options", tree, then)
        same -= set(git.tell(*differing, clone=clone).output.split(b"\0")) if then != tree else set()
        since |= dict.fromkeys(same, day)
        if not same:
            break
    return since
