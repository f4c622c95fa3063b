"""Collect what is due: each (target, collector) once, in threads, what a source answers for at once together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Event
from urllib.parse import urlsplit

from monitor.model import attempt as outcomes
from monitor.model.attempt import Attempt
from monitor.model.collecting import CollectorSpec
from monitor.model.signals import Signal
from monitor.model.target import Target, TargetKind
from monitor.pipeline.accounts import tell_accounts
from monitor.pipeline.expand import expanded
from monitor.pipeline.hearing import Hearing
from monitor.pipeline.house import House
from monitor.pipeline.jobs import Job, due_jobs, load_agenda, load_jobs, plan_for
from monitor.pipeline.lanes import Lanes, Piece
from monitor.pipeline.look import look, look_at_many
from monitor.pipeline.meter import Pace, pace_of, store_paces
from monitor.pipeline.plan import Plan, rank_of
from monitor.store.attempts import save_attempts
from monitor.store.usage import load_query_costs

WORKERS = 8
GIT_CONNECTIONS_PER_HOST = 2
# One in flight is asked, one is read.
LOOKS_PER_SOURCE = 2
# So many batches are handed over together: enough to learn a pace, few enough to be stored often.
BATCHES_A_PIECE = 3


@dataclass(frozen=True, slots=True)
class CollectSummary:
    """How many sources there are, were due, and answered.

    `ahead_at` is the newest look that was there before, where it is dated after this round: one of the two clocks was wrong.
    """

    known: int
    due: int
    answered: int
    problems: tuple[tuple[str, str, str], ...]
    ahead_at: datetime | None = None


Progress = Callable[[str, str, int, int], None]


def collect_due(house: House, *, force: bool = False, progress: Progress | None = None) -> CollectSummary:
    """Run every due collector and store what it brought. With `force`, what is not due is looked at too."""
    now = house.clock()
    tell_accounts(house, now)
    agenda = load_agenda(house, now, force=force)
    due = agenda.due
    paces = _paces(house, due)
    answered, done = 0, 0
    problems = []
    try:
        for attempts in _attempts(house, due, agenda.plan, paces):
            save_attempts(house.database, attempts)
            for attempt in attempts:
                done += 1
                if attempt.outcome in (outcomes.OK, outcomes.UNCHANGED):
                    answered += 1
                else:
                    problems.append((attempt.target.key, attempt.outcome, attempt.detail))
                if progress:
                    progress(f"{attempt.collector} {attempt.target.key}", attempt.outcome, done, len(due))
    finally:
        house.meter.store(house.database)
    store_paces(house.database, paces, house.clock())
    ahead = [job.last.finished_at for job in due if job.last and job.last.is_ahead(now)]
    return CollectSummary(agenda.known, len(due), answered, tuple(sorted(problems)), max(ahead, default=None))


def with_organisations(house: House) -> House:
    """Return the house with the projects of its lists' organisations, asked first where that is due. Raises StoreError."""
    if not house.configuration.expansions:
        return house
    now = house.clock()
    listing = [job for job in load_jobs(house) if job.target.is_listed and job.collector.SPEC.signals == {Signal.REPOSITORIES}]
    for job in due_jobs(listing, now):
        save_attempts(house.database, (look(house, job, plan_for(listing)),))
    whole = expanded(house.configuration, house.database, now)
    return replace(house, configuration=whole, hearing=Hearing.load(whole.portfolio))


def _paces(house: House, jobs: Iterable[Job]) -> dict[str, Pace]:
    specs = {job.collector.SPEC.id: job.collector.SPEC for job in jobs if job.collector.SPEC.batch > 1}
    costs = load_query_costs(house.database) if specs else {}
    return {name: pace_of(name, spec.batch, costs) for name, spec in specs.items()}


def _attempts(house: House, jobs: Sequence[Job], plan: Plan, paces: dict[str, Pace]) -> Iterator[tuple[Attempt, ...]]:
    """Yield attempts as they finish; saving stays in the caller's thread, the one writer. Left early, what runs is ended."""
    ended = Event()
    house = replace(
        house, configuration=replace(house.configuration, git=replace(house.configuration.git, is_stopped=ended.is_set))
    )
    lanes = Lanes(_pieces(house, jobs, plan, paces))
    yield from (found for found in lanes.run(WORKERS, ended.set, house.is_interrupted) if found)


def _pieces(house: House, jobs: Sequence[Job], plan: Plan, paces: dict[str, Pace]) -> Iterator[Piece[tuple[Attempt, ...]]]:
    batches: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        spec = job.collector.SPEC
        if spec.batch > 1:
            # One question goes to one server, and two may share a host by their ports.
            batches.setdefault((spec.id, urlsplit(job.target.key).netloc), []).append(job)
        else:
            lane, width = _lane(spec, job.target)
            yield Piece(lane, width, partial(_unless_stopping, house, partial(_one, house, job, plan)))
    for (name, _), members in batches.items():
        spec = members[0].collector.SPEC
        # The most important come first, and batches that are due together are asked together.
        for part in _parts(members, spec.batch * BATCHES_A_PIECE):
            work = partial(look_at_many, house, sorted(part, key=_rank), plan, paces[name])
            yield Piece(f"{spec.place} in batches", 1, partial(_unless_stopping, house, work))


def _rank(job: Job) -> str:
    return rank_of(job.target.key)


def _one(house: House, job: Job, plan: Plan) -> tuple[Attempt, ...]:
    return (look(house, job, plan),)


def _unless_stopping(house: House, work: Callable[[], tuple[Attempt, ...]]) -> tuple[Attempt, ...]:
    """Return the attempts, none where the house is stopping: then the jobs stay due."""
    return () if house.is_stopping() else work()


def _parts(jobs: Sequence[Job], size: int) -> Iterator[Sequence[Job]]:
    for start in range(0, len(jobs), size):
        yield jobs[start : start + size]


def _lane(spec: CollectorSpec, target: Target) -> tuple[str, int]:
    """Return where a look waits its turn: git by host, all other sources by name."""
    if spec.id == "git":
        return f"git {_host(target)}", GIT_CONNECTIONS_PER_HOST if _host(target) else WORKERS
    return spec.place, LOOKS_PER_SOURCE


def _host(target: Target) -> str:
    return urlsplit(target.address).hostname or "" if target.kind != TargetKind.PACKAGE else ""


def is_due(house: House, now: datetime) -> int:
    """Return how many sources are due. Raises StoreError."""
    whole = replace(house, configuration=expanded(house.configuration, house.database, now))
    return len(load_agenda(whole, now).due)
