"""`mainstay people`: who is who in a project, by which proof; `split` and `join` correct it."""

from __future__ import annotations

import json

import click

from monitor.cli.common import Globals, environment
from monitor.clock import utc_now
from monitor.model.joins import Correction, CorrectionKind
from monitor.pipeline.house import open_house
from monitor.pipeline.naming import project_named
from monitor.pipeline.people import join, look_at_people, split
from monitor.report.who import render_who, shown_id, who_document
from monitor.settings.load import load_configuration

SHOW = "show"


class WithDefault(click.Group):
    """A group whose first word may be a project: then it is shown."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front of what is none, and no question for help."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=WithDefault,
    help="Who is who in PROJECT, by which proof, in which role; `split` and `join` correct it.",
    subcommand_metavar="PROJECT | split PROJECT ACCOUNT | join PROJECT ACCOUNT ACCOUNT",
)
def people() -> None:
    """Show and correct who is who."""


@people.command(SHOW, help="Who is who in PROJECT: the same as without `show`.")
@click.argument("project")
@click.option("--all", "is_all", is_flag=True, help="Also accounts without a role, and machines.")
@click.option("--json", "as_json", is_flag=True, help="One document (mainstay.people/1) instead of text.")
@click.pass_obj
def show(options: Globals, project: str, is_all: bool, as_json: bool) -> None:
    """Print persons, accounts, proofs and roles from what is stored."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=False) as house:
        who = look_at_people(house, project)
    if as_json or options.as_json:
        click.echo(json.dumps(who_document(who, is_all=is_all), ensure_ascii=False, indent=1, sort_keys=True))
    else:
        click.echo(render_who(who, is_all=is_all), nl=False)


@people.command("split", help="ACCOUNT stands alone in PROJECT, whatever joins it; only a `join` gives it to somebody again.")
@click.argument("project")
@click.argument("account")
@click.option("--reason", default="corrected by the operator", metavar="TEXT", help="Why; `people` shows it.")
@click.pass_obj
def split_account(options: Globals, project: str, account: str, reason: str) -> None:
    """Take an account out of a person."""
    configuration = load_configuration(options.config_path(), environment())
    # Not exclusive: who is who can be corrected while the daemon works.
    with open_house(configuration, utc_now, exclusive=False) as house:
        project = project_named(house.configuration, project).key
        said = split(house, project, account, reason)
    _tell(options, project, said)


@people.command("join", help="Two accounts of PROJECT are one person's.")
@click.argument("project")
@click.argument("first", metavar="ACCOUNT")
@click.argument("second", metavar="ACCOUNT")
@click.option("--reason", required=True, metavar="TEXT", help="Why; `people` shows it.")
@click.pass_obj
def join_accounts(options: Globals, project: str, first: str, second: str, reason: str) -> None:
    """Make one person of two accounts."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=False) as house:
        project = project_named(house.configuration, project).key
        said = join(house, project, first, second, reason)
    _tell(options, project, said)


def _tell(options: Globals, project: str, said: Correction) -> None:
    if options.as_json:
        accounts = [key for key in (said.first, said.second) if key]
        click.echo(json.dumps({"project": project, "kind": said.kind.value, "accounts": accounts, "reason": said.reason}))
    elif said.kind is CorrectionKind.SPLIT:
        click.echo(f"{project}: {shown_id(said.first)} stands alone from now on; the next report counts it so")
    else:
        click.echo(
            f"{project}: {shown_id(said.first)} and {shown_id(said.second)} are one person's; the next report counts them so"
        )
