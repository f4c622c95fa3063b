"""Writes histories as data that can be judged: the three tables that `data.py` reads, people as keys and no name anywhere."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path

import polars as pl

from monitor.model.errors import SettingsError
from monitor.model.facts import ActivityKind
from monitor.model.history import History

KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Copy:
    """One repository: what it is called in the data, its whole history, and until when it was seen."""

    name: str
    history: History
    observed_until: datetime


def write_data(folder: Path, copies: Iterable[Copy], salt: bytes) -> int:
    """Write the tables of `copies` into a folder and return how many repositories they hold. Raises SettingsError.

    A person's key is the same in all repositories, and nobody finds the person without the salt. Commits are told by the day.
    """
    held = sorted(copies, key=lambda copy: copy.name)
    commits = [row for copy in held for row in _commits(copy, salt)]
    tags = [row for copy in held for row in _tags(copy)]
    repositories = [_repository(copy) for copy in held]
    tables: Mapping[str, pl.DataFrame] = {
        "commits.parquet": pl.DataFrame(
            commits, schema={"repo": pl.String, "author": pl.String, "bot": pl.Boolean, "committed_at": pl.Int64}, orient="row"
        ),
        "tags.parquet": pl.DataFrame(tags, schema={"repo": pl.String, "tag": pl.String, "committed_at": pl.Int64}, orient="row"),
        "repositories.parquet": pl.DataFrame(
            repositories,
            schema={name: pl.String if name == "repo" else pl.Int64 for name in _COLUMNS},
            orient="row",
        ),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            growing = folder / f".{name}.new"
            table.write_parquet(growing)
            growing.replace(folder / name)
    except OSError as error:
        raise SettingsError.plain(f"{folder}: cannot be written: {error.strerror}") from error
    return len(held)


_COLUMNS = ("repo", "observed_until", "commits", "first_commit_at", "last_commit_at")


def _commits(copy: Copy, salt: bytes) -> Iterable[tuple[str, str, bool, int]]:
    bots = {key for key, person in copy.history.persons.items() if person.is_bot}
    for row in copy.history.activity:
        if row.kind is ActivityKind.COMMIT:
            yield from [(copy.name, author_key(row.person, salt), row.person in bots, _seconds(row.on))] * row.amount


def author_key(person: str, salt: bytes) -> str:
    """Return the key of a person in the data."""
    return hmac.new(salt, person.encode(), sha256).hexdigest()[:KEY_DIGITS]


def _tags(copy: Copy) -> Iterable[tuple[str, str, int]]:
    for release in copy.history.releases:
        name = f"{release.stream}-{release.version}" if release.stream else release.version
        yield copy.name, name, int(release.released_at.timestamp())


def _repository(copy: Copy) -> tuple[str, int, int, int | None, int | None]:
    days = [row.on for row in copy.history.activity if row.kind is ActivityKind.COMMIT]
    count = sum(row.amount for row in copy.history.activity if row.kind is ActivityKind.COMMIT)
    first, last = (_seconds(min(days)), _seconds(max(days))) if days else (None, None)
    return copy.name, int(copy.observed_until.timestamp()), count, first, last


def _seconds(day: date) -> int:
    """Return noon of a day, so that no zone moves it to another."""
    return int(datetime.combine(day, time(12), UTC).timestamp())
