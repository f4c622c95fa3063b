"""Is a published model gone from its house's list? Deleted, made private or renamed: which of these the Hub does not say.

Only a whole list that other models still stand on tells it; the store ends no state after a list in part or an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import ended
from monitor.scoring.metrics.states import holding, last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="model_withdrawn",
    question="Is a published model gone?",
    why="Weights that are no longer published cannot be fetched again, and what builds on them has lost its base.",
    remedy="Keep a copy of what you use with its licence, and ask the house what to use instead.",
    family="status",
    weight=Weight.FACT,
    needs=(frozenset({Signal.MODELS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "model_withdrawn.gone": ("models", "model", "kind", "not_before", "seen_on"),
    "model_withdrawn.disabled": ("model", "kind", "seen_on"),
    "model_withdrawn.marked": ("model",),
    "model_withdrawn.why_disabled_unknown": (),
    "model_withdrawn.enabled_again": (),
    "model_withdrawn.all_there": ("models",),
    "model_withdrawn.listed": ("model", "not_before", "seen_on"),
    "model_withdrawn.why_unknown": (),
    "model_withdrawn.list_may_be_cut": ("models", "before"),
    "model_withdrawn.newcomer": ("model",),
    "model_withdrawn.listed_again": (),
}
ATTRIBUTE, KIND = "visible", "model_kind"
# What others are made from is a fact, what was made for use a warning, what anybody can make anew context.
WEIGHTS: Mapping[str, Weight] = {"base": Weight.FACT, "instruct": Weight.WARNING, "finetune": Weight.WARNING}
SHOWN = 5


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for all models of a kind that one look found gone, one for each disabled one, or one that none is."""
    sight = look(RULE, history, now, limits)
    kinds = {(state.target, state.subject): state.value for state in history.state(KIND)}
    groups: dict[tuple[str, str, date], list[State]] = {}
    for state in ended(history, ATTRIBUTE, now, limits.terms_days):
        if state.subject and state.seen_until and _is_list_there(history, state):
            place = state.target, kinds.get((state.target, state.subject), "model"), state.seen_until.date()
            groups.setdefault(place, []).append(state)
    found = [_finding(history, kind, gone) for (_, kind, _), gone in sorted(groups.items())]
    found += [_disabled(state, kinds.get((state.target, state.subject), "model")) for state in _switched_off(history, now)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
        return
    there = sum(bool(state.subject) and state.seen_until is None for state in history.state(ATTRIBUTE))
    none = Finding(RULE.id, Outcome.OK, RULE.weight, said("model_withdrawn.all_there", models=there))
    yield sight.refusal or sight.from_presence(none)


def _switched_off(history: History, now: datetime) -> list[State]:
    """Return the models that the Hub shows as disabled."""
    held = holding(history, "disabled", now)
    return [state for (_, subject), state in sorted(held.items()) if subject and state.value == "yes"]


def _disabled(state: State, kind: str) -> Finding:
    on = state.seen_from.date()
    shown = Evidence(said("model_withdrawn.marked", model=state.subject), state.seen_from, state.link, EvidenceLevel.RECORDED)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        WEIGHTS.get(kind, Weight.CONTEXT),
        said("model_withdrawn.disabled", model=state.subject, kind=kind, seen_on=on),
        evidence=(shown,),
        unknowns=(said("model_withdrawn.why_disabled_unknown"),),
        clears=(said("model_withdrawn.enabled_again"),),
        started_on=on,
        subject=f"{state.target} {state.subject} disabled",
    )


def _is_list_there(history: History, gone: State) -> bool:
    """Return whether the look that found a model gone showed another one of the same house."""
    return any(one.target == gone.target and one.subject != gone.subject and _stood(one, gone) for one in _models(history))


def _models(history: History) -> list[State]:
    return [state for state in history.state(ATTRIBUTE) if state.subject]


def _stood(one: State, gone: State) -> bool:
    at = gone.seen_until or gone.seen_from
    return one.seen_from <= at and (one.seen_until is None or one.seen_until > at)


def _finding(history: History, kind: str, gone: Sequence[State]) -> Finding:
    first = gone[0]
    seen_on = (first.seen_until or first.seen_from).date()
    unknowns = tuple(_unknowns(history, gone))
    # A list cut short and a new name look alike: beside either the finding is no fact.
    weight = WEIGHTS.get(kind, Weight.CONTEXT)
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        Weight.WARNING if unknowns and weight is Weight.FACT else weight,
        said(
            "model_withdrawn.gone",
            models=len(gone),
            model=first.subject,
            kind=kind,
            not_before=last_seen_on(first),
            seen_on=seen_on,
        ),
        evidence=tuple(map(_evidence, gone[:SHOWN])),
        unknowns=(said("model_withdrawn.why_unknown"), *unknowns),
        clears=(said("model_withdrawn.listed_again"),),
        started_on=seen_on,
        subject=f"{first.target} {kind} {seen_on.isoformat()}",
    )


def _evidence(gone: State) -> Evidence:
    at = gone.seen_until or gone.seen_from
    what = said("model_withdrawn.listed", model=gone.subject, not_before=last_seen_on(gone), seen_on=at.date())
    return Evidence(what, at, gone.link, EvidenceLevel.RECORDED)


def _unknowns(history: History, gone: Sequence[State]) -> Iterable[Message]:
    """Yield what else the same look may mean: half of the list gone at once, or a model that came in the same look."""
    at = gone[0].seen_until
    house = [state for state in _models(history) if state.target == gone[0].target]
    went = [state for state in house if state.seen_until == at]
    before = [state for state in house if at and state.seen_from < at and (state.seen_until is None or state.seen_until >= at)]
    if len(went) > 1 and 2 * len(went) >= len(before):
        yield said("model_withdrawn.list_may_be_cut", models=len(went), before=len(before))
    came = sorted(state.subject for state in house if state.seen_from == at)
    yield from (said("model_withdrawn.newcomer", model=model) for model in came[:SHOWN])
