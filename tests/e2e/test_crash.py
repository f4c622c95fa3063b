"""Whole cycles, killed at random moments (kill -9): no finding, report, message or answer is lost, and the database stays whole.

The number of kills comes from MAINSTAY_TEST_KILLS (200 by tests/bench/bench_crash.py), the moments from MAINSTAY_TEST_SEED.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO

from sqlalchemy import Connection, MetaData, select

from tests.databases import Databases, reading
from tests.delivery.mail_server import Mailbox, serving
from tests.e2e.test_cycle import make_repository

KILLS = int(os.environ.get("MAINSTAY_TEST_KILLS", "20"))
SEED = int(os.environ.get("MAINSTAY_TEST_SEED", "20261005"))
KILLED = -signal.SIGKILL
READERS = ("ada@reader.example", "ben@reader.example", "cyd@reader.example")
WATCH = """projects:
  lark: {{name: Lark, targets: [./lark.git]}}
watchlists:
  daily:
    projects: [{{project: lark, impact: high}}]
    schedule: "0 7 * * *"
    alert_at: watch
    channels: [files, email]
    recipients: [{readers}]
channels:
  email: {{host: 127.0.0.1, port: {port}, security: none, from: mainstay@sender.example}}
database: {database}
"""


class Driver:
    """The process that forks children to be killed: the day of the last answer to each finding they stored, how they ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self.orders: IO[str] = process.stdin
        self.lines: IO[str] = process.stdout
        self.answers: dict[str, int] = {}
        self.ends: Counter[int] = Counter()

    def cycle(self, day: int, kill_after: float | None = None) -> int:
        """Run one cycle, killed after so many seconds if it is still there; return how it ended."""
        self.orders.write(f"{day}\n")
        self.orders.flush()
        kind, child = self.lines.readline().split()
        assert "started" == kind
        timer = Timer(kill_after or 0.0, kill, [int(child)])
        if kill_after is not None:
            timer.start()
        try:
            return self._wait()
        finally:
            timer.cancel()

    def _wait(self) -> int:
        while True:
            kind, *words = self.lines.readline().split()
            if kind == "answered":
                self.answers[words[0]] = int(words[1].removeprefix("seen-"))
            if kind == "ended":
                self.ends[int(words[0])] += 1
                return int(words[0])


def kill(process: int) -> None:
    """End a process as a power cut would; its git goes on for a moment, as in life."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@contextmanager
def driver(config: Path) -> Iterator[Driver]:
    """Yield a driver on a configuration; it ends with the block."""
    command = [sys.executable, "-m", "tests.e2e.crash_driver", str(config)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Driver(process)
        assert process.stdin
        process.stdin.close()
        assert 0 == process.wait(60)


def killed_often(process: Driver, chance: random.Random) -> int:
    """Run cycles and kill them until enough were hit; each day again until a cycle of it ended. Return the last day."""
    assert 0 == process.cycle(0)
    began = time.monotonic()
    assert 0 == process.cycle(1)
    longest = time.monotonic() - began
    day = 2
    while process.ends[KILLED] < KILLS:
        day += process.cycle(day, chance.uniform(0, longest)) == 0
    assert 0 == process.cycle(day)
    return day


def test_kills_at_random_moments_lose_nothing(tmp_path: Path, databases: Databases) -> None:
    make_repository(tmp_path / "lark.git")
    url, mailbox, config = databases.bare(), Mailbox(), tmp_path / "mainstay.yaml"
    with serving(mailbox, None, with_login=False):
        config.write_text(WATCH.format(readers=", ".join(READERS), port=mailbox.port, database=url))
        with driver(config) as process:
            last_day = killed_often(process, random.Random(SEED))
    assert_whole(url)
    with reading(url) as (connection, tables):
        assert_nothing_lost(connection, tables, process)
        assert_all_told(connection, tables, last_day)
        sent = connection.execute(
            select(tables.tables["message"].c.id).where(tables.tables["message"].c.channel == "email")
        ).all()
    assert_once(mailbox, len(sent), process.ends[KILLED])


def assert_whole(url: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
            assert [] == database.execute("PRAGMA foreign_key_check").fetchall()


def assert_nothing_lost(connection: Connection, found: MetaData, process: Driver) -> None:
    """Every finding that any judgement or report tells is stored, and every answer that was said to be."""
    finding, assessment, report = (found.tables[name] for name in ("finding", "assessment", "report"))
    rows = {row.id: row for row in connection.execute(select(finding))}
    told = {
        line["id"]
        for document in connection.execute(select(report.c.document)).scalars()
        for project in json.loads(document)["projects"]
        for line in project["findings"]
        if line["outcome"] == "at_risk"
    }
    assert told
    assert told <= rows.keys()
    assert connection.execute(select(assessment)).first()
    assert process.answers
    stored = {key: int(rows[key].acknowledged_reason.removeprefix("seen-")) for key in process.answers}
    assert {} == {key: day for key, day in process.answers.items() if stored[key] < day}


def assert_all_told(connection: Connection, found: MetaData, last_day: int) -> None:
    """Each day has one report, each report a message for each reader, and each message was accepted."""
    report, message, recipient = (found.tables[name] for name in ("report", "message", "recipient"))
    periods = list(connection.execute(select(report.c.id).where(report.c.period_at.is_not(None))).scalars())
    assert last_day == len(periods)
    accepted = select(recipient.c.recipient).join(message).where(recipient.c.state == "sent")
    for period in periods:
        got = connection.execute(accepted.where(message.c.report_id == period)).scalars()
        assert sorted(("files", *READERS)) == sorted(got)
    assert [] == connection.execute(select(recipient).where(recipient.c.state != "sent")).all()


def assert_once(mailbox: Mailbox, sent: int, kills: int) -> None:
    """Each message came once; a copy is the same byte by byte, and there are no more of them than kills."""
    copies: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for mail in mailbox.received:
        copies[mail.recipients[0], mail.message["Message-ID"]].append(mail.body)
    assert sent == len(copies)
    assert [] == [key for key, bodies in copies.items() if len(set(bodies)) > 1]
    assert len(mailbox.received) - len(copies) <= kills
