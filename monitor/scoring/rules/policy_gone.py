"""Is a file gone that tells users where to turn? The security policy or the front page was there, and is there no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import changes, ended
from monitor.scoring.metrics.states import current, last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="policy_gone",
    question="Is a file gone that tells users where to turn?",
    why="Who takes reports of vulnerabilities, and what a project promises, stands in such files.",
    remedy="The file stands there again, or another says the same.",
    family="governance",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.GOVERNANCE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "policy_gone.gone": ("path", "last_seen_on"),
    "policy_gone.no_policy": ("target", "last_seen_on"),
    "policy_gone.host_shows": (),
    "policy_gone.policy_back": (),
    "policy_gone.stand": ("files",),
    "policy_gone.last_seen": ("path",),
    "policy_gone.moved_unknown": (),
    "policy_gone.back": ("path",),
}


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each such file that went in the last year, or one that all stand."""
    sight = look(RULE, history, now, limits)
    gone = [_finding(state) for state in ended(history, "file_digest", now, limits.moved_days)]
    gone += _policies(history, now, limits.moved_days)
    if gone:
        yield from (sight.from_presence(finding) for finding in gone)
    elif sight.refusal:
        yield sight.refusal
    else:
        files = len({(s.target, s.subject) for s in history.state("file_digest") if s.seen_until is None})
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, said("policy_gone.stand", files=files)))


def _policies(history: History, now: datetime, within_days: int) -> Iterator[Finding]:
    """Yield the repositories for which their host showed a policy, wherever it stands, and shows none now."""
    none = {state.target for state in current(history, "security_policy", now, subject="") if state.value == "no"}
    newest = {change.after.target: change.before for change in changes(history, "security_policy", now, within_days)}
    for target, before in sorted(newest.items()):
        if target in none:
            at = before.seen_until or before.seen_from
            yield Finding(
                RULE.id,
                Outcome.AT_RISK,
                RULE.weight,
                said("policy_gone.no_policy", target=target, last_seen_on=last_seen_on(before)),
                evidence=(Evidence(said("policy_gone.host_shows"), before.seen_from, before.link, EvidenceLevel.RECORDED),),
                unknowns=(said("policy_gone.moved_unknown"),),
                clears=(said("policy_gone.policy_back"),),
                started_on=at.date(),
                subject=target,
            )


def _finding(state: State) -> Finding:
    at = state.seen_until or state.seen_from
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("policy_gone.gone", path=state.subject, last_seen_on=last_seen_on(state)),
        evidence=(Evidence(said("policy_gone.last_seen", path=state.subject), at, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("policy_gone.moved_unknown"),),
        clears=(said("policy_gone.back", path=state.subject),),
        started_on=at.date(),
        subject=f"{state.target} {state.subject}",
    )
