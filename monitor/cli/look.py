"""`mainstay look TARGET`: one project now, without any configuration and without leaving anything behind."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import click

from monitor.cli.common import Globals, PastDay, require_folder
from monitor.cli.interrupt import interrupts
from monitor.cli.progress import progress_on
from monitor.clock import utc_now
from monitor.delivery.files import write_whole
from monitor.model.collecting import GitLimits
from monitor.model.errors import SettingsError
from monitor.model.options import HttpOptions
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, TargetKind, Watchlist
from monitor.pipeline.collect import CollectSummary, collect_due
from monitor.pipeline.cycle import OWN_TROUBLE, reports_as_of
from monitor.pipeline.house import open_house
from monitor.report.document import to_document
from monitor.report.render import render_html
from monitor.report.terminal import render_explain
from monitor.settings.configuration import Configuration
from monitor.settings.targets import parse_target

_LOGIN = re.compile(r"//[^/@]*@")
# An owner and a name, as on GitHub, and no path: that begins with "./", "../" or "/".
_NAME = re.compile(r"(?!\.{1,2}/)[\w.-]+/[\w.-]+")
_QUERY = re.compile(r"\?.*", re.DOTALL)


@click.command(
    help="One project now, without any configuration: ./path, a git URL, owner/name on GitHub, a page of a model hub, or a purl."
)
@click.argument("target")
@click.option("--as-of", type=PastDay(), metavar="DATE", help="Judge as of DATE 00:00 UTC.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write the HTML page to this file.")
@click.pass_obj
def look(options: Globals, target: str, as_of: datetime | None, out: Path | None) -> None:
    """Clone, judge and explain one target in a folder that is removed afterwards."""
    if out and out.suffix.lower() not in (".html", ".htm"):
        raise SettingsError.plain(f"--out {out}: writes an HTML page; give a name that ends in .html")
    if out:
        require_folder(out)
    parsed = _parsed(target)
    with tempfile.TemporaryDirectory(prefix="mainstay-look-") as folder:
        configuration = _configuration(parsed, Path(folder))
        with open_house(configuration, utc_now, exclusive=True) as house:
            with interrupts() as is_interrupted, progress_on(sys.stderr) as progress:
                collected = collect_due(replace(house, is_interrupted=is_interrupted), progress=progress)
            report = reports_as_of(house, as_of, None)[0]
    if out:
        write_whole(out, render_html(report))
        click.echo(f"wrote {out}", err=True)
    if options.as_json:
        click.echo(json.dumps(to_document(report), ensure_ascii=False, indent=1, sort_keys=True))
    else:
        sys.stdout.write(render_explain(report, report_key(parsed)))
        _show_problems(collected)
    sys.exit(OWN_TROUBLE if not collected.answered else 0)


def _parsed(text: str) -> Target:
    if _NAME.fullmatch(text) and Path(text).exists():
        raise SettingsError.plain(f"{text}: a folder here is called so too; write ./{text} for it, or https://github.com/{text}")
    try:
        target = parse_target(text, base=Path.cwd())
    except ValueError as error:
        raise SettingsError.plain(f"{without_secrets(text)}: {error}") from error
    if target.kind is TargetKind.ACCOUNT:
        raise SettingsError.plain(
            f"{target.key}: is the page of an account, which alone says nothing of a project; give one of its repositories, or "
            "have a configuration include the organisation (watchlists: include:)"
        )
    return target


def without_secrets(text: str) -> str:
    """Return an address as it may be shown: without login and without query, where tokens are kept."""
    return _QUERY.sub("?…", _LOGIN.sub("//…@", text))


def report_key(target: Target) -> str:
    """Return the slug under which a looked-at target appears in its report: the last part of its address."""
    return unquote(target.key).rstrip("/").rsplit("/", 1)[-1].removesuffix(".git") or "project"


def _configuration(target: Target, folder: Path) -> Configuration:
    key = report_key(target)
    watchlist = Watchlist("look", f"Looking at {key}", (Entry(key, Impact.MEDIUM),), names="configured")
    portfolio = Portfolio({key: Project(key, key, (target,))}, {}, (watchlist,))
    return Configuration(
        path=folder,
        state_dir=folder,
        database_url=f"sqlite:///{folder}/look.db",
        portfolio=portfolio,
        http=HttpOptions(),
        git=GitLimits(clones_dir=folder / "clones"),
    )


def _show_problems(collected: CollectSummary) -> None:
    for target, outcome, detail in collected.problems:
        click.echo(f"could not look at {target} ({outcome}): {detail}", err=True)
