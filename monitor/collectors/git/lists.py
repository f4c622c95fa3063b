"""Past versions of the lists in a repository's root: who stood there before we first looked, read in three fetches.

The root trees of the last commits are fetched without what they hold, then the versions of the lists. Where the root holds no
list today, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.collectors.files import GOVERNANCE, kept_text
from monitor.collectors.git.clone import HEAD, bring
from monitor.collectors.git.process import Git
from monitor.collectors.git.refs import Refs
from monitor.model.facts import StateFact

# Files that list people, in the root; others of the governance files are prose, or stand in folders that are not fetched.
LISTS = tuple(path for path in GOVERNANCE if "/" not in path and not path.startswith(("GOVERNANCE", "SECURITY", "security")))
MOST_COMMITS, MOST_VERSIONS, MOST_BYTES = 1500, 60, 1 << 16
SHORT = 12
VERSION, GONE, START = "governance_version", "governance_gone", "start"
_REGULAR = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Change:
    """A list as a commit left it: `blob` is "" where it was deleted; `commit` "start" is the oldest commit that we read."""

    path: str
    commit: str
    at: datetime
    blob: str


def past_lists(git: Git, clone: Path, refs: Refs, page: str, until: datetime) -> Iterator[StateFact]:
    """Yield the versions of the lists that stand in the root today, the newest `MOST_VERSIONS`. Raises SourceError."""
    present = [path for path, _ in _blobs(git, clone, refs.tree, LISTS)]
    if not present:
        return
    changes = [change for change in _changes(git, clone, present) if change.at <= until][:MOST_VERSIONS]
    texts = _texts(git, clone, sorted({change.blob for change in changes if change.blob}))
    for change in changes:
        subject = f"{change.path}@{change.commit[:SHORT]}"
        text = kept_text(texts.get(change.blob, ""))
        if text:
            yield StateFact(VERSION, text, page, held_from=change.at, subject=subject)
        elif not change.blob or change.blob in texts:
            yield StateFact(GONE, change.path, page, held_from=change.at, subject=subject)


def _blobs(git: Git, clone: Path, tree: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, blob) of the regular files among `paths` in a tree."""
    listed = git.tell("ls-tree", "-z", "--end-of-options", tree, "--", *paths, clone=clone).output
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, _, rest = about.partition(b" ")
        if mode in _REGULAR:
            yield path.decode("utf-8", "replace"), rest.split(b" ")[1].decode("ascii")


def _changes(git: Git, clone: Path, paths: Sequence[str]) -> list[Change]:
    """Return the changes of the lists along the default branch, the newest first."""
    form = ("log", "--first-parent", "--format=%H %T %ct", f"--max-count={MOST_COMMITS + 1}", "--end-of-options", HEAD)
    commits = [line.split(" ") for line in git.tell(*form, clone=clone).output.decode("ascii", "replace").splitlines()]
    bring(git, clone, list(dict.fromkeys(tree for _, tree, _ in commits)))
    oldest = commits[-1] if len(commits) > MOST_COMMITS else None
    raw = ("--raw", "--no-abbrev", "--no-renames", "--no-show-signature", "--diff-merges=first-parent", "--format=%x00%H %ct")
    since = (f"^{oldest[0]}",) if oldest else ()
    told = git.tell("log", "--first-parent", *raw, HEAD, *since, "--", *paths, clone=clone).output.decode("utf-8", "replace")
    found = list(_told(told))
    if oldest:
        at = datetime.fromtimestamp(int(oldest[2]), UTC)
        found += [Change(path, START, at, blob) for path, blob in _blobs(git, clone, oldest[1], paths)]
    return found


def _told(text: str) -> Iterator[Change]:
    commit, at = "", datetime.fromtimestamp(0, UTC)
    for line in text.splitlines():
        if line.startswith("\0"):
            commit, _, seconds = line[1:].partition(" ")
            at = datetime.fromtimestamp(int(seconds), UTC)
        elif line.startswith(":"):
            about, _, path = line.partition("\t")
            blob, kind = about.split(" ")[3:5]
            yield Change(path, commit, at, "" if kind == "D" else blob)


def _texts(git: Git, clone: Path, blobs: Sequence[str]) -> Mapping[str, str]:
    """Return the texts of blobs; larger ones are left out."""
    bring(git, clone, blobs)
    found = {}
    for blob in blobs:
        size = int(git.tell("cat-file", "-s", blob, clone=clone).output)
        if size <= MOST_BYTES:
            found[blob] = git.tell("cat-file", "blob", blob, clone=clone).output.decode("utf-8", "replace")
    return found
