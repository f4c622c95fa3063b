"""The lights go out at every step of a cycle in turn: after a restart everybody has everything, and nothing is told twice.

Steps are the commits of the database and, for each reader, the moments before and after the acceptance of a message. Only after
acceptance and before it is marked can a reader get a message twice, and then byte by byte the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from monitor.delivery import CHANNELS
from monitor.model.alerts import Silencing
from monitor.model.letter import Outgoing
from monitor.model.rendered import DeliveryContext
from monitor.pipeline.answers import answer
from monitor.store.intent import will_write
from monitor.store.tables.judgements import FINDING, REPORT
from monitor.store.tables.outbox import RECIPIENT
from tests.databases import Databases
from tests.pipeline.workshop import ALERT, DAY, FACT, HOUR, READERS, START, WATCH, Workshop
from tests.report.sample_findings import overdue_finding

OVERDUE = overdue_finding("wren").id_in("wren")
MOST_STEPS = 200
SEND, ACCEPTED, COMMIT = "send", "accepted", "commit"


class LightsOut(BaseException):
    """What no part of the program may catch."""


@dataclass
class Fuse:
    """Blows at the `last` step; `steps` are those that were taken."""

    last: int = MOST_STEPS
    steps: list[str] = field(default_factory=list)
    is_armed: bool = False

    def step(self, name: str) -> None:
        if not self.is_armed:
            return
        self.steps.append(name)
        if len(self.steps) == self.last:
            self.is_armed = False
            raise LightsOut


@dataclass(frozen=True)
class Left:
    """What is there in the end: each message of each reader, reports, findings that are open, answers, who still waits."""

    messages: tuple[tuple[str, str], ...]
    reports: tuple[str, ...]
    findings: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    waiting: int


@contextmanager
def fused(shop: Workshop, fuse: Fuse, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make every commit, and every message before and after its acceptance, a step of `fuse`."""

    def send(message: Outgoing, options: object, context: DeliveryContext) -> None:
        fuse.step(SEND)
        shop.post.send(message, options, context)
        fuse.step(ACCEPTED)

    def committing(connection: Connection) -> None:
        if will_write(connection):
            fuse.step(COMMIT)

    monkeypatch.setitem(CHANNELS, "post", replace(shop.post.channel(), send=send))
    event.listen(Engine, "commit", committing)
    try:
        yield
    finally:
        event.remove(Engine, "commit", committing)


def lived_through(shop: Workshop, fuse: Fuse, monkeypatch: pytest.MonkeyPatch, wait: timedelta) -> Left:
    """Let the lights go out in a cycle `wait` after the first ones, start again, and return what is there in the end."""
    with fused(shop, fuse, monkeypatch):
        shop.cycle(wren=WATCH)
        with shop.house() as house:
            answer(house, OVERDUE, Silencing.SNOOZED, owner="Ops", reason="known")
        shop.cycle(lark=ALERT, after=timedelta(minutes=1))
        fuse.is_armed = True
        try:
            shop.cycle(wren=FACT, after=wait)
        except LightsOut:
            shop.cycle(after=timedelta(minutes=1))
        fuse.is_armed = False
        return left_by(shop)


def left_by(shop: Workshop) -> Left:
    with shop.house() as house, house.database.read() as connection:
        findings = connection.execute(select(FINDING).order_by(FINDING.c.id)).all()
        return Left(
            messages=tuple(sorted({(reader, body.split()[1].decode().split("-")[0]) for reader, body in shop.post.taken})),
            reports=tuple(sorted(set(connection.execute(select(REPORT.c.period_key)).scalars()))),
            findings=tuple(row.id for row in findings if row.cleared_at is None),
            answers=tuple((row.id, row.acknowledged_reason) for row in findings if row.acknowledged_as),
            waiting=len(connection.execute(select(RECIPIENT).where(RECIPIENT.c.state == "pending")).all()),
        )


@pytest.mark.parametrize(("occasion", "wait"), [("period", HOUR), ("alert", DAY + HOUR)])
def test_the_lights_go_out_at_every_step(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, occasion: str, wait: timedelta
) -> None:
    start = START if occasion == "period" else START + DAY
    whole = Fuse()
    wanted = lived_through(workshop(tmp_path / "whole", databases, monkeypatch, start), whole, monkeypatch, wait)
    assert [(reader, occasion) for reader in READERS] == list(wanted.messages)
    for last in range(1, len(whole.steps) + 1):
        fuse = Fuse(last)
        shop = workshop(tmp_path / str(last), databases, monkeypatch, start)
        assert wanted == lived_through(shop, fuse, monkeypatch, wait), f"step {last}: {fuse.steps}"
        assert len(READERS) == len(set(shop.post.taken)), "what was sent twice differs"
        assert len(READERS) + is_in_the_gap(fuse) == len(shop.post.taken)


def is_in_the_gap(fuse: Fuse) -> bool:
    """Return whether a message was accepted and its mark was not stored any more."""
    return fuse.steps[-1] == ACCEPTED or fuse.steps[-2:] == [ACCEPTED, COMMIT]


def workshop(folder: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, start: datetime) -> Workshop:
    """Return an installation of its own whose clock shows `start`."""
    shop = Workshop(folder, databases.fresh(), monkeypatch)
    shop.now = start
    return shop
