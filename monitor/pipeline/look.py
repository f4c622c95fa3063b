"""One look of one collector, at one target or at a batch: every result becomes an attempt, errors and bugs too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from monitor.collectors import COLLECTORS
from monitor.model import attempt as outcomes
from monitor.model.attempt import Attempt
from monitor.model.collecting import BatchCollector, Context, Http, Pace, Result
from monitor.model.errors import SourceError
from monitor.model.facts import Cursor, NotBefore, Note, Observation, Seen, Unchanged, Wake, Yield
from monitor.model.target import Target
from monitor.model.text import clean, mask_addresses
from monitor.net.memory import MemoryValidators
from monitor.pipeline.guard import Bug, guarded
from monitor.pipeline.house import House, pseudonymiser
from monitor.pipeline.jobs import Job
from monitor.pipeline.plan import Plan
from monitor.store.hosts import StoredValidators

FIRST_RETRY = timedelta(minutes=15)
# How long each collector rests after a look, whoever wakes it.
RESTS: Mapping[str, timedelta] = {collector.SPEC.id: collector.SPEC.rest for collector in COLLECTORS}
Validated = Mapping[tuple[str, str], outcomes.Validators]


def look(house: House, job: Job, plan: Plan) -> Attempt:
    """Return what one collector brought from one target."""
    started = house.clock()
    session = house.http.session(StoredValidators(house.database, job.target.key, job.collector.SPEC.id))
    found = guarded(lambda: tuple(job.collector.collect(job.target, _context(house, job, session, started))), SourceError)
    return _attempt(house, job, plan, started, found, dict(session.staged))


def look_at_many(house: House, jobs: Sequence[Job], plan: Plan, pace: Pace) -> tuple[Attempt, ...]:
    """Return what one collector brought from several targets of one source. What it did not come to fails as it ended."""
    started = house.clock()
    # An answer to many is no one target's, so nothing is held to ask with.
    session = house.http.session(MemoryValidators())
    by_key = {job.target.key: job for job in jobs}
    contexts = {key: _context(house, job, session, started) for key, job in by_key.items()}
    found: dict[str, Result] = {}
    collector = cast(BatchCollector, jobs[0].collector)
    ended = guarded(lambda: _take(collector.collect_many([job.target for job in jobs], contexts, pace), found), SourceError)
    rest = Bug("no answer was given for this target") if isinstance(ended, tuple) else ended
    return tuple(_attempt(house, job, plan, started, found.get(key, rest), {}) for key, job in by_key.items())


def _take(results: Iterator[tuple[Target, Result]], found: dict[str, Result]) -> tuple[Yield, ...]:
    for target, result in results:
        found[target.key] = result
    return ()


def _context(house: House, job: Job, http: Http, now: datetime) -> Context:
    return Context(
        http=http,
        git=house.configuration.git,
        now=now,
        cursor=job.last.cursor if job.last else "",
        pseudonym=pseudonymiser(house),
        is_forgotten=house.forgotten.__contains__,
        bots=house.configuration.bots,
        homes=house.configuration.homes,
        bases=house.configuration.bases,
        contact=house.configuration.http.contact,
        telling=house.hearing.telling,
    )


def _attempt(house: House, job: Job, plan: Plan, started: datetime, found: Result | Bug, validators: Validated) -> Attempt:
    if isinstance(found, SourceError):
        return _failed(house, job, started, found.code, str(found), found.until)
    if isinstance(found, Bug):
        return _failed(house, job, started, outcomes.BUG, found.text, None)
    return _succeeded(house, job, plan, started, found, validators)


def _succeeded(house: House, job: Job, plan: Plan, started: datetime, yields: Sequence[Yield], validators: Validated) -> Attempt:
    is_unchanged = any(isinstance(item, Unchanged) for item in yields)
    cursors = [item.value for item in yields if isinstance(item, Cursor)]
    asked = [item.at for item in yields if isinstance(item, NotBefore)]
    spec = job.collector.SPEC
    return Attempt(
        target=job.target,
        collector=spec.id,
        promises=spec.signals,
        started_at=started,
        finished_at=house.clock(),
        outcome=outcomes.UNCHANGED if is_unchanged else outcomes.OK,
        next_check_at=max([plan.next_look(spec, job.target.key, started), *asked]),
        cursor=cursors[-1] if cursors else (job.last.cursor if job.last else ""),
        facts=tuple(item for item in yields if isinstance(item, Observation)),
        seen=tuple(item for item in yields if isinstance(item, Seen)),
        notes=tuple(item for item in yields if isinstance(item, Note)),
        wakes={item.collector: RESTS[item.collector] for item in yields if isinstance(item, Wake) and item.collector in RESTS},
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
