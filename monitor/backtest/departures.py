"""Judges how governance files are read and departures told, on versions of real files with labels: `governance.jsonl`.

What reads is what the product runs: `people/governance` for files and spells, `scoring/metrics/listed.py` for who is not seen.
"""

from __future__ import annotations

import csv
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.backtest.data import last_days_of
from monitor.backtest.job import Job, Verdict
from monitor.backtest.successors import judged_successors
from monitor.collectors.files import kept_text
from monitor.model.carrying import Listing
from monitor.model.errors import SettingsError
from monitor.model.limits import DEFAULT_LIMITS
from monitor.people.governance.listed import HELPER, Listed, Words
from monitor.people.governance.reading import read_listed
from monitor.people.governance.spells import DEPARTURES, Spell, Version, has_team, spells_of
from monitor.scoring.metrics.listed import DECIDING, silent_listed
from monitor.settings.name_words import load_governance

FILES, LISTED, LABELS, PEOPLE = "governance.jsonl", "listed.csv", "labels.csv", "people.csv"
# Too soon before the end of what was seen to know whether somebody came back.
CENSORED = timedelta(days=30)
AHEAD = timedelta(days=90)
YEAR = timedelta(days=365)
FIRST_SAMPLE = 2013
MONTHS = (1, 7)

Identity = Callable[[Listed], str]


@dataclass(frozen=True, slots=True)
class _Text:
    repo: str
    path: str
    step: int
    at: datetime
    text: str | None


def judge(job: Job) -> Verdict:
    """Return the verdict on the data of a folder. Raises SettingsError where it cannot be read."""
    found = judged(job.folder, slug)
    return Verdict(found, "\n".join(_lines(found)))


def slug(listed: Listed) -> str:
    """Return how the data name a person: the login, or the name with hyphens, in lower case."""
    return "-".join((listed.login or listed.name).casefold().split())


def judged(
    folder: Path, identity: Identity, swapped: Callable[[str], str] = str, truth: Callable[[str], str] = str
) -> dict[str, Any]:
    """Return the measures; `swapped` rewrites each text before it is read, `truth` the persons of the labels."""
    words = Words.of(load_governance())
    texts = list(_texts(folder / FILES, swapped))
    read = {(one.repo, one.path, one.step): read_listed(one.path, one.text, words) for one in texts if one.text is not None}
    spells = {repo: _spells(part, read, identity) for repo, part in _by_repository(texts).items()}
    labels = list(_rows(folder / LABELS, ("repo", "person", "left_at", "author", "by_self", "successors")))
    days = last_days_of(folder, {author: truth(person) for author, person in _authors(folder).items()})
    return {
        "governance": _reading(folder, read, identity, truth),
        "departures": _departures(spells, labels, days.until, truth),
        "silent_before": _silent_before(spells, labels, days.of, days.until, truth),
        "successors": judged_successors(labels, spells, days.activity, truth),
    }


def _texts(path: Path, swapped: Callable[[str], str]) -> Iterator[_Text]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError.plain(f"{path}: cannot be read: {error}") from error
    return (_text(f"{path}:{number}", line, swapped) for number, line in enumerate(lines, start=1))


def _text(place: str, line: str, swapped: Callable[[str], str]) -> _Text:
    try:
        row = json.loads(line)
        text = None if row["text"] is None else kept_text(swapped(row["text"]))
        return _Text(row["repo"], row["path"], int(row["step"]), datetime.fromtimestamp(row["committed_at"], UTC), text)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise SettingsError.plain(f"{place}: is no version of a file: {error}") from error


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise SettingsError.plain(f"{path}:1: has no column {', '.join(missing)}")
            yield from reader
    except OSError as error:
        raise SettingsError.plain(f"{path}: cannot be read: {error.strerror}") from error


def _by_repository(texts: Iterable[_Text]) -> dict[str, list[_Text]]:
    found: dict[str, list[_Text]] = {}
    for one in texts:
        found.setdefault(one.repo, []).append(one)
    return found


def _spells(texts: Iterable[_Text], read: Mapping[tuple[str, str, int], tuple[Listed, ...]], identity: Identity) -> list[Spell]:
    versions = (
        Version(one.path, one.at, read.get((one.repo, one.path, one.step)), has_team=has_team(one.text or "")) for one in texts
    )
    return spells_of(versions, identity)


def _authors(folder: Path) -> dict[str, str]:
    """Return the person of each author."""
    return {row["author"]: row["person"] for row in _rows(folder / PEOPLE, ("person", "author")) if row["author"]}


def _reading(
    folder: Path,
    read: Mapping[tuple[str, str, int], tuple[Listed, ...]],
    identity: Identity,
    truth: Callable[[str], str],
) -> dict[str, Any]:
    """Count strictly: a person, in a role, in a group, in one version of one file."""
    wanted: dict[tuple[str, str, int], set[tuple[str, str, str]]] = {}
    for row in _rows(folder / LISTED, ("repo", "path", "step", "person", "role", "group")):
        key = (row["repo"], row["path"], int(row["step"]))
        wanted.setdefault(key, set()).add((truth(row["person"]), row["role"], row["group"]))
    told = {key: {(identity(one), one.role, one.group) for one in listed} for key, listed in read.items()}
    right = sum(len(told[key] & wanted.get(key, set())) for key in told)
    return _shares(right, sum(map(len, told.values())), sum(map(len, wanted.values()))) | {"versions": len(told)}


def _shares(right: int, told: int, wanted: int) -> dict[str, Any]:
    return {"precision": round(right / told, 4) if told else None, "recall": round(right / wanted, 4) if wanted else None}


def _departures(
    spells: Mapping[str, Sequence[Spell]],
    labels: Sequence[Mapping[str, str]],
    until: Mapping[str, datetime],
    truth: Callable[[str], str],
) -> dict[str, Any]:
    """Count strictly: a person left the lists of a repository by the very change that the label names."""
    wanted = {(row["repo"], truth(row["person"]), int(row["left_at"])) for row in labels}
    told = {
        (repo, one.person, int(one.until.timestamp()))
        for repo, own in spells.items()
        for one in own
        if one.until and one.ended_by in DEPARTURES and one.listed.role in DECIDING and one.until + CENSORED <= until[repo]
    }
    return _shares(len(told & wanted), len(told), len(wanted)) | {"labels": len(wanted)}


def _silent_before(
    spells: Mapping[str, Sequence[Spell]],
    labels: Sequence[Mapping[str, str]],
    days: Mapping[tuple[str, str], Sequence[date]],
    until: Mapping[str, datetime],
    truth: Callable[[str], str],
) -> dict[str, Any]:
    """Return how often "no commit seen" was told 90 days before another took somebody off, and of people who stayed."""
    of_others = [row for row in labels if row["by_self"] == "false" and row["author"]]
    moments = ((row["repo"], truth(row["person"]), _at(row["left_at"]) - AHEAD) for row in of_others)
    before = [told for moment in moments if (told := _is_told(*moment, days)) is not None]
    stayed, reports, returned = 0, 0, 0
    for repo, person, at in _samples(spells, until):
        told = _is_told(repo, person, at, days)
        if told is None:
            continue
        is_back = _is_seen(days[repo, person], at, at + YEAR)
        stayed, reports, returned = stayed + is_back, reports + told, returned + (is_back and told)
    return {
        "listed_silent_days": DEFAULT_LIMITS.listed_silent_days,
        "departures": len(before),
        "told_90_days_before": _share(sum(before), len(before)),
        "stayed_or_came_back": stayed,
        "told_of_them": _share(returned, stayed),
        "reports": reports,
        "reports_after_which_they_came_back": _share(returned, reports),
    }


def _at(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _is_told(repo: str, person: str, at: datetime, days: Mapping[tuple[str, str], Sequence[date]]) -> bool | None:
    """Return whether the product tells at a moment that no work was seen; None where nothing was ever seen."""
    seen = days.get((repo, person), ())
    place = bisect_left(seen, at.date())
    if not place:
        return None
    listing = Listing(person, person, DECIDING[0], "", "", repo, "", None)
    return bool(silent_listed({person: listing}, {person: seen[place - 1]}, at, DEFAULT_LIMITS))


def _is_seen(days: Sequence[date], start: datetime, end: datetime) -> bool:
    return bisect_left(days, end.date()) > bisect_left(days, start.date())


def _samples(spells: Mapping[str, Sequence[Spell]], until: Mapping[str, datetime]) -> Iterator[tuple[str, str, datetime]]:
    """Yield who was listed at the first of January and July, where a whole year after it was seen."""
    for repo, own in spells.items():
        for one in own:
            if one.listed.role not in DECIDING or one.listed.role == HELPER or one.since is None:
                continue
            end = min(one.until or until[repo], until[repo] - YEAR)
            for year in range(FIRST_SAMPLE, end.year + 1):
                for month in MONTHS:
                    at = datetime(year, month, 1, tzinfo=UTC)
                    if one.since < at < end:
                        yield repo, one.person, at


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    reading, left, silent = found["governance"], found["departures"], found["silent_before"]
    yield f"{reading['versions']} versions of files read: {_both(reading)}"
    yield f"{left['labels']} departures: {_both(left)}"
    yield f"Listed, and no commit seen for more than {silent['listed_silent_days']} days:"
    told, stayed = _percent(silent["told_90_days_before"]), _percent(silent["told_of_them"])
    yield f"  told 90 days before, of {silent['departures']} taken off by another's hand: {told}"
    yield f"  told in {silent['stayed_or_came_back']} looks at people who stayed or came back within a year: {stayed}"
    after = found["successors"]
    hit, right = _percent(after["hit_in_first_three"]), _percent(after["none_named_was_right"])
    yield f"Successor among our first three candidates, of {after['departures_with_successor']} departures with one: {hit}"
    yield f"None named in the lists, {after['none_named']} departures: right {right}"


def _both(found: Mapping[str, Any]) -> str:
    return f"precision {_percent(found['precision'])}, recall {_percent(found['recall'])}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
