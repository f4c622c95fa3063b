"""`mainstay init` and `mainstay check`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from monitor.cli.common import Globals, environment
from monitor.model.errors import SettingsError
from monitor.model.target import Portfolio, TargetKind
from monitor.pipeline.hints import hints_on
from monitor.report.words import counted
from monitor.settings.load import load_configuration
from monitor.settings.starter import write_starter

USAGE = 2


@click.command(help="Write a commented starter configuration into DIR (default: here).")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.pass_obj
def init(options: Globals, folder: Path) -> None:
    """Write the starter and say what to do next."""
    path = write_starter(folder)
    if options.as_json:
        click.echo(json.dumps({"wrote": str(path)}))
        return
    click.echo(f"wrote {path}\nEdit it, then: mainstay --config {path} check && mainstay --config {path} run")


@click.command(help="Validate the configuration: every error with file, line, column and key; exit 2 if there is one.")
@click.pass_obj
def check(options: Globals) -> None:
    """Print every problem, or what a good configuration watches."""
    try:
        configuration = load_configuration(options.config_path(), environment())
    except SettingsError as error:
        _show_problems(error, options.as_json)
        sys.exit(USAGE)
    portfolio = configuration.portfolio
    targets = sum(len(project.targets) for project in portfolio.projects.values())
    counts = {"projects": len(portfolio.projects), "targets": targets, "watchlists": len(portfolio.watchlists)}
    left, missing, hints = configuration.unresolved, list(_missing_folders(portfolio)), hints_on(configuration)
    if options.as_json:
        unresolved = [{"file": one.file, "entry": one.entry, "reason": one.reason} for one in left]
        more = {"unresolved": unresolved, "missing": missing, "hints": hints}
        click.echo(json.dumps({"ok": True, "problems": [], **counts, **more}))
        return
    click.echo(
        f"{configuration.path}: good. " + ", ".join(counted(number, name.removesuffix("s")) for name, number in counts.items())
    )
    for place in missing:
        click.echo(f"  but {place}: no such folder here; it cannot be looked at before it is there")
    for hint in hints:
        click.echo(f"  note: {hint}")
    if left:
        click.echo(f"{counted(len(left), 'entry', 'entries')} of included files {'is' if len(left) == 1 else 'are'} not watched:")
        for one in left:
            click.echo(f"  {one.file}: {one.entry}: {one.reason}")


def _missing_folders(portfolio: Portfolio) -> Iterable[str]:
    """Yield each project's folders that are not there: right as addresses, and perhaps misspelt."""
    for key, project in portfolio.projects.items():
        for target in project.targets:
            is_folder = target.kind is TargetKind.GIT and target.key.startswith("file:")
            if is_folder and not Path(unquote(urlsplit(target.key).path)).exists():
                yield f"projects.{key}: {unquote(urlsplit(target.key).path)}"


def _show_problems(error: SettingsError, as_json: bool) -> None:
    if as_json:
        keys = ("file", "line", "column", "key", "message")
        click.echo(json.dumps({"ok": False, "problems": [{key: getattr(p, key) for key in keys} for p in error.problems]}))
        return
    click.echo(str(error), err=True)
    number = len(error.problems)
    click.echo(f"{number} problem{'s' if number > 1 else ''}", err=True)
