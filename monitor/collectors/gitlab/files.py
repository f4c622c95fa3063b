"""Governance files and front page of a GitLab project, at the head of its default branch.

GET /projects/:id/repository/tree?path=... lists a folder with digests; /repository/files/:path/raw?ref=HEAD is one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from monitor.collectors.fields import next_page, pages
from monitor.collectors.gitlab.places import SOURCE, is_project, project_url
from monitor.collectors.repository_files import FOLDERS, documents
from monitor.collectors.shape import Shape
from monitor.model.collecting import CollectorSpec, Context
from monitor.model.facts import Yield
from monitor.model.signals import Signal
from monitor.model.target import Target

MOST_PAGES = 5
SPEC = CollectorSpec(
    id="gitlab_files",
    signals=frozenset({Signal.GOVERNANCE}),
    interval=timedelta(days=1),
    longest=timedelta(days=100),
    handles=is_project,
    source=SOURCE,
    requests=1 + len(FOLDERS),
)


def collect(target: Target, context: Context) -> Iterator[Yield]:
    """Yield what the files of a project say of who carries it. Raises SourceError."""
    files, folders, is_whole = _folder(target, context, "")
    for name in FOLDERS:
        if name in folders:
            inside, _, is_all = _folder(target, context, name)
            files |= inside
            is_whole = is_whole and is_all

    def read(path: str) -> str:
        url = project_url(target, context, f"/repository/files/{quote(path, safe='')}/raw", ref="HEAD")
        return context.http.get(url, is_conditional=False).body.decode("utf-8", "replace")

    yield from documents(files, read, lambda path: f"{target.key}/-/blob/HEAD/{quote(path)}", context, is_whole=is_whole)


def _folder(target: Target, context: Context, path: str) -> tuple[dict[str, str], set[str], bool]:
    """Return the files (path to digest) and folders in one folder, and whether those are all."""
    asked = {"per_page": 100} | ({"path": path} if path else {})
    first = context.http.get(project_url(target, context, "/repository/tree", **asked), is_conditional=False)
    files: dict[str, str] = {}
    folders: set[str] = set()
    last = first
    for last in pages(first, context, MOST_PAGES):
        shape = Shape.of(last)
        for listed in shape.sequence(last.json(), "the answer"):
            entry = shape.mapping(listed, "an entry of the folder")
            name = shape.text(entry.get("path"), "path")
            if entry.get("type") == "blob":
                files[name] = shape.text(entry.get("id"), "id")[:64]
            elif entry.get("type") == "tree":
                folders.add(name)
    return files, folders, not next_page(last)
