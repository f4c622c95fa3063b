"""Which collector looks at which target: all that the configuration asks for, and what of it is due now, most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from monitor.collectors import COLLECTORS
from monitor.collectors.github import places as github
from monitor.model.attempt import LastRun
from monitor.model.collecting import Collector, CollectorSpec
from monitor.model.finding import Level
from monitor.model.signals import Signal
from monitor.model.target import Project, Target
from monitor.pipeline.accounts import watched_projects
from monitor.pipeline.expand import listed_accounts
from monitor.pipeline.house import House
from monitor.pipeline.plan import DAY, Layer, Plan, allowance, plan_of, rank_of
from monitor.settings.configuration import Configuration
from monitor.store.attempts import count_looks, load_last_runs, load_waiting
from monitor.store.judgements import load_levels

# Where a source is asked about a target, for the sources of whose collectors some want a token and others none.
ASKED_AT: Mapping[str, Callable[[Target, Mapping[str, str]], str]] = {github.SOURCE: github.rest_base}
# What already looks wrong is looked at before what does not, whatever its impact.
WRONG = 10
_PAIRS_A_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class Job:
    """One collector to be run on one target."""

    target: Target
    collector: Collector
    last: LastRun | None


def collectors_of(configuration: Configuration | None = None) -> tuple[Collector, ...]:
    """Return the collectors that run under a configuration: not the optional ones, unless the user switched them on.

    The user's own word, for a source or a collector, goes before that. Without a configuration there is no token either.
    """
    if configuration is None:
        return tuple(c for c in COLLECTORS if not c.SPEC.is_optional and c.SPEC.token != "required")  # noqa: S105
    return tuple(c for c in COLLECTORS if _is_on(c.SPEC, configuration))


def _is_on(spec: CollectorSpec, configuration: Configuration) -> bool:
    names = {spec.id, spec.place}
    return not names & configuration.disabled and (not spec.is_optional or bool(names & configuration.enabled))


def _suits(target: Target, spec: CollectorSpec, configuration: Configuration | None) -> bool:
    """Return whether there is a token, or none, as the collector wants it, for the host where this very target is asked about."""
    if not spec.token or configuration is None:
        return True
    host = urlsplit(ASKED_AT[spec.place](target, configuration.bases)).netloc
    return (spec.token == "required") == (host in configuration.http.tokens)  # noqa: S105


def jobs_of(projects: Iterable[Project], configuration: Configuration | None = None) -> list[tuple[Target, Collector]]:
    """Return every (target, collector) pair that these projects ask for under a configuration, each once."""
    chosen = collectors_of(configuration)
    targets: dict[str, Target] = {}
    for target in (target for project in projects for target in project.targets):
        targets.setdefault(target.key, target)
    pairs = ((target, collector) for target in targets.values() for collector in chosen if collector.SPEC.handles(target))
    return [(target, collector) for target, collector in pairs if _suits(target, collector.SPEC, configuration)]


def expected_signals(project: Project, configuration: Configuration | None = None) -> list[tuple[str, str, Signal]]:
    """Return (target key, collector id, signal) for all that should be seen of a project."""
    return [(t.key, c.SPEC.id, signal) for t, c in jobs_of([project], configuration) for signal in sorted(c.SPEC.signals)]


def load_jobs(house: House) -> list[Job]:
    """Return every job of the configuration with what is remembered of its last run. Raises StoreError."""
    return list(_with_last_runs(house, _pairs(house, watched_projects(house))))


def _pairs(house: House, projects: Mapping[str, Project]) -> list[tuple[Target, Collector]]:
    standing = Project("", "", tuple(listed_accounts(house.configuration)))
    return jobs_of((standing, *projects.values()), house.configuration)


def _with_last_runs(house: House, pairs: Sequence[tuple[Target, Collector]], due_at: datetime | None = None) -> Iterator[Job]:
    """Yield a job for each pair, or only what is `due_at` a moment: with 100,000 projects, all are half a million."""
    for start in range(0, len(pairs), _PAIRS_A_QUERY):
        part = pairs[start : start + _PAIRS_A_QUERY]
        if due_at:
            waiting = load_waiting(house.database, {target.key for target, _ in part}, due_at)
            part = [(t, c) for t, c in part if (t.key, c.SPEC.id) not in waiting]
        last = load_last_runs(house.database, {target.key for target, _ in part})
        yield from (Job(t, c, last.get((t.key, c.SPEC.id))) for t, c in part)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done in a round, most important first: `due` of `known` jobs, by a plan."""

    known: int
    plan: Plan
    due: Sequence[Job]


def load_agenda(house: House, now: datetime, *, force: bool = False) -> Agenda:
    """Return what is due now and fits the day's budget; with `force`, everything is due. Raises StoreError."""
    projects = watched_projects(house)
    pairs = _pairs(house, projects)
    plan = _plan_for(pairs)
    jobs = list(_with_last_runs(house, pairs, None if force else now))
    return Agenda(len(pairs), plan, jobs if force else affordable(house, jobs, plan, now, projects))


def plan_for(jobs: Iterable[Job]) -> Plan:
    """Return how often each collector looks at its targets."""
    return _plan_for((job.target, job.collector) for job in jobs)


def _plan_for(pairs: Iterable[tuple[Target, Collector]]) -> Plan:
    targets: dict[str, list[str]] = {}
    specs: dict[str, CollectorSpec] = {}
    for target, collector in pairs:
        specs[collector.SPEC.id] = collector.SPEC
        targets.setdefault(collector.SPEC.id, []).append(target.key)
    return plan_of([Layer(spec, targets[name]) for name, spec in specs.items()])


def due_jobs(jobs: Iterable[Job], now: datetime) -> list[Job]:
    """Return the jobs that never ran, or whose next check is due, or that ran under a clock that stood far ahead."""
    return [job for job in jobs if job.last is None or job.last.next_check_at <= now or job.last.is_ahead(now)]


def affordable(house: House, due: Sequence[Job], plan: Plan, now: datetime, projects: Mapping[str, Project]) -> list[Job]:
    """Return what of `due` fits the day's budget, most important first; batches stay together. What does not fit stays due."""
    scores = importance(house, projects) if due else {}
    ordered = sorted(due, key=lambda job: (-scores.get(job.target.key, 0), rank_of(job.target.key)))
    left = {collector: _allowed(house, collector, cap, plan, now) for collector, cap in plan.caps.items()}
    chosen = []
    for job in ordered:
        # A first look is the cold start: the quota itself bounds it.
        if job.last is not None and job.collector.SPEC.id in left:
            if left[job.collector.SPEC.id] <= 0:
                continue
            left[job.collector.SPEC.id] -= 1
        chosen.append(job)
    return chosen


def _allowed(house: House, collector: str, cap: float, plan: Plan, now: datetime) -> int:
    used, last = count_looks(house.database, collector, now - DAY)
    return allowance(cap, used, now - last if last else DAY, plan.batches[collector])


def importance(house: House, projects: Mapping[str, Project]) -> Mapping[str, int]:
    """Return how much each target of `projects` matters: by the impact on any list, and first what was at watch or alert.

    Raises StoreError.
    """
    portfolio = house.configuration.portfolio
    levels = load_levels(house.database)
    found: dict[str, int] = {}
    for watchlist in portfolio.watchlists:
        for entry in watchlist.entries:
            is_wrong = levels.get((watchlist.key, entry.project), Level.OK) >= Level.WATCH
            score = int(entry.impact) + (WRONG if is_wrong else 0)
            for target in projects[entry.project].targets:
                found[target.key] = max(found.get(target.key, 0), score)
    return found
