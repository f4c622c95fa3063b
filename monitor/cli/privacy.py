"""`mainstay forget ACCOUNT`: erase an account and never collect it again."""

from __future__ import annotations

import json

import click

from monitor.cli.common import Globals, environment
from monitor.clock import utc_now
from monitor.pipeline.house import open_house
from monitor.pipeline.privacy import forget_everywhere
from monitor.report.who import shown_id
from monitor.settings.load import load_configuration


@click.command(help="Erase ACCOUNT (a mail address as in commits, or an id as `people` shows it) and never collect it again.")
@click.argument("account")
@click.pass_obj
def forget(options: Globals, account: str) -> None:
    """Move the account's counts to the withheld identity, erase its name, remember only its pseudonym."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=True) as house:
        erased = forget_everywhere(house, account)
    if options.as_json:
        told = {"was_stored": bool(erased.targets), "targets": erased.targets, "files": erased.files}
        click.echo(json.dumps({**told, "others": [shown_id(account) for account in erased.others]}))
        return
    found = f"erased from {erased.targets} target(s) and {erased.files} report file(s)" if erased.targets else "was not stored"
    click.echo(
        f"the account {found}; it will never be collected again here. Mails and copies that left this machine are not reached."
    )
    if erased.others:
        click.echo(f"other accounts of the same person are still collected: {', '.join(map(shown_id, erased.others))}")
