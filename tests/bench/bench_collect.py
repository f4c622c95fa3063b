"""Collecting one large history into an empty SQLite file, against `git log` and against Perceval, in one run.

    python tests/bench/bench_collect.py PATH_OF_BARE_REPOSITORY [PATH_OF_PERCEVAL]

Prints medians of five and the ratios. The clone is excluded on both sides: ours is made first, Perceval is given a clone of its
own in a first, uncounted run. Perceval is timed as the whole process it is; its start-up alone is printed beside it.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from monitor.clock import utc_now
from monitor.collectors.git import collect
from monitor.model.attempt import OK, Attempt
from monitor.model.collecting import Context, GitLimits
from monitor.model.facts import Cursor, Observation, Seen
from monitor.model.identity import pseudonym
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.options import HttpOptions
from monitor.model.target import Project, Target, TargetKind
from monitor.net.client import HttpClient
from monitor.net.memory import MemoryHosts, MemoryValidators
from monitor.people.persons import build_history
from monitor.pipeline.jobs import expected_signals
from monitor.scoring.assess import assess
from monitor.store.attempts import save_attempt
from monitor.store.engine import open_database
from monitor.store.facts import load_facts

HEADERS = "%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%(trailers:only,unfold)%x00"


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median wall time of `runs` calls, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def git_log(repository: Path) -> None:
    """Print the same headers and trailers to nowhere."""
    subprocess.run(
        ["git", "-C", str(repository), "-c", "log.mailmap=false", "-c", "mailmap.blob=", "log", "-z", f"--format={HEADERS}"],
        stdout=subprocess.DEVNULL,
        check=True,
    )


def collect_into(database: Path, target: Target, clones: Path) -> None:
    """Collect, store and sum one target into a database file that is not there yet."""
    now = utc_now()
    with HttpClient(HttpOptions(), MemoryHosts(), utc_now) as http:
        context = Context(
            http.session(MemoryValidators()), GitLimits(clones), now, "", lambda a: pseudonym(b"k" * 32, a), lambda _: False
        )
        yields = tuple(collect(target, context))
    attempt = Attempt(
        target, "git", frozenset(), now, now, OK, now,
        cursor=next(item.value for item in yields if isinstance(item, Cursor)),
        facts=tuple(item for item in yields if isinstance(item, Observation)),
        seen=tuple(item for item in yields if isinstance(item, Seen)),
    )  # fmt: skip
    project = Project("p", "p", (target,))
    with open_database(f"sqlite:///{database}") as opened:
        save_attempt(opened, attempt)
        facts = load_facts(opened, project, as_of=now, known_at=None, expected=expected_signals(project))
    assess(build_history(facts, project, {}), now, DEFAULT_LIMITS)


def main(repository: Path, perceval: str) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = Target(repository.resolve().as_uri(), TargetKind.GIT, str(repository.resolve()))
        numbers = iter(range(1000))
        collect_into(folder / "warm.db", target, folder / "clones")
        ours = timed(lambda: collect_into(folder / f"{next(numbers)}.db", target, folder / "clones"))
        plain = timed(lambda: git_log(repository))
        print(f"git log      {plain:.3f} s\nmainstay     {ours:.3f} s (limit 3 x git log + 0.5 s = {3 * plain + 0.5:.3f} s)")
        print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB (limit 150)")
        if perceval:
            against_perceval(perceval, repository, folder, ours)


def against_perceval(perceval: str, repository: Path, folder: Path, ours: float) -> None:
    """Print Perceval's median of three on the same repository and the ratio."""
    command = [
        perceval,
        "git",
        repository.resolve().as_uri(),
        "--git-path",
        str(folder / "perceval"),
        "--json-line",
        "-o",
        "/dev/null",
    ]

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True)

    run()
    theirs = timed(run, 3)
    start_up = timed(lambda: subprocess.run([perceval, "--help"], check=True, capture_output=True), 3)
    print(f"perceval     {theirs:.3f} s, of which start-up {start_up:.3f} s")
    print(f"ratio        {theirs / ours:.1f} ({(theirs - start_up) / ours:.1f} without its start-up; limit 10)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
