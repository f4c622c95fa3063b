"""Does a fork live on where the project has ended or fallen silent? A place to look, never a successor by our word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.activity import active_dates
from monitor.scoring.metrics.states import current
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="living_fork",
    question="Does a fork live on where the project does not?",
    why="When a project ends, its users often gather around one fork long before anybody announces it.",
    remedy="Look at the fork; whether it is a successor is for its people and yours to say.",
    family="succession",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.FORKS}),),
)
# Whether the project is silent can be told only where its work is seen.
SILENT = replace(RULE, needs=(*RULE.needs, frozenset({Signal.ACTIVITY})))
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "living_fork.lives": ("fork", "pushed_in", "stars", "last_on"),
    "living_fork.lives_beside_unseen": ("fork", "pushed_in", "stars"),
    "living_fork.not_needed": (),
    "living_fork.none": (),
    "living_fork.pushed": ("fork", "pushed_in"),
    "living_fork.successor_unknown": (),
    "living_fork.works_again": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield a finding for each living fork of a project that ended or is silent, or one that there is none."""
    sight = look(RULE, history, now, limits)
    if sight.refusal:
        yield sight.refusal
        return
    last = max(active_dates(history, now), default=None)
    is_archived = any(state.value == "yes" for state in current(history, "archived", now))
    unseen = look(SILENT, history, now, limits).refusal
    if unseen and not is_archived:
        # Work that we cannot see is no silence.
        yield unseen
        return
    is_silent = last is None or (now.date() - last).days > limits.silence_floor_days
    if not (is_archived or is_silent):
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, said("living_fork.not_needed")))
        return
    found = list(_living(history, last, now, limits))
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("living_fork.none"))
    yield from (sight.from_presence(finding) for finding in found or [none])


def _living(history: History, last: date | None, now: datetime, limits: Limits) -> Iterator[Finding]:
    stars = {m.subject: int(m.value) for m in history.measured("fork_stars")}
    for state in history.state("living_fork"):
        if state.seen_from > now or (state.seen_until is not None and state.seen_until <= now):
            continue
        pushed = _month(state.value)
        is_later = pushed is not None and (last is None or pushed > last.replace(day=1))
        is_fresh = pushed is not None and pushed >= now.date() - timedelta(days=limits.silence_floor_days)
        if pushed and is_later and is_fresh and stars.get(state.subject, 0) >= limits.fork_min_stars:
            yield _finding(state, pushed, stars[state.subject], last)


def _month(value: str) -> date | None:
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        return None


def _finding(state: State, pushed: date, stars: int, last: date | None) -> Finding:
    pushed_in = said("living_fork.pushed", fork=state.subject, pushed_in=pushed)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        _lives(state.subject, pushed, stars, last),
        evidence=(Evidence(pushed_in, state.seen_from, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("living_fork.successor_unknown"),),
        clears=(said("living_fork.works_again"),),
        started_on=last or state.seen_from.date(),
        subject=state.subject,
    )


def _lives(fork: str, pushed: date, stars: int, last: date | None) -> Message:
    if last is None:
        return said("living_fork.lives_beside_unseen", fork=fork, pushed_in=pushed, stars=stars)
    return said("living_fork.lives", fork=fork, pushed_in=pushed, stars=stars, last_on=last)
