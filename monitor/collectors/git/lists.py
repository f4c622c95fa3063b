"""Past versions of the lists in a repository's root and in its platform's folder: who stood there before we first looked.

Of a platform's folder (.github, .gitlab) its tree of today is fetched. Where a list stands today, the root trees of the last
commits are fetched without what they hold, then those of the folder, then the versions of the lists; elsewhere nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from monitor.collectors.files import GOVERNANCE, kept_text
from monitor.collectors.git.clone import HEAD, bring
from monitor.collectors.git.process import Git
from monitor.collectors.git.refs import Refs
from monitor.model.facts import StateFact

# Small folders that seldom change. One of documentation has a tree for every page that was touched.
FOLDERS = (".github", ".gitlab")
# Files that list people; others of the governance files are prose, or stand in folders that are not fetched.
_NAMES = ("MAINTAINERS", "CODEOWNERS", "OWNERS", "EMERITUS")
LISTS = tuple(
    path for path in GOVERNANCE if path.rpartition("/")[0] in ("", *FOLDERS) and path.rpartition("/")[2].startswith(_NAMES)
)
MOST_COMMITS, MOST_VERSIONS, MOST_BYTES = 1500, 60, 1 << 16
SHORT = 12
VERSION, GONE, START = "governance_version", "governance_gone", "start"
_REGULAR, _FOLDER = (b"100644", b"100755"), "040000"
# The name of a tree without entries, by the length of names: SHA-1 and SHA-256.
_EMPTY = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A list as a commit left it: `blob` is "" where it was deleted; `commit` "start" is the oldest commit that we read."""

    path: str
    commit: str
    at: datetime
    blob: str


def past_lists(git: Git, clone: Path, refs: Refs, page: str, until: datetime) -> Iterator[StateFact]:
    """Yield the versions of the lists that stand there today, the newest `MOST_VERSIONS`. Raises SourceError."""
    _bring_folders(git, clone, [refs.tree], FOLDERS)
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
    trees = list(dict.fromkeys(tree for _, tree, _ in commits))
    bring(git, clone, trees)
    _bring_folders(git, clone, trees, [folder for folder in FOLDERS if any(path.startswith(f"{folder}/") for path in paths)])
    oldest = commits[-1] if len(commits) > MOST_COMMITS else None
    raw = ("--raw", "--no-abbrev", "--no-renames", "--no-show-signature", "--diff-merges=first-parent", "--format=%x00%H %ct")
    since = (f"^{oldest[0]}",) if oldest else ()
    told = git.tell("log", "--first-parent", *raw, HEAD, *since, "--", *paths, clone=clone).output.decode("utf-8", "replace")
    found = list(_told(told))
    if oldest:
        at = datetime.fromtimestamp(int(oldest[2]), UTC)
        found += [Change(path, START, at, blob) for path, blob in _blobs(git, clone, oldest[1], paths)]
    return found


def _bring_folders(git: Git, clone: Path, trees: Sequence[str], folders: Sequence[str]) -> None:
    """Fetch the trees that folders had in root trees, without what they hold. Raises SourceError."""
    if not folders:
        return
    # Each root tree is compared with the next, the last with an empty one: that tells the folder's tree without reading it.
    pairs = "".join(f"{one} {other}\n" for one, other in pairwise([*trees, _EMPTY[len(trees[0])]]))
    asked = ("diff-tree", "--stdin", "--raw", "--no-abbrev", "--no-renames", "--", *folders)
    told = git.tell(*asked, clone=clone, fed=pairs.encode("ascii")).output.decode("utf-8", "replace")
    found = {line.split(" ")[2] for line in told.splitlines() if line.startswith(f":{_FOLDER} ")}
    if found:
        bring(git, clone, sorted(found))


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
