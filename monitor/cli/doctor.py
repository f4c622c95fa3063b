"""`mainstay doctor`: which sources answer, what is stale and since when, what did not arrive at whom, what we stand on."""

from __future__ import annotations

import json
from datetime import datetime

import click

from monitor.cli.common import Globals, environment
from monitor.cli.plan import show_plan
from monitor.clock import utc_now
from monitor.model.attempt import OK, UNCHANGED, LastRun
from monitor.model.outbox import Undelivered
from monitor.pipeline.accounts import watched_projects
from monitor.pipeline.house import House, open_house
from monitor.pipeline.jobs import jobs_of
from monitor.pipeline.own_house import troubles
from monitor.settings.load import load_configuration
from monitor.store.attempts import load_last_runs
from monitor.store.remarks import load_remarks

HOUR = 3600


@click.command(help="Which sources answered last, which failed and why, and when each is due again. Asks nothing of them.")
@click.option("--plan", is_flag=True, help="What looking at everything costs a day, and what it did cost lately.")
@click.pass_obj
def doctor(options: Globals, plan: bool) -> None:
    """Print one line a source, worst first, and what this installation stands on."""
    configuration = load_configuration(options.config_path(), environment())
    now = utc_now()
    if plan:
        with open_house(configuration, utc_now, exclusive=False) as house:
            show_plan(house, as_json=options.as_json)
        return
    with open_house(configuration, utc_now, exclusive=False) as house:
        house.database.verify()
        rows, undelivered = _rows(house), troubles(house, now)
    if options.as_json:
        document = {"state_dir": str(configuration.state_dir), "sources": rows, "undelivered": list(map(_message, undelivered))}
        click.echo(json.dumps(document, indent=1))
        return
    never = sum(1 for row in rows if row["at"] is None)
    failing = sum(1 for row in rows if row["outcome"] not in (OK, UNCHANGED)) - never
    click.echo(f"configuration  {configuration.path}\nstate_dir      {configuration.state_dir}")
    click.echo(
        f"contact        {configuration.http.contact or '(none set: hosts cannot reach you; see contact: in the configuration)'}"
    )
    asked = f", {never} were never asked: `mainstay run` asks" if never else ""
    click.echo(f"looks          {len(rows)}, of which {failing} did not answer last time{asked}\n")
    for row in sorted(rows, key=lambda row: (row["outcome"] in (OK, UNCHANGED), str(row["target"]))):
        click.echo(_line(row, now))
    click.echo(
        f"\nmessages       {len(undelivered)} did not arrive, or not yet" if undelivered else "\nmessages       all arrived"
    )
    for one in undelivered:
        click.echo(f"{one.state.value:<13} {one.channel:<13} {one.watchlist} to {one.recipient}: {one.subject}")
        again = f"; next try {one.next_try_at:%Y-%m-%d %H:%M} UTC" if one.next_try_at else ""
        click.echo(f"{'':<14}{one.attempts} attempt{'' if one.attempts == 1 else 's'}: {one.detail}{again}")


def _message(one: Undelivered) -> dict[str, str | int | None]:
    return {
        "watchlist": one.watchlist,
        "channel": one.channel,
        "recipient": one.recipient,
        "subject": one.subject,
        "state": one.state.value,
        "attempts": one.attempts,
        "detail": one.detail,
        "created": one.created_at.isoformat(timespec="seconds"),
        "tried": one.tried_at.isoformat(timespec="seconds") if one.tried_at else None,
        "due": one.next_try_at.isoformat(timespec="seconds") if one.next_try_at else None,
    }


def _rows(house: House) -> list[dict[str, str | int | None]]:
    pairs = jobs_of(watched_projects(house).values(), house.configuration)
    last = load_last_runs(house.database, sorted({target.key for target, _ in pairs}))
    remarks = load_remarks(house.database)
    places = [(target.key, collector.SPEC.id) for target, collector in pairs]
    return [{**_row(*place, last.get(place)), "remarks": "; ".join(remarks.get(place, ()))} for place in places]


def _row(target: str, collector: str, run: LastRun | None) -> dict[str, str | int | None]:
    if run is None:
        return {
            "target": target,
            "collector": collector,
            "outcome": "never looked",
            "at": None,
            "due": None,
            "failures": 0,
            "detail": "",
        }
    return {
        "target": target,
        "collector": collector,
        "outcome": run.outcome,
        "at": run.finished_at.isoformat(timespec="seconds"),
        "due": run.next_check_at.isoformat(timespec="seconds"),
        "failures": run.failures,
        "detail": run.detail,
    }


def _line(row: dict[str, str | int | None], now: datetime) -> str:
    head = f"{row['outcome']:<13} {row['collector']:<13} {row['target']}"
    if not row["at"]:
        return head
    age = (now - datetime.fromisoformat(str(row["at"]))).total_seconds() / HOUR
    due = (datetime.fromisoformat(str(row["due"])) - now).total_seconds() / HOUR
    when = f"{_hours(age)} ago, due " + (f"in {_hours(due)}" if due > 0 else "now")
    times = "the last one" if row["failures"] == 1 else f"the last {row['failures']}"
    trouble = f"\n{'':<14}{times} failed: {row['detail']}" if row["failures"] else ""
    remarks = f"\n{'':<14}remarks: {row['remarks']}" if row["remarks"] else ""
    return f"{head} ({when}){trouble}{remarks}"


def _hours(hours: float) -> str:
    return f"{hours:.1f} h" if hours >= 1 else f"{round(hours * 60)} min"
