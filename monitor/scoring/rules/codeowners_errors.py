"""Do errors stand in CODEOWNERS? The platform's own list; an owner whom it does not know is often somebody who lost access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.states import held_from
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="codeowners_errors",
    question="Do errors stand in CODEOWNERS?",
    why="Who is named there and is not known any more can review nothing: changes wait for people who left.",
    remedy="The file names only owners whom the platform knows.",
    family="governance",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.CODEOWNERS_ERRORS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "codeowners_errors.some": ("path", "errors", "seen_on"),
    "codeowners_errors.none": (),
    "codeowners_errors.error": ("error",),
    "codeowners_errors.meaning_unknown": (),
    "codeowners_errors.mended": ("path",),
}
SHOWN = 5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each file with errors, or one that there are none."""
    sight = look(RULE, history, now, limits)
    by_path: dict[tuple[str, str], list[State]] = {}
    for state in history.state("codeowners_error"):
        if state.seen_from <= now and (state.seen_until is None or state.seen_until > now):
            by_path.setdefault((state.target, state.subject), []).append(state)
    if by_path:
        yield from (sight.from_presence(_finding(path, states)) for (_, path), states in sorted(by_path.items()))
    else:
        none = Finding(RULE.id, Outcome.OK, RULE.weight, said("codeowners_errors.none"))
        yield sight.refusal or sight.from_presence(none)


def _finding(path: str, states: list[State]) -> Finding:
    ordered = sorted(states, key=held_from)
    seen_on = held_from(ordered[0]).date()
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        said("codeowners_errors.some", path=path, errors=len(ordered), seen_on=seen_on),
        evidence=tuple(
            Evidence(said("codeowners_errors.error", error=one.value), held_from(one), one.link, EvidenceLevel.RECORDED)
            for one in ordered[:SHOWN]
        ),
        unknowns=(said("codeowners_errors.meaning_unknown"),),
        clears=(said("codeowners_errors.mended", path=path),),
        started_on=seen_on,
        subject=f"{ordered[0].target} {path}",
    )
