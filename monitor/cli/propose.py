"""`mainstay propose`: addresses that what is watched names itself, with the lines to add; nothing is followed by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click

from monitor.cli.common import Globals, environment
from monitor.clock import utc_now
from monitor.model.included import Proposal
from monitor.pipeline.house import open_house
from monitor.pipeline.naming import project_named
from monitor.pipeline.proposals import proposals_of
from monitor.settings.load import load_configuration


@click.command(help="Addresses that watched ones name and you do not watch, with the lines to add. Changes nothing.")
@click.argument("project", required=False)
@click.pass_obj
def propose(options: Globals, project: str | None) -> None:
    """Print the proposals of one project or of all."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=False) as house:
        wanted = project_named(house.configuration, project).key if project else None
        found = {key: listed for key, listed in proposals_of(house).items() if wanted in (None, key)}
    if options.as_json:
        lines = [
            {"project": key, "address": p.address, "found_at": p.found_at, "link": p.link} for key in found for p in found[key]
        ]
        click.echo(json.dumps({"proposals": lines}, indent=1))
        return
    click.echo(lines_to_add(found) or "nothing is proposed: no watched address names one that is not watched")


def lines_to_add(found: Mapping[str, Sequence[Proposal]]) -> str:
    """Return what to write into the configuration, one section of projects; "" for nothing."""
    lines = []
    for key, listed in found.items():
        lines += [f"  {key}:", "    targets:", *(f"      - {one.address}  # named at {one.found_at}" for one in listed)]
    return "\n".join(["projects:", *lines]) if lines else ""
