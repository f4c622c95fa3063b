"""`mainstay note`: files what a human saw elsewhere, with its address, its words and its evidence level."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import click

from monitor.cli.common import Globals, PastDay, environment
from monitor.clock import utc_now
from monitor.model.evidence import EvidenceLevel
from monitor.pipeline.house import open_house
from monitor.pipeline.naming import project_named
from monitor.pipeline.notes import LEVELS, SeenElsewhere, file_note
from monitor.settings.load import load_configuration


@click.command(help="File what you saw of PROJECT on a page that is not watched; reports show it as filed by hand.")
@click.argument("project")
@click.option("--url", required=True, help="The page where everybody can read it.")
@click.option("--quote", required=True, metavar="TEXT", help="Its own words, the shortest part that says it.")
@click.option("--author", required=True, metavar="TEXT", help="Who says it, as the page prints it; no mail address.")
@click.option("--said-on", required=True, type=PastDay(), metavar="DATE", help="The day on which it was said (UTC).")
@click.option("--level", required=True, type=click.Choice(LEVELS), help="E1 announced, E2 recorded, E4 press, E5 a reaction.")
@click.option("--person", default="", metavar="NAME", help="Whom it is about, as your configuration names them.")
@click.pass_obj
def note(options: Globals, /, project: str, said_on: datetime, level: str, **said: Any) -> None:
    """Store the words as a statement on the project, at the level that is given."""
    configuration = load_configuration(options.config_path(), environment())
    # Not exclusive: a note can be filed while the daemon works.
    with open_house(configuration, utc_now, exclusive=False) as house:
        seen = SeenElsewhere(said["url"], said["quote"], said["author"], said_on, EvidenceLevel(level), said["person"])
        project = project_named(house.configuration, project).key
        filed = file_note(house, project, seen)
    if options.as_json:
        click.echo(json.dumps({"project": project, "url": filed.link, "level": filed.level.value, "quote": filed.quote}))
        return
    days = configuration.limits.statement_days
    is_old = utc_now() - said_on > timedelta(days=days)
    shown = f"older than {days} days, so only reports as of that time show it" if is_old else "the next report shows it"
    click.echo(f"{project}: filed by hand as {filed.level.value}, said on {said_on:%Y-%m-%d}; {shown}")
