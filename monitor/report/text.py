"""The report as plain text, 72 columns: for a terminal, a mail, and whoever reads by ear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.finding import Level
from monitor.model.report import FindingLine, ProjectLine, Report
from monitor.model.text import clean
from monitor.report.english import CHANGES, IMPACTS, LEVELS, REPLY
from monitor.report.forecast_text import forecast_text
from monitor.report.models_text import models_text
from monitor.report.pages import CHANGES_SHOWN, grouped_sources, page_of, risks, seen_at
from monitor.report.situation_text import decisions_text, situations_text
from monitor.report.statements import said_lines
from monitor.report.text_lines import WIDTH, heading, wrapped
from monitor.report.words import counted, day, number, reason, short_day

MARKS = {Level.ALERT: "[!]", Level.WATCH: "[~]", Level.UNKNOWN: "[?]", Level.OK: "[ok]"}


def report_text(report: Report) -> str:
    """Return the whole report as text."""
    page = page_of(report)
    cards = [project for level, projects in page.cards if level != Level.OK for project in projects]
    calm = [project for level, projects in page.cards if level == Level.OK for project in projects]
    folded = [project for row in page.folded_rows for project in row.members]
    lines = [
        *_head(report),
        *_asks(report),
        *situations_text(page.situations_heading, page.told_in_full, page.told_folded),
        *_changes(report),
        *decisions_text(report.decisions),
        *_portfolio(report),
        *(line for project in cards for line in project_text(project)),
        *_calm(calm, folded),
        *_coverage(report),
    ]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _head(report: Report) -> Iterable[str]:
    yield from wrapped(f"Mainstay: {report.title}, {seen_at(report)}")
    yield "=" * WIDTH
    yield from wrapped(report.headline)
    yield ""
    low = "COVERAGE IS LOW. " if report.coverage.is_low else ""
    yield from wrapped(low + report.coverage.text)
    yield from wrapped("  ".join(f"{MARKS[level]} {count} {LEVELS[level]}" for level, count in report.counts.items()))
    for note in report.notes:
        yield from wrapped(note, "Note: ", "")


def _asks(report: Report) -> Iterable[str]:
    yield from heading("What we ask of you")
    for ask in report.asks:
        owner = f" (owner: {ask.owner})" if ask.owner else ""
        yield from wrapped(f"{ask.name}: {ask.text}{owner}", f"{MARKS[ask.level]} ")
    more = page_of(report).more_asks
    if more:
        yield f"And {more} more below."
    if not report.asks:
        yield "Nothing."


def _changes(report: Report) -> Iterable[str]:
    yield from heading("Since the last report")
    yield from wrapped(report.comparison)
    for change in report.changes[:CHANGES_SHOWN]:
        move = f" ({LEVELS[change.was]} to {LEVELS[change.level]})" if change.was not in (None, change.level) else ""
        ident = f" [{change.finding}]" if change.finding else ""
        yield from wrapped(f"{CHANGES[change.kind]}{move}: {change.name}: {change.text}{ident}", "- ")
    if not report.changes and not report.is_baseline:
        yield "Nothing was added, got worse, got better or was cleared."


def _portfolio(report: Report) -> Iterable[str]:
    eyed = [project for row in report.rows if row.level != Level.OK for project in row.members]
    if not eyed:
        return
    yield from heading("Portfolio: what needs eyes, risk times impact first")
    yield f"{'':4}{'project':24}{'impact':9}{'days/yr':>8}{'people':>8}{'AF':>4}  last release"
    for p in eyed:
        numbers = p.numbers
        released = short_day(numbers.last_release_on) if numbers.last_release_on else "none seen"
        counts = f"{_cell(numbers.active_days_year):>8}{_cell(numbers.people_year):>8}{_cell(numbers.absence_factor):>4}"
        yield f"{MARKS[p.level]:4}{clean(p.name, limit=23):24}{IMPACTS[p.impact]:9}{counts}  {released}"


def _cell(value: int | None) -> str:
    return "?" if value is None else number(value)


def project_text(project: ProjectLine) -> list[str]:
    """Return one project in full."""
    about = [f"{IMPACTS[project.impact]} impact", project.owner, project.standing_text]
    about += [f"{stamp.text.upper()}{f' {day(stamp.on)}' if stamp.on else ''}" for stamp in project.stamps]
    lines = [*heading(f"{MARKS[project.level]} {LEVELS[project.level].upper()}  {project.name}")]
    lines += wrapped(", ".join(part for part in about if part))
    lines += wrapped(f"{project.headline}.")
    lines += _block("Why we say so", _reasons(project))
    lines += _block(
        "What we know", [f"{day(e.at)}: {e.text} ({e.level.value}){f' {e.link}' if e.link else ''}" for e in project.known]
    )
    lines += _block("What we don't know", project.unknown)
    lines += _block("What would change this", project.would_change)
    lines += _block("Forecast", forecast_text(project.forecast))
    lines += _block("Model families", models_text(project.models))
    lines += _block("What was said", list(said_lines(project.said)))
    lines += _block("People by role", _people(project))
    plan = [f"Your plan if it ends: {project.plan}"] if project.plan else []
    systems = [f"Used by: {', '.join(project.systems)}"] if project.systems else []
    lines += _block("What you can do", [*project.actions, *plan, *systems])
    return lines + _block("Sources", _sources(project))


def _reasons(project: ProjectLine) -> list[str]:
    return [f"{f.text} ({f.weight.value}) [{f.id}]{answer_text(f)}" for f in risks(project)]


def answer_text(finding: FindingLine) -> str:
    """Return who answered a finding, how and why, as it stands behind it; "" for one that nobody answered."""
    words = finding.disputed or finding.answered
    return f". {words}" if words else ""


def _people(project: ProjectLine) -> list[str]:
    return [
        f"{p.label} ({', '.join(p.roles)})" + (f", last public activity seen on {day(p.last_seen_on)}" if p.last_seen_on else "")
        for p in project.people
    ]


def _sources(project: ProjectLine) -> list[str]:
    return [
        f"{s.source}, {s.signals}: {s.text}{f' ({s.detail})' if s.detail else ''} {s.target}" for s in grouped_sources(project)
    ]


def _block(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    return ["", f"{title}:", *(line for item in items for line in wrapped(item, "  - "))]


def _calm(shown: Sequence[ProjectLine], folded: Sequence[ProjectLine]) -> Iterable[str]:
    if not shown and not folded:
        return
    yield from heading(f"{MARKS[Level.OK]} {counted(len(shown) + len(folded), 'project that is', 'projects that are')} ok")
    for project in shown:
        standing = f" ({project.standing_text})" if project.standing_text else ""
        yield from wrapped(f"{project.name}{standing}: {project.headline}.", "- ")
        for finding in risks(project):
            yield from wrapped(f"{finding.text} ({finding.weight.value}) [{finding.id}]{answer_text(finding)}", "    ")
    if folded:
        yield from wrapped(", ".join(project.name for project in folded))


def _coverage(report: Report) -> Iterable[str]:
    yield from heading("How well we saw")
    for line in report.coverage.sources:
        why = "; ".join(f"{reason(code)}: {count}" for code, count in line.reasons)
        seen = f", oldest view {day(line.oldest_seen_until)}" if line.oldest_seen_until else ""
        asked = f"{line.asked} asked, {line.answered} answered, {line.asked - line.answered} unknown"
        yield from wrapped(f"{line.source}: {asked}{seen}{f' ({why})' if why else ''}", "- ")
    yield from _block("Held back", report.held_back)
    yield from _block("Not watched", report.not_watched)
    yield from _block("Proposed", report.proposed)
    yield from _block("Answered findings", [f"{line.text} [{line.finding}]" for line in report.answered])
    yield ""
    yield from wrapped(
        "E1 announced, E2 recorded by a platform or in a repository, E3 observed, E4 reported by others. "
        f"We say what was seen, never why. {REPLY}"
    )
