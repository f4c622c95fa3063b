"""Findings as the rules make them, about projects that do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Value, Weight
from monitor.model.signals import Signal


def said(code: str, **values: Value) -> Message:
    return Message(code, values)


def rule(ident: str, question: str, why: str, remedy: str, weight: Weight = Weight.WARNING) -> RuleSpec:
    return RuleSpec(ident, question, why, remedy, ident, weight, ())


RULES: Mapping[str, RuleSpec] = {
    spec.id: spec
    for spec in (
        rule(
            "index_status",
            "Does the index mark the package as ended?",
            "It is the index's own word.",
            "It is active again.",
            Weight.FACT,
        ),
        rule(
            "mainstays_silent",
            "Have people who carried the project fallen silent?",
            "They know what nobody wrote down.",
            "Seen again.",
        ),
        rule("release_overdue", "Is a release overdue?", "Fixes reach users only by a release.", "The project releases."),
        rule("activity_falling", "Is activity falling?", "It is the earliest sign that a history gives.", "Activity comes back."),
        rule(
            "contributor_absence_factor",
            "Does the work hang on one person?",
            "Nobody else has shown it.",
            "A second person.",
            Weight.CONTEXT,
        ),
        rule("one_releaser", "Can only one person release?", "A fix waits for them.", "A second releaser.", Weight.CONTEXT),
    )
}


def git(key: str) -> str:
    return f"https://code.example/{key}"


def silent_finding(key: str = "lark") -> Finding:
    last = date(2025, 3, 3)
    values: dict[str, Value] = {"silent": 1, "mainstays": 2, "since": last, "active_days": 31, "active_days_before": 214}
    evidence = (
        Evidence(
            said(
                "mainstays_silent.last_seen",
                person="p-ada",
                last_seen_on=last,
                silent_days=366,
                usual_gap_days=3,
                longest_gap_days=26,
            ),
            last,
            git(key),
            EvidenceLevel.OBSERVED,
        ),
        Evidence(
            said("mainstays_silent.carried", person="p-ada", share=0.58, from_on=date(2024, 2, 1), until_on=date(2025, 1, 31)),
            date(2025, 1, 31),
            git(key),
            EvidenceLevel.OBSERVED,
        ),
    )
    return Finding(
        "mainstays_silent",
        Outcome.AT_RISK,
        Weight.WARNING,
        said("mainstays_silent.silent", **values),
        evidence=evidence,
        unknowns=(said("mainstays_silent.reason_unknown"), said("unknown.no_issue_tracker")),
        clears=(said("mainstays_silent.commit_by_one"), said("mainstays_silent.others_carry_on", active_days=142)),
        started_on=last,
        persons=("p-ada",),
    )


def overdue_finding(key: str = "lark") -> Finding:
    released = datetime(2025, 2, 20, 12, tzinfo=UTC)
    return Finding(
        "release_overdue",
        Outcome.AT_RISK,
        Weight.WARNING,
        said(
            "release_overdue.overdue",
            version="4.2.0",
            released_on=released.date(),
            wait_days=377,
            window_from=date(2025, 3, 12),
            window_until=date(2025, 7, 3),
            chance=0.021,
        ),
        evidence=(
            Evidence(
                said("release_overdue.last_release", version="4.2.0", released_on=released.date()),
                released,
                git(key) + "/releases/4.2.0",
                EvidenceLevel.RECORDED,
            ),
            Evidence(
                said("release_overdue.rhythm", gaps=23, median_days=44, longest_days=121),
                released,
                git(key),
                EvidenceLevel.RECORDED,
            ),
        ),
        unknowns=(said("release_overdue.nothing_promised"),),
        clears=(said("release_overdue.release"),),
        started_on=released.date(),
    )


def falling_finding(key: str) -> Finding:
    return Finding(
        "activity_falling",
        Outcome.AT_RISK,
        Weight.WARNING,
        said("activity_falling.falling", active_days=6, usual_days=24.5, period_days=91, chance=0.0004),
        evidence=(
            Evidence(
                said("activity_falling.last_active", last_on=date(2026, 2, 12), silent_days=20),
                date(2026, 2, 12),
                git(key),
                EvidenceLevel.OBSERVED,
            ),
        ),
        unknowns=(said("unknown.no_issue_tracker"),),
        clears=(said("activity_falling.active_days_again", active_days=13, period_days=91),),
        started_on=date(2025, 7, 1),
    )


def one_person_finding(key: str) -> Finding:
    what = said("contributor_absence_factor.counted", commits=214, people=6, factor=1)
    return Finding(
        "contributor_absence_factor",
        Outcome.AT_RISK,
        Weight.CONTEXT,
        said("contributor_absence_factor.one_person", share=0.83, commits=214, people=6),
        evidence=(Evidence(what, date(2026, 3, 1), git(key), EvidenceLevel.OBSERVED),),
        unknowns=(said("unknown.squash_merges"),),
        clears=(said("contributor_absence_factor.second_person"),),
        persons=("p-one",),
    )


def archived_finding(key: str) -> Finding:
    package = f"pkg:npm/{key}"
    marked = said("index_status.marked", package=package, status="deprecated")
    return Finding(
        "index_status",
        Outcome.AT_RISK,
        Weight.FACT,
        said("index_status.deprecated", package=package, since=date(2026, 2, 19)),
        evidence=(
            Evidence(marked, date(2026, 2, 19), f"https://packages.example/{key}", EvidenceLevel.RECORDED),
            Evidence(
                said("index_status.reason", reason="Please move to harbour-next"),
                date(2026, 2, 19),
                f"https://packages.example/{key}",
                EvidenceLevel.ANNOUNCED,
            ),
        ),
        clears=(said("index_status.active_again", package=package),),
        started_on=date(2026, 2, 19),
        subject=package,
    )


def unseen_finding(ident: str, signal: Signal, until: datetime | None = None) -> Finding:
    headline = said("view.not_seen", signal=signal.value, seen_until=until)
    return Finding(ident, Outcome.UNKNOWN, Weight.WARNING, headline, missing=(signal,))
