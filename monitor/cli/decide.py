"""`mainstay decide`: what is done about a project or a finding, by whom, why, and when it is looked at again."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from monitor.cli.common import Day, Globals, environment
from monitor.clock import utc_now
from monitor.model.decisions import Choice, Decision
from monitor.pipeline.decisions import Taken
from monitor.pipeline.decisions import decide as take
from monitor.pipeline.house import open_house
from monitor.settings.load import load_configuration


@click.command(
    help="Write down what you do about a project, or about one finding: every report lists it until the next decision."
)
@click.argument("about", metavar="PROJECT|FINDING")
@click.option("--choice", type=click.Choice([choice.value for choice in Choice]), required=True, help="What you do.")
@click.option("--owner", required=True, metavar="NAME", help="Who answers for it; a name, not a mail address.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; reports show it.")
@click.option("--review-on", type=Day(), required=True, metavar="DATE", help="When you look at it again.")
@click.pass_obj
def decide(options: Globals, about: str, choice: str, owner: str, reason: str, review_on: datetime) -> None:
    """Store a decision in the place of an earlier one."""
    configuration = load_configuration(options.config_path(), environment())
    # Not exclusive: a decision can be taken while the daemon works.
    with open_house(configuration, utc_now, exclusive=False) as house:
        taken = take(house, about, Choice(choice), owner=owner, reason=reason, review_on=review_on.date())
    click.echo(json.dumps(_document(taken.decision)) if options.as_json else _text(taken))


def _text(taken: Taken) -> str:
    decision, before = taken.decision, taken.before
    about = f"{decision.project} [{decision.finding}]" if decision.finding else decision.project
    replaced = f"; it replaces: {_said(before)} ({before.reason})" if before else ""
    return f"{about}: {_said(decision)}; every report lists it{replaced}"


def _said(decision: Decision) -> str:
    return f"{decision.choice.value} by {decision.owner}, review on {decision.review_on}"


def _document(taken: Decision) -> dict[str, object]:
    return {
        "project": taken.project,
        "finding": taken.finding or None,
        "choice": taken.choice.value,
        "owner": taken.owner,
        "reason": taken.reason,
        "at": taken.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "review_on": taken.review_on.isoformat(),
    }
