"""Simulates days of collecting and prints what they cost: python -m tests.sim.simulate --projects 100000 --days 1 [--cold].

The invented GitHub runs in a process of its own, so that the memory measured is the collectors' alone. Warm, everything was seen
before and the store knows it; cold, the first day pays for the first look at everything.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from monitor.pipeline.collect import collect_due
from monitor.pipeline.house import House
from tests.fakes.clock import Clock
from tests.fakes.ledger import Ledger
from tests.sim.house import installation
from tests.sim.population import HOST, START, Population
from tests.sim.remote import remote

DAY = timedelta(days=1)
TICK = timedelta(hours=1)
POINTS_A_DAY = 120_000
# What OpenSSF Scorecard's documentation names for one repository and visit.
SCORECARD_CALLS = 70
MEMORY_LIMIT_MIB = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day of so many projects may cost: points, and REST requests that count for each project."""

    points: int
    requests_a_project: float

    @classmethod
    def of(cls, projects: int) -> Limits:
        """Return what is promised: 0.8 points a project and day, at most 7,600; 0.1 requests that count."""
        return cls(min(round(0.8 * projects), 7_600), 0.1)


Told = Callable[[str], None]


def make_warm(folder: Path, population: Population) -> None:
    """Make a warm store, in a process of its own: its memory is not the collectors'."""
    subprocess.run([sys.executable, "-m", "tests.sim.seed", str(folder), json.dumps(asdict(population))], check=True)


def run_days(house: House, clock: Clock, days: int, tell: Told) -> None:
    """Collect what is due at every tick of so many days. Time passes by what answers take, and until the next tick."""
    end = clock.now + days * DAY
    while clock.now < end:
        began = clock.now
        summary = collect_due(house)
        if summary.due:
            tell(f"{began:%d %H:%M} {summary.due:>7} looks due, {summary.answered} answered")
            reasons = Counter(f"{outcome}: {detail}" for _, outcome, detail in summary.problems)
            for reason, times in reasons.most_common(3):
                tell(f"{'':>9}{times:>7} {reason}")
        behind = (began - START) % TICK
        clock.now = max(clock.now, began - behind + TICK)


def table(ledger: Ledger, projects: int) -> list[str]:
    """Return the costs of each day as lines, and what went too far."""
    lines = [f"{'day':<12}{'requests':>10}{'points':>8}{'share':>8}{'REST counted':>14}{'a project':>11}{'304':>9}{'refused':>9}"]
    for host, day in sorted(ledger.days):
        total = ledger.days[host, day]
        share, each = total.points / POINTS_A_DAY, total.counted / projects
        lines.append(
            f"{day:<12}{total.requests:>10}{total.points:>8}{share:>8.2%}{total.counted:>14}{each:>11.3f}"
            f"{total.unchanged:>9}{total.refused:>9}"
        )
    lines += [f"most of the hour's quota of {what}: {share:.1%}" for (_, what), share in sorted(ledger.most_share.items())]
    return lines + [f"BREACH {said}" for said in ledger.breaches]


def excess(ledger: Ledger, projects: int, peak_mib: float) -> list[str]:
    """Return in words which promises were not kept."""
    limits = Limits.of(projects)
    found = list(ledger.breaches)
    for (_, day), total in sorted(ledger.days.items()):
        if total.points > limits.points:
            found.append(f"{day}: {total.points} points, {limits.points} are promised")
        if total.counted > limits.requests_a_project * projects:
            found.append(f"{day}: {total.counted} REST requests counted, {limits.requests_a_project * projects:.0f} are promised")
    if peak_mib > MEMORY_LIMIT_MIB:
        found.append(f"{peak_mib:.0f} MiB of memory, {MEMORY_LIMIT_MIB} are promised")
    return found


def peak_mib() -> float:
    """Return the most memory that this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(text: str) -> None:
    """Print a line at once: a run takes minutes."""
    print(text, flush=True)  # noqa: T201


def main() -> int:
    """Simulate, print, and return 1 where a promise was not kept."""
    parser = argparse.ArgumentParser(description="Simulate days of collecting from an invented GitHub.")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="begin with an empty store")
    options = parser.parse_args()
    population, clock, began = Population.of(options.projects), Clock(START), time.perf_counter()
    with tempfile.TemporaryDirectory() as name, remote(population, clock) as wire:
        if not options.cold:
            make_warm(Path(name), population)
            say(f"a warm store of {options.projects} projects was made in {time.perf_counter() - began:.0f} s")
        with installation(Path(name), population, clock, wire) as house:
            before = peak_mib()
            run_days(house, clock, options.days, say)
        ledger = wire.log()
    for line in table(ledger, options.projects):
        say(line)
    requests = ledger.total(HOST).requests / options.projects / options.days
    say(f"requests a project and day: {requests:.3f}; OpenSSF Scorecard: {SCORECARD_CALLS} a repository and visit")
    say(f"peak memory of the collectors' side: {peak_mib():.0f} MiB ({before:.0f} before the first look)")
    say(f"took {time.perf_counter() - began:.0f} s")
    wrong = excess(ledger, options.projects, peak_mib())
    for line in wrong:
        say(f"NOT KEPT {line}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
