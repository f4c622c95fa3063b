"""What is sent and why, and what is held back and why: due periods, alerts between reports, and when to try again. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model.alerts import AlertState, Evaluation, Fact, Held, Reason
from monitor.model.finding import Level
from monitor.model.letter import Crossing

# A level is entered after so many evaluations and left after so many, each at least a day after the one before: for what moves
# by weeks, two days of patience cost nothing, and three to leave keep a project that hovers from being told in and out.
ENTER_AFTER, LEAVE_AFTER = 2, 3
APART = timedelta(days=1)
# A level that changed more often within a quarter says nothing by changing once more.
FLIPS, FLIP_WINDOW = 3, timedelta(days=90)
KEPT_FLIPS = 20

# The first wait suits greylisting, the longest brings a message on the day on which a server is back.
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=5), timedelta(hours=6)
# What mail servers themselves are told to give up after (RFC 5321, section 4.5.4.1).
GIVE_UP_AFTER = timedelta(days=5)

# A report that is made so long after its moment says that it is late.
LATE_AFTER = timedelta(hours=3)
# A period that was told further ahead of now than this was told by a clock that went wrong.
WRONG_CLOCK = timedelta(days=7)


def due_period(fire: datetime, now: datetime, first_seen_at: datetime, told: Sequence[datetime]) -> bool:
    """Return whether the period that began at `fire`, the newest moment of the schedule, is still to be told.

    Not one that began before the list was first seen, and none at or before a period that was told (`told`): so a gap of any
    length has one catch-up, and a clock that is set back repeats nothing.
    """
    return fire > first_seen_at and not any(fire <= moment <= now + WRONG_CLOCK for moment in told)


def is_late(fire: datetime, now: datetime) -> bool:
    """Return whether a report made `now` must say that it was due at `fire`."""
    return now - fire > LATE_AFTER


def next_try(attempts: int, salt: str, now: datetime, created_at: datetime) -> datetime | None:
    """Return when to try again after `attempts` failed ones, None to give up.

    The wait doubles from 5 minutes to 6 hours; up to a quarter is taken off by a hash of `salt`, so that not all come at once.
    """
    if now - created_at >= GIVE_UP_AFTER:
        return None
    fraction = int.from_bytes(hashlib.sha256(f"{salt}\x1f{attempts}".encode()).digest()[:2]) / 2**16
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 16)
    return now + min(doubled, LONGEST_RETRY) * (1 - fraction / 4)


def is_due(next_try_at: datetime, now: datetime) -> bool:
    """Return whether a waiting message is to be tried; a wait longer than any we ask for comes from a clock that was set back."""
    return next_try_at <= now or next_try_at - now > LONGEST_RETRY


@dataclass(frozen=True, slots=True)
class Decision:
    """What is remembered of a project after an evaluation (None: still nothing), and what its readers are told now."""

    state: AlertState | None
    crossing: Crossing | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions on all projects of a list: one message holds every crossing."""

    states: tuple[AlertState, ...]
    crossings: tuple[Crossing, ...]


def decide_alerts(states: Mapping[str, AlertState], evaluations: Sequence[Evaluation], alert_at: Level, now: datetime) -> Decided:
    """Return what to remember (only what changed) and whom to tell of, by project."""
    decisions = [decide(states.get(one.project), one, alert_at, now) for one in evaluations]
    changed = tuple(d.state for d in decisions if d.state is not None and d.state != states.get(d.state.project))
    return Decided(changed, tuple(d.crossing for d in decisions if d.crossing is not None))


def decide(state: AlertState | None, evaluation: Evaluation, alert_at: Level, now: datetime) -> Decision:
    """Return what one evaluation of one project leads to. What could not be seen neither enters, nor leaves, nor counts."""
    if evaluation.level == Level.UNKNOWN:
        return Decision(state and _held(state, Held.UNKNOWN, now))
    level = evaluation.level if evaluation.level >= alert_at else Level.OK
    if state is None or state.method != evaluation.method:
        return _first_known(state, evaluation, level, now)
    state = _counted(_with_flip(state, level, now), level, now)
    reason = _reason(state, evaluation, level)
    if reason is None:
        known = sorted({*state.facts, *(evaluation.new_places if level > Level.OK else ())})
        return Decision(_held(replace(state, facts=tuple(known)), _why_not(state, level), now))
    if evaluation.silenced_until is not None and reason != Reason.LEFT:
        return Decision(_held(state, Held.SILENCED, now))
    return _told(state, evaluation, level, reason, state.told)


def wants_look(state: AlertState, now: datetime) -> bool:
    """Return whether a move that was seen could be confirmed by another evaluation now."""
    return state.counted_at is not None and state.held != Held.UNKNOWN and now - state.counted_at >= APART


def _first_known(state: AlertState | None, evaluation: Evaluation, level: Level, now: datetime) -> Decision:
    """Decide where no level was known before by this method: only what came since an earlier look saw it otherwise is news.

    That the level was unknown hides nothing: an unreachable repository does not make old what a platform recorded meanwhile.
    """
    base = _baseline(state, evaluation, level, now)
    came = evaluation.came - {*(state.facts if state else ())}
    if level == Level.OK or not came:
        return Decision(base)
    base = replace(base, facts=tuple(fact for fact in base.facts if fact not in came))
    if evaluation.silenced_until is not None:
        return Decision(_held(base, Held.SILENCED, now))
    return _told(base, evaluation, level, Reason.FACT, state.told if state else None)


def _baseline(state: AlertState | None, evaluation: Evaluation, level: Level, now: datetime) -> AlertState:
    """What was so before we looked, or before a new method looked, is no news: it is in the first report."""
    known = {*(state.facts if state else ()), *(evaluation.facts if level > Level.OK else ())}
    held = Held.BASELINE if level > Level.OK else Held.NOTHING
    return AlertState(
        evaluation.watchlist,
        evaluation.project,
        evaluation.method,
        told=level,
        seen=level,
        facts=tuple(sorted(known)),
        held=held,
        held_at=now if held else None,
    )


def _with_flip(state: AlertState, level: Level, now: datetime) -> AlertState:
    """Return the state with what was seen now; flips older than the window are forgotten, and with them that it was unstable."""
    flips = tuple(at for at in state.flips if now - at < FLIP_WINDOW)
    if level != state.seen:
        flips = (*flips, now)[-KEPT_FLIPS:]
    return replace(state, seen=level, flips=flips, is_unstable=state.is_unstable and len(flips) > FLIPS)


def _counted(state: AlertState, level: Level, now: datetime) -> AlertState:
    """Return the state with this evaluation counted for a move, if it is a day after the last one that was."""
    if level == state.told:
        return replace(state, streak=0, towards=level, counted_at=None)
    is_up = level > state.told
    if state.counted_at is None or (state.towards > state.told) != is_up:
        return replace(state, streak=1, towards=level, counted_at=now)
    # The move that every one of the evaluations speaks for is the nearer one.
    towards = min(level, state.towards) if is_up else max(level, state.towards)
    if now - state.counted_at >= APART:
        return replace(state, streak=state.streak + 1, towards=towards, counted_at=now)
    # A clock that was set back must not make a day last longer.
    return replace(state, towards=towards, counted_at=min(now, state.counted_at))


def _reason(state: AlertState, evaluation: Evaluation, level: Level) -> Reason | None:
    """Return why readers are told now, None if they are not."""
    if level > Level.OK and _new_facts(state, evaluation):
        return Reason.FACT
    if len(state.flips) > FLIPS:
        return None if state.is_unstable else Reason.UNSTABLE
    if level > state.told and state.streak >= ENTER_AFTER:
        return Reason.CONFIRMED
    if level < state.told and state.streak >= LEAVE_AFTER:
        return Reason.LEFT
    return None


def _new_facts(state: AlertState, evaluation: Evaluation) -> set[Fact]:
    """Return the facts that readers do not know; of an unstable project only of a kind that they do not know.

    What was so at the first look at a place is no news, however long the project itself is watched.
    """
    new = set(evaluation.facts) - set(state.facts) - evaluation.new_places
    kinds = {fact.kind for fact in state.facts} if len(state.flips) > FLIPS else set()
    return {fact for fact in new if fact.kind not in kinds}


def _why_not(state: AlertState, level: Level) -> Held:
    if level == state.told:
        return Held.BASELINE if state.held == Held.BASELINE and level > Level.OK else Held.NOTHING
    if len(state.flips) > FLIPS:
        return Held.UNSTABLE
    return Held.FIRST if level > state.told else Held.LEAVING


def _held(state: AlertState, held: Held, now: datetime) -> AlertState:
    if held == state.held:
        return state
    return replace(state, held=held, held_at=now if held else None)


def _told(state: AlertState, evaluation: Evaluation, level: Level, reason: Reason, was: Level | None) -> Decision:
    told = {Reason.FACT: max(level, state.told), Reason.UNSTABLE: state.told}.get(reason, state.towards)
    shown = told if reason == Reason.CONFIRMED else evaluation.level
    after = replace(
        state,
        told=told,
        streak=0,
        towards=told,
        counted_at=None,
        is_unstable=state.is_unstable or reason == Reason.UNSTABLE,
        facts=tuple(sorted({*state.facts, *evaluation.facts})) if level > Level.OK else state.facts,
        held=Held.NOTHING,
        held_at=None,
    )
    return Decision(after, Crossing(evaluation.project, shown, was, reason.value))
