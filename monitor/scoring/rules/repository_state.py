"""Does the repository still stand open? Archived, switched off, locked, taken down, made private, or no longer visible to us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import changes
from monitor.scoring.metrics.states import current, held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="repository_state",
    question="Does the repository still stand open?",
    why="Archived, switched off and taken down are the platform's own records: no work can reach users from there.",
    remedy="The repository is opened again, or you watch the place to which the work has moved.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.REPOSITORY_STATE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "repository_state.archived": ("repository", "since"),
    "repository_state.archived_seen": ("repository", "since"),
    "repository_state.disabled": ("repository", "since"),
    "repository_state.locked": ("repository", "since"),
    "repository_state.blocked": ("repository", "since", "reason"),
    "repository_state.gone": ("repository", "since"),
    "repository_state.closed": ("repository", "since", "visibility"),
    "repository_state.open": ("repositories",),
    "repository_state.shown_archived": ("repository",),
    "repository_state.shown_disabled": ("repository",),
    "repository_state.shown_locked": ("repository",),
    "repository_state.shown_blocked": ("repository", "reason"),
    "repository_state.shown_gone": ("repository",),
    "repository_state.shown_closed": ("repository", "visibility"),
    "repository_state.why_gone_unknown": (),
    "repository_state.opened_again": ("repository",),
}
BLOCKED = {"blocked_dmca": "dmca", "blocked_tos": "terms", "blocked_unavailable": "blocked"}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one AT_RISK finding for each repository that does not stand open, or one that all do."""
    sight = look(RULE, history, now, limits)
    found = list(_at_risk(history, now))
    if found:
        # What the platform recorded stays a fact where it does not answer today.
        yield from (sight.from_presence(finding) for finding in found)
    elif sight.refusal:
        yield sight.refusal
    else:
        count = len(current(history, "visible", now))
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, said("repository_state.open", repositories=count)))


def _at_risk(history: History, now: datetime) -> Iterator[Finding]:
    for state in current(history, "visible", now):
        if state.value == "gone":
            yield _finding(state, "gone", Weight.WARNING)
        elif state.value in BLOCKED:
            yield _finding(state, "blocked", Weight.FACT, reason=BLOCKED[state.value])
    for attribute in ("archived", "disabled", "locked"):
        # What has a subject is said of a thing that stands there, such as a model of an organisation.
        held = current(history, attribute, now, subject="")
        yield from (_finding(state, attribute, Weight.FACT) for state in held if state.value == "yes")
    closed = {change.after.target: change.after for change in changes(history, "visibility", now, 100 * 365)}
    holding = current(history, "visibility", now)
    yield from (
        _finding(s, "closed", Weight.FACT, visibility=s.value) for s in holding if s.target in closed and s.value != "public"
    )


def _finding(state: State, code: str, weight: Weight, **more: str) -> Finding:
    since = held_from(state)
    # Where the host names no day, that of our first look is only the latest that it can be.
    headline = f"{code}_seen" if code == "archived" and state.held_from is None else code
    recorded = said(f"repository_state.shown_{code}", repository=state.target, **more)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        weight,
        said(f"repository_state.{headline}", repository=state.target, since=since.date(), **more),
        evidence=(Evidence(recorded, since, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("repository_state.why_gone_unknown"),) if code == "gone" else (),
        clears=(said("repository_state.opened_again", repository=state.target),),
        started_on=since.date(),
        subject=state.target,
    )
