"""The address of the database: a SQLite file, or PostgreSQL. A message never repeats it, for it may hold a password."""

from __future__ import annotations

import re

from pydantic import ValidationInfo

from monitor.settings.words import whole_path

_SQLITE = "sqlite:///"
_BEGINNINGS = ("postgresql://", "postgres://", "postgresql+psycopg://")
# Stricter than the driver: a password with an @ of its own would be read as part of the host, and shown as such.
_LOGIN = r"[^:/@?#\s]*(?::[^:/@?#\s]*)?@"
_HOST = r"(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
_POSTGRES = re.compile(rf"[a-z+]+://(?:{_LOGIN})?{_HOST}/[^/@?#\s]+(?:\?[^#\s]*)?")


def check_database(url: str, info: ValidationInfo) -> str:
    """Return a database URL, that of a file with an absolute path. Raises ValueError."""
    if url.startswith(_BEGINNINGS):
        return _checked_server(url)
    if url.startswith(("postgresql+", "postgres+")):
        raise ValueError("names a driver that is not used here; write postgresql://user@host/name")
    if not url.startswith(_SQLITE) or set(url) & set("?#"):
        raise ValueError("is no database URL like sqlite:///path/mainstay.db or postgresql://user@host/name")
    path = url.removeprefix(_SQLITE)
    if path in ("", ":memory:"):
        raise ValueError("names no file; a database in memory would forget everything")
    return f"{_SQLITE}{whole_path(path, info)}"


def _checked_server(url: str) -> str:
    if not _POSTGRES.fullmatch(url):
        raise ValueError(
            "is no database URL like postgresql://user:${PASSWORD}@host:5432/name; "
            "in a user name or password, write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23"
        )
    return url
