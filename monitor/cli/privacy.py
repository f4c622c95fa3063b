"""`mainstay forget ACCOUNT`: erase an account and never collect it again."""

from __future__ import annotations

import click

from monitor.cli.common import Globals, environment
from monitor.clock import utc_now
from monitor.pipeline.house import open_house
from monitor.settings.load import load_configuration
from monitor.store.forget import forget as forget_account


@click.command(help="Erase ACCOUNT (a mail address as used in commits, or a stable id) and never collect it again.")
@click.argument("account")
@click.pass_obj
def forget(options: Globals, account: str) -> None:
    """Move the account's counts to the withheld identity, erase its name, remember only its pseudonym."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=True) as house:
        stable_id = house.pseudonym(account) if "@" in account else account
        erased = forget_account(house.database, stable_id, utc_now())
    found = f"erased from {erased} place(s)" if erased else "was not stored"
    click.echo(f"the account {found}; it will never be collected again here")
