"""Did the plan change? A roadmap file with another text than before, or a milestone that was put off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.named_dates import day_in
from monitor.scoring.metrics.state_changes import Change, changes
from monitor.scoring.metrics.states import last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="roadmap_changed",
    question="Did the plan change?",
    why="A plan that is rewritten or put off is where a project says first what it will not do any more, or not yet.",
    remedy="Read the change; nothing needs to be mended.",
    family="releases",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.ROADMAP, Signal.GOVERNANCE}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "roadmap_changed.file": ("path", "not_before", "seen_on"),
    "roadmap_changed.put_off": ("title", "due_on", "later_on", "seen_on"),
    "roadmap_changed.same": (),
    "roadmap_changed.another_text": ("path",),
    "roadmap_changed.was_due": ("title", "due_on"),
    "roadmap_changed.is_due": ("title", "due_on"),
    "roadmap_changed.meaning_unknown": (),
    "roadmap_changed.read": (),
}
# A week later is everyday.
LEAST_DAYS = 14


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each roadmap that changed lately and each milestone that was put off, or one that none was."""
    sight = look(RULE, history, now, limits)
    found = [*_files(history, now, limits.governance_days), *_put_off(history, now, limits.governance_days)]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    else:
        same = Finding(RULE.id, Outcome.OK, RULE.weight, said("roadmap_changed.same"))
        yield sight.refusal or sight.from_presence(same)


def _files(history: History, now: datetime, within_days: int) -> Iterator[Finding]:
    """Yield the newest change of each roadmap file."""
    newest = {(c.after.target, c.after.subject): c for c in changes(history, "file_digest", now, within_days) if _is_roadmap(c)}
    for change in newest.values():
        path, seen_on = change.after.subject, change.at.date()
        headline = said("roadmap_changed.file", path=path, not_before=last_seen_on(change.before), seen_on=seen_on)
        what = Evidence(said("roadmap_changed.another_text", path=path), change.at, change.after.link, EvidenceLevel.RECORDED)
        yield _finding(change, headline=headline, evidence=(what,))


def _is_roadmap(change: Change) -> bool:
    return change.after.subject.rpartition("/")[2].casefold().startswith("roadmap")


def _put_off(history: History, now: datetime, within_days: int) -> Iterator[Finding]:
    """Yield the last time that each milestone was put off by more than two weeks."""
    newest: dict[tuple[str, str], tuple[Change, date, date]] = {}
    for change in changes(history, "milestone", now, within_days):
        due, later = day_in(change.before.value), day_in(change.after.value)
        if due and later and (later - due).days >= LEAST_DAYS:
            newest[change.after.target, change.after.subject] = (change, due, later)
    for change, due, later in newest.values():
        title = change.after.subject
        yield _finding(
            change,
            headline=said("roadmap_changed.put_off", title=title, due_on=due, later_on=later, seen_on=change.at.date()),
            evidence=(
                Evidence(
                    said("roadmap_changed.was_due", title=title, due_on=due),
                    change.before.seen_from,
                    change.before.link,
                    EvidenceLevel.RECORDED,
                ),
                Evidence(
                    said("roadmap_changed.is_due", title=title, due_on=later),
                    change.at,
                    change.after.link,
                    EvidenceLevel.RECORDED,
                ),
            ),
        )


def _finding(change: Change, *, headline: Message, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=evidence,
        unknowns=(said("roadmap_changed.meaning_unknown"),),
        clears=(said("roadmap_changed.read"),),
        started_on=change.at.date(),
        subject=f"{change.after.target} {change.after.subject}",
    )
