"""`mainstay daemon`: cycles on schedule, until stopped."""

from __future__ import annotations

import sys

import click

from monitor.cli.common import Globals, environment
from monitor.clock import utc_now
from monitor.daemon.serve import serve
from monitor.settings.load import load_configuration


@click.command(
    help="The same as run, on schedule, until stopped. SIGTERM finishes what is under way and ends, a second one ends at once; "
    "SIGHUP reads the configuration again and keeps the last good one."
)
@click.pass_obj
def daemon(options: Globals) -> None:
    """Work until a signal ends it."""
    path = options.config_path()
    sys.exit(serve(lambda: load_configuration(path, environment()), utc_now, environment()))
