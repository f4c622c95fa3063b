"""`mainstay report` and `mainstay explain`: what is stored, rendered; no marker is moved."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.common import Globals, PastDay, environment, require_folder
from monitor.cli.formats import EMAIL, FORMATS, render_as
from monitor.clock import utc_now
from monitor.delivery.files import write_whole
from monitor.model.errors import SettingsError
from monitor.model.report import Report
from monitor.pipeline.cycle import reports_as_of
from monitor.pipeline.house import open_house
from monitor.pipeline.naming import project_named
from monitor.report.document import to_document
from monitor.report.terminal import render_explain
from monitor.settings.configuration import Configuration
from monitor.settings.load import load_configuration

# The format that a report's file asks for by its ending; files of ours never end so.
REPORTS = {".html": "html", ".htm": "html", ".json": "json", ".md": "markdown", ".txt": "text", ".eml": EMAIL}


@click.command(help="Render a report from what is stored; collects nothing and moves no marker.")
@click.option("--watchlist", metavar="NAME", default="", help="Only this list.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="[text, or by the ending of --out]")
@click.option(
    "--as-of", type=PastDay(), metavar="DATE", help="Use facts that happened before DATE 00:00 UTC, whenever they were seen."
)
@click.option("--known-at", type=PastDay(), metavar="DATE", help="Use only what had been seen before DATE 00:00 UTC.")
@click.option("--preview", is_flag=True, help="With --format email: the HTML part alone, to look at in a browser.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of printing.")
@click.pass_obj
def report(
    options: Globals,
    watchlist: str,
    form: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    preview: bool,
    out: Path | None,
) -> None:
    """Print or write one report a list."""
    ending = out.suffix.lower() if out else ""
    form = "json" if options.as_json else form or REPORTS.get(ending, "text")
    if preview and form != EMAIL:
        raise SettingsError.plain("--preview belongs to --format email")
    configuration = load_configuration(options.config_path(), environment())
    if out and _is_own(out, configuration):
        raise SettingsError.plain(f"--out {out}: is a file of Mainstay's own; name another")
    if out:
        require_folder(out)
    _require_list(configuration, watchlist)
    with open_house(configuration, utc_now, exclusive=False) as house:
        reports = reports_as_of(house, as_of, known_at, watchlist, EMAIL if form == EMAIL else "")
        if form not in ("text", "json") and len(reports) > 1:
            raise SettingsError.plain(f"{_lists(configuration)}; name one with --watchlist for --format {form}")
        texts = [render_as(form, house, one, is_preview=preview) for one in reports]
    text = f"[{','.join(texts)}]" if form == "json" and len(texts) > 1 else "\n".join(texts)
    if out:
        write_whole(out, text)
        click.echo(f"wrote {out}")
    else:
        click.echo(text)


def _is_own(out: Path, configuration: Configuration) -> bool:
    """Return whether a file is the configuration, the database, or another one of ours that is no report."""
    place = out.resolve()
    database = Path(configuration.database_url.removeprefix("sqlite:///"))
    is_kept = place.is_relative_to(configuration.state_dir.resolve()) and place.suffix.lower() not in REPORTS
    return place in (configuration.path.resolve(), database.resolve()) or is_kept


def _lists(configuration: Configuration) -> str:
    names = [watchlist.key for watchlist in configuration.portfolio.watchlists]
    return f"there are {len(names)} watchlists: {', '.join(names)}"


def _require_list(configuration: Configuration, name: str) -> None:
    names = [watchlist.key for watchlist in configuration.portfolio.watchlists]
    if name and name not in names:
        raise SettingsError.plain(
            f"--watchlist {name}: no such watchlist; there are: {', '.join(names)}", str(configuration.path)
        )


@click.command(help="Why this level: every finding, number and source of PROJECT, and what is missing.")
@click.argument("project")
@click.option("--as-of", type=PastDay(), metavar="DATE", help="Judge as of DATE 00:00 UTC.")
@click.pass_obj
def explain(options: Globals, project: str, as_of: datetime | None) -> None:
    """Print one project's findings in full, as the lists that watch it see it."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=False) as house:
        project = project_named(house.configuration, project).key
        reports = [r for name in _lists_with(project, house.configuration) for r in reports_as_of(house, as_of, None, name)]
    _print_explained(reports, project, options.as_json)


def _lists_with(project: str, configuration: Configuration) -> list[str]:
    """Return the lists that watch a project. Raises SettingsError where none does."""
    lists = [w.key for w in configuration.portfolio.watchlists if project in {entry.project for entry in w.entries}]
    if not lists:
        raise SettingsError.plain(f"{project}: no watchlist refers to this project, so it has no level", str(configuration.path))
    return lists


def _print_explained(reports: list[Report], project: str, as_json: bool) -> None:
    if as_json:
        document = to_document(reports[0])
        document["projects"] = [entry for entry in document["projects"] if entry["key"] == project]
        click.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))
        return
    for one in reports:
        sys.stdout.write(render_explain(one, project))
