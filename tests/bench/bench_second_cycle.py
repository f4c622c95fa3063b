"""A forced second cycle over restored histories with nothing new: processor seconds and git processes.

    python tests/bench/bench_second_cycle.py FOLDER_OF_BARE_REPOSITORIES

Counts our own and our children's user and system time around the second cycle; git is counted by a wrapper put first on PATH.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

from monitor.clock import utc_now
from monitor.pipeline.cycle import run_cycle
from monitor.pipeline.house import open_house
from monitor.settings.load import load_configuration


def cpu_seconds() -> float:
    """Return user and system time of this process and its finished children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def count_git(folder: Path) -> Path:
    """Put a counting `git` first on PATH; return the file with a line a call."""
    log, real = folder / "git.log", shutil.which("git")
    wrapper = folder / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> {log}\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    os.environ["PATH"] = f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}"
    return log


def configuration_for(repositories: list[Path]) -> str:
    """Return a configuration that watches every repository."""
    projects = "".join(f"  p{number}:\n    targets: [{path.resolve()}]\n" for number, path in enumerate(repositories))
    entries = "".join(f"      - project: p{number}\n" for number in range(len(repositories)))
    return f"contact: bench@example.org\nstate_dir: ./state\nprojects:\n{projects}watchlists:\n  all:\n    projects:\n{entries}"


def main(folder: Path) -> None:
    """Run twice, measure the second."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "mainstay.yaml"
        path.write_text(configuration_for(sorted(folder.glob("*.git"))))
        configuration = load_configuration(path, {})
        with open_house(configuration, utc_now, exclusive=True) as house:
            run_cycle(house)
            log = count_git(Path(name))
            before = cpu_seconds()
            result = run_cycle(house, force=True)
            used = cpu_seconds() - before
        calls = len(log.read_text().splitlines())
        print(f"{result.collected.due} sources, {result.changed} judgements changed, {calls} git processes")
        print(f"{used:.2f} s of CPU (limit 1.5)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
