"""The text part of a mail: 72 columns, in the order of the HTML part and with the same findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.finding import Level
from monitor.model.report import ProjectLine
from monitor.report.english import CHANGES, IMPACTS, LEVELS
from monitor.report.forecast_text import forecast_short
from monitor.report.mail_plan import MOST_SAID, Cut, MailPlan, Told
from monitor.report.pages import risks, seen_at
from monitor.report.situation_text import decisions_text, situations_text
from monitor.report.statements import said_lines
from monitor.report.text import MARKS, answer_text
from monitor.report.text_lines import WIDTH, heading, wrapped
from monitor.report.words import counted, day, short_day


def mail_text(plan: MailPlan, footing: Sequence[str]) -> str:
    """Return the text part of a report."""
    parts = (_head, _tally, _situations, _changes, _decisions, _portfolio, _cards, _answers)
    return _joined([*(line for part in parts for line in part(plan)), *_foot(footing)])


def alert_text(plan: MailPlan, footing: Sequence[str]) -> str:
    """Return the text part of an alert."""
    return _joined([*_head(plan), *_moves(plan), *_situations(plan), *_cards(plan), *_foot(footing)])


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _head(plan: MailPlan) -> Iterable[str]:
    report = plan.report
    yield from wrapped(f"Mainstay: {report.title}, {seen_at(report)}")
    yield "=" * WIDTH
    yield from wrapped(plan.news)
    yield ""
    for note in plan.notes:
        yield from wrapped(f"NOTE: {note}")
    yield from wrapped(("COVERAGE IS LOW. " if report.coverage.is_low else "") + report.coverage.text)


def _tally(plan: MailPlan) -> Iterable[str]:
    yield from wrapped("  ".join(f"{MARKS[level]} {count} {LEVELS[level]}" for level, count in plan.report.counts.items()))


def _situations(plan: MailPlan) -> Iterable[str]:
    yield from situations_text(plan.situations_heading, plan.situations, plan.other_situations, plan.measure.lines)
    if plan.more_situations:
        yield f"And {counted(plan.more_situations, 'more situation')}, in the whole report."


def _changes(plan: MailPlan) -> Iterable[str]:
    yield from heading("Since the last report")
    yield from wrapped(plan.report.comparison)
    for change in plan.changes:
        move = f" ({LEVELS[change.was]} to {LEVELS[change.level]})" if change.was not in (None, change.level) else ""
        ident = f" [{change.finding}]" if change.finding else ""
        yield from wrapped(f"{CHANGES[change.kind]}{move}: {change.name}: {change.text}{ident}", "- ")
    if plan.more_changes:
        yield f"And {counted(plan.more_changes, 'more change')}, in the whole report."
    if not plan.report.changes and not plan.report.is_baseline:
        yield "Nothing was added, got worse, got better or was cleared."


def _decisions(plan: MailPlan) -> Iterable[str]:
    return decisions_text(plan.decisions)


def _portfolio(plan: MailPlan) -> Iterable[str]:
    yield from heading("Portfolio, most risk first")
    for project in plan.rows:
        yield from _row(plan, project)
    if plan.more_rows:
        yield f"And {counted(plan.more_rows, 'more project')} not ok, in the whole report."
    if plan.calm:
        names = ", ".join(f"{p.name}{f' ({p.standing_text})' if p.standing_text else ''}" for p in plan.calm)
        more = f" and {plan.more_calm} more" if plan.more_calm else ""
        yield from wrapped(f"{MARKS[Level.OK]} {names}{more}", rest="     ")


def _row(plan: MailPlan, project: ProjectLine) -> Iterable[str]:
    numbers = project.numbers
    about = [f"{IMPACTS[project.impact]} impact", project.owner, project.standing_text]
    yield from wrapped(f"{project.name} ({', '.join(part for part in about if part)})", f"{MARKS[project.level]} ")
    if not plan.has_card(project):
        yield from wrapped(f"{project.headline}.{_ids(plan, project)}", "    ")
    if project.todo:
        yield from wrapped(f"-> {project.todo}", "    ", "       ")
    days = "not seen"
    if numbers.active_days_year is not None:
        people = "people unknown" if numbers.people_year is None else counted(numbers.people_year, "person", "people")
        days = f"{counted(numbers.active_days_year, 'active day')}, {people} in 12 months"
    released = f"released {short_day(numbers.last_release_on)}" if numbers.last_release_on else "no release seen"
    yield from wrapped(f"{days}; {released}", "    ")


def _ids(plan: MailPlan, project: ProjectLine) -> str:
    return "".join(f" [{ident}]" for ident in plan.ids(project))


def _moves(plan: MailPlan) -> Iterable[str]:
    yield from heading("What changed")
    for told in plan.told:
        yield from _move(plan, told)
    if plan.more_rows:
        yield f"And {counted(plan.more_rows, 'more project')}, in the whole report."


def _move(plan: MailPlan, told: Told) -> Iterable[str]:
    project = told.project
    move = f" ({LEVELS[told.was]} to {LEVELS[project.level]})" if told.was not in (None, project.level) else ""
    yield from wrapped(f"{project.name}{move}: {project.headline}.{_ids(plan, project)}", f"{MARKS[project.level]} ")
    if told.why:
        yield from wrapped(told.why, "    ")


def _cards(plan: MailPlan) -> Iterable[str]:
    for project in plan.cards:
        yield from _card(plan, project)
    if plan.more_cards:
        yield ""
        yield f"And {counted(plan.more_cards, 'more project')} on alert, above and in the whole report."


def _card(plan: MailPlan, project: ProjectLine) -> Iterable[str]:
    about = [
        f"{IMPACTS[project.impact]} impact",
        project.owner,
        f"used by {', '.join(project.systems)}" if project.systems else "",
    ]
    stamps = [f"{stamp.text.upper()}{f' {day(stamp.on)}' if stamp.on else ''}" for stamp in project.stamps]
    yield from heading(f"{MARKS[project.level]} {LEVELS[project.level].upper()}  {project.name}")
    yield from wrapped(", ".join(part for part in (*about, *stamps) if part))
    yield from wrapped(f"{project.headline}.")
    yield from _block("Why we say so", [f"{f.text} ({f.weight.value}) [{f.id}]{answer_text(f)}" for f in risks(project)])
    known = [f"{day(e.at)}: {e.text} ({e.level.value}){f' {e.link}' if e.link else ''}" for e in project.known]
    yield from _block("What we know", known[: plan.measure.lines])
    yield from _listed("What we don't know", plan.cut(project.unknown))
    yield from _listed("What would change this", plan.cut(project.would_change))
    yield from _block("Forecast", forecast_short(project.forecast))
    yield from _block("What was said", list(said_lines(project.said, MOST_SAID)))
    yield from _listed("What you can do", plan.cut(project.actions))
    if project.plan:
        yield from _block("Your plan if it ends", [project.plan])


def _answers(plan: MailPlan) -> Iterable[str]:
    more = [f"and {plan.more_answered} more in the whole report"] if plan.more_answered else []
    yield from _block("Answered findings", [*(f"{line.text} [{line.finding}]" for line in plan.answered), *more])
    yield from _listed("Held back", plan.cut(plan.report.held_back))


def _listed(title: str, found: Cut) -> Iterable[str]:
    more = [f"and {found.more} more in the whole report"] if found.more else []
    return _block(title, [*found.shown, *more])


def _block(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    return ["", f"{title}:", *(line for item in items for line in wrapped(item, "  - "))]


def _foot(footing: Sequence[str]) -> Iterable[str]:
    yield ""
    yield "-" * WIDTH
    for line in footing:
        yield from wrapped(line)
