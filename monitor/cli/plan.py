"""`mainstay doctor --plan`: what looking at everything costs a day, and what it did cost lately."""

from __future__ import annotations

import json
from datetime import timedelta

import click

from monitor.clock import utc_now
from monitor.model.usage import Usage
from monitor.pipeline.forecast_cost import Cost, costs_of
from monitor.pipeline.house import House
from monitor.pipeline.jobs import load_jobs
from monitor.store.usage import load_query_costs, load_usage

HOURS_A_DAY = 24
LOOK_BACK = timedelta(days=7)
MINUTE = 60
# Its points are thousandths of a dollar, by its published prices.
PAID_IN_DOLLARS = "api.x.com"


def show_plan(house: House, *, as_json: bool) -> None:
    """Print the plan of each source, and the counters of the last seven days. Asks nothing of anybody."""
    costs = costs_of(load_jobs(house), load_query_costs(house.database))
    used = load_usage(house.database, (utc_now() - LOOK_BACK).date())
    if as_json:
        click.echo(json.dumps({"plan": [_cost(cost) for cost in costs], "used": [_used(usage) for usage in used]}, indent=1))
        return
    heads = ("source", "look", "targets", "every", "requests/day", "points/day", "quota", "round")
    click.echo("{:<14} {:<20} {:>8} {:>9} {:>13} {:>11} {:>7} {:>8}".format(*heads))
    for cost in costs:
        share = "-" if cost.share is None else f"{cost.share * 100:.1f} %"
        points = f"{cost.points_a_day:.1f}" if cost.points_a_day else "-"
        click.echo(
            f"{cost.source:<14} {cost.collector:<20} {cost.targets:>8} {_every(cost.interval):>9} "
            f"{cost.requests_a_day:>13.1f} {points:>11} {share:>7} {_length(cost.round_seconds):>8}"
        )
    click.echo("\nrequests of one day at most, unchanged and refused ones included; a fifth of every quota stays unused")
    for usage in used:
        click.echo(
            f"{usage.on} {usage.source:<28} {usage.requests} requests, {usage.unchanged} unchanged, {usage.refused} refused, "
            f"{spent(usage)}"
        )
    if not used:
        click.echo("nothing was asked in the last seven days")


def spent(usage: Usage) -> str:
    """Return what a source charged on a day in its own unit; X is paid in dollars."""
    return f"{usage.points / 1000:.3f} dollars" if usage.source == PAID_IN_DOLLARS else f"{usage.points} points"


def _cost(cost: Cost) -> dict[str, str | int | float | None]:
    return {
        "source": cost.source,
        "collector": cost.collector,
        "targets": cost.targets,
        "interval_seconds": int(cost.interval.total_seconds()),
        "requests_a_day": round(cost.requests_a_day, 2),
        "points_a_day": round(cost.points_a_day, 2),
        "share_of_quota": None if cost.share is None else round(cost.share, 5),
        "round_seconds": round(cost.round_seconds, 1),
    }


def _used(usage: Usage) -> dict[str, str | int]:
    return {
        "source": usage.source,
        "on": usage.on.isoformat(),
        "requests": usage.requests,
        "unchanged": usage.unchanged,
        "refused": usage.refused,
        "points": usage.points,
    }


def _every(interval: timedelta) -> str:
    hours = interval / timedelta(hours=1)
    return f"{hours:.1f} h" if hours < 2 * HOURS_A_DAY else f"{hours / HOURS_A_DAY:.1f} d"


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * MINUTE else f"{seconds / MINUTE:.0f} min"
