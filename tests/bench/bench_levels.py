"""What a level was worth: levels on past dates of real repositories, against what happened in the year after.

    python -m tests.bench.bench_levels BACKTEST_DIR

BACKTEST_DIR holds commits.parquet, tags.parquet, repositories.parquet and evaluate.py, whose samples and outcomes are used. Needs
the extra [train] beside the development tools. Only rows committed before the date are shown to the rules.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import polars as pl  # type: ignore[import-not-found, unused-ignore]

from monitor.backtest.samples import read_samples
from monitor.backtest.train import forecasts
from monitor.collectors.git import SPEC
from monitor.collectors.git.refs import Tag
from monitor.collectors.git.tags import build_releases
from monitor.model.facts import ActivityKind, ReleaseFact
from monitor.model.finding import Outcome
from monitor.model.forecast import Chance, Forecast
from monitor.model.history import Activity, History, Person, Release
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Coverage
from monitor.model.target import Impact, Project, Target, TargetKind
from monitor.scoring.assess import assess
from monitor.scoring.forecast.warning import with_warning
from monitor.scoring.levels import judge_level

FOLDS = 5
EPOCH = date(1970, 1, 1)
DAY = 86_400


def evaluator(folder: Path) -> Any:
    """Return the module that knows the samples and their outcomes."""
    spec = spec_from_file_location("evaluate", folder / "evaluate.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}: no evaluate.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def activity_of(commits: Any) -> list[Activity]:
    """Return one repository's days, oldest first, from its rows (author, bot, committed_at)."""
    counts = Counter((at // DAY, author) for author, at in commits.select("author", "committed_at").iter_rows())
    return sorted(Activity(EPOCH + timedelta(days=day), person, ActivityKind.COMMIT, n) for (day, person), n in counts.items())


def releases_of(repo: str, tags: Any, target: Target) -> list[Release]:
    """Return one repository's releases by the date of the tagged commit, as the collector reads tags."""
    named = [Tag(name, "", at) for name, at in tags.select("tag", "committed_at").iter_rows()]
    facts = build_releases(named, target, repo.rsplit("/", 1)[-1], datetime(2100, 1, 1, tzinfo=UTC), {})
    return [released(fact) for fact in facts]


def released(fact: ReleaseFact) -> Release:
    """Return a release as the store gives it back."""
    return Release(fact.version, fact.channel, fact.released_at, fact.link, fact.stream, fact.is_prerelease)


def history_at(
    target: Target, as_of: datetime, activity: list[Activity], releases: list[Release], people: dict[str, Person]
) -> History:
    """Return what was known before `as_of`, every signal freshly seen."""
    seen = tuple(Coverage(signal, target.key, SPEC.id, None, as_of, is_complete=True) for signal in sorted(SPEC.signals))
    return History(
        project=Project("p", "p", (target,)),
        as_of=as_of,
        activity=tuple(day for day in activity if day.on < as_of.date()),
        releases=tuple(release for release in releases if release.released_at < as_of),
        states=(),
        persons=people,
        coverage=seen,
    )


def unseen(folder: Path) -> dict[tuple[str, date], Forecast]:
    """Return P(stall) of every judged sample, each by a model that saw no date of its repository."""
    told = forecasts(read_samples(folder), FOLDS)
    return {(s.repo, s.as_of): Forecast(s.as_of, "folds", Chance(stall, stall, stall)) for s, stall, _ in told}


def main(folder: Path) -> None:
    """Print how often samples at each level, and samples with each finding, stalled within the year."""
    samples = evaluator(folder).samples(folder)
    commits = pl.read_parquet(folder / "commits.parquet").with_columns(pl.col("repo", "author").cast(pl.String))
    tags = pl.read_parquet(folder / "tags.parquet").with_columns(pl.col("repo").cast(pl.String))
    outcomes: dict[str, list[int]] = defaultdict(list)
    chances = unseen(folder)
    for (repo,), group in samples.group_by("repo", maintain_order=True):
        target = Target(f"https://host.example/{repo}", TargetKind.GIT, "")
        rows = commits.filter(pl.col("repo") == repo)
        bots = set(rows.filter(pl.col("bot"))["author"].to_list())
        people = {key: Person(key, key, is_bot=key in bots) for key in rows["author"].unique().to_list()}
        activity, releases = activity_of(rows), releases_of(repo, tags.filter(pl.col("repo") == repo), target)
        for as_of, stalled in group.select("as_of", "stalled").iter_rows():
            now = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
            assessment = assess(history_at(target, now, activity, releases, people), now, DEFAULT_LIMITS)
            told = with_warning(replace(assessment, forecast=chances[str(repo), as_of]), target.key, DEFAULT_LIMITS)
            for impact in (Impact.HIGH, Impact.MEDIUM, Impact.LOW):
                without = judge_level(assessment, impact, DEFAULT_LIMITS).level.word
                outcomes[f"{impact.name.lower()} impact, without forecast: {without}"].append(stalled)
                level = judge_level(told, impact, DEFAULT_LIMITS).level.word
                outcomes[f"{impact.name.lower()} impact: {level}"].append(stalled)
            outcomes[f"standing {assessment.standing.value}"].append(stalled)
            for rule in {finding.rule for finding in assessment.findings if finding.outcome is Outcome.AT_RISK}:
                outcomes[f"rule {rule}"].append(stalled)
    for name, seen in sorted(outcomes.items()):
        print(f"{name:44} {len(seen):5} samples, {sum(seen) / len(seen):6.1%} stalled within the year")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
