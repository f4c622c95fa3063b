"""What readers are told between reports: the levels of one list against what they know, and the answers given to findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.delivery.policy import Decided, decide_alerts, wants_look
from monitor.model.alerts import Evaluation, Fact, Silence
from monitor.model.assessment import Assessment, Verdict
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.target import Watchlist
from monitor.pipeline.house import House
from monitor.pipeline.judge import Judgement, verdicts_of
from monitor.scoring.levels import ANNOUNCED
from monitor.store.alerts import load_silences, load_states


def alerts_on(house: House, judgement: Judgement, watchlist: Watchlist, now: datetime) -> Decided:
    """Return what to remember of the projects of one list, and of which of them its readers are to be told now."""
    silences = load_silences(house.database, now)
    verdicts = verdicts_of(house, judgement, watchlist)
    evaluations = [
        evaluate(watchlist.key, judgement.assessments[entry.project], verdicts[entry.project], silences)
        for entry in watchlist.entries
    ]
    return decide_alerts(load_states(house.database, watchlist.key), evaluations, alert_level(watchlist), now)


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
