"""`mainstay ack`, `snooze` and `dispute`: answers to a finding, each with its owner, reason and end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from monitor.cli.common import EndDay, Globals, environment
from monitor.clock import utc_now
from monitor.model.alerts import Silence, Silencing
from monitor.pipeline.answers import LASTS, Answered, answer
from monitor.pipeline.house import open_house
from monitor.report.own_house import ANSWERS
from monitor.settings.load import load_configuration

Command = Callable[..., None]
_MEANS = "no message between reports rests on it alone; the level stays, and every report lists the answer."


def _takes_an_answer(kind: Silencing) -> Callable[[Command], Command]:
    """Return what gives a command the arguments of an answer."""
    days = LASTS[kind].days
    parts = (
        click.argument("finding"),
        click.option("--reason", required=True, metavar="TEXT", help="Why; reports show it."),
        click.option("--owner", required=True, metavar="NAME", help="Who answers for it; a name, not a mail address."),
        click.option("--until", type=EndDay(), metavar="DATE", help=f"When it ends [in {days} days]; today ends it now."),
    )

    def wrap(command: Command) -> Command:
        for part in reversed(parts):
            command = part(command)
        return command

    return wrap


@click.command(help=f"FINDING is known and somebody sees to it: {_MEANS}")
@_takes_an_answer(Silencing.ACKNOWLEDGED)
@click.pass_obj
def ack(options: Globals, /, **said: Any) -> None:
    """Acknowledge a finding."""
    _answer(options, Silencing.ACKNOWLEDGED, **said)


@click.command(help=f"FINDING waits until a day: {_MEANS}")
@_takes_an_answer(Silencing.SNOOZED)
@click.pass_obj
def snooze(options: Globals, /, **said: Any) -> None:
    """Snooze a finding."""
    _answer(options, Silencing.SNOOZED, **said)


@click.command(help=f"FINDING is wrong, which every report says at once: {_MEANS}")
@_takes_an_answer(Silencing.DISPUTED)
@click.pass_obj
def dispute(options: Globals, /, **said: Any) -> None:
    """Dispute a finding."""
    _answer(options, Silencing.DISPUTED, **said)


def _answer(options: Globals, kind: Silencing, finding: str, reason: str, owner: str, until: datetime | None) -> None:
    configuration = load_configuration(options.config_path(), environment())
    # Not exclusive: a finding can be answered while the daemon works.
    with open_house(configuration, utc_now, exclusive=False) as house:
        answered = answer(house, finding, kind, owner=owner, reason=reason, until=until)
    click.echo(json.dumps(_document(answered)) if options.as_json else _text(answered, utc_now()))


def _text(answered: Answered, now: datetime) -> str:
    finding, silence = answered.finding, answered.silence
    head = f"{finding.project}: {finding.rule.replace('_', ' ')} [{finding.id}]"
    if silence.until <= now:
        return f"{head}: the answer has ended, alerts may rest on it again"
    before = f"; it replaces: {_said(answered.before)} ({answered.before.reason})" if answered.before else ""
    return f"{head}: {_said(silence)}; every report lists it{before}"


def _said(silence: Silence) -> str:
    return f"{ANSWERS[silence.kind]} by {silence.owner} until {silence.until:%Y-%m-%d}"


def _document(answered: Answered) -> dict[str, str]:
    silence = answered.silence
    return {
        "finding": silence.finding,
        "project": answered.finding.project,
        "kind": silence.kind.value,
        "owner": silence.owner,
        "reason": silence.reason,
        "until": silence.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
