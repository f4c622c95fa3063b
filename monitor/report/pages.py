"""What the page needs beside the report: which cards open, which rows fold, where links lead. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

from monitor.model.finding import EvidenceLevel, Level, Outcome
from monitor.model.report import Change, FindingLine, ProjectLine, Report, Row
from monitor.model.report_coverage import CoverageSummary, SourceLine
from monitor.model.report_situation import SituationLine
from monitor.model.situation import SituationState
from monitor.report.english import EVIDENCE_LEVELS, REPLY
from monitor.report.words import day, moment

# More rows that are ok than this fold into a compact table: nobody reads a thousand cards.
OK_ROWS_OPEN = 60
# Full cards with pictures; what comes after folds, still complete but without pictures.
FULL_CARDS = 100
NUMBERED = 12
# Situations in full; what comes after folds, still complete.
SITUATIONS_IN_FULL = 12
CHANGES_SHOWN = 60
_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
STATE_WORDS = (
    (Level.ALERT, "A fact that ends things, or independent warnings that agree. Decide now."),
    (Level.WATCH, "One kind of warning. Read the reasons, name an owner."),
    (Level.UNKNOWN, "We could not see enough to say. It says something about our view, not about the project."),
    (Level.OK, "Nothing stands out. A quiet, finished project is ok and says so."),
)
_HEADINGS = {
    Level.ALERT: ("One project on alert", "projects on alert"),
    Level.WATCH: ("One project to watch", "projects to watch"),
    Level.UNKNOWN: ("One project that we could not see", "projects that we could not see"),
    Level.OK: ("One project that is ok", "projects that are ok"),
}


@dataclass(frozen=True, slots=True)
class SeenTarget:
    """The signals of one address that are seen equally well."""

    source: str
    target: str
    link: str
    signals: str
    text: str
    view: str
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """The report laid out as a page."""

    anchors: Mapping[str, str]
    open_rows: tuple[Row, ...]
    folded_rows: tuple[Row, ...]
    cards: tuple[tuple[Level, tuple[ProjectLine, ...]], ...]
    numbered: tuple[tuple[int, Row], ...]
    changes: tuple[Change, ...]
    more_changes: int
    more_asks: int
    coverage_percent: int
    coverage_state: str
    made_at: str
    story_anchors: Mapping[str, str] = field(default_factory=dict)
    told_in_full: tuple[SituationLine, ...] = ()
    told_folded: tuple[SituationLine, ...] = ()
    situations_heading: str = ""
    state_words: tuple[tuple[Level, str], ...] = STATE_WORDS
    evidence_levels: tuple[tuple[EvidenceLevel, str], ...] = tuple(EVIDENCE_LEVELS.items())
    reply: str = REPLY
    full_cards: int = FULL_CARDS
    ok: Level = Level.OK
    unknown: Level = Level.UNKNOWN

    @property
    def levels(self) -> frozenset[Level]:
        """Return the levels that have cards."""
        return frozenset(level for level, _ in self.cards)

    @property
    def places(self) -> dict[str, int]:
        """Return the number of each row that the list beside the map names."""
        return {row.key: number for number, row in self.numbered}

    def heading(self, level: Level) -> str:
        """Return the heading over the cards of a level."""
        count = len(dict(self.cards)[level])
        one, many = _HEADINGS[level]
        return one if count == 1 else f"{count} {many}"

    def systems(self, row: Row) -> int:
        """Return how many of the reader's systems use a row."""
        return len({system for member in row.members for system in member.systems})

    def sources(self, project: ProjectLine) -> tuple[SeenTarget, ...]:
        """Return the sources of a project, signals that are seen alike together."""
        return grouped_sources(project)

    def stories(self, project: ProjectLine) -> tuple[SituationLine, ...]:
        """Return the situations of a project, to link to."""
        return tuple(line for line in (*self.told_in_full, *self.told_folded) if line.project == project.key)

    def home(self, project: ProjectLine) -> str:
        """Return the first address of a project that a browser could open, "" when there is none."""
        return next((line.link for line in project.sources if line.link), "")


def page_of(report: Report) -> Page:
    """Return the layout of a report."""
    calm = [row for row in report.rows if _is_calm(row)]
    told = in_full(report)
    folded = tuple(calm) if len(calm) > OK_ROWS_OPEN else ()
    open_rows = tuple(row for row in report.rows if row not in folded) if folded else report.rows
    in_cards = [project for row in open_rows for project in row.members]
    levels = (Level.ALERT, Level.WATCH, Level.UNKNOWN, Level.OK)
    cards = tuple((level, tuple(p for p in in_cards if p.level == level)) for level in levels)
    numbered = tuple(enumerate((row for row in report.rows if row.level != Level.OK), start=1))[:NUMBERED]
    return Page(
        anchors=anchors(report.projects),
        open_rows=open_rows,
        folded_rows=folded,
        cards=tuple((level, projects) for level, projects in cards if projects),
        numbered=numbered,
        changes=report.changes[:CHANGES_SHOWN],
        more_changes=max(0, len(report.changes) - CHANGES_SHOWN),
        more_asks=sum(bool(p.todo) and p.level > Level.OK for p in report.projects) - sum(bool(a.project) for a in report.asks),
        coverage_percent=floor(seen_share(report.coverage) * 100),
        coverage_state=seen_state(report.coverage),
        made_at=seen_at(report),
        story_anchors=story_anchors(report.situations, anchors(report.projects)),
        told_in_full=told,
        told_folded=tuple(line for line in report.situations if line not in told),
        situations_heading=situations_heading(report),
    )


def in_full(report: Report) -> tuple[SituationLine, ...]:
    """Return the situations that are told in full: those that changed, and on a report without comparison all that go on."""
    is_first = report.compared_with is None
    wanted = [line for line in report.situations if line.is_changed or (is_first and line.state is not SituationState.CLOSED)]
    return tuple(wanted[:SITUATIONS_IN_FULL])


def situations_heading(report: Report) -> str:
    """Return the heading over the situations of a report."""
    changed = sum(line.is_changed for line in report.situations)
    if changed:
        return "One situation changed" if changed == 1 else f"{changed} situations changed"
    return "Situations" if report.compared_with is None else "Situations, none of them changed"


def seen_share(coverage: CoverageSummary) -> float:
    """Return the share of the projects that were fully seen, 0 to 1: what the bar of coverage shows."""
    return coverage.fully_seen / coverage.projects if coverage.projects else 0.0


def seen_state(coverage: CoverageSummary) -> str:
    """Return the colour of the bar: "bad" where too few sources answered, "on" where every project was fully seen, or "part"."""
    if coverage.is_low:
        return "bad"
    return "on" if coverage.fully_seen == coverage.projects else "part"


def _is_calm(row: Row) -> bool:
    return all(project.level == Level.OK for project in row.members)


def anchors(projects: Sequence[ProjectLine]) -> dict[str, str]:
    """Return a unique fragment for each project, made of its key."""
    found: dict[str, str] = {}
    for number, project in enumerate(projects):
        slug = f"p-{_NOT_A_SLUG.sub('-', project.key.lower()).strip('-')}"
        found[project.key] = slug if slug not in found.values() and slug != "p-" else f"{slug}-{number}"
    return found


def story_anchors(situations: Sequence[SituationLine], projects: Mapping[str, str]) -> dict[str, str]:
    """Return a fragment for each situation, by its id: project, kind and the day on which it opened, the same in every report."""
    found: dict[str, str] = {}
    for line in situations:
        name = f"{projects.get(line.project, 'p')}-{line.kind.value}-{line.opened_on}"
        found[line.id] = name if name not in found.values() else f"{name}-{len(found)}"
    return found


def seen_at(report: Report) -> str:
    """Return the moment that a report speaks of: when it was made, or the past day that it looks back to."""
    if report.is_look_back:
        is_both = report.known_at and report.known_at != report.as_of
        cuts = [f"as of {day(report.as_of)}"] if is_both or not report.known_at else []
        cuts += [f"as known at {day(report.known_at)}"] if report.known_at else []
        return f"{', '.join(cuts)}, looking back"
    return moment(report.created_at, report.zone)


def risks(project: ProjectLine) -> tuple[FindingLine, ...]:
    """Return the findings that every format shows with their ids."""
    return tuple(finding for finding in project.findings if finding.outcome == Outcome.AT_RISK)


def grouped_sources(project: ProjectLine) -> tuple[SeenTarget, ...]:
    """Return the lines of a project's sources, signals of one address that are seen alike joined."""
    groups: dict[tuple[str, str, str], list[SourceLine]] = {}
    for line in project.sources:
        groups.setdefault((line.source, line.target, line.text), []).append(line)
    return tuple(_joined(lines) for lines in groups.values())


def _joined(lines: Sequence[SourceLine]) -> SeenTarget:
    first = lines[0]
    signals = ", ".join(line.signal_words for line in lines)
    return SeenTarget(first.source, first.target, first.link, signals, first.text, first.view.value, first.detail)
