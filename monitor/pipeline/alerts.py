"""What readers are told between reports: the levels of one list against what they know, and the answers given to findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.delivery.policy import Decided, decide_alerts, wants_look
from monitor.model.alerts import AlertState, EarlierLook, Evaluation, Fact, Silence
from monitor.model.assessment import Assessment, Verdict
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, verdicts_of
from monitor.scoring.levels import ANNOUNCED
from monitor.store.alerts import load_silences, load_states
from monitor.store.earlier import load_earlier


def alerts_on(house: House, judgement: Judgement, watchlist: Watchlist, now: datetime) -> Decided:
    """Return what to remember of the projects of one list, and of which of them its readers are to be told now."""
    silences, states = load_silences(house.database, now), load_states(house.database, watchlist.key)
    verdicts = verdicts_of(house, judgement, watchlist)
    alert_at = alert_level(watchlist)
    evaluations = []
    for key in (entry.project for entry in watchlist.entries):
        assessment = judgement.assessments[key]
        evaluation = evaluate(watchlist.key, assessment, verdicts[key], silences)
        if evaluation.level >= alert_at and _says_more(evaluation, states.get(key)):
            evaluation = with_earlier(evaluation, assessment, load_earlier(house.database, watchlist.key, key))
        evaluations.append(evaluation)
    return decide_alerts(states, evaluations, alert_at, now)


def _says_more(evaluation: Evaluation, state: AlertState | None) -> bool:
    return bool(set(evaluation.facts) - set(state.facts if state else ()))


def with_earlier(evaluation: Evaluation, assessment: Assessment, earlier: Sequence[EarlierLook]) -> Evaluation:
    """Return the evaluation with which of its facts an earlier look saw otherwise, and which are at places never seen before."""
    places = {line.target for line in assessment.coverage}
    seen = frozenset[str]().union(*(look.seen for look in earlier)) if earlier else places
    found = {_fact(finding, assessment.project): finding for finding in assessment.findings}
    behind = {fact: found[fact] for fact in evaluation.facts}
    return replace(
        evaluation,
        came=frozenset(f for f, one in behind.items() if any(_was_otherwise(one, assessment, look) for look in earlier)),
        new_places=frozenset(f for f, one in behind.items() if one.subject in places - seen),
    )


def _was_otherwise(finding: Finding, assessment: Assessment, look: EarlierLook) -> bool:
    """Return whether a look answered the finding's rule, wholly, and without this finding.

    Another method may have answered otherwise than this one would have: then what is found must have begun after that look.
    """
    answers = [one for one in look.answers if one.rule == finding.rule]
    if any(one.outcome == Outcome.UNKNOWN.value and one.subject in ("", finding.subject) for one in answers):
        return False
    if any(one.outcome == Outcome.AT_RISK.value and one.subject == finding.subject for one in answers):
        return False
    if finding.subject in {line.target for line in assessment.coverage} and finding.subject not in look.seen:
        return False
    is_answered = any(one.outcome in (Outcome.OK.value, Outcome.AT_RISK.value) for one in answers)
    is_later = finding.started_on is not None and finding.started_on > look.at.date()
    return is_answered and (look.method == assessment.method or is_later)


def has_to_confirm(house: House, now: datetime) -> bool:
    """Return whether a change of level waits for an evaluation now, a day after the last one. Raises StoreError."""
    return any(
        wants_look(state, now)
        for watchlist in house.configuration.portfolio.watchlists
        for project, state in load_states(house.database, watchlist.key).items()
        if project in {entry.project for entry in watchlist.entries}
    )


def alert_level(watchlist: Watchlist) -> Level:
    """Return the level from which a project of this list is news at once."""
    return Level[watchlist.alert_at.upper()]


def evaluate(watchlist: str, assessment: Assessment, verdict: Verdict, silences: Mapping[str, Silence]) -> Evaluation:
    """Return what a judgement means for the alerts of one list."""
    behind = [f for f in assessment.findings if f.outcome == Outcome.AT_RISK and f.rule in verdict.because]
    answered = [silences.get(finding.id_in(assessment.project)) for finding in behind]
    ends = [silence.until for silence in answered if silence is not None]
    return Evaluation(
        watchlist=watchlist,
        project=assessment.project,
        method=assessment.method,
        level=verdict.level,
        facts=tuple(_fact(finding, assessment.project) for finding in behind if _is_recorded(finding)),
        silenced_until=min(ends) if ends and len(ends) == len(behind) else None,
    )


def _is_recorded(finding: Finding) -> bool:
    return finding.weight == Weight.FACT and any(item.level in ANNOUNCED for item in finding.evidence)


def _fact(finding: Finding, project: str) -> Fact:
    return Fact(f"{finding.rule} {finding.subject}".strip(), finding.id_in(project))
