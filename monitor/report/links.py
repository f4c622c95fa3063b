"""Which foreign addresses may be shown, and which of them may be opened by a click."""

from __future__ import annotations

from urllib.parse import urlsplit

from monitor.model.text import clean

CLICKABLE = frozenset({"https", "http", "mailto"})
SHOWN = frozenset({"https", "http", "file", "pkg"})
LIMIT = 2000


def safe_href(link: str) -> str:
    """Return `link` if its scheme is one that only opens a page or a mail and it carries no credentials, else ""."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    is_whole = bool((parts.netloc and "@" not in parts.netloc) or (parts.scheme == "mailto" and parts.path))
    return link.strip() if parts.scheme.lower() in CLICKABLE and is_whole else ""


def shown_link(link: str) -> str:
    """Return the address of a source as every format may show it: a page, a file or a purl, without credentials; else ""."""
    cleaned = clean(link, limit=LIMIT)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    return cleaned if parts.scheme.lower() in SHOWN and "@" not in parts.netloc else ""
