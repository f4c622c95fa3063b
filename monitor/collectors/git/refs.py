"""The refs of our clone: its head, and the tags with their dates and taggers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor.collectors.git.clone import HEAD
from monitor.collectors.git.process import Git
from monitor.model.errors import Malformed

_FIELDS = (
    "refname",
    "objectname",
    "objecttype",
    "taggername",
    "taggeremail",
    "taggerdate:unix",
    "committerdate:unix",
    "*committerdate:unix",
    "tree",
    "*objectname",
)
_TAGS = "refs/tags/"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `at` is seconds since 1970: the tagger's date, else the commit's; None where there is neither.

    `commit` is what it names: another commit under the same name is a moved tag, a tag signed anew is none.
    """

    name: str
    object_name: str
    at: int | None
    tagger: bytes = b""
    address: bytes = b""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Refs:
    """The head of the default branch, its tree, and all tags."""

    head: str
    tree: str
    tags: tuple[Tag, ...]


def read_refs(git: Git, clone: Path) -> Refs:
    """Return what our clone points at. Raises Malformed where the head is no commit."""
    form = "%00".join(f"%({field})" for field in _FIELDS)
    output = git.tell("for-each-ref", f"--format={form}%00", HEAD, _TAGS, clone=clone).output
    fields = output.split(b"\0")
    rows = [fields[start : start + len(_FIELDS)] for start in range(0, len(fields) - len(_FIELDS), len(_FIELDS))]
    heads = [row for row in rows if row[0].strip() == HEAD.encode()]
    if not heads or not heads[0][8]:
        raise Malformed(f"{git.source.shown}: its HEAD is no commit")
    return Refs(heads[0][1].decode(), heads[0][8].decode(), tuple(_tag(row) for row in rows if row is not heads[0]))


def _tag(row: list[bytes]) -> Tag:
    name = row[0].strip().decode("utf-8", "replace").removeprefix(_TAGS)
    dates = [int(date) for date in row[5:8] if date.isdigit()]
    has_tagger = bool(row[5])
    return Tag(
        name=name,
        object_name=row[1].decode(),
        at=dates[0] if dates else None,
        tagger=row[3] if has_tagger else b"",
        address=row[4].strip().removeprefix(b"<").removesuffix(b">") if has_tagger else b"",
        commit=(row[9] or row[1]).decode(),
    )


def changed_tags(before: Iterable[Tag], after: Iterable[Tag]) -> tuple[list[str], list[str]]:
    """Return the names of the tags that are gone, and of those that point elsewhere now."""
    now = {tag.name: tag.object_name for tag in after}
    gone = [tag.name for tag in before if tag.name not in now]
    moved = [tag.name for tag in before if now.get(tag.name, tag.object_name) != tag.object_name]
    return gone, moved
