"""The report as a page and as text: the only file that imports jinja2. Everything foreign is escaped, links are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor.model.forecast import Bin
from monitor.model.picture import ReleaseRhythm, RiverMonth
from monitor.model.report import ChangeKind, ProjectLine, Report, Row
from monitor.model.report_forecast import ForecastPart
from monitor.paths import data_dir
from monitor.report import text
from monitor.report.charts import forecast, keys, portfolio, rhythm, river, strip, track
from monitor.report.english import CHANGES, EVIDENCE_LEVELS, IMPACTS, WEIGHTS
from monitor.report.english_situations import KINDS, STATES
from monitor.report.links import safe_href
from monitor.report.pages import page_of, risks
from monitor.report.statements import origin_words, rest_of
from monitor.report.words import counted, day, number, reason, short_day


def render_html(report: Report) -> str:
    """Return the page: one file that loads nothing and runs nothing."""
    return environment().get_template("report.html.j2").render(report=report, page=page_of(report))


def render_text(report: Report) -> str:
    """Return the report for a terminal or a mail, 72 columns wide, with the same finding ids as the page."""
    return text.report_text(report)


def environment() -> Environment:
    """Return the environment of all templates: everything is escaped, and what is not there is an error."""
    return _environment(data_dir("templates"))


# Compiling the templates costs more than a small report: they are compiled once, and anew when a file of theirs changes.
@cache
def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(_FILTERS)
    return made


def _iso_day(value: date | datetime) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()


def _counted(value: float, one: str, many: str = "") -> str:
    return counted(int(value), one, many)


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _river(project: ProjectLine, ident: str) -> Markup:
    return Markup(river.river(project.picture, project.events, ident))  # noqa: S704 - svg.py escapes every text


def _rhythm(shape: ReleaseRhythm | None, ident: str) -> Markup:
    return Markup(rhythm.rhythm(shape, ident))  # noqa: S704 - svg.py escapes every text


def _keys(months: Any, ident: str) -> Markup:
    return Markup(keys.keys(months, ident))  # noqa: S704 - svg.py escapes every text


def _strip(months: tuple[RiverMonth, ...]) -> Markup:
    return Markup(strip.strip(months))  # noqa: S704 - svg.py escapes every text


def _forecasts(part: ForecastPart, ident: str) -> Markup:
    return Markup(forecast.forecasts(part, ident))  # noqa: S704 - svg.py escapes every text


def _track(bins: Sequence[Bin], question: str, ident: str) -> Markup:
    return Markup(track.track(bins, question, ident))  # noqa: S704 - svg.py escapes every text


def _portfolio_map(rows: tuple[Row, ...], places: Mapping[str, int]) -> Markup:
    return Markup(portfolio.portfolio_map(rows, places, "map"))  # noqa: S704 - svg.py escapes every text


def _change_words(kind: ChangeKind) -> str:
    return CHANGES[kind]


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "change_words": _change_words,
    "counted": _counted,
    "day": day,
    "evidence_words": EVIDENCE_LEVELS.__getitem__,
    "forecasts": _forecasts,
    "forecasts_title": forecast.forecasts_title,
    "impact_words": IMPACTS.__getitem__,
    "iso_day": _iso_day,
    "keys": _keys,
    "lower_first": _lower_first,
    "keys_title": keys.keys_title,
    "number": number,
    "origin_words": origin_words,
    "portfolio_map": _portfolio_map,
    "reason_words": reason,
    "rest_of": rest_of,
    "rhythm": _rhythm,
    "rhythm_title": rhythm.rhythm_title,
    "risks": risks,
    "river": _river,
    "river_title": river.river_title,
    "safe_href": safe_href,
    "short_day": short_day,
    "situation_kind": KINDS.__getitem__,
    "situation_state": STATES.__getitem__,
    "strip": _strip,
    "track": _track,
    "track_title": track.track_title,
    "weight_words": WEIGHTS.__getitem__,
}
