"""The report as Markdown, for wikis, issues and pull requests: the whole of it, with the same finding ids as the page.

Foreign text is escaped, so that it stays text: no markup, no link and no picture of somebody else's comes out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.finding import Level
from monitor.model.report import FindingLine, ProjectLine, Report
from monitor.model.report_evidence import EvidenceLine
from monitor.report.english import CHANGES, EVIDENCE_LEVELS, IMPACTS, LEVELS, REPLY
from monitor.report.forecast_text import forecast_text
from monitor.report.markdown_marks import block, escaped, linked
from monitor.report.markdown_situations import markdown_decisions, markdown_situations
from monitor.report.models_text import models_text
from monitor.report.pages import CHANGES_SHOWN, grouped_sources, risks, seen_at
from monitor.report.statements import origin_words, rest_of
from monitor.report.words import capital, counted, day, number, reason, short_day

SHAPES = {Level.ALERT: "\u25c6", Level.WATCH: "\u25d0", Level.UNKNOWN: "\u25a1", Level.OK: "\u25cf"}


def report_markdown(report: Report) -> str:
    """Return the whole report in the Markdown that code hosts read (tables included)."""
    eyed = [project for project in report.projects if project.level != Level.OK]
    calm = [project for project in report.projects if project.level == Level.OK]
    lines = [
        *_head(report),
        *markdown_situations(report),
        *_changes(report),
        *markdown_decisions(report),
        *_portfolio(eyed),
        *(line for project in eyed for line in _card(project)),
        *_calm(calm),
        *_coverage(report),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _state(level: Level) -> str:
    return f"{SHAPES[level]} {LEVELS[level]}"


def _head(report: Report) -> Iterable[str]:
    yield f"# Mainstay: {escaped(report.title)}"
    yield from ("", seen_at(report), "", f"**{escaped(report.headline)}**", "")
    for note in report.notes:
        yield from (f"> {escaped(note)}", "")
    yield ("**Coverage is low.** " if report.coverage.is_low else "") + escaped(report.coverage.text)
    yield from ("", " · ".join(f"{SHAPES[level]} {count} {LEVELS[level]}" for level, count in report.counts.items()))


def _changes(report: Report) -> Iterable[str]:
    yield from ("", "## Since the last report", "", escaped(report.comparison), "")
    for change in report.changes[:CHANGES_SHOWN]:
        move = f" ({LEVELS[change.was]} to {LEVELS[change.level]})" if change.was not in (None, change.level) else ""
        ident = f" `{change.finding}`" if change.finding else ""
        yield f"- **{CHANGES[change.kind]}**{move}: {escaped(change.name)}: {escaped(change.text)}{ident}"
    more = len(report.changes) - CHANGES_SHOWN
    if more > 0:
        yield f"- and {counted(more, 'more change')}"
    if not report.changes and not report.is_baseline:
        yield "Nothing was added, got worse, got better or was cleared."


def _portfolio(eyed: Sequence[ProjectLine]) -> Iterable[str]:
    if not eyed:
        return
    yield from ("", "## Portfolio", "")
    yield "| State | Project | Impact | Active days, 12 months | People, 12 months | Absence Factor | Last release | What to do |"
    yield "|---|---|---|--:|--:|--:|---|---|"
    for project in eyed:
        n = project.numbers
        released = short_day(n.last_release_on) if n.last_release_on else "none seen"
        cells = [_state(project.level), escaped(project.name), IMPACTS[project.impact]]
        cells += [_count(n.active_days_year), _count(n.people_year), _count(n.absence_factor), released, escaped(project.todo)]
        yield f"| {' | '.join(cells)} |"


def _count(value: int | None) -> str:
    return "?" if value is None else number(value)


def _card(project: ProjectLine) -> Iterable[str]:
    about = [f"{IMPACTS[project.impact]} impact", escaped(project.owner), escaped(project.standing_text)]
    about += [f"**{escaped(stamp.text)}{f' {day(stamp.on)}' if stamp.on else ''}**" for stamp in project.stamps]
    yield from ("", f"## {_state(project.level)}: {escaped(project.name)}", "")
    yield from (", ".join(part for part in about if part), "", escaped(f"{project.headline}."))
    yield from block("Why we say so", [_finding(finding) for finding in risks(project)])
    yield from block("What we know", [_evidence(line) for line in project.known])
    yield from block("What we don't know", [escaped(text) for text in project.unknown])
    yield from block("What would change this", [escaped(text) for text in project.would_change])
    yield from block("Forecast", [escaped(text) for text in forecast_text(project.forecast)])
    yield from block("Model families", [escaped(text) for text in models_text(project.models)])
    yield from block("What was said", list(_said(project)))
    plan = [f"Your plan if it ends: {escaped(project.plan)}"] if project.plan else []
    yield from block("What you can do", [*(escaped(action) for action in project.actions), *plan])
    sources = [f"{s.source}, {s.signals}: {escaped(s.text)}: {linked(s.target, s.link)}" for s in grouped_sources(project)]
    yield from block("Sources", [capital(source) for source in sources])


def _finding(finding: FindingLine) -> str:
    words = finding.disputed or finding.answered
    disputed = f" **{escaped(words)}**" if words else ""
    return f"{escaped(finding.text)} ({finding.weight.value}) `{finding.id}`{disputed}"


def _evidence(line: EvidenceLine) -> str:
    return f"{day(line.at)}: {linked(line.text, line.link)} ({line.level.value})"


def _said(project: ProjectLine) -> Iterable[str]:
    for line in project.said.lines:
        yield f"{day(line.on)}: “{linked(line.words, line.link)}” ({escaped(origin_words(line))}, {line.level.value})"
    if project.said.lines:
        yield rest_of(project.said, len(project.said.lines))


def _calm(calm: Sequence[ProjectLine]) -> Iterable[str]:
    if not calm:
        return
    yield from ("", f"## {SHAPES[Level.OK]} {counted(len(calm), 'project that is', 'projects that are')} ok", "")
    for project in calm:
        standing = f" ({escaped(project.standing_text)})" if project.standing_text else ""
        ids = "".join(f"; {_finding(finding)}" for finding in risks(project))
        yield f"- {escaped(project.name)}{standing}: {escaped(project.headline)}{ids}"


def _coverage(report: Report) -> Iterable[str]:
    yield from ("", "## How well we saw", "")
    for line in report.coverage.sources:
        why = "; ".join(f"{reason(code)}: {count}" for code, count in line.reasons)
        asked = f"{line.asked} asked, {line.answered} answered, {line.asked - line.answered} unknown"
        yield f"- {escaped(line.source)}: {asked}{f' ({escaped(why)})' if why else ''}"
    yield from block("Held back", [escaped(text) for text in report.held_back])
    yield from block("Not watched", [escaped(text) for text in report.not_watched])
    yield from block("Proposed", [escaped(text) for text in report.proposed])
    yield from block("Answered findings", [f"{escaped(line.text)} `{line.finding}`" for line in report.answered])
    levels = ", ".join(f"{level.value} {words}" for level, words in EVIDENCE_LEVELS.items())
    yield from ("", f"{levels}. We say what was seen, never why. {REPLY}")
