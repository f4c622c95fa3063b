"""Did the repository move? Renamed, handed to another owner, or its name taken by another repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.metrics.states import last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="repository_moved",
    question="Did the repository move, or change hands?",
    why="A new owner decides what is released; a name that another repository took delivers another project's work to you.",
    remedy="Check who owns it now, and write the new address into the configuration.",
    family="ownership",
    weight=Weight.WARNING,
    needs=(frozenset({Signal.REPOSITORY_STATE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "repository_moved.name_taken": ("repository", "seen_on"),
    "repository_moved.owner_changed": ("repository", "seen_on", "before", "after"),
    "repository_moved.renamed": ("repository", "seen_on", "before", "after"),
    "repository_moved.stayed": (),
    "repository_moved.change": ("attribute", "before", "after", "last_seen_on"),
    "repository_moved.agreed_unknown": (),
    "repository_moved.confirmed": (),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each move seen in the last year, or one that there was none."""
    sight = look(RULE, history, now, limits)
    found = list(_moves(history, now, limits))
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        stayed = Finding(RULE.id, Outcome.OK, RULE.weight, said("repository_moved.stayed"))
        yield sight.refusal or sight.from_presence(stayed)


def _moves(history: History, now: datetime, limits: Limits) -> Iterator[Finding]:
    taken = {c.after.target: c for c in changes(history, "repository_id", now, limits.moved_days)}
    yield from (_finding(change, "name_taken", Weight.FACT) for change in taken.values())
    owners = {c.after.target: c for c in _new_owners(history, now, limits) if c.after.target not in taken}
    yield from (_finding(change, "owner_changed", Weight.WARNING) for change in owners.values())
    for change in changes(history, "full_name", now, limits.moved_days):
        is_told = change.after.target in taken or change.after.target in owners
        if not is_told and not _is_one_name(change):
            yield _finding(change, "renamed", Weight.CONTEXT)


def _new_owners(history: History, now: datetime, limits: Limits) -> Iterator[Change]:
    """Yield the changes of owner. An owner is known by number: one with another name keeps it. Without it names must do."""
    for change in changes(history, "owner", now, limits.moved_days):
        came_at, target = change.after.seen_from, change.after.target
        before = _numbers(history, target, (change.before.seen_until or came_at) - timedelta.resolution)
        after = _numbers(history, target, came_at)
        is_one = bool(before & after) if before and after else _is_one_name(change)
        if not is_one:
            yield change


def _numbers(history: History, target: str, at: datetime) -> frozenset[str]:
    """Return the numbers of the owner that held at a moment."""
    states = (state for state in history.state("owner_id") if state.target == target and state.seen_from <= at)
    return frozenset(state.value for state in states if state.seen_until is None or state.seen_until > at)


def _is_one_name(change: Change) -> bool:
    """Return whether a name is written otherwise only: hosts tell names apart without case."""
    return change.before.value.casefold() == change.after.value.casefold()


def _finding(change: Change, code: str, weight: Weight) -> Finding:
    before, after, seen_on = change.before, change.after, change.at.date()
    values = {} if code == "name_taken" else {"before": before.value, "after": after.value}
    last = last_seen_on(before)
    what = said("repository_moved.change", attribute=after.attribute, before=before.value, after=after.value, last_seen_on=last)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        weight,
        said(f"repository_moved.{code}", repository=after.target, seen_on=seen_on, **values),
        evidence=(Evidence(what, change.at, after.link, EvidenceLevel.RECORDED),),
        unknowns=(said("repository_moved.agreed_unknown"),),
        clears=(said("repository_moved.confirmed"),),
        started_on=seen_on,
        subject=after.target,
    )
