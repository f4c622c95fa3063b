"""Samples: a repository at a date, its features, and what happened next, where a whole year was seen after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from monitor.backtest.data import Repository, read_repositories
from monitor.scoring.forecast.features import features_at
from monitor.scoring.forecast.outcomes import are_gone, has_stalled, is_in_card, looks_alive
from monitor.scoring.forecast.past import QUARTER, YEAR, Past

FIRST_YEAR, LAST_YEAR = 2011, 2040
# The dates that are judged: January and July from here on, as evaluate.py of the data has them.
JUDGED_FROM = 2018
JUDGED_MONTHS = (1, 7)


@dataclass(frozen=True, slots=True)
class Sample:
    """One repository at `as_of`; `commits_90`: human commits in the 90 days before.

    `left_days`: days from `as_of` to the last day with a human commit that the copy holds; `has_ended`: a year after that day was
    seen without one, so that it was the last.
    """

    repo: str
    as_of: date
    features: dict[str, float]
    stalled: bool
    gone: bool
    is_alive: bool
    commits_90: int
    left_days: int
    has_ended: bool

    @property
    def is_judged(self) -> bool:
        """Return whether the sample stands on the grid that is judged; all others are for learning alone."""
        return self.as_of.year >= JUDGED_FROM and self.as_of.month in JUDGED_MONTHS


def read_samples(folder: Path) -> list[Sample]:
    """Return all samples of a folder, by repository and date. Raises SettingsError."""
    return [sample for repository in read_repositories(folder) for sample in samples_of(repository)]


def samples_of(repository: Repository) -> Iterator[Sample]:
    """Yield the samples of one repository at the first of each month."""
    past = Past.of(repository.history)
    if not past.project.on:
        return
    last = past.project.on[-1]
    for as_of in _months():
        day = as_of.toordinal()
        if day + YEAR <= repository.until and is_in_card(past, day):
            yield Sample(
                repo=repository.name,
                as_of=as_of,
                features=features_at(past, day),
                stalled=has_stalled(past, day),
                gone=are_gone(past, day),
                is_alive=looks_alive(past, day),
                commits_90=past.project.commits(day - QUARTER, day),
                left_days=max(0, last - day),
                has_ended=last + YEAR <= repository.until,
            )


def _months() -> Iterator[date]:
    for year in range(FIRST_YEAR, LAST_YEAR):
        for month in range(1, 13):
            yield date(year, month, 1)


def fold_of(repo: str, folds: int) -> int:
    """Return the fold of a repository: sha256 of its name, modulo the number of folds."""
    return int(sha256(repo.encode()).hexdigest(), 16) % folds


def judged(samples: Iterable[Sample]) -> Sequence[Sample]:
    """Return the samples that are judged."""
    return [sample for sample in samples if sample.is_judged]
