"""A small folder of commits, tags and repositories as a judge reads them, made by hand. The door of these tests to the extra."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

BEGIN = datetime(2015, 1, 5, tzinfo=UTC)
UNTIL = datetime(2021, 3, 1, tzinfo=UTC)
Rows = list[dict[str, object]]


def needing_the_extra(module: str) -> Any:
    """Return a module that needs the extra, or skip where that is not installed."""
    for library in ("polars", "sklearn"):
        pytest.importorskip(library, reason=f"the extra [train] is not installed: no {library}")
    return importlib.import_module(module)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def commits(
    repo: str, author: str, first: datetime, last: datetime, days: int, *, bot: bool = False
) -> Iterator[dict[str, object]]:
    """Yield a commit by one author every so many days, at noon."""
    at = first + timedelta(hours=12)
    while at < last:
        yield {"repo": repo, "author": author, "bot": bot, "committed_at": seconds(at)}
        at += timedelta(days=days)


def population(size: int = 12) -> Rows:
    """Return the commits of projects of different rhythm: every third one ends, sooner or later; one has a bot that works on."""
    rows: Rows = []
    for place in range(size):
        repo = f"made/p{place:02}"
        last = BEGIN + timedelta(days=1100 + 90 * place) if place % 3 == 0 else UNTIL
        rows += commits(repo, f"a{place}", BEGIN, last, 3 + 2 * place)
        rows += commits(repo, f"b{place}", BEGIN + timedelta(days=200), last - timedelta(days=150), 11 + place)
    rows += commits("made/p00", "helper", BEGIN, UNTIL, 5, bot=True)
    return rows


def write(folder: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write a folder of data with these commits, and return it."""
    polars, made = needing_the_extra("polars"), list(rows)
    repos = sorted({str(row["repo"]) for row in made})
    tags = [{"repo": repo, "tag": f"v1.{n}", "committed_at": seconds(BEGIN) + 9_000_000 * n} for repo in repos for n in range(4)]
    copies = [{"repo": repo, "observed_until": seconds(UNTIL)} for repo in repos]
    for name, lines in (("commits", made), ("tags", tags), ("repositories", copies)):
        polars.DataFrame(lines).write_parquet(folder / f"{name}.parquet")
    return folder
