"""Governance files and front page of a repository on Forgejo or Gitea, at the head of its default branch.

GET .../git/trees/:branch lists a folder with digests, .../contents/:path holds one file in base64.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from monitor.collectors.fields import text
from monitor.collectors.forgejo.places import SOURCE, fetch_repository, is_repository, object_in, repository_url
from monitor.collectors.repository_files import FOLDERS, documents
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Note, Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

SPEC = CollectorSpec(
    id="forgejo_files",
    signals=frozenset({Signal.GOVERNANCE}),
    interval=timedelta(days=1),
    longest=timedelta(days=100),
    handles=is_repository,
    source=SOURCE,
    requests=2 + len(FOLDERS),
)


TEXTLESS = ("symlink", "submodule", "dir")


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what the files of a repository say of who carries it. Raises SourceError."""
    shape, repository = fetch_repository(target, context)
    branch = text(repository, "default_branch")
    if repository.get("empty") is True:
        yield Note("no_files", "the repository is empty")
        files, is_whole = dict[str, str](), True
    elif branch:
        files, is_whole = _listed(target, context, branch)
    else:
        raise shape.wrong("default_branch is missing, and the repository is not said to be empty")

    def page(path: str) -> str:
        return f"{target.key}/src/branch/{quote(branch)}/{quote(path)}"

    yield from documents(files, lambda path: _text(target, context, path), page, context, is_whole=is_whole)


def _listed(target: Target, context: Context, branch: str) -> tuple[dict[str, str], bool]:
    """Return the files (path to digest) of the root and the folders that matter, and whether those are all."""
    files, folders, is_whole = _folder(target, context, branch, "")
    for name in FOLDERS:
        if name in folders:
            inside, _, is_all = _folder(target, context, folders[name], f"{name}/")
            files |= inside
            is_whole = is_whole and is_all
    return files, is_whole


def _folder(target: Target, context: Context, name: str, before: str) -> tuple[dict[str, str], dict[str, str], bool]:
    """Return the files and folders (path to digest) of one folder, and whether those are all."""
    answer = context.http.get(repository_url(target, context, f"/git/trees/{quote(name, safe='')}"), is_conditional=False)
    shape, data = object_in(answer)
    found: Mapping[str, dict[str, str]] = {"blob": {}, "tree": {}}
    for listed in shape.sequence(data.get("tree"), "tree"):
        entry = shape.mapping(listed, "an entry of tree")
        kind, path = entry.get("type"), f"{before}{shape.text(entry.get('path'), 'path')}"
        if isinstance(kind, str) and kind in found:
            found[kind][path] = _digest(shape, entry)
    return found["blob"], found["tree"], data.get("truncated") is not True


def _digest(shape: Shape, entry: Mapping[str, Any]) -> str:
    found = shape.text(entry.get("sha"), "sha")[:64]
    if not (found.isascii() and found.isalnum()):
        raise shape.wrong("sha is no digest")
    return found


def _text(target: Target, context: Context, path: str) -> str:
    answer = context.http.get(repository_url(target, context, f"/contents/{quote(path)}"), is_conditional=False)
    shape, data = object_in(answer)
    return _decoded(shape, data)


def _decoded(shape: Shape, data: Mapping[str, Any]) -> str:
    """Return the text of a file, "" for a link or a folder, which has none. Raises Malformed."""
    content = data.get("content")
    if content is None and data.get("type") in TEXTLESS:
        return ""
    try:
        return base64.b64decode(shape.text(content, "content"), validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError) as error:
        raise shape.wrong("content is not base64") from error
