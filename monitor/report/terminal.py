"""What a terminal shows: a short table after a run, and one project explained. The only file that imports rich."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.model.finding import Level, Outcome
from monitor.model.report import FindingLine, ProjectLine, Report, Row
from monitor.model.situation import SituationState
from monitor.report.english import EVIDENCE_LEVELS, IMPACTS, LEVELS
from monitor.report.english_situations import STATES
from monitor.report.headline import first_clause
from monitor.report.pages import seen_at
from monitor.report.situation_text import decisions_text, situations_text
from monitor.report.text import MARKS, answer_text, project_text
from monitor.report.text_lines import heading, wrapped
from monitor.report.words import counted, day, number, short_day

ROWS = 25
PLAIN_WIDTH = 120
_STYLES = {Level.ALERT: "bold red", Level.WATCH: "yellow", Level.UNKNOWN: "magenta", Level.OK: "green"}


class _Paper(Console):
    """A console whose reader may leave, which is told as any other failed writing and not by an exit code of its own."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def terminal_table(report: Report, file: TextIO) -> None:
    """Print the short table for the end of a run to `file`: the gravest projects first, in plain text where it is no terminal.

    Raises OSError where it cannot be written.
    """
    console = _Paper(file=file, highlight=False, width=None if file.isatty() else PLAIN_WIDTH)
    if report.is_look_back:
        console.print(Text(f"{report.title}, {seen_at(report)}"))
    console.print(Text(report.headline, style="bold"))
    for line in report.situations:
        if line.is_changed:
            style = _STYLES[Level.ALERT] if line.state is SituationState.LOUDER else ""
            console.print(Text(f"{STATES[line.state]}: {line.name}: {line.title} [{line.id}]", style=style))
    console.print(_table(report))
    more = len(report.rows) - ROWS
    if more > 0:
        console.print(Text(f"and {counted(more, 'more row')} in the report"))
    console.print(Text(report.coverage.text, style=_STYLES[Level.ALERT] if report.coverage.is_low else ""))


def _table(report: Report) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("State", no_wrap=True)
    table.add_column("Project", overflow="fold", max_width=28)
    table.add_column("Impact", no_wrap=True)
    table.add_column("Last release", no_wrap=True)
    table.add_column("Why", overflow="fold")
    for row in report.rows[:ROWS]:
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> Iterable[Text]:
    """Yield one row; a family is told by the member that needs eyes first."""
    first = row.members[0]
    released = max((on for member in row.members if (on := member.numbers.last_release_on)), default=None)
    yield Text(f"{MARKS[row.level]} {LEVELS[row.level]}" if row.level != Level.OK else "ok", style=_STYLES[row.level])
    yield Text(f"{row.name} (family of {len(row.members)})" if row.is_family else row.name)
    yield Text(IMPACTS[row.impact])
    yield Text(short_day(released) if released else "none seen")
    yield Text(f"{first.name}: {first_clause(first.headline)}" if row.is_family else first_clause(first.headline))


def render_explain(report: Report, project: str) -> str:
    """Return why a project has its level: every finding, number and source, and what is missing.

    Raises KeyError for a project that the report does not hold.
    """
    found = {line.key: line for line in report.projects}[project]
    told = (_situations(report, project), _numbers(found), _every_finding(found), _alerts(found), _blind(found))
    lines = [seen_at(report), *project_text(found), *(line for part in told for line in part)]
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def _situations(report: Report, project: str) -> Iterable[str]:
    told = [line for line in report.situations if line.project == project]
    yield from situations_text("Situations", told, ())
    yield from decisions_text([line for line in report.decisions if line.project == project])


def _numbers(project: ProjectLine) -> Iterable[str]:
    n = project.numbers
    shown = (
        ("last public activity", day(n.last_activity_on) if n.last_activity_on else "unknown"),
        ("active days in 12 months", _count(n.active_days_year)),
        ("people in 12 months", _count(n.people_year)),
        ("Contributor Absence Factor", _count(n.absence_factor)),
        ("hands that merge", _count(n.mergers_year)),
        ("hands that release", _count(n.releasers_year)),
        ("last release", f"{n.last_version or 'unnamed'}, {day(n.last_release_on)}" if n.last_release_on else "none seen"),
        ("usual window of next, from", day(n.release_expected_from) if n.release_expected_from else "unknown"),
        ("usual window of next, until", day(n.release_expected_by) if n.release_expected_by else "unknown"),
    )
    yield from heading("Every number")
    yield from (f"{name:32}{value}" for name, value in shown)


def _count(value: int | None) -> str:
    return "unknown" if value is None else number(value)


def _every_finding(project: ProjectLine) -> Iterable[str]:
    yield from heading("Every question asked")
    idle = [finding for finding in project.findings if finding.outcome == Outcome.NOT_APPLICABLE]
    for finding in project.findings:
        if finding not in idle:
            yield from _finding(finding)
    if idle:
        yield from heading("Questions that do not apply")
    for text in dict.fromkeys(finding.text for finding in idle):
        asked = " ".join(finding.question for finding in idle if finding.text == text)
        yield from wrapped(f"{text}: {asked}", "- ")


def _finding(finding: FindingLine) -> Iterable[str]:
    answer = {Outcome.AT_RISK: "at risk", Outcome.OK: "ok", Outcome.UNKNOWN: "unknown", Outcome.NOT_APPLICABLE: "does not apply"}
    made = ", makes the level" if finding.is_reason else ""
    yield ""
    yield from wrapped(f"{finding.question} {answer[finding.outcome]} ({finding.weight.value}{made}) [{finding.id}]")
    yield from wrapped(f"{finding.text}{answer_text(finding)}", "  ")
    if finding.outcome == Outcome.AT_RISK and finding.why:
        yield from wrapped(f"Why it matters: {finding.why}", "  ")
        yield from wrapped(f"What clears it: {finding.remedy}", "  ")
    for line in finding.evidence:
        source = f" {line.link}" if line.link else ""
        yield from wrapped(f"{day(line.at)}: {line.text} ({line.level.value} {EVIDENCE_LEVELS[line.level]}){source}", "  - ")
    if finding.missing:
        yield from wrapped(f"Missing: {', '.join(finding.missing)}", "  ")
    for text in finding.unknowns:
        yield from wrapped(f"Not known: {text}", "  ")


def _alerts(project: ProjectLine) -> Iterable[str]:
    yield from heading("Between reports")
    for line in project.alerts:
        yield from wrapped(line, "- ")
    if not project.alerts:
        yield "Nothing was told, and nothing is held back."


def _blind(project: ProjectLine) -> Iterable[str]:
    missing = [line for line in project.sources if line.reason]
    yield from heading("What is missing")
    for line in missing:
        yield from wrapped(f"{line.signal_words} from {line.source}: {line.text} {line.target}", "- ")
    for held in project.held:
        yield from wrapped(f"Held open since it could last be judged: {held.text} [{held.id}]", "- ")
    if not missing and not project.held:
        yield "Nothing: every source that we watch was seen."
