"""Since the last report: worse, added, better, cleared; and what went out of our sight, which is none of the four."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.model.assessment import Standing
from monitor.model.finding import Level, Outcome, Weight
from monitor.model.report import Change, ChangeKind, FindingLine, ProjectLine
from monitor.report.previous import Previous, PreviousProject

# What counts as news; the other kinds are about our own view or the list itself.
_NEWS = (ChangeKind.WORSE, ChangeKind.ADDED, ChangeKind.BETTER, ChangeKind.CLEARED)
_ORDER = list(ChangeKind)


def is_news(change: Change) -> bool:
    """Return whether a change is news: of the project itself, or that what could never be judged turns out to need somebody."""
    return change.kind in _NEWS or (change.is_first_sight and change.level > Level.OK)


def changes(projects: Sequence[ProjectLine], previous: Previous | None) -> tuple[Change, ...]:
    """Return the changes in the order in which they matter; a first report has none."""
    if previous is None:
        return ()
    found = [change for project in projects for change in _of_project(project, previous.projects.get(project.key))]
    found += _removed({project.key for project in projects}, previous.projects)
    # The portfolio stands by risk times impact.
    place = {project.key: number for number, project in enumerate(projects)}
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kind), -one.level, place.get(one.project, len(place)))))


def _removed(watched: set[str], before: Mapping[str, PreviousProject]) -> Iterable[Change]:
    for key in sorted(before.keys() - watched):
        gone = before[key]
        yield Change(ChangeKind.REMOVED, key, gone.name, "taken off this list", Level.UNKNOWN, gone.level)


def _of_project(now: ProjectLine, before: PreviousProject | None) -> list[Change]:
    if before is None:
        return [_change(ChangeKind.WATCHED, now, "first look, nothing to compare", None)]
    if now.level == Level.UNKNOWN:
        return [] if before.level == Level.UNKNOWN else [_change(ChangeKind.UNSEEN, now, _held_text(now), before.level)]
    if before.last_known_level is None:
        return [replace(_change(ChangeKind.SEEN, now, now.headline, before.level), is_first_sight=True)]
    if now.level > before.last_known_level:
        return [_change(ChangeKind.WORSE, now, now.headline, before.last_known_level, _first_reason(now))]
    if now.level < before.last_known_level:
        return [_change(ChangeKind.BETTER, now, _better_text(now, before), before.last_known_level)]
    return _at_same_level(now, before)


def _at_same_level(now: ProjectLine, before: PreviousProject) -> list[Change]:
    seen = [_change(ChangeKind.SEEN, now, now.headline, before.level)] if before.level == Level.UNKNOWN else []
    added = [] if now.standing == Standing.SUPERSEDED else _added(now, before)
    return [*seen, *added, *_cleared(now, before)]


def _added(now: ProjectLine, before: PreviousProject) -> list[Change]:
    new = [f for f in _risks(now) if f.weight != Weight.CONTEXT and (f.rule, f.subject) not in before.open]
    return [_change(ChangeKind.ADDED, now, f.text, before.last_known_level, f.id) for f in new]


def _cleared(now: ProjectLine, before: PreviousProject) -> list[Change]:
    return [
        _change(ChangeKind.CLEARED, now, f"no longer so: {text}", before.last_known_level, finding)
        for finding, text in _gone(now, before)
    ]


def _gone(now: ProjectLine, before: PreviousProject) -> list[tuple[str, str]]:
    """Return (id, words) of what was open and is now judged otherwise; what cannot be judged is held, not gone.

    A question that does not apply any more (the person is forgotten, the address not watched) is no good news.
    """
    at_risk = {(f.rule, f.subject) for f in _risks(now)}
    held = {(f.rule, f.subject) for f in now.held}
    judged = {f.rule for f in now.findings if f.outcome not in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)}
    return [
        (finding.id, finding.text)
        for where, finding in sorted(before.open.items())
        if where not in at_risk | held and finding.rule in judged and finding.weight != Weight.CONTEXT
    ]


def _risks(project: ProjectLine) -> list[FindingLine]:
    return [f for f in project.findings if f.outcome == Outcome.AT_RISK]


def _first_reason(project: ProjectLine) -> str:
    return next((f.id for f in project.findings if f.is_reason), "")


def _better_text(now: ProjectLine, before: PreviousProject) -> str:
    gone = [text for _, text in _gone(now, before)]
    return f"no longer so: {gone[0]}" if gone else now.headline


def _held_text(now: ProjectLine) -> str:
    held = f"; {len(now.held)} open findings are held, not cleared" if len(now.held) > 1 else ""
    held = "; one open finding is held, not cleared" if len(now.held) == 1 else held
    return now.headline + held


def _change(kind: ChangeKind, now: ProjectLine, text: str, was: Level | None, finding: str = "") -> Change:
    return Change(kind, now.key, now.name, text, now.level, was, finding)
