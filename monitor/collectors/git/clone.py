"""Our own copy of a repository: what its server lists, and a bare, commit-only clone that is fetched in steps.

No name of the foreign repository is ever an argument: its HEAD is kept as refs/mainstay/head, its tags as refs/tags/*.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.collectors.git.complaints import Broken, Unclear
from monitor.collectors.git.process import Git
from monitor.model.errors import Malformed
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses

HEAD = "refs/mainstay/head"
_FETCH = (
    "fetch",
    "--quiet",
    "--no-progress",
    "--no-tags",
    "--prune",
    "--force",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--filter=tree:0",
    "origin",
    f"+HEAD:{HEAD}",
    "+refs/tags/*:refs/tags/*",
)
_OBJECT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = "ref: refs/heads/"
NO_FILTER = "filtering not recognized"
# Names in one command: some 20 KB, far below what a system takes.
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """What a server lists: the name of its default branch ("" where HEAD names none) and a digest of HEAD and all tags."""

    branch: str
    digest: str


def fetch_listing(git: Git) -> Listing:
    """Ask the server for HEAD and tags: one process, some kilobytes. Raises Malformed where HEAD has no commit."""
    output = git.ask("ls-remote", "--symref", "--", "origin", "HEAD", "refs/tags/*").output
    branch, has_head = "", False
    for line in output.splitlines()[:2]:
        value, _, name = line.partition(b"\t")
        if name == b"HEAD" and value.startswith(_BRANCH.encode()):
            branch = mask_addresses(clean(value[len(_BRANCH) :].decode("utf-8", "replace")))
        elif name == b"HEAD":
            has_head = bool(_OBJECT.fullmatch(value))
    if not has_head:
        raise Malformed(f"{git.source.shown}: the repository has no commits on its default branch")
    return Listing(branch, hashlib.sha256(output).hexdigest())


def clone_of(target: Target, clones_dir: Path) -> Path:
    """Return where the clone of `target` is kept."""
    return clones_dir.resolve() / hashlib.sha256(target.key.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def is_there(clone: Path) -> bool:
    """Return whether a whole clone lies there (a broken-off one never gets this name)."""
    return (clone / "HEAD").is_file()


def fetch_clone(git: Git, clone: Path) -> bool:
    """Bring `clone` up to date, or make it; return whether the server left out trees and blobs as asked.

    A copy of ours that git finds broken is made anew, once, and replaced when that worked. Raises SourceError.
    """
    if is_there(clone):
        try:
            return _fetch(git, clone)
        except (Broken, Unclear):
            return _make(git, clone)
    return _make(git, clone)


def _make(git: Git, clone: Path) -> bool:
    growing = clone.with_suffix(".new")
    shutil.rmtree(growing, ignore_errors=True)
    try:
        git.ask("init", "--quiet", "--bare", "--template=", "--initial-branch=none", "--", str(growing))
        has_filter = _fetch(git, growing)
        shutil.rmtree(clone, ignore_errors=True)
        growing.rename(clone)
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    return has_filter


def _fetch(git: Git, clone: Path) -> bool:
    try:
        return NO_FILTER not in git.ask(*_FETCH, clone=clone, watched=clone).complaint
    finally:
        for leftover in (clone / "objects" / "pack").glob("tmp_*"):
            leftover.unlink(missing_ok=True)


def bring(git: Git, clone: Path, names: Sequence[str]) -> None:
    """Fetch those of many trees or blobs that our clone has not got yet. Raises SourceError.

    Asking for a single one that is missing makes git look for it on its own, so all that are there are listed.
    """
    held = git.tell("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)", clone=clone).output
    missing = sorted(set(names).difference(held.decode("ascii", "replace").split()))
    for start in range(0, len(missing), AT_ONCE):
        fetch_object(git, clone, *missing[start : start + AT_ONCE])


def fetch_object(git: Git, clone: Path, *names: str) -> None:
    """Fetch trees or blobs by their names, without what they contain. Raises SourceError."""
    git.ask(
        *(
            "-c",
            "fetch.negotiationAlgorithm=noop",
            "-c",
            "maintenance.auto=false",
            "fetch",
            "--quiet",
            "--no-progress",
            "--no-tags",
        ),
        *("--no-write-fetch-head", "--no-recurse-submodules", "--filter=tree:0", "--", "origin", *names),
        clone=clone,
        watched=clone,
    )
