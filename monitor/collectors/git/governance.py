"""The one file that is read from a repository here: `.mailmap` at the head, fetched on purpose, without its neighbours."""

from __future__ import annotations

from pathlib import Path

from monitor.collectors.git.clone import fetch_object
from monitor.collectors.git.process import Git

MAILMAP = ".mailmap"
MAX_FILE_BYTES = 1 << 20
_REGULAR = (b"100644", b"100755")


def fetch_mailmap(git: Git, clone: Path, tree: str) -> str:
    """Return the text of `.mailmap` in the root tree `tree`, "" where there is none or it is a link. Raises SourceError.

    Costs one fetch for the tree and one for the file, each only where our clone has not got it yet.
    """
    _bring(git, clone, tree)
    listed = git.tell("ls-tree", "-z", "--end-of-options", tree, "--", MAILMAP, clone=clone).output
    entry = listed.rstrip(b"\0").partition(b"\t")[0].split(b" ")
    if entry[0] not in _REGULAR:
        return ""
    blob = entry[2].decode("ascii")
    _bring(git, clone, blob)
    return git.tell("cat-file", "blob", blob, clone=clone, at_most=MAX_FILE_BYTES).output.decode("utf-8", "replace")


def _bring(git: Git, clone: Path, name: str) -> None:
    if git.tell("cat-file", "-e", name, clone=clone, fine=(0, 1, 128)).code != 0:
        fetch_object(git, clone, name)
