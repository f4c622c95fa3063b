"""Decisions: what a team does about a project or a finding, by whom, why, and when it looks again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.model.decisions import Choice, Decision
from monitor.model.errors import SettingsError
from monitor.model.finding import Weight
from monitor.pipeline.answers import LONGEST_REASON, worded
from monitor.pipeline.house import House
from monitor.pipeline.naming import project_named
from monitor.store.alerts import load_finding
from monitor.store.decisions import load_decisions, save_decision
from monitor.store.judgements import load_open_findings

# A decision that nobody looks at again is none: two years is the longest that a plan is worth anything.
LONGEST = timedelta(days=2 * 366)
LONGEST_NAME = 80
FINDING_ID = re.compile(r"[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided about: a project, and one of its findings ("" = the project as a whole)."""

    project: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as it is stored, and the one on the same subject that held until now."""

    decision: Decision
    before: Decision | None = None


def decide(house: House, about: str, choice: Choice, *, owner: str, reason: str, review_on: date) -> Taken:
    """Store a decision about a project (its key) or a finding (its id), with the facts that are known today.

    Raises SettingsError where there is no such project or finding, or owner, reason or day will not do, and StoreError.
    """
    subject, now = _subject(house, about.strip()), house.clock()
    if not now.date() <= review_on <= now.date() + LONGEST:
        raise SettingsError.plain(
            f"--review-on: from today on, at most {LONGEST.days} days ahead; every decision is looked at again"
        )
    decision = Decision(
        project=subject.project,
        finding=subject.finding,
        choice=choice,
        owner=worded("--owner", owner, LONGEST_NAME),
        reason=worded("--reason", reason, LONGEST_REASON),
        at=now,
        review_on=review_on,
        known=_facts(house, subject.project),
    )
    standing = (one for one in load_decisions(house.database) if Subject(one.project, one.finding) == subject)
    before = next(standing, None)
    save_decision(house.database, decision)
    return Taken(decision, before)


def _subject(house: House, about: str) -> Subject:
    finding = load_finding(house.database, about.lower()) if FINDING_ID.fullmatch(about.lower()) else None
    if finding and about not in house.configuration.portfolio.projects:
        return Subject(finding.project, finding.id)
    if FINDING_ID.fullmatch(about.lower()):
        raise SettingsError.plain(
            f"{about}: no such project or finding; reports show the ten characters of its id beside each finding"
        )
    return Subject(project_named(house.configuration, about).key)


def _facts(house: House, project: str) -> tuple[str, ...]:
    """Return the ids of the facts at risk that are known of a project, as last judged."""
    return tuple(one.id for one in load_open_findings(house.database, project) if one.weight == Weight.FACT.value)
