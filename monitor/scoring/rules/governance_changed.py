"""Did the files change that say who governs the project?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model.finding import Evidence, EvidenceLevel, Finding, Message, Outcome, RuleSpec, Weight
from monitor.model.history import History, State
from monitor.model.limits import Limits
from monitor.model.signals import Signal
from monitor.scoring.metrics.state_changes import Change, changes, ended
from monitor.scoring.metrics.states import held_from, last_seen_on
from monitor.scoring.sight import look, said

RULE = RuleSpec(
    id="governance_changed",
    question="Did the files change that say who governs the project?",
    why="Lists of maintainers and owners are where a project records who decides, who came and who stepped back.",
    remedy="Read the change; nothing needs to be mended.",
    family="governance",
    weight=Weight.CONTEXT,
    needs=(frozenset({Signal.GOVERNANCE, Signal.LISTS}),),
)
MESSAGES: Mapping[str, tuple[str, ...]] = {
    "governance_changed.changed": ("path", "seen_on", "added", "removed"),
    "governance_changed.removed": ("path", "seen_on"),
    "governance_changed.unchanged": ("files",),
    "governance_changed.none": (),
    "governance_changed.lines": ("before_lines", "after_lines", "last_seen_on"),
    "governance_changed.meaning_unknown": (),
    "governance_changed.read": (),
}
# A file as a commit left it: the subject is its path, an @ and the commit.
VERSION = "governance_version"


def judge(history: History, now: datetime, limits: Limits) -> Iterable[Finding]:
    """Yield one finding for each governance file that changed or went in the last 90 days, or one that none did."""
    sight = look(RULE, history, now, limits)
    days = limits.governance_days
    committed = {(one.after.target, path_of(one.after)): one for one in _committed(history, now, days)}
    shown = changes(history, "governance_text", now, days)
    found = [
        # A commit says the day; what a platform shows of the same file is no second change.
        *(_changed(change) for change in committed.values()),
        *(_changed(change) for change in shown if (change.after.target, change.after.subject) not in committed),
        *(_removed(state) for state in ended(history, "governance_text", now, days)),
    ]
    if found:
        yield from (sight.from_presence(finding) for finding in found)
    elif sight.refusal:
        yield sight.refusal
    else:
        texts = (*history.state("governance_text"), *history.state(VERSION))
        files = len({(state.target, path_of(state)) for state in texts if state.seen_until is None})
        headline = said("governance_changed.unchanged", files=files) if files else said("governance_changed.none")
        yield sight.from_presence(Finding(RULE.id, Outcome.OK, RULE.weight, headline))


def _committed(history: History, now: datetime, within_days: int) -> Iterator[Change]:
    """Yield how the history of a repository says that its files changed lately, of each file the newest change last."""
    since = now - timedelta(days=within_days)
    versions: dict[tuple[str, str], list[State]] = {}
    for state in history.state(VERSION):
        if state.held_from is not None and state.held_from <= now:
            versions.setdefault((state.target, path_of(state)), []).append(state)
    for states in versions.values():
        for before, after in pairwise(sorted(states, key=held_from)):
            if held_from(after) > since and before.value != after.value:
                yield Change(before, after)


def path_of(state: State) -> str:
    """Return the path of a file of which a state holds the text, without the commit that a version is told by."""
    return state.subject.rpartition("@")[0] if state.attribute == VERSION else state.subject


def _changed(change: Change) -> Finding:
    before, after = (set(filter(None, map(str.strip, s.value.splitlines()))) for s in (change.before, change.after))
    seen_on = change.at.date()
    lines = _lines(len(before), len(after), change.before)
    headline = said(
        "governance_changed.changed",
        path=path_of(change.after),
        seen_on=seen_on,
        added=len(after - before),
        removed=len(before - after),
    )
    return _finding(headline, lines, change.at, change.after)


def _removed(state: State) -> Finding:
    at = state.seen_until or state.seen_from
    lines = _lines(len(state.value.splitlines()), 0, state)
    return _finding(said("governance_changed.removed", path=state.subject, seen_on=at.date()), lines, at, state)


def _lines(before: int, after: int, old: State) -> Message:
    seen_on = held_from(old).date() if old.attribute == VERSION else last_seen_on(old)
    return said("governance_changed.lines", before_lines=before, after_lines=after, last_seen_on=seen_on)


def _finding(headline: Message, what: Message, at: datetime, state: State) -> Finding:
    return Finding(
        RULE.id,
        Outcome.AT_RISK,
        RULE.weight,
        headline,
        evidence=(Evidence(what, at, state.link, EvidenceLevel.RECORDED),),
        unknowns=(said("governance_changed.meaning_unknown"),),
        clears=(said("governance_changed.read"),),
        started_on=at.date(),
        subject=f"{state.target} {path_of(state)}",
    )
