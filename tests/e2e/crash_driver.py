"""The process that the crash test kills: a program that forks one child a round, so that a round costs no start of Python.

A line `DAY` on its input starts a child that runs one whole cycle on that day, looks at every source, and answers a finding. Its
output has `started PID`, then `answered FINDING REASON` for every answer that is stored, and `ended CODE`, -9 when it was killed.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model.alerts import Silencing
from monitor.model.errors import MainstayError
from monitor.pipeline.answers import answer
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.house import open_house
from monitor.settings.load import load_configuration
from monitor.store.judgements import load_open_findings

FIRST_DAY = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)
TROUBLE = 3


def one_cycle(path: Path, day: int) -> int:
    """Run a cycle as `mainstay run --force` does, half an hour after the list's moment, then answer each open finding."""
    now = FIRST_DAY + timedelta(days=day)
    try:
        with open_house(load_configuration(path, dict(os.environ)), lambda: now, exclusive=True) as house:
            run_cycle(house, force=True, at_once=True)
            for finding in load_open_findings(house.database, "lark"):
                answer(house, finding.id, Silencing.ACKNOWLEDGED, owner="Ops", reason=f"seen-{day}")
                say(f"answered {finding.id} seen-{day}")
    except MainstayError as error:
        sys.stderr.write(f"{error}\n")
        return TROUBLE
    return 0


def say(line: str) -> None:
    """Write one line in one piece, so that a kill leaves whole lines only."""
    os.write(1, f"{line}\n".encode())


def main(path: Path) -> None:
    """Fork a child for each line of the input, and say how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(one_cycle(path, int(line)))
        say(f"started {child}")
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
