"""Collect what is due: each (target, collector) once, in threads, every attempt recorded by one wrapper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Semaphore
from urllib.parse import urlsplit

from monitor.collectors import COLLECTORS
from monitor.model import attempt as outcomes
from monitor.model.attempt import Attempt, LastRun
from monitor.model.collecting import Collector, Context
from monitor.model.errors import RateLimited, SourceError
from monitor.model.facts import Cursor, Note, Observation, Seen, Unchanged, Wake, Yield
from monitor.model.signals import Signal
from monitor.model.target import Project, Target, TargetKind
from monitor.model.text import clean, mask_addresses
from monitor.pipeline.house import House, pseudonymiser
from monitor.store.attempts import load_last_runs, save_attempt
from monitor.store.hosts import StoredValidators

WORKERS = 8
GIT_CONNECTIONS_PER_HOST = 2
FIRST_RETRY = timedelta(minutes=15)
# A daily run must find daily work due although yesterday's took some minutes.
DUE_SLACK = 0.1


@dataclass(frozen=True, slots=True)
class Job:
    """One collector to be run on one target."""

    target: Target
    collector: Collector
    last: LastRun | None


@dataclass(frozen=True, slots=True)
class CollectSummary:
    """How many sources there are, were due, and answered; `attempts` are kept without their facts."""

    known: int
    due: int
    answered: int
    problems: tuple[tuple[str, str, str], ...]


Progress = Callable[[str, str, int, int], None]


def jobs_of(projects: Iterable[Project]) -> list[tuple[Target, Collector]]:
    """Return every (target, collector) pair that these projects ask for, each once."""
    targets = {target.key: target for project in projects for target in project.targets}
    return [(target, collector) for target in targets.values() for collector in COLLECTORS if collector.SPEC.handles(target)]


def expected_signals(project: Project) -> list[tuple[str, str, Signal]]:
    """Return (target key, collector id, signal) for all that should be seen of a project."""
    return [(t.key, c.SPEC.id, signal) for t, c in jobs_of([project]) for signal in sorted(c.SPEC.signals)]


def load_jobs(house: House) -> list[Job]:
    """Return every job of the configuration with what is remembered of its last run. Raises StoreError."""
    pairs = jobs_of(house.configuration.portfolio.projects.values())
    last = load_last_runs(house.database, sorted({target.key for target, _ in pairs}))
    return [Job(t, c, last.get((t.key, c.SPEC.id))) for t, c in pairs]


def due_jobs(jobs: Iterable[Job], now: datetime) -> list[Job]:
    """Return the jobs that never ran, or whose next check is due."""
    return [job for job in jobs if job.last is None or job.last.next_check_at <= now]


def collect_due(house: House, *, force: bool = False, progress: Progress | None = None) -> CollectSummary:
    """Run every due collector and store what it brought. With `force`, what is not due is looked at too."""
    jobs = load_jobs(house)
    due = jobs if force else due_jobs(jobs, house.clock())
    answered = 0
    problems = []
    for done, attempt in enumerate(_attempts(house, due), start=1):
        save_attempt(house.database, attempt)
        if attempt.outcome in (outcomes.OK, outcomes.UNCHANGED):
            answered += 1
        else:
            problems.append((attempt.target.key, attempt.outcome, attempt.detail))
        if progress:
            progress(attempt.target.key, attempt.outcome, done, len(due))
    return CollectSummary(len(jobs), len(due), answered, tuple(sorted(problems)))


def _attempts(house: House, jobs: Sequence[Job]) -> Iterable[Attempt]:
    """Yield attempts as they finish; saving stays in the caller's thread, the one writer. Left early, what runs is ended."""
    ended = Event()
    house = replace(
        house, configuration=replace(house.configuration, git=replace(house.configuration.git, is_stopped=ended.is_set))
    )
    gates = {host: Semaphore(GIT_CONNECTIONS_PER_HOST) for host in {_host(job.target) for job in jobs}}
    with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="collect") as pool:
        waiting = {pool.submit(_gated, house, job, gates) for job in jobs}
        try:
            for future in as_completed(waiting):
                if attempt := future.result():
                    yield attempt
        finally:
            ended.set()
            for future in waiting:
                future.cancel()


def _host(target: Target) -> str:
    return urlsplit(target.address).hostname or "" if target.kind == TargetKind.GIT else ""


def _gated(house: House, job: Job, gates: Mapping[str, Semaphore]) -> Attempt | None:
    """Return the attempt, None where the house is stopping: then the job stays due."""
    host = _host(job.target)
    with gates[host] if host else nullcontext():
        return None if house.is_stopping() else look(house, job)


def look(house: House, job: Job) -> Attempt:
    """Return what one collector brought from one target; this is the one wrapper that turns any error into a row."""
    started = house.clock()
    session = house.http.session(StoredValidators(house.database))
    context = Context(
        http=session,
        git=house.configuration.git,
        now=started,
        cursor=job.last.cursor if job.last else "",
        pseudonym=pseudonymiser(house),
        is_forgotten=house.forgotten.__contains__,
        bots=house.configuration.bots,
        homes=house.configuration.homes,
        bases=house.configuration.bases,
        contact=house.configuration.http.contact,
    )
    try:
        yields = tuple(job.collector.collect(job.target, context))
    except SourceError as error:
        until = error.until if isinstance(error, RateLimited) else None
        return _failed(house, job, started, error.code, str(error), until)
    except Exception as error:  # noqa: BLE001 - a bug in one collector must not stop the others; it is stored and reported as ours
        return _failed(house, job, started, outcomes.BUG, f"{type(error).__name__}: {error}", None)
    return _succeeded(house, job, started, yields, dict(session.staged))


def _succeeded(
    house: House, job: Job, started: datetime, yields: Sequence[Yield], validators: Mapping[tuple[str, str], outcomes.Validators]
) -> Attempt:
    is_unchanged = any(isinstance(item, Unchanged) for item in yields)
    cursors = [item.value for item in yields if isinstance(item, Cursor)]
    spec = job.collector.SPEC
    return Attempt(
        target=job.target,
        collector=spec.id,
        promises=spec.signals,
        started_at=started,
        finished_at=house.clock(),
        outcome=outcomes.UNCHANGED if is_unchanged else outcomes.OK,
        next_check_at=started + spec.interval * (1 - DUE_SLACK),
        cursor=cursors[-1] if cursors else (job.last.cursor if job.last else ""),
        facts=tuple(item for item in yields if isinstance(item, Observation)),
        seen=tuple(item for item in yields if isinstance(item, Seen)),
        notes=tuple(item for item in yields if isinstance(item, Note)),
        wakes=tuple(item.collector for item in yields if isinstance(item, Wake)),
        validators=validators,
    )


def _failed(house: House, job: Job, started: datetime, code: str, text: str, until: datetime | None) -> Attempt:
    failures = (job.last.failures if job.last else 0) + 1
    spec = job.collector.SPEC
    return Attempt(
        target=job.target,
        collector=spec.id,
        promises=spec.signals,
        started_at=started,
        finished_at=house.clock(),
        outcome=code,
        next_check_at=until or started + back_off(failures, spec.interval, f"{job.target.key}\x1f{spec.id}"),
        detail=mask_addresses(clean(text, limit=300)),
        failures=failures,
        cursor=job.last.cursor if job.last else "",
    )


def back_off(failures: int, interval: timedelta, salt: str) -> timedelta:
    """Return how long to wait after `failures` in a row: doubling from 15 minutes up to `interval`, spread by `salt`."""
    spread = 1 + int.from_bytes(hashlib.sha256(salt.encode()).digest()[:2]) / 2**16 / 4
    doubled: float = spread * 2 ** min(failures - 1, 16)
    return min(FIRST_RETRY * doubled, interval)
