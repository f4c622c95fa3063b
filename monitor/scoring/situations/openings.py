"""What opens a situation that is about the project, not a person: its end, licence, silence, owner, publishers, next model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Evidence, Finding, Message, Outcome, Value, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.model.situation import SituationKind, SituationState, Turn
from monitor.scoring.metrics.activity import active_dates
from monitor.scoring.metrics.model_families import base_releases
from monitor.scoring.metrics.own_rhythm import own_rhythm
from monitor.scoring.metrics.release_frequency import cadence_of, usual_window
from monitor.scoring.sight import link_of
from monitor.scoring.situations.scene import fact, message

# Findings that are an event of the project: the rule, and what it opens.
EVENTS: Mapping[str, SituationKind] = {
    "index_status": SituationKind.END,
    "statement_of_end": SituationKind.END,
    "repository_state": SituationKind.END,
    "licence_changed": SituationKind.LICENCE,
    "model_terms_changed": SituationKind.LICENCE,
    "repository_moved": SituationKind.TRANSFER,
    "publisher_changed": SituationKind.PUBLISHER,
}
# Words that tell a statement on each kind of event.
ABOUT: Mapping[SituationKind, re.Pattern[str]] = {
    SituationKind.END: re.compile(r"unmaintain|archiv|deprecat|end of life|no longer|sunset|moved|successor", re.IGNORECASE),
    SituationKind.LICENCE: re.compile(r"licen[cs]|\bterms\b|许可", re.IGNORECASE),
    SituationKind.SILENCE: re.compile(r"", re.IGNORECASE),
    SituationKind.TRANSFER: re.compile(
        r"transfer|mov(e|ing)|new home|hand(ed|ing)? over|join|acqui|organi[sz]ation", re.IGNORECASE
    ),
    SituationKind.PUBLISHER: re.compile(r"publish|maintainer|hand(ed|ing)? over|transfer|ownership|new owner", re.IGNORECASE),
    SituationKind.MODEL_OVERDUE: re.compile(r"", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """An event of the project: what opened a situation, when, the facts that say so, and the turns that they bring."""

    kind: SituationKind
    subject: str
    opened_on: date
    title: Message
    facts: tuple[Evidence, ...]
    turns: tuple[Turn, ...] = ()
    persons: tuple[str, ...] = ()


def openings(history: History, findings: Sequence[Finding], now: datetime, limits: Limits) -> Iterator[Opening]:
    """Yield the events of a project that matter, each once."""
    yield from _from_findings(findings)
    judged = {finding.rule for finding in findings if finding.outcome is not Outcome.UNKNOWN}
    if "project_silent" in judged:
        yield from _silences(history, now, limits)
    if "model_overdue" in judged:
        yield from _late_models(history, now, limits)


def _from_findings(findings: Sequence[Finding]) -> Iterator[Opening]:
    """Yield one opening for all findings of one kind that began on one day: a mass change is one story."""
    groups: dict[tuple[SituationKind, date], list[Finding]] = {}
    for finding in findings:
        is_event = finding.rule in EVENTS and finding.outcome is Outcome.AT_RISK and finding.weight is not Weight.CONTEXT
        if is_event and finding.started_on is not None:
            groups.setdefault((EVENTS[finding.rule], finding.started_on), []).append(finding)
    for (kind, on), group in sorted(groups.items(), key=lambda item: (item[0][1], item[0][0])):
        first = min(group, key=lambda one: (one.rule, one.subject))
        facts = tuple(evidence for one in group for evidence in one.evidence)
        persons = tuple(sorted({key for one in group for key in one.persons}))
        yield Opening(kind, f"{first.rule} {first.subject}".strip(), on, first.headline, facts, persons=persons)


def _silences(history: History, now: datetime, limits: Limits) -> Iterator[Opening]:
    """Yield each silence beyond the project's own rhythm: open at its end, cooled by the work that came after."""
    days = active_dates(history, now)
    today = now.date()
    for place, (last_on, back_on) in enumerate(pairwise([*days, today]), start=1):
        if (back_on - last_on).days <= limits.silence_floor_days or not _is_told(back_on, today, limits):
            continue
        patience = own_rhythm(days[:place], limits).patience_days
        opened_on = last_on + timedelta(days=patience + 1)
        if opened_on <= back_on:
            page = link_of(history, Signal.ACTIVITY)
            silent = fact("silence.last", last_on, page, EvidenceLevel.OBSERVED, last_on=last_on, patience_days=patience)
            turns = _came_back(back_on, page) if back_on < today or place < len(days) else ()
            yield Opening(
                SituationKind.SILENCE, "activity", opened_on, message("silence.title", last_on=last_on), (silent,), turns
            )


def _is_told(ended_on: date, today: date, limits: Limits) -> bool:
    return (today - ended_on).days <= limits.situation_cool_days + limits.situation_closed_days


def _came_back(on: date, page: str) -> tuple[Turn, ...]:
    again = fact("silence.ended", on, page, EvidenceLevel.OBSERVED, on=on)
    return (Turn("no_longer_so", SituationState.COOLING, again, on),)


def _late_models(history: History, now: datetime, limits: Limits) -> Iterator[Opening]:
    """Yield each wait for the next base model beyond the house's own rhythm, ended by a model or lasting."""
    models = base_releases(history, now)
    for place, model in enumerate(models, start=1):
        ended = models[place] if place < len(models) else None
        until = ended.released_at if ended else now
        if not _is_told(until.date(), now.date(), limits):
            continue
        cadence = cadence_of(replace(history, releases=tuple(models[:place])), until, limits)
        if cadence is None or len(cadence.gaps) < limits.stream_min_gaps:
            continue
        opened_on = cadence.day_after(usual_window(cadence, limits)[1]) + timedelta(days=1)
        if opened_on > until.date() or (opened_on == until.date() and ended is None):
            continue
        last = fact("released", model.released_at, model.link, version=model.version, on=model.released_at.date())
        turns: tuple[Turn, ...] = ()
        if ended:
            on = ended.released_at.date()
            again = fact("released", ended.released_at, ended.link, version=ended.version, on=on)
            turns = (Turn("released_again", SituationState.COOLING, again, on),)
        values: dict[str, Value] = {"model": model.version, "released_on": model.released_at.date(), "opened_on": opened_on}
        yield Opening(
            SituationKind.MODEL_OVERDUE, "base models", opened_on, message("model_overdue.title", **values), (last,), turns
        )
