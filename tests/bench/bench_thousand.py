"""Assess and report for 100 and 1,000 stored projects, made by cycling real histories: seconds and the exponent of growth.

python tests/bench/bench_thousand.py FOLDER_OF_BARE_REPOSITORIES
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from monitor.clock import utc_now
from monitor.collectors import git
from monitor.collectors.git import SPEC
from monitor.model.attempt import Attempt
from monitor.model.target import Entry, Impact, Portfolio, Project, Target, Watchlist
from monitor.pipeline.house import House, open_house
from monitor.pipeline.jobs import Job
from monitor.pipeline.judge import judge_all
from monitor.pipeline.look import look
from monitor.pipeline.plan import plan_of
from monitor.pipeline.publish import rendered, report_on
from monitor.settings.load import load_configuration
from monitor.store.attempts import save_attempt
from tests.bench.bench_second_cycle import configuration_for


def stored_copies(house: House, attempts: list[Attempt], number: int) -> Portfolio:
    """Store `number` projects by cycling the attempts under targets of their own; return their portfolio."""
    projects: dict[str, Project] = {}
    for place in range(number):
        original = attempts[place % len(attempts)]
        target = replace(original.target, key=f"{original.target.key}#{place}")
        save_attempt(house.database, replace(original, target=target))
        projects[f"p{place}"] = Project(f"p{place}", f"Project {place}", (target,))
    entries = tuple(Entry(key, Impact.MEDIUM) for key in projects)
    return Portfolio(projects, {}, (Watchlist("all", "All", entries),))


def timed(house: House, portfolio: Portfolio, number: int) -> float:
    """Return the seconds to judge, build and render the first `number` projects."""
    watchlist = replace(portfolio.watchlists[0], entries=portfolio.watchlists[0].entries[:number])
    part = Portfolio({e.project: portfolio.projects[e.project] for e in watchlist.entries}, {}, (watchlist,))
    narrowed = replace(house, configuration=replace(house.configuration, portfolio=part))
    start = time.perf_counter()
    judgement = judge_all(narrowed, utc_now())
    judged = time.perf_counter()
    message = rendered(report_on(narrowed, judgement, watchlist), watchlist, "bench")
    done = time.perf_counter()
    parts = f"judge {judged - start:6.2f} s, report {done - judged:6.2f} s, page {len(message.html) / 1e6:.1f} MB"
    print(f"{number:>5} projects: {parts}")
    return done - start


def main(folder: Path) -> None:
    """Store, then measure 100 and 1,000."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "mainstay.yaml"
        path.write_text(configuration_for(sorted(folder.glob("*.git"))))
        configuration = load_configuration(path, {})
        with open_house(configuration, utc_now, exclusive=True) as house:
            targets: list[Target] = [p.targets[0] for p in configuration.portfolio.projects.values()]
            attempts = [look(house, Job(target, git, None), plan_of([])) for target in targets]
            portfolio = stored_copies(house, attempts, 1000)
            timed(house, portfolio, 100)
            hundred, thousand = timed(house, portfolio, 100), timed(house, portfolio, 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"1,000 projects in {thousand:.1f} s (limit 30), exponent {math.log10(thousand / hundred):.3f} (limit 1.05)")
    print(f"peak memory {peak:.0f} MiB")
    print(f"collector {SPEC.id}, {len(attempts)} histories cycled")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
