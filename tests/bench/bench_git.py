"""How long the git collector takes beside the same `git log` thrown away: `python tests/bench/bench_git.py REPOSITORY [RUNS]`.

Figures, each the median of RUNS (default 5): git alone, reading and counting (its budget: twice git alone), and a whole look
with its clone already there. Then the CPU time of a look at which nothing is new.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from monitor.collectors.git import collect
from monitor.collectors.git.clone import clone_of
from monitor.collectors.git.log import LOG, read_log
from monitor.collectors.git.process import Git
from monitor.collectors.git.source import source_of
from monitor.model.collecting import Context, GitLimits
from monitor.model.facts import Cursor
from monitor.model.identity import pseudonym
from monitor.model.target import Target, TargetKind
from tests.doors import ShutDoor


def timed(work: Callable[[], object]) -> float:
    """Return the wall time of `work` in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu() -> float:
    """Return the CPU seconds of this process and its ended children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    """Measure and print."""
    path = Path(sys.argv[1]).resolve()
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    target = Target(path.as_uri(), TargetKind.GIT, str(path))
    with tempfile.TemporaryDirectory() as folder:
        limits = GitLimits(Path(folder))
        context = Context(
            ShutDoor(), limits, datetime.now(UTC), "", lambda address: pseudonym(b"bench", address), lambda _: False
        )
        first = timed(lambda: list(collect(target, context)))
        clone = clone_of(target, limits.clones_dir)
        git = Git.open(source_of(target, limits), limits, context.now)
        plain, reading, looking = [], [], []
        for _ in range(runs):
            plain.append(timed(lambda: subprocess.run(("git", *LOG), cwd=clone, stdout=subprocess.DEVNULL, check=True)))
            reading.append(timed(lambda: read_log(git, clone, context.now, context.now)))
            looking.append(timed(lambda: list(collect(target, context))))
        cursor = [item.value for item in collect(target, context) if isinstance(item, Cursor)][-1]
        before = cpu()
        for _ in range(runs):
            list(collect(target, replace(context, cursor=cursor)))
        unchanged = (cpu() - before) / runs
    git_alone = median(plain)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"git log alone          {git_alone:.3f} s")
    print(f"read and count         {median(reading):.3f} s   {median(reading) / git_alone:.2f} x")
    print(f"whole look, clone kept {median(looking):.3f} s   {median(looking) / git_alone:.2f} x")
    print(f"first look with clone  {first:.3f} s")
    print(f"nothing new            {unchanged * 1000:.1f} ms CPU")
    print(f"peak memory            {peak:.0f} MiB")


if __name__ == "__main__":
    main()
