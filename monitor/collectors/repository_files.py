"""Governance files and front page of a repository, once its files are listed: read only when one of them changed.

A forge lists the files of a folder with the digests of their content; these, joined, are the cursor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from monitor.collectors.declared import DECLARED, declared_in
from monitor.collectors.fields import bookmark, to_cursor
from monitor.collectors.files import FRONT_PAGES, GOVERNANCE, WATCHED, kept_text
from monitor.collectors.notices import notices_in
from monitor.model.collecting import Context
from monitor.model.facts import Cursor, Note, Seen, StateFact, Unchanged, Yield
from monitor.model.signals import Signal

READ = frozenset({*GOVERNANCE, *WATCHED, *FRONT_PAGES, *DECLARED})
FOLDERS = ("docs", ".github", ".gitlab", ".gitea", ".forgejo")


def documents(
    listed: Mapping[str, str], read: Callable[[str], str], page_of: Callable[[str], str], context: Context, *, is_whole: bool
) -> Iterator[Yield]:
    """Yield the files of `listed` (path to digest) that matter here; `read` fetches the text of one, `page_of` is its link."""
    known = bookmark(context.cursor)
    if not listed and known.get("files") not in (None, _print_of({})) and known.get("is_doubted") is not True:
        yield Note("nothing_listed", "files were listed before and none is now: believed when it is said again")
        yield Cursor(to_cursor(files=known["files"], is_doubted=True))
        yield Seen(Signal.GOVERNANCE, None, context.now, is_complete=False)
        return
    files = {path: digest for path, digest in sorted(listed.items()) if path in READ}
    print_of = _print_of(files)
    if is_whole and known.get("files") == print_of and not known.get("is_doubted"):
        yield Unchanged()
        return
    for path, digest in files.items():
        if path in WATCHED or path in FRONT_PAGES:
            yield StateFact("file_digest", digest, page_of(path), subject=path)
        if path in GOVERNANCE:
            text = read(path)
            yield StateFact("governance_text", kept_text(text), page_of(path), subject=path)
            yield from declared_in(path, text, page_of(path))
        if path in DECLARED:
            yield from declared_in(path, read(path), page_of(path))
    front = next((path for path in FRONT_PAGES if path in files), "")
    if front:
        yield from notices_in(read(front), page_of(front), context.now)
    yield Cursor(to_cursor(files=print_of))
    yield Seen(Signal.GOVERNANCE, None, context.now, is_complete=is_whole)


def _print_of(files: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(files).encode()).hexdigest()
