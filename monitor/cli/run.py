"""`mainstay run`: one whole cycle now, or with --as-of a look back that collects, stores and sends nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime

import click

from monitor.cli.common import Globals, LevelWord, PastDay, environment, level_of
from monitor.cli.interrupt import interrupts
from monitor.cli.progress import progress_on
from monitor.clock import utc_now
from monitor.model.finding import Level
from monitor.model.report import Report
from monitor.pipeline.collect import CollectSummary
from monitor.pipeline.cycle import CycleResult, reports_as_of, run_cycle
from monitor.pipeline.deliver import Delivered
from monitor.pipeline.house import House, open_house
from monitor.pipeline.publish import worst_level
from monitor.report.document import to_document
from monitor.report.terminal import terminal_table
from monitor.settings.load import load_configuration


@click.command(help="One whole cycle now: collect what is due, assess, report, deliver.")
@click.option("--as-of", type=PastDay(), metavar="DATE", help="Judge as of DATE 00:00 UTC; collects, stores and sends nothing.")
@click.option("--fail-on", type=LevelWord(), help="Exit 1 when a project is at this level or worse.")
@click.option("--force", is_flag=True, help="Look at every source, due or not.")
@click.pass_obj
def run(options: Globals, as_of: datetime | None, fail_on: str | None, force: bool) -> None:
    """Run a cycle, print the table and where the report lies, and exit by the highest code that applies."""
    configuration = load_configuration(options.config_path(), environment())
    with open_house(configuration, utc_now, exclusive=as_of is None) as house:
        if as_of:
            sys.exit(_look_back(house, as_of, level_of(fail_on), options.as_json))
        with interrupts() as is_interrupted, progress_on(sys.stderr) as progress:
            result = run_cycle(replace(house, is_interrupted=is_interrupted), force=force, progress=progress, at_once=True)
    if options.as_json:
        click.echo(json.dumps(_documents([published.report for published in result.published]), ensure_ascii=False, indent=1))
    else:
        _show(result)
    sys.exit(result.exit_code(level_of(fail_on)))


def _look_back(house: House, as_of: datetime, fail_on: Level | None, as_json: bool) -> int:
    reports = reports_as_of(house, as_of, None)
    if as_json:
        click.echo(json.dumps(_documents(reports), ensure_ascii=False, indent=1))
    for report in reports if not as_json else ():
        terminal_table(report, sys.stdout)
    return int(fail_on is not None and any(worst_level(report) >= fail_on for report in reports))


def _documents(reports: list[Report]) -> object:
    """One list gives its document, several give a list of documents."""
    documents = [to_document(report) for report in reports]
    return documents[0] if len(documents) == 1 else documents


def _show(result: CycleResult) -> None:
    for published in result.published:
        terminal_table(published.report, sys.stdout)
        if published.page:
            word = "report" if published.is_new else "nothing changed since"
            # What did not arrive is said below.
            is_there = published.page.is_file()
            click.echo(f"{word}: {published.page}\n" if is_there else f"{word}: not written yet\n")
    _show_sources(result.collected)
    _show_clock(result.collected.ahead_at)
    _show_messages(result.delivered)


def _show_sources(collected: CollectSummary) -> None:
    if not collected.due:
        click.echo(f"looks: none of {collected.known} was due; `mainstay run --force` looks anyway")
        return
    click.echo(f"looks: {collected.answered} of the {collected.due} that were due in this run were answered")
    alike: dict[tuple[str, str], list[str]] = {}
    for target, outcome, detail in collected.problems:
        alike.setdefault((outcome, detail), []).append(target)
    for (outcome, detail), targets in alike.items():
        more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
        click.echo(f"  {outcome:<13} {targets[0]}{more}: {detail}")


def _show_clock(ahead_at: datetime | None) -> None:
    if ahead_at:
        click.echo(
            f"nothing was judged or told: an earlier look is dated {ahead_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, after this one."
            " If the clock is right now, the next run goes on; if it is wrong, set it right first",
            err=True,
        )


def _show_messages(delivered: Delivered) -> None:
    for waiting, tried in delivered.troubles:
        again = f"; next try {tried.next_try_at:%Y-%m-%d %H:%M} UTC" if tried.next_try_at else "; not tried again"
        what = f"{waiting.channel} to {waiting.recipient} ({waiting.watchlist})"
        click.echo(f"{what} did not arrive: {tried.detail}{again}", err=True)
