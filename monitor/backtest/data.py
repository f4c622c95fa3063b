"""Reads a folder of commits, tags and repositories into the same History that live collectors fill. The door to polars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from monitor.collectors.git.refs import Tag
from monitor.collectors.git.tags import build_releases
from monitor.model.errors import SettingsError
from monitor.model.facts import ActivityKind, ReleaseFact
from monitor.model.history import Activity, History, Person, Release
from monitor.model.target import Project, Target, TargetKind

DAY = 86_400
EPOCH = date(1970, 1, 1)
EVER = datetime.max.replace(tzinfo=UTC)
BOT = " [bot]"
WORDS, YES_NO, SECONDS = "words", "yes or no", "whole seconds since 1970"
COLUMNS = {
    "commits.parquet": {"repo": WORDS, "author": WORDS, "bot": YES_NO, "committed_at": SECONDS},
    "tags.parquet": {"repo": WORDS, "tag": WORDS, "committed_at": SECONDS},
    "repositories.parquet": {"repo": WORDS, "observed_until": SECONDS},
}
# The seconds that a calendar has days for.
FIRST_SECOND, LAST_SECOND = ((day - EPOCH).days * DAY for day in (date.min, date.max))


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository of the data: its name, all its history, and the day from which nothing is known (`until`, ordinal)."""

    name: str
    history: History
    until: int


def read_repositories(folder: Path) -> Iterator[Repository]:
    """Yield the repositories of a folder by name. Raises SettingsError where a file or a column is missing or cannot be read."""
    commits, tags, copies = (_table(folder / name, columns) for name, columns in COLUMNS.items())
    until = {str(repo): int(at) for repo, at in copies.iter_rows()}
    tagged = {str(key[0]): part for key, part in tags.group_by("repo")}
    for key, part in sorted(((str(key[0]), part) for key, part in commits.group_by("repo")), key=lambda pair: pair[0]):
        if key not in until:
            raise SettingsError.plain(f"{folder / 'repositories.parquet'}: has no line for {key}")
        yield Repository(key, _history(key, part, tagged.get(key)), _day_of(until[key]).toordinal())


@dataclass(frozen=True, slots=True)
class Seen:
    """The days on which each person was seen to commit, by (repository, person); until when each repository was observed, and all
    of its activity by people, those who are named nowhere by their author's key.
    """

    of: Mapping[tuple[str, str], Sequence[date]]
    until: Mapping[str, datetime]
    activity: Mapping[str, Sequence[Activity]]


def last_days_of(folder: Path, person_of: Mapping[str, str]) -> Seen:
    """Return the days of the persons whom `person_of` names by author. Raises SettingsError."""
    commits, copies = (_table(folder / name, COLUMNS[name]) for name in ("commits.parquet", "repositories.parquet"))
    days: dict[tuple[str, str], set[date]] = {}
    counts: dict[str, Counter[tuple[date, str]]] = {}
    for repo, author, is_bot, at in commits.iter_rows():
        person = person_of.get(str(author))
        if person:
            days.setdefault((str(repo), person), set()).add(_day_of(at))
        if not is_bot:
            counts.setdefault(str(repo), Counter())[_day_of(at), person or str(author)] += 1
    until = {str(repo): datetime.fromtimestamp(int(at), UTC) for repo, at in copies.iter_rows()}
    return Seen({key: sorted(found) for key, found in days.items()}, until, {repo: _rows_of(of) for repo, of in counts.items()})


def _rows_of(counts: Mapping[tuple[date, str], int]) -> list[Activity]:
    return sorted(Activity(on, who, ActivityKind.COMMIT, amount) for (on, who), amount in counts.items())


def _table(path: Path, columns: Mapping[str, str]) -> pl.DataFrame:
    try:
        missing = [column for column in columns if column not in pl.read_parquet_schema(path)]
        if missing:
            raise SettingsError.plain(f"{path}: has no column {missing[0]}")
        table = pl.read_parquet(path, columns=list(columns))
    except (OSError, PolarsError) as error:
        raise SettingsError.plain(f"{path}: cannot be read with the columns {', '.join(columns)}: {error}") from error
    for column, kind in columns.items():
        trouble = _trouble(table[column], kind)
        if trouble:
            raise SettingsError.plain(f"{path}: column {column} holds {trouble}")
    return table.with_columns(pl.col("repo").cast(pl.String))


def _trouble(values: pl.Series, kind: str) -> str:
    """Return what a column holds that it should not, "" where all is well."""
    held = values.dtype
    is_words = held == pl.String or isinstance(held, pl.Categorical | pl.Enum)
    if not {WORDS: is_words, YES_NO: held == pl.Boolean, SECONDS: held.is_integer()}[kind]:
        return f"{held}, expected {kind}"
    if values.null_count():
        return "nothing in some lines"
    if kind == SECONDS and not values.is_between(FIRST_SECOND, LAST_SECOND).all():
        return "no seconds since 1970 in some lines: they lie beyond every calendar"
    return ""


def _day_of(seconds: int) -> date:
    return EPOCH + timedelta(days=seconds // DAY)


def _history(name: str, commits: pl.DataFrame, tags: pl.DataFrame | None) -> History:
    counts: Counter[tuple[date, str]] = Counter()
    for author, is_bot, at in commits.select("author", "bot", "committed_at").iter_rows():
        # A key may write as a program now and then; what it does as one is a program's.
        counts[_day_of(at), f"{author}{BOT}" if is_bot else str(author)] += 1
    activity = sorted(Activity(on, who, ActivityKind.COMMIT, amount) for (on, who), amount in counts.items())
    persons = {who: Person(who, who, is_bot=who.endswith(BOT)) for _, who in counts}
    target = Target(name, TargetKind.GIT, name)
    releases = _releases(name, target, tags) if tags is not None else ()
    return History(Project(name, name, (target,)), EVER, tuple(activity), releases, (), persons, ())


def _releases(name: str, target: Target, tags: pl.DataFrame) -> tuple[Release, ...]:
    named = [Tag(tag, "", at) for tag, at in tags.select("tag", "committed_at").iter_rows()]
    facts = build_releases(named, target, name.rsplit("/", 1)[-1], datetime(2100, 1, 1, tzinfo=UTC), {})
    return tuple(sorted((_released(fact) for fact in facts), key=lambda release: release.released_at))


def _released(fact: ReleaseFact) -> Release:
    return Release(fact.version, fact.channel, fact.released_at, fact.link, fact.stream, fact.is_prerelease)
