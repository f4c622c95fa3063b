"""Build a report: judgements in, every sentence, order and number of the report out. Pure; the same for every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.model.assessment import Assessment, Verdict
from monitor.model.finding import RuleSpec
from monitor.model.history import Person
from monitor.model.limits import Limits
from monitor.model.own_house import OwnHouse
from monitor.model.report import LimitLine, PreviousReport, ProjectLine, Report
from monitor.model.target import Portfolio, Watchlist
from monitor.model.text import clean
from monitor.report import changes as comparing
from monitor.report import headline as news
from monitor.report import own_house
from monitor.report import situations as telling
from monitor.report.coverage import coverage_summary
from monitor.report.decisions import decision_lines, rows_with_reviews, with_answers, with_reviews
from monitor.report.english import IMPACTS
from monitor.report.forecasting import track_part
from monitor.report.portfolio import rows
from monitor.report.previous import Previous, read_previous
from monitor.report.projects import Setting, project_line
from monitor.report.words import counted, day, moment, number, percent, spelled

NO_HOUSE = OwnHouse()


def build_report(
    *,
    watchlist: Watchlist,
    portfolio: Portfolio,
    assessments: Mapping[str, Assessment],
    verdicts: Mapping[str, Verdict],
    rules: Mapping[str, RuleSpec],
    people: Mapping[str, Mapping[str, Person]],
    previous: PreviousReport | None,
    as_of: datetime,
    generated_at: datetime,
    limits: Limits,
    house: OwnHouse = NO_HOUSE,
) -> Report:
    """Return the report of one list at `as_of`.

    `people` maps project -> person key -> Person, and may hold only those whom a finding speaks of. `previous` is the last report
    of the same list; one made by another method is not compared with, so that a new method is not news. `house` is what is
    said of our own doings.
    """
    method = _method(assessments.values())
    last = read_previous(previous)
    compared = last if last and last.method == method else None
    setting = Setting(portfolio, rules, watchlist.names, as_of, limits, house.track)
    plain = _lines(watchlist, assessments, verdicts, people, compared, setting)
    told = [replace(line, alerts=own_house.alerts_on(line, house, watchlist.zone)) for line in plain]
    table = rows([with_answers(line, house, watchlist.zone) for line in told], portfolio.families)
    ordered = tuple(project for row in table for project in row.members)
    coverage, changed = coverage_summary(ordered), comparing.changes(ordered, compared)
    since = _made(compared, generated_at, watchlist.zone)
    stories = telling.compared([one for project in ordered for one in project.situations], ordered, compared)
    tally, title = news.counts(ordered), clean(watchlist.title) or watchlist.key
    moved = sum(one.is_changed for one in stories)
    report = Report(
        watchlist=watchlist.key,
        title=title,
        zone=watchlist.zone,
        names=watchlist.names,
        subject=news.subject(title, tally, changed, coverage, is_baseline=compared is None, situations=moved),
        headline=news.headline(ordered, changed, coverage, since, situations=telling.situation_news(stories)),
        created_at=generated_at,
        as_of=as_of,
        method=method,
        is_baseline=compared is None,
        compared_with=compared.created_at if compared else None,
        comparison=_comparison(last, since, method),
        counts=tally,
        coverage=coverage,
        changes=changed,
        asks=news.asks(ordered, coverage),
        rows=table,
        projects=ordered,
        held_back=_held_back(ordered),
        limits=limit_lines(limits),
        kinds_for_alert=kinds_for_alert(limits),
        rules={spec.id: spec.question for spec in rules.values()},
        situations=stories,
        criteria=telling.criteria_lines(limits),
    )
    return _with_own_house(report, house)


def _with_own_house(report: Report, house: OwnHouse) -> Report:
    """Return the report with what is said of our own doings, and of what its readers answered and decided."""
    projects, zone = report.projects, report.zone
    decided = decision_lines(house, projects, report.situations, report.as_of, zone)
    table = rows_with_reviews(report.rows, decided)
    return replace(
        report,
        rows=table,
        projects=tuple(project for row in table for project in row.members),
        asks=with_reviews(report.asks, decided),
        held_back=report.held_back + own_house.held_alerts(house, projects, zone),
        notes=own_house.notes(house, zone),
        answered=own_house.answers(house, projects, zone),
        decisions=decided,
        costs=own_house.costs(house),
        not_watched=own_house.not_watched(house),
        proposed=own_house.proposed(house, projects),
        track=track_part(house.track),
    )


def looking_back(report: Report, known_at: datetime | None) -> Report:
    """Return a report on a past day (or on what had been seen before `known_at`) as one that says so and compares nothing."""
    return replace(
        report,
        subject=f"Mainstay: looking back ({report.title})",
        headline=news.headline(report.projects, (), report.coverage, "", first="Looking back at"),
        comparison="A look back: nothing is compared.",
        is_look_back=True,
        known_at=known_at,
    )


def _lines(
    watchlist: Watchlist,
    assessments: Mapping[str, Assessment],
    verdicts: Mapping[str, Verdict],
    people: Mapping[str, Mapping[str, Person]],
    compared: Previous | None,
    setting: Setting,
) -> list[ProjectLine]:
    before = compared.projects if compared else {}
    return [
        project_line(
            entry,
            assessments[entry.project],
            verdicts[entry.project],
            people.get(entry.project, {}),
            before.get(entry.project),
            setting,
        )
        for entry in watchlist.entries
    ]


def _method(assessments: Iterable[Assessment]) -> str:
    methods = sorted({assessment.method for assessment in assessments})
    return ", ".join(methods)


def _made(previous: Previous | None, now: datetime, zone: str) -> str:
    """Return when the last report was made, with the hour where that was today, as the list's readers tell time; "" for none."""
    if previous is None:
        return ""
    on, today = (at.astimezone(ZoneInfo(zone)).date() for at in (previous.created_at, now))
    return moment(previous.created_at, zone) if on == today else day(on)


def _comparison(last: Previous | None, since: str, method: str) -> str:
    if last and since and last.is_unsent:
        return f"Compared with what was seen on {since}: no report was sent before."
    if since:
        return f"Compared with the report of {since}."
    if last:
        return f"The method changed from {last.method or 'unknown'} to {method}: this is a new baseline, nothing is compared."
    return "First look: this is the baseline, there is nothing to compare with."


def _held_back(projects: Sequence[ProjectLine]) -> tuple[str, ...]:
    return tuple(
        f"{project.name}: held open, could not be looked at again: {held.text} ({held.id})"
        for project in projects
        for held in project.held
    )


def kinds_for_alert(limits: Limits) -> str:
    """Return how many independent kinds of warning make an alert, by the impact that a list gives a project."""
    impacts: dict[int, list[str]] = {}
    for impact, kinds in sorted(limits.families_for_alert.items(), reverse=True):
        impacts.setdefault(kinds, []).append(IMPACTS[impact])
    return "; ".join(f"{spelled(kinds)} for {', '.join(names)} impact" for kinds, names in sorted(impacts.items()))


def limit_lines(limits: Limits) -> tuple[LimitLine, ...]:
    """Return every threshold that is one number, in words made of its name."""
    plain = {
        key: value for key, value in asdict(limits).items() if isinstance(value, int | float) and not isinstance(value, bool)
    }
    return tuple(
        LimitLine(key, key.removesuffix("_days").replace("_", " "), _limit_value(key, value)) for key, value in plain.items()
    )


def _limit_value(key: str, value: float) -> str:
    if key.endswith("_days"):
        return counted(round(value), "day")
    return percent(value) if isinstance(value, float) and 0 <= value <= 1 else number(value)
